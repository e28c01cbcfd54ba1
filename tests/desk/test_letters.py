"""The digest goes to each editor once; what befalls an accepted article is told at once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from base.settings import Settings
from desk.deliver import deliver
from desk.digest import compose
from desk.letters import put_notices
from storage.articles import Content, Fetched, ensure_article, record_check, store_content
from storage.database import Database
from storage.models import (
    Article,
    Candidate,
    CandidateState,
    Draft,
    DraftItem,
    Message,
    MessageKind,
    Story,
    StoryArticle,
    VerdictKind,
)
from storage.outlets import OutletRow, sync_outlets
from tests.conftest import Servers
from tracking.runner import track

DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 19, 23, 45, tzinfo=UTC)
HOUR = timedelta(hours=1)
MAIL = Settings(
    smtp_host="mail.example",
    mail_from="shiyi@office.example",
    mail_to=["a@office.example", "b@office.example"],
)


@pytest.fixture
def database(servers: Servers) -> Iterator[Database]:
    database = servers.make("sqlite", tables=True)
    with database.session() as session:
        sync_outlets(session, [OutletRow("paper", "新甘肃", None, "site", "甘肃", True, None, {})])
    yield database
    database.close()


def messages(database: Database, kind: MessageKind) -> list[Message]:
    with database.reading() as session:
        return list(session.scalars(select(Message).where(Message.kind == kind).order_by(Message.id)))


def store(session: Session, body: str, at: datetime) -> Article:
    article = ensure_article(session, "paper", "1", "https://a.example/1", at)
    content = Content("某县办起家长学校", body, published_on=DAY)
    store_content(session, article, content, Fetched(at, {}, "test/1"))
    return article


def candidate(session: Session, article: Article, state: CandidateState) -> Candidate:
    story = Story(created_at=NOW)
    session.add(story)
    session.flush()
    session.add(StoryArticle(story_id=story.id, article_id=article.id, lead=True))
    found = Candidate(
        story_id=story.id, kind=VerdictKind.NEW, state=state, relevance=0.8, reasons=[], created_at=NOW
    )
    session.add(found)
    session.flush()
    return found


def test_the_digest_goes_out_once_to_each_also_when_there_is_nothing(
    database: Database, tmp_path: Path
) -> None:
    settings = MAIL.model_copy(update={"home": tmp_path})
    for _ in range(2):
        deliver(database, settings, DAY, NOW, NOW)
    found = messages(database, MessageKind.DIGEST)
    assert [message.recipient for message in found] == settings.mail_to
    assert found[0].subject == "拾遗 每日候选 2026-11-20：今天没有新的候选稿"
    assert "媒体 1 家" in found[0].text
    assert "<html" in (found[0].html or "")


def test_without_a_mail_server_it_lies_in_its_files_alone(database: Database, tmp_path: Path) -> None:
    deliver(database, Settings(home=tmp_path, mail_to=["a@office.example"]), DAY, NOW, NOW)
    assert messages(database, MessageKind.DIGEST) == []
    assert (tmp_path / "digests" / "2026-11-20.html").exists()


def test_in_december_the_digest_says_that_next_years_holidays_are_not_known(database: Database) -> None:
    with database.reading() as session:
        assert compose(session, DAY, NOW).notes == []
        assert "2027" in compose(session, date(2026, 12, 1), NOW).notes[0]


@pytest.mark.parametrize(
    ("state", "drafted", "body", "told"),
    [
        (CandidateState.ACCEPTED, False, "全县办起家长学校30所，惠及家庭两千余户。", "已采用的"),
        (CandidateState.OPEN, True, "全县办起家长学校30所，惠及家庭两千余户。", "拟编期中的"),
        (CandidateState.OPEN, False, "全县办起家长学校30所，惠及家庭两千余户。", None),
        (CandidateState.REJECTED, False, "全县办起家长学校30所，惠及家庭两千余户。", None),
        (CandidateState.ACCEPTED, False, "全县新办起家长学校20所，惠及家庭两千余户。", None),
    ],
)
def test_an_accepted_article_that_changes_in_substance_is_told_at_once(
    database: Database, state: CandidateState, drafted: bool, body: str, told: str | None
) -> None:
    with database.session() as session:
        found = candidate(session, store(session, "全县办起家长学校20所，惠及家庭两千余户。", NOW), state)
        if drafted:
            draft = Draft(kind="简报", created_at=NOW)
            session.add(draft)
            session.flush()
            session.add(
                DraftItem(
                    draft_id=draft.id, candidate_id=found.id, article_id=1, position=1, section="正文",
                    title="", body="", proposed=True,
                )
            )  # fmt: skip
    with database.session() as session:
        store(session, body, NOW + HOUR)
    for _ in range(2):
        with database.session() as session:
            track(session, NOW + HOUR)
            put_notices(session, MAIL, NOW + HOUR)
    notices = messages(database, MessageKind.NOTICE)
    assert len(notices) == (2 if told else 0)
    if told:
        assert notices[0].subject == f"拾遗 {told}稿件内容有改动：某县办起家长学校"
        assert "20所 → 30所" in notices[0].text
        assert "https://a.example/1" in notices[0].text


def test_an_accepted_article_that_is_taken_back_is_told_at_once(database: Database) -> None:
    with database.session() as session:
        article = store(session, "全县办起家长学校20所。", NOW)
        candidate(session, article, CandidateState.ACCEPTED)
    with database.session() as session:
        article = session.scalars(select(Article)).one()
        record_check(session, article, at=NOW + HOUR, status=200, kind="gone", reason="deleted")
        session.flush()
        track(session, NOW + HOUR)
        session.flush()
        assert put_notices(session, MAIL, NOW + HOUR) == 2
    assert "发布者已删除" in messages(database, MessageKind.NOTICE)[0].text
