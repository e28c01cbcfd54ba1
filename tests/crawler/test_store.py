"""What is kept of a look."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from base.settings import Settings
from crawler.look import Look
from crawler.outlet import Column, Outlet
from crawler.raw import RawPages
from crawler.store import Store
from crawler.walk import Walk
from reading import GoneReason, ListPage, Page, PageKind, Reader, Row
from storage.database import Database
from storage.models import Address, Article, ArticleState, Check, Version
from tests.crawler.conftest import new_home

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
COLUMN = Column("https://a.example/", "要闻")
OUTLET = Outlet(
    key="paper",
    name="某报",
    hosts=("a.example",),
    columns=(COLUMN,),
    readers=(Reader("paper", keys=(r"(\d+)",)),),
)
PAGE = Page("https://a.example/1", PageKind.ARTICLE, "1", title="题", body="正文。", reader="paper/1")
LOOK = Look("paper", "1", "https://a.example/1", 200, PAGE, raw=b"<p>page</p>", etag='"e"')


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return new_home(tmp_path)


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    opened = Store(Settings(home=home), OUTLET, NOON)
    yield opened
    opened.close()


@pytest.fixture
def database(home: Path) -> Iterator[Database]:
    opened = Database(Settings(home=home).database)
    yield opened
    opened.close()


def test_what_comes_of_looks_is_said_in_their_order(store: Store, database: Database) -> None:
    gone = replace(PAGE, kind=PageKind.GONE, gone_reason=GoneReason.DELETED)
    away = replace(PAGE, kind=PageKind.GONE, gone_reason=GoneReason.UNAVAILABLE)
    assert store.keep([LOOK]) == ["first"]
    looks = [
        replace(LOOK, page=None, status=304),
        replace(LOOK, key="2", page=gone, status=404),
        replace(LOOK, page=replace(PAGE, body="改后的正文。"), raw=b"<p>other</p>"),
        replace(LOOK, key="3", page=None, status=0),
        replace(LOOK, key="4", page=away, status=503),
        replace(LOOK, key="5", page=replace(PAGE, kind=PageKind.BLOCKED), status=412),
    ]
    assert store.keep(looks) == ["unchanged", "gone", "changed", "unreachable", "unavailable", "blocked"]
    with database.reading() as session:
        kinds = [check.kind for check in session.scalars(select(Check).order_by(Check.id))]
        assert kinds == ["gone", "unreachable", "gone", "blocked"]
        assert [version.number for version in session.scalars(select(Version))] == [1, 2]


def test_of_two_looks_at_one_article_in_a_breath_one_is_kept(store: Store, database: Database) -> None:
    twice = [LOOK, replace(LOOK, url="https://a.example/other/1")]
    assert sorted(store.keep(twice)) == ["first", "same"]
    with database.reading() as session:
        assert len(session.scalars(select(Version)).all()) == 1


def test_an_article_is_looked_at_where_it_was_found(store: Store, database: Database) -> None:
    gone = replace(PAGE, kind=PageKind.GONE, gone_reason=GoneReason.NOT_FOUND)
    store.keep([replace(LOOK, url="https://a.example/dead/1", page=gone, status=404)])
    store.keep([replace(LOOK, url="https://a.example/live/1")])
    assert [known.url for known in store.articles([1])] == ["https://a.example/live/1"]
    store.keep([replace(LOOK, url="https://a.example/mirror/1")])
    assert [known.url for known in store.articles([1])] == ["https://a.example/live/1"]


def test_a_raw_page_is_kept_for_each_version_and_no_other(store: Store, home: Path) -> None:
    store.keep([LOOK])
    store.keep([replace(LOOK, raw=b"<p>page, seen 8 times</p>")])
    assert len(list((home / "raw").rglob("*.gz"))) == 1
    assert RawPages(home).read(next((home / "raw").rglob("*.gz")).stem) == LOOK.raw


def test_a_pasted_link_that_leads_to_nothing_makes_no_article(store: Store, database: Database) -> None:
    blocked = replace(LOOK, page=replace(PAGE, kind=PageKind.BLOCKED), by_person=True)
    assert store.keep([blocked]) == ["blocked"]
    with database.reading() as session:
        assert session.scalars(select(Article)).all() == []
    assert store.keep([replace(LOOK, by_person=True), blocked]) == ["first", "blocked"]
    with database.reading() as session:
        assert session.scalars(select(Address.url)).all() == [LOOK.url]
        assert session.scalars(select(Article.state)).one() is ArticleState.LIVE


def test_a_mended_reader_is_no_change_of_the_article(home: Path, store: Store, database: Database) -> None:
    store.keep([LOOK])
    mended = replace(PAGE, body="正文。\n第二段。", reader="paper/2")
    asked: list[tuple[bytes, str, datetime]] = []

    def read_again(raw: bytes, url: str, at: datetime) -> Page:
        asked.append((raw, url, at))
        return mended

    later = Store(Settings(home=home), OUTLET, NOON + timedelta(days=1), read_again=read_again)
    assert later.keep([replace(LOOK, page=mended, raw=b"<p>page!</p>")]) == ["same"]
    assert asked == [(LOOK.raw, LOOK.url, NOON)]
    changed = replace(mended, title="新题")
    assert later.keep([replace(LOOK, page=changed, raw=b"<p>changed</p>")]) == ["changed"]
    later.close()
    with database.reading() as session:
        versions = session.scalars(select(Version).order_by(Version.number)).all()
        assert [version.reader for version in versions] == ["paper/1", "paper/2", "paper/2"]
        # The second stands on the first one's page: that is how tracking knows it for a new reading.
        assert versions[0].raw == versions[1].raw != versions[2].raw


def test_the_same_bytes_read_otherwise_are_no_change_of_the_article(
    home: Path, store: Store, database: Database
) -> None:
    store.keep([LOOK])
    mended = replace(PAGE, body="正文。\n第二段。", reader="paper/1+other000")
    later = Store(
        Settings(home=home), OUTLET, NOON + timedelta(days=1), read_again=lambda raw, url, at: mended
    )
    assert later.keep([replace(LOOK, page=mended)]) == ["same"]
    later.close()
    with database.reading() as session:
        versions = session.scalars(select(Version).order_by(Version.number)).all()
        assert [(version.raw, version.body) for version in versions] == [
            (versions[0].raw, "正文。"),
            (versions[0].raw, mended.body),
        ]


def test_a_list_is_done_only_when_all_it_led_to_is_kept(store: Store) -> None:
    def walk() -> Walk:
        return store.walk(COLUMN, horizon=NOON.date(), since=None, max_pages=20)

    listing = ListPage(COLUMN.url, PageKind.LIST, (Row("https://a.example/1", "题"),))
    first = walk()
    assert (first.conditional, first.had_rows) == (False, False)
    first.first_page(listing, '"list"', None)
    first.rows, first.open = 1, {"1"}
    store.open_column(first)
    store.close_column(first)
    assert not walk().conditional
    first.open.clear()
    store.close_column(first)
    second = walk()
    assert (second.conditional, second.had_rows) == (True, True)
    assert second.validators == {"If-None-Match": '"list"'}
    assert second.first_page(listing, '"list"', None)


def test_a_server_is_taken_at_its_word_for_a_day_and_for_a_week(home: Path, store: Store) -> None:
    walk = store.walk(COLUMN, horizon=NOON.date(), since=None, max_pages=20)
    walk.first_page(ListPage(COLUMN.url, PageKind.LIST), '"list"', None)
    store.close_column(walk)
    store.keep([LOOK])

    def sent(after: timedelta) -> tuple[bool, bool]:
        later = Store(Settings(home=home), OUTLET, NOON + after)
        listing = later.walk(COLUMN, horizon=NOON.date(), since=None, max_pages=20).validators
        [article] = later.articles([1])
        later.keep([replace(LOOK, page=None, status=304)])
        later.close()
        return bool(listing), bool(article.validators)

    days = [timedelta(hours=4), timedelta(days=1), timedelta(days=7), timedelta(days=8), timedelta(days=30)]
    assert [sent(after) for after in days] == [
        (True, True),
        (False, True),
        (False, False),
        (False, True),
        (False, False),
    ]
