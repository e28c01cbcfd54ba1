"""Articles and versions: known by key, kept once, never overwritten."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, func, select

from storage.articles import (
    Content,
    Fetched,
    StoredAs,
    checks_since_seen,
    due_articles,
    ensure_article,
    ensure_articles,
    known_keys,
    record_check,
    record_unchanged,
    store_content,
    store_contents,
)
from storage.database import Database
from storage.models import Address, Article, ArticleState, Column, Outlet, OutletState, Version
from storage.outlets import OutletRow, sync_outlets

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
FETCHED = Fetched(at=NOON, how={"title": "h1"}, reader="test/1", raw="ab" * 32, etag='"1"')
CONTENT = Content(
    title="兰州市妇联走访慰问困难家庭",
    body="11月18日，兰州市妇联走访慰问120户家庭。\n送去“爱心包”1.5万个。",
    published_on=date(2026, 11, 18),
)


@pytest.fixture(autouse=True)
def outlet(database: Database) -> None:
    row = OutletRow("paper", "某报", None, "site", "甘肃", True, None, {"https://a.example/list": "要闻"})
    with database.session() as session:
        sync_outlets(session, [row])


def put(database: Database, content: Content, key: str = "1", at: datetime = NOON) -> StoredAs:
    with database.session() as session:
        article = ensure_article(session, "paper", key, f"https://a.example/{key}", at)
        return store_content(session, article, content, FETCHED)


def test_the_same_version_twice_is_one_version(database: Database) -> None:
    assert [put(database, CONTENT), put(database, CONTENT)] == [StoredAs.FIRST, StoredAs.SAME]
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Version)) == 1
        assert session.scalar(select(func.count()).select_from(Article)) == 1


@pytest.mark.parametrize(
    ("body", "stored"),
    [
        ("11月18日,兰州市妇联走访慰问120户家庭。\n\n 送去「爱心包」１.５万个。", StoredAs.SAME),
        ("11月18日，兰州市妇联走访慰问120户家庭。\n送去“爱心包”15万个。", StoredAs.CHANGED),
        ("11月18日，兰州市妇联走访慰问121户家庭。\n送去“爱心包”1.5万个。", StoredAs.CHANGED),
    ],
)
def test_width_spaces_and_quotes_are_no_change_but_figures_are(
    database: Database, body: str, stored: StoredAs
) -> None:
    put(database, CONTENT)
    assert put(database, Content(CONTENT.title, body, published_on=CONTENT.published_on)) is stored


def test_many_articles_at_once_are_stored_as_each_alone_would_be(database: Database) -> None:
    put(database, CONTENT, key="1")
    put(database, CONTENT, key="2")
    changed = replace(CONTENT, title="改后的标题")
    with database.session() as session:
        urls = {key: f"https://a.example/{key}" for key in ("3", "2", "1")}
        articles = ensure_articles(session, "paper", urls, NOON)
        said = [
            (articles["1"], changed, FETCHED),
            (articles["3"], CONTENT, FETCHED),
            (articles["2"], CONTENT, FETCHED),
        ]
        assert store_contents(session, said) == [StoredAs.CHANGED, StoredAs.FIRST, StoredAs.SAME]
    with database.reading() as session:
        assert [
            article.current for article in session.scalars(select(Article).order_by(Article.native_key))
        ] == [2, 1, 1]
        assert {address.url for address in session.scalars(select(Address))} == set(urls.values())


def test_a_text_that_changes_back_is_a_third_version(database: Database) -> None:
    other = Content("更正：兰州市妇联走访慰问", CONTENT.body)
    assert [put(database, c) for c in (CONTENT, other, CONTENT)][1:] == [StoredAs.CHANGED] * 2
    with database.reading() as session:
        numbers = session.scalars(select(Version.number).order_by(Version.number)).all()
        assert numbers == [1, 2, 3]
        assert session.scalars(select(Article)).one().current == 3


def test_one_key_under_two_addresses_is_one_article(database: Database) -> None:
    with database.session() as session:
        first = ensure_article(session, "paper", "1", "https://a.example/1", NOON)
        second = ensure_article(session, "paper", "1", "https://www.a.example/x/1", NOON + HOUR)
        assert first is second
        assert first.first_seen_at == NOON
        assert session.scalar(select(func.count()).select_from(Address)) == 2


def test_only_what_was_read_is_known(database: Database) -> None:
    put(database, CONTENT, key="read")
    with database.session() as session:
        ensure_article(session, "paper", "listed", "https://a.example/listed", NOON)
        assert known_keys(session, "paper", ["read", "listed", "other"]) == {"read"}


def test_reading_an_article_again_brings_it_back(database: Database) -> None:
    put(database, CONTENT)
    with database.session() as session:
        article = session.scalars(select(Article)).one()
        article.state, article.withdrawn_at, article.withdrawn_reason = (
            ArticleState.WITHDRAWN,
            NOON,
            "deleted",
        )
    assert put(database, CONTENT) is StoredAs.SAME
    with database.session() as session:
        article = session.scalars(select(Article)).one()
        assert (article.state, article.withdrawn_at) == (ArticleState.LIVE, None)
        article.state = ArticleState.MISSING
        record_unchanged(session, article, NOON + HOUR)
        assert (article.state, article.checked_at) == (ArticleState.LIVE, NOON + HOUR)


def test_the_checks_since_an_article_was_last_seen_are_the_evidence(database: Database) -> None:
    put(database, CONTENT)
    with database.session() as session:
        article = session.scalars(select(Article)).one()
        for hours, kind in ((30, "gone"), (60, "blocked")):
            record_check(session, article, at=NOON + hours * HOUR, status=404, kind=kind, reason="not_found")
        session.flush()
        assert [check.kind for check in checks_since_seen(session, article)] == ["gone", "blocked"]
        record_unchanged(session, article, NOON + 90 * HOUR)
        assert checks_since_seen(session, article) == []


def test_due_articles_come_longest_overdue_first(database: Database) -> None:
    for key in "abcd":
        put(database, CONTENT, key=key)
    due = {"a": NOON + 2 * HOUR, "b": NOON + HOUR, "c": NOON + 9 * HOUR, "d": NOON - HOUR}
    with database.session() as session:
        for article in session.scalars(select(Article)):
            article.next_check_at = due[article.native_key]
    with database.reading() as session:
        keys = {article.id: article.native_key for article in session.scalars(select(Article))}
        found = due_articles(session, NOON + 3 * HOUR, 10)
        assert [keys[article_id] for article_id in found["paper"]] == ["b", "a"], "d was looked at since"
        assert [keys[article_id] for article_id in due_articles(session, NOON + 3 * HOUR, 1)["paper"]] == [
            "b"
        ]


@pytest.mark.parametrize(
    ("state", "enabled", "lists", "asked"),
    [
        (OutletState.OK, True, True, True),
        (OutletState.CHANGED, True, True, True),
        (OutletState.BLOCKED, True, True, False),
        (OutletState.UNREACHABLE, True, True, False),
        (OutletState.DISALLOWED, True, True, False),
        (OutletState.UNREACHABLE, True, False, True),
        (OutletState.OK, False, True, False),
    ],
)
def test_an_outlet_that_lets_nobody_in_is_not_asked_for_articles(
    database: Database, state: OutletState, enabled: bool, lists: bool, asked: bool
) -> None:
    put(database, CONTENT)
    with database.session() as session:
        outlet = session.get_one(Outlet, "paper")
        outlet.state, outlet.enabled = state, enabled
        if not lists:
            session.execute(delete(Column))
        session.scalars(select(Article)).one().next_check_at = NOON + HOUR
    with database.reading() as session:
        assert bool(due_articles(session, NOON + 2 * HOUR, 10)) is asked
