"""Triage on the database: verdicts, stories, the life of a candidate; each pass idempotent."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from base.settings import Settings
from storage.archive import IssueRow, ItemRow, add_issue
from storage.articles import Content, Fetched, ensure_article, store_content
from storage.database import Database
from storage.models import (
    Article,
    ArticleState,
    Candidate,
    CandidateState,
    Decision,
    DecisionKind,
    StoryArticle,
    Verdict,
    VerdictKind,
    Version,
)
from storage.outlets import OutletRow, sync_outlets
from storage.runs import CLOCK, give_sign
from triage.candidates import decided
from triage.judge import judge
from triage.piece import Piece
from triage.relevance import Ranker, Relevance
from triage.runner import Triaged, triage_new
from triage.stories import joins
from triage.weights import shipped

NOW = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ITEM = ItemRow(
    1,
    "全省“石榴籽”儿童阅读计划在临夏启动",
    "11月3日，由省妇联、省教育厅主办的全省“石榴籽”儿童阅读计划启动仪式在临夏州举行。"
    "该计划将用三年时间为86所乡村小学配备图书12.4万册，培训阅读指导教师1720名。",
    "甘肃妇女网",
    None,
    "正文",
)
REPORT = (
    "儿童阅读计划在临夏州启动",
    "11月3日上午，全省“石榴籽”儿童阅读计划在临夏州广河县启动，省妇联、省教育厅负责同志出席。"
    "据介绍，未来三年，86所乡村小学将获赠图书12.4万册，1720名教师将接受阅读指导培训。",
)
FRESH = (
    "平凉市妇联为620名困境儿童配备“爱心妈妈”",
    "11月18日，平凉市妇联在崆峒区召开“爱心妈妈”结对关爱工作推进会。全市已有620名困境儿童与“爱心妈妈”结对，"
    "今年累计开展陪伴活动1340次。会议要求，把关爱服务送到每一个孩子身边。",
)
REWORDED = (
    "平凉：六百二十名孩子有了“爱心妈妈”",
    "记者19日从平凉市妇联获悉，当地六百二十名困境儿童都有了结对的“爱心妈妈”，一年来陪伴活动办了1340次。"
    "18日在崆峒区召开的推进会对下一步关爱服务作了安排。",
)
LATER = (
    "平凉“爱心妈妈”结对儿童增至910名",
    "截至12月10日，平凉市“爱心妈妈”结对困境儿童增至910名。自11月18日推进会召开以来，市妇联新增结对290名，"
    "累计开展陪伴活动1600次。",
)
ORDINARY = (
    "兰州马拉松鸣枪开跑",
    "11月15日，兰州马拉松鸣枪开跑，来自各地的2万名选手参赛，男子组冠军以2小时11分夺冠。",
)


@dataclass
class Office:
    """A database with outlets, and the steps a day is made of."""

    database: Database
    settings: Settings
    keys: dict[str, int] = field(default_factory=dict)

    def publish(
        self,
        text: tuple[str, str],
        day: date,
        outlet: str = "paper",
        key: str | None = None,
        at: datetime = NOW,
    ) -> int:
        with self.database.session() as session:
            key = key or text[0]
            article = ensure_article(session, outlet, key, f"https://{outlet}.example/{key}", at)
            content = Content(text[0], text[1], published_on=day)
            store_content(session, article, content, Fetched(at, {}, "test/1"))
            return article.id

    def print_issue(self, *items: ItemRow, day: date = date(2026, 11, 12), name: str = "11") -> None:
        row = IssueRow(name, name, f"{name}.txt", "简报", "简报", 11, day, (), items)
        with self.database.session() as session:
            add_issue(session, row, NOW)

    def triage(self, now: datetime = NOW) -> Triaged:
        return triage_new(self.database, self.settings, now)

    def verdict(self, article: int) -> Verdict:
        query = (
            select(Verdict)
            .join(Version)
            .join(Article, (Article.id == Version.article_id) & (Article.current == Version.number))
            .where(Article.id == article)
        )
        with self.database.reading() as session:
            return session.scalars(query.options(joinedload(Verdict.item))).one()

    def candidates(self, article: int) -> dict[VerdictKind, CandidateState]:
        query = select(Candidate).join(StoryArticle, StoryArticle.story_id == Candidate.story_id)
        with self.database.reading() as session:
            found = session.scalars(query.where(StoryArticle.article_id == article))
            return {candidate.kind: candidate.state for candidate in found}

    def story(self, article: int) -> list[tuple[int, bool]]:
        with self.database.reading() as session:
            story = session.get_one(StoryArticle, article).story_id
            query = (
                select(StoryArticle).where(StoryArticle.story_id == story).order_by(StoryArticle.article_id)
            )
            return [(member.article_id, member.lead) for member in session.scalars(query)]

    def decide(self, article: int, kind: DecisionKind, state: CandidateState) -> None:
        with self.database.session() as session:
            story = session.get_one(StoryArticle, article).story_id
            candidate = session.scalars(select(Candidate).where(Candidate.story_id == story)).one()
            candidate.state = state
            session.add(Decision(candidate_id=candidate.id, kind=kind, reason="", by="编辑", at=NOW))


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Iterator[Office]:
    with database.session() as session:
        rows = [
            OutletRow("paper", "甘肃日报", "每日甘肃", "epaper", "甘肃", True, None, {}),
            OutletRow("women", "甘肃妇女网", None, "site", "甘肃", True, None, {}),
        ]
        sync_outlets(session, rows)
    yield Office(database, Settings(home=tmp_path))


def test_covered_is_not_proposed_new_is(office: Office) -> None:
    office.print_issue(ITEM, day=date(2026, 11, 10))
    covered = office.publish(REPORT, date(2026, 11, 11))
    fresh = office.publish(FRESH, date(2026, 11, 19))
    assert office.triage().as_counts() == {
        "judged": 2, "covered": 1, "updates": 0, "stories": 2, "candidates": 1, "learned_from": 0,
    }  # fmt: skip
    verdict = office.verdict(covered)
    assert verdict.kind is VerdictKind.COVERED and verdict.item is not None
    assert verdict.item.title == ITEM.title and any("12.4万册" in line for line in verdict.evidence)
    assert office.candidates(covered) == {}
    assert office.candidates(fresh) == {VerdictKind.NEW: CandidateState.OPEN}


def test_a_second_pass_changes_nothing(office: Office) -> None:
    office.print_issue(ITEM)
    office.publish(FRESH, date(2026, 11, 19))
    office.triage()
    again = office.triage(NOW + DAY)
    assert set(again.as_counts().values()) == {0}


def test_only_what_changed_is_ranked_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.print_issue(ITEM)
    first = office.publish(FRESH, date(2026, 11, 18))
    office.publish(ORDINARY, date(2026, 11, 15))
    office.triage()
    ranked: list[str] = []
    rank = Ranker.rank

    def noted(self: Ranker, article: Piece, *, same: float = 0.0, reprints: int = 0) -> Relevance:
        ranked.append(article.title)
        return rank(self, article, same=same, reprints=reprints)

    monkeypatch.setattr(Ranker, "rank", noted)
    office.triage(NOW + DAY)
    assert ranked == []
    office.publish(REWORDED, date(2026, 11, 19), outlet="women")
    office.triage(NOW + DAY)
    assert ranked == [REWORDED[0]] * 2, "when it is judged, and as the lead of the story that it came to"
    office.decide(first, DecisionKind.ACCEPT, CandidateState.ACCEPTED)
    ranked.clear()
    office.triage(NOW + DAY)
    assert ranked == [ORDINARY[0]], "a decision teaches about all others"


def test_nobody_waits_for_triage_to_think(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.database.BUSY_TIMEOUT_MS", 0)
    other = Database(office.database.url.render_as_string(hide_password=False))
    wrote: set[str] = set()

    def writing(name: str, act: Callable[..., object]) -> Callable[..., object]:
        def also(*given: object, **named: object) -> object:
            with other.session() as session:
                give_sign(session, CLOCK, "another", NOW)
            wrote.add(name)
            return act(*given, **named)

        return also

    monkeypatch.setattr("triage.runner.judge", writing("judge", judge))
    monkeypatch.setattr("triage.grouping.joins", writing("joins", joins))
    monkeypatch.setattr(Ranker, "rank", writing("rank", Ranker.rank))
    office.print_issue(ITEM)
    office.publish(FRESH, date(2026, 11, 18))
    office.publish(REWORDED, date(2026, 11, 19), outlet="women")
    office.triage()
    other.close()
    assert wrote == {"judge", "joins", "rank"}


def test_reports_of_one_event_are_one_story_and_one_candidate(office: Office) -> None:
    first = office.publish(FRESH, date(2026, 11, 19), "paper")
    office.triage()
    other = office.publish(REWORDED, date(2026, 11, 20), "women")
    done = office.triage(NOW + DAY)
    assert (done.stories, done.candidates) == (0, 0)
    assert {article for article, _ in office.story(first)} == {first, other}
    assert [lead for _, lead in office.story(first)].count(True) == 1


def test_only_the_window_is_proposed(office: Office) -> None:
    office.print_issue(ITEM, day=date(2026, 11, 12))
    before = office.publish(FRESH, date(2026, 11, 11))
    office.triage()
    assert office.candidates(before) == {}
    office.publish(FRESH, date(2026, 11, 13), key="again", outlet="women")
    office.triage()
    assert office.candidates(before) == {VerdictKind.NEW: CandidateState.OPEN}


def test_the_first_crawl_floods_nobody(office: Office) -> None:
    old = office.publish(FRESH, (NOW - 46 * DAY).date())
    young = office.publish((ORDINARY[0] + "续", ORDINARY[1]), (NOW - 44 * DAY).date())
    office.triage()
    assert office.candidates(old) == {}
    assert list(office.candidates(young)) == [VerdictKind.NEW]


def test_what_ranks_low_is_folded_not_dropped(office: Office) -> None:
    low = office.publish(ORDINARY, date(2026, 11, 16))
    office.triage()
    assert office.candidates(low) == {VerdictKind.NEW: CandidateState.FOLDED}


def test_a_rejected_story_comes_back_only_as_an_update(office: Office) -> None:
    first = office.publish(FRESH, date(2026, 11, 19))
    office.triage()
    office.decide(first, DecisionKind.REJECT, CandidateState.REJECTED)
    office.publish(REWORDED, date(2026, 11, 20), "women")
    assert office.triage(NOW + DAY).candidates == 0
    assert office.candidates(first) == {VerdictKind.NEW: CandidateState.REJECTED}
    later = office.publish(LATER, date(2026, 12, 11), at=NOW + 21 * DAY)
    assert office.triage(NOW + 21 * DAY).candidates == 1
    assert office.candidates(first) == {
        VerdictKind.NEW: CandidateState.REJECTED,
        VerdictKind.UPDATE: CandidateState.OPEN,
    }
    assert (later, True) in office.story(first)


def test_an_issue_that_printed_it_answers_a_candidate(office: Office) -> None:
    article = office.publish(REPORT, date(2026, 11, 15))
    other = office.publish(FRESH, date(2026, 11, 19))
    office.triage()
    judged = office.verdict(other).judged_at
    office.print_issue(ITEM, day=date(2026, 11, 19))
    done = office.triage(NOW + DAY)
    assert (done.judged, done.covered) == (1, 1)
    assert office.candidates(article) == {VerdictKind.NEW: CandidateState.PRINTED}
    assert office.verdict(other).judged_at == judged


def test_adding_an_old_issue_judges_again_what_it_touches_and_only_that(office: Office) -> None:
    touched = office.publish(REPORT, date(2026, 11, 15))
    others = [office.publish(text, date(2026, 11, 19)) for text in (FRESH, ORDINARY)]
    office.triage()
    before = [office.verdict(other).judged_at for other in others]
    old = ItemRow(2, "某县修通产业路", "4月，某县修通产业路18公里，惠及3个村。", None, None, "正文")
    office.print_issue(ITEM, old, day=date(2025, 4, 30), name="old")
    done = office.triage(NOW + DAY)
    assert done.judged == 1
    assert [office.verdict(other).judged_at for other in others] == before
    verdict = office.verdict(touched)
    assert verdict.judged_at == NOW + DAY
    assert verdict.item is not None and verdict.item.title == ITEM.title
    assert office.triage(NOW + 2 * DAY).judged == 0


def test_a_verdict_names_its_weights_and_those_of_others_are_judged_again(office: Office) -> None:
    article = office.publish(REPORT, date(2026, 11, 15))
    office.publish(FRESH, date(2026, 11, 19))
    office.triage()
    assert office.verdict(article).weights == shipped().version
    with office.database.session() as session:
        session.get_one(Verdict, office.verdict(article).version_id).weights = "0"
    assert office.triage(NOW + DAY).judged == 1
    assert office.verdict(article).weights == shipped().version


def test_a_story_teaches_once_however_many_printed_it(office: Office) -> None:
    first = office.publish(FRESH, date(2026, 11, 19))
    office.publish(FRESH, date(2026, 11, 20), "women")
    office.publish(REWORDED, date(2026, 11, 20), "women", key="reworded")
    office.triage()
    assert len(office.story(first)) == 3
    office.decide(first, DecisionKind.ACCEPT, CandidateState.ACCEPTED)
    with office.database.reading() as session:
        assert [accepted for _, accepted in decided(session)] == [True]
    assert office.triage(NOW + DAY).learned_from == 1


def test_a_corrected_issue_is_judged_by_its_newer_reading(office: Office) -> None:
    office.print_issue(ITEM)
    article = office.publish(REPORT, date(2026, 11, 15))
    office.triage()
    other = ItemRow(
        1, "某市召开安全生产会议", "11月3日，某市召开安全生产会议，部署冬季消防工作。", None, None, "正文"
    )
    with office.database.session() as session:
        row = IssueRow("11", "corrected", "11.txt", "简报", "简报", 11, date(2026, 11, 12), (), (other,))
        add_issue(session, row, NOW + DAY)
    office.triage(NOW + DAY)
    assert office.verdict(article).kind is VerdictKind.NEW


def test_a_new_version_is_judged_anew(office: Office) -> None:
    office.print_issue(ITEM)
    article = office.publish(ORDINARY, date(2026, 11, 15), key="same")
    office.triage()
    office.publish(REPORT, date(2026, 11, 15), key="same")
    assert office.triage(NOW + DAY).covered == 1
    assert office.verdict(article).kind is VerdictKind.COVERED


def test_withdrawn_articles_are_not_proposed(office: Office) -> None:
    article = office.publish(FRESH, date(2026, 11, 19))
    with office.database.session() as session:
        session.get_one(Article, article).state = ArticleState.WITHDRAWN
    office.triage()
    assert office.candidates(article) == {}


def test_a_lost_index_is_made_again(office: Office) -> None:
    office.print_issue(ITEM)
    first = office.publish(FRESH, date(2026, 11, 19))
    office.triage()
    for file in (office.settings.home / "index").iterdir():
        file.write_bytes(b"junk")
    other = office.publish(REPORT, date(2026, 11, 20))
    again = office.publish(REWORDED, date(2026, 11, 20), "women")
    office.triage(NOW + DAY)
    assert office.verdict(other).kind is VerdictKind.COVERED
    assert {article for article, _ in office.story(first)} == {first, again}
