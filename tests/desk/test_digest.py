"""The digest: complete, explained, kept as it was, and harmless whatever a page said."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from base.settings import Settings
from desk.deliver import deliver
from desk.digest import compose, cutoff_of, excerpt, issue_name, keep
from desk.render import as_html, as_text
from storage.archive import IssueRow, ItemRow, add_issue
from storage.articles import Content, Fetched, ensure_article, store_content
from storage.database import Database
from storage.models import (
    Article,
    ArticleState,
    Candidate,
    CandidateState,
    Change,
    Item,
    OutletState,
    Story,
    StoryArticle,
    Verdict,
    VerdictKind,
    Version,
)
from storage.outlets import OutletRow, set_state, sync_outlets
from tests.conftest import Servers

DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 19, 23, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def database(servers: Servers) -> Iterator[Database]:
    database = servers.make("sqlite", tables=True)
    with database.session() as session:
        sync_outlets(
            session,
            [
                OutletRow("paper", "新甘肃", "每日甘肃", "site", "甘肃", True, None, {}),
                OutletRow("union", "省总工会", None, "site", "甘肃", False, "需要浏览器", {}),
            ],
        )
        set_state(session, "paper", OutletState.BLOCKED, "列表页是验证页", NOW)
    yield database
    database.close()


@dataclass
class Desk:
    """Puts articles, verdicts and candidates where a test wants them."""

    session: Session
    count: int = 0

    def article(
        self, title: str = "某县办家长学校", at: datetime = NOW, url: str = "https://a.example/"
    ) -> Version:
        self.count += 1
        article = ensure_article(self.session, "paper", str(self.count), f"{url}{self.count}", at)
        content = Content(title, f"{title}。第二句话。", published_on=date(2026, 11, 19))
        store_content(self.session, article, content, Fetched(at, {}, "test/1"))
        return article.versions[0]

    def verdict(
        self, version: Version, kind: VerdictKind, item: Item | None = None, unsure: bool = False
    ) -> None:
        self.session.add(
            Verdict(
                version_id=version.id, kind=kind, item=item, score=0.6, confidence=0.7, unsure=unsure,
                evidence=["原文：甲｜往期：乙"], related=[], new_facts=["已建成12所"], relevance=0.8,
                reasons=["主题：家庭"], weights="w1", judged_at=NOW,
            )
        )  # fmt: skip

    def candidate(
        self,
        *versions: Version,
        kind: VerdictKind = VerdictKind.NEW,
        state: CandidateState = CandidateState.OPEN,
        relevance: float = 0.8,
        at: datetime = NOW,
    ) -> Candidate:
        story = Story(created_at=at)
        self.session.add(story)
        self.session.flush()
        for index, version in enumerate(versions):
            self.session.add(StoryArticle(story_id=story.id, article_id=version.article_id, lead=index == 0))
        candidate = Candidate(
            story_id=story.id,
            kind=kind,
            state=state,
            relevance=relevance,
            reasons=["主题：家庭"],
            created_at=at,
        )
        self.session.add(candidate)
        self.session.flush()
        return candidate

    def item(self) -> Item:
        row = ItemRow(3, "某县家长学校开班", "某县家长学校开班。", "每日甘肃", None, "正文")
        issue, _ = add_issue(
            self.session,
            IssueRow("f", "d", "09.txt", "简报", "简报", 9, date(2026, 11, 12), (), (row,)),
            NOW,
        )
        return issue.items[0]


def test_it_says_so_when_there_is_nothing(database: Database) -> None:
    with database.reading() as session:
        content = compose(session, DAY, NOW)
    assert content.nothing
    assert "今天没有新的候选稿" in as_html(content)
    assert "今天没有新的候选稿" in as_text(content)
    assert "列表页是验证页" in as_html(content)
    assert [outlet.label for outlet in content.outlets + content.off] == ["被拦截", "未启用"]


def test_candidates_stand_by_relevance_with_their_reprints_folded(database: Database) -> None:
    with database.session() as session:
        desk = Desk(session)
        weak, strong, reprint = desk.article("甲稿"), desk.article("乙稿"), desk.article("乙稿转载")
        desk.verdict(strong, VerdictKind.NEW, desk.item(), unsure=True)
        desk.candidate(weak, relevance=0.4)
        desk.candidate(strong, reprint, relevance=0.9)
        content = compose(session, DAY, NOW)
    assert [(p.rank, p.lead.title) for p in content.candidates] == [(1, "乙稿"), (2, "甲稿")]
    best = content.candidates[0]
    assert [piece.title for piece in best.reprints] == ["乙稿转载"]
    assert (best.lead.source, best.lead.outlet) == ("每日甘肃", "新甘肃")
    assert "拿不准" in best.relation
    assert best.item is not None
    assert best.item.issue == "2026年第9期"
    text = as_text(content)
    assert text.index("乙稿") < text.index("甲稿")
    assert "另有 1 篇" in text
    assert "原文：甲｜往期：乙" in as_html(content)


def test_updates_changes_withdrawals_and_printed_ones_have_their_own_sections(database: Database) -> None:
    with database.session() as session:
        desk = Desk(session)
        item = desk.item()
        moved, known, altered, gone = (
            desk.article(title) for title in ("后续稿", "已刊稿", "改动稿", "撤回稿")
        )
        desk.verdict(moved, VerdictKind.UPDATE, item)
        desk.candidate(moved, kind=VerdictKind.UPDATE)
        desk.verdict(known, VerdictKind.COVERED, item)
        session.add(
            Change(
                article_id=altered.article_id, to_number=1, at=NOW, matters=True, summary=["数字改动：1 → 2"]
            )
        )
        article = session.get_one(Article, gone.article_id)
        article.state, article.withdrawn_at, article.withdrawn_reason = ArticleState.WITHDRAWN, NOW, "deleted"
        session.flush()
        content = compose(session, DAY, NOW)
    assert [p.new_facts for p in content.updates] == [["已建成12所"]]
    assert "后续" in content.updates[0].relation
    assert [c.item and c.item.title for c in content.covered] == ["某县家长学校开班"]
    assert [c.summary for c in content.changed] == [["数字改动：1 → 2"]]
    assert [w.reason for w in content.withdrawn] == ["发布者已删除"]
    for rendered in (as_html(content), as_text(content)):
        assert all(said in rendered for said in ("后续稿", "已刊稿", "数字改动：1 → 2", "发布者已删除"))


def test_only_what_came_since_the_last_cutoff_is_told_again(database: Database) -> None:
    with database.session() as session:
        desk = Desk(session)
        low = desk.candidate(desk.article("低稿"), state=CandidateState.FOLDED)
        desk.verdict(desk.article("已刊稿"), VerdictKind.COVERED)
        session.flush()
        first = compose(session, DAY, NOW)
        keep(session, first, html="", text="", carry=7, now=NOW)
        second = compose(session, DAY + timedelta(days=1), NOW + 24 * HOUR)
    assert [p.candidate for p in first.folded] == [low.id]
    assert len(first.covered) == 1
    assert (second.folded, second.covered) == ([], [])
    assert second.since == first.cutoff


def test_what_came_after_the_cutoff_waits_for_the_next_digest(database: Database) -> None:
    with database.session() as session:
        desk = Desk(session)
        desk.candidate(desk.article(at=NOW + HOUR), at=NOW + HOUR)
        assert compose(session, DAY, NOW).nothing
        assert len(compose(session, DAY, NOW + HOUR).candidates) == 1


def test_an_undecided_candidate_is_carried_over_then_folded_but_a_pending_one_stays(
    database: Database,
) -> None:
    with database.session() as session:
        desk = Desk(session)
        undecided = desk.candidate(desk.article())
        pending = desk.candidate(desk.article(), state=CandidateState.PENDING)
        for number in range(4):
            day = DAY + timedelta(days=number)
            content = compose(session, day, NOW + number * 24 * HOUR)
            assert len(content.candidates) == (2 if number < 3 else 1)
            assert {proposal.shown for proposal in content.candidates} == {number}
            assert ("次列出" in as_text(content)) is (number > 0)
            keep(session, content, html="", text="", carry=3, now=NOW)
        assert (undecided.state, undecided.shown) == (CandidateState.FOLDED, 3)
        assert (pending.state, pending.shown) == (CandidateState.PENDING, 4)


def test_a_kept_digest_is_never_composed_again(database: Database, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    with database.session() as session:
        candidate = Desk(session).candidate(Desk(session, 10).article("原题"))
        session.flush()
        version = session.scalars(select(Version)).one()
    first = deliver(database, settings, DAY, NOW, NOW)
    with database.session() as session:
        session.get_one(Version, version.id).title = "改题"
    again = deliver(database, settings, DAY, NOW + HOUR, NOW + HOUR)
    assert first.counts == again.counts
    assert "原题" in again.files[0].read_text()
    values = json.loads(again.files[2].read_text())
    assert values["candidates"][0]["candidate"] == candidate.id
    with database.reading() as session:
        assert session.get_one(Candidate, candidate.id).shown == 1


def test_script_in_titles_bodies_outlets_and_links_comes_out_as_text(database: Database) -> None:
    with database.session() as session:
        sync_outlets(session, [OutletRow("paper", SCRIPT, None, "site", "甘肃", True, None, {})])
        set_state(session, "paper", OutletState.OK, SCRIPT, NOW)
        desk = Desk(session)
        version = desk.article(SCRIPT + "\u202e反转", url="javascript:alert(3)//")
        desk.verdict(version, VerdictKind.COVERED, desk.item())
        candidate = desk.candidate(version)
        candidate.reasons = [SCRIPT]
        session.add(
            Change(article_id=version.article_id, to_number=1, at=NOW, matters=True, summary=[SCRIPT])
        )
        session.flush()
        html = as_html(compose(session, DAY, NOW))
    assert "<script" not in html
    assert not re.search(r"<[^>]*onerror", html)
    assert 'href="javascript:' not in html
    assert "\u202e" not in html
    assert "&lt;script&gt;" in html


def test_the_page_needs_nothing_from_elsewhere(database: Database) -> None:
    with database.session() as session:
        desk = Desk(session)
        desk.candidate(desk.article())
        html = as_html(compose(session, DAY, NOW))
    assert not re.search(r"<(script|link|img|iframe)\b", html)
    assert "default-src 'none'" in html


def test_small_things() -> None:
    assert issue_name("简报", 9, date(2026, 11, 12)) == "2026年第9期"
    assert issue_name("专刊", None, date(2021, 5, 26)) == "2021-05-26专刊"
    assert len(excerpt("字" * 500)) == 120
    assert cutoff_of(DAY, NOW.time()).isoformat() == "2026-11-20T23:30:00+08:00"
