"""Whole runs against the replica: what is stored, what is asked for, and what is said at the end."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from base.clock import CHINA
from crawler.raw import RawPages
from demo.content import library
from demo.faults import FaultKind
from demo.replica import Hit, Replica
from storage.database import Database
from storage.models import Article, ArticleState, Check, Column, Outlet, OutletState, Version
from tests.crawler.conftest import Spawn, new_home

FIRST = datetime(2026, 11, 19, 8, tzinfo=CHINA)
SECOND = datetime(2026, 11, 20, 18, tzinfo=CHINA)
KEYS = ("gansudaily", "wsjk", "gswomen")

pytestmark = pytest.mark.timeout(400)  # the fixture runs eight crawls, and a busy machine is slow


@dataclass
class Lived:
    """Two days at the replica: the runs' results and what was asked for in each of them."""

    database: Database
    home: Path
    said: dict[str, dict[str, Any]]
    hits: dict[str, list[Hit]]


@pytest.fixture(scope="module")
def lived(spawn_in: Callable[[Path], Spawn], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    home = new_home(tmp_path_factory.mktemp("lived"))
    database = Database(f"sqlite:///{home / 'shiyi.sqlite'}")
    spawn = spawn_in(home)
    said: dict[str, dict[str, Any]] = {}
    hits: dict[str, list[Hit]] = {}
    with Replica(FIRST) as replica, ThreadPoolExecutor(2) as pool:

        def crawl(label: str, *runs: tuple[str, ...]) -> None:
            replica.clear_log()
            port = str(replica.port)
            results = pool.map(
                lambda run: spawn(
                    "crawler.run", *run, "--now", replica.now.isoformat(), SHIYI_REPLICA_PORT=port
                ),
                runs,
            )
            said.update({f"{label} {run[0]}": result for run, result in zip(runs, results, strict=True)})
            hits[label] = replica.log

        crawl("first", *((key,) for key in KEYS))
        crawl("again", ("gansudaily",))
        replica.now = SECOND
        replica.fault("wsjk.gansu.gov.cn", FaultKind.CHALLENGE)
        crawl("second", ("gansudaily",), ("wsjk",))
        replica.clear_faults()
        with database.reading() as session:
            ids = [
                str(article.id)
                for article in session.scalars(select(Article))
                if article.outlet_key == "gswomen"
            ]
        replica.fault("gansu.gansudaily.com.cn", FaultKind.SHELL)
        replica.fault("hn.gansudaily.com.cn", FaultKind.RESET)
        replica.fault("edu.gansudaily.com.cn", FaultKind.RESET)
        crawl("broken", ("gansudaily",), ("gswomen", "--recheck", *ids))
        assert not replica.errors
    yield Lived(database, home, said, hits)
    database.close()


def versions(lived: Lived, outlet: str) -> dict[str, list[Version]]:
    """The versions of an outlet's articles by native key, oldest first."""
    query = select(Article.native_key, Version).join(Version).where(Article.outlet_key == outlet)
    found: dict[str, list[Version]] = {}
    with lived.database.reading() as session:
        for key, version in session.execute(query.order_by(Version.number)):
            found.setdefault(key, []).append(version)
    return found


@pytest.mark.parametrize("outlet", KEYS)
def test_everything_that_the_lists_show_is_stored_once(lived: Lived, outlet: str) -> None:
    shown = {article.key for article in library().of(outlet) if article.listed(FIRST)}
    assert lived.said[f"first {outlet}"]["exit"] == 0, lived.said[f"first {outlet}"]["log"]
    assert lived.said[f"first {outlet}"]["counts"]["first"] == len(shown)
    assert shown <= versions(lived, outlet).keys()


def test_an_article_is_read_field_by_field(lived: Lived) -> None:
    found = versions(lived, "gansudaily")
    for article in library().of("gansudaily"):
        if article.key in found:
            version = found[article.key][0]
            assert version.title == article.title
            assert version.published_on == article.published.date()
            assert version.reader.startswith("news_cms/")


def test_an_article_on_two_pages_is_one(lived: Lived) -> None:
    long = next(article for article in library().of("gansudaily") if article.shape == "pages")
    version = versions(lived, "gansudaily")[long.key][0]
    assert version.body.split("\n") == list(long.body)


def test_text_that_stands_in_a_file_is_read_from_it(lived: Lived) -> None:
    filed = next(article for article in library().of("wsjk") if article.shape == "file")
    version = versions(lived, "wsjk")[filed.key][0]
    assert filed.body[0][:20] in version.body
    assert version.how["body"].startswith("attachment:https://wsjk.gansu.gov.cn/")
    assert RawPages(lived.home).read(version.how["attachment"])


def test_the_raw_page_of_each_version_is_kept(lived: Lived) -> None:
    raw = RawPages(lived.home)
    for found in versions(lived, "gswomen").values():
        for version in found:
            assert version.raw is not None
            assert version.title.encode() in raw.read(version.raw)


def test_a_day_without_news_costs_one_request_a_list_page(lived: Lived) -> None:
    asked = Counter(hit.path.split("?")[0] for hit in lived.hits["again"] if hit.path != "/robots.txt")
    assert lived.said["again gansudaily"]["counts"]["requests"] == 7  # four lists, three hosts' robots.txt
    assert lived.said["again gansudaily"].get("read", 0) == 0
    assert max(asked.values()) == 1
    assert not [path for path in asked if "/system/2026/" in path or path.endswith(".pdf")]


def test_validators_are_sent_back(lived: Lived) -> None:
    statuses = {hit.path: hit.status for hit in lived.hits["again"] if "gansudaily" in hit.host}
    assert {status for path, status in statuses.items() if path != "/robots.txt"} == {304}


def test_only_what_is_new_is_fetched_on_the_second_day(lived: Lived) -> None:
    new = [article for article in library().of("gansudaily") if FIRST < article.published <= SECOND]
    assert new
    assert lived.said["second gansudaily"]["counts"]["first"] == len(new)


def test_a_challenge_is_never_no_news(lived: Lived) -> None:
    said = lived.said["second wsjk"]
    assert (said["exit"], said["state"]) == (3, "blocked")
    assert said["counts"].get("read", 0) == 0
    assert {hit.path for hit in lived.hits["second"] if hit.host.startswith("wsjk")} == {"/robots.txt"}
    with lived.database.reading() as session:
        outlet = session.get_one(Outlet, "wsjk")
        assert (outlet.state, outlet.robots) == (OutletState.BLOCKED, "challenge")


def test_a_shell_without_rows_is_changed_and_names_its_columns(lived: Lived) -> None:
    said = lived.said["broken gansudaily"]
    assert (said["exit"], said["state"]) == (3, "changed")
    assert "甘肃播报、本网原创" in said["note"]
    with lived.database.reading() as session:
        outlet = session.get_one(Outlet, "gansudaily")
        assert (outlet.state, outlet.state_note) == (OutletState.CHANGED, said["note"])


def test_a_recheck_finds_changes_and_withdrawals(lived: Lived) -> None:
    counts = lived.said["broken gswomen"]["counts"]
    changed = [a for a in library().of("gswomen") if a.change and a.change.at > FIRST]
    deleted = [a for a in library().of("gswomen") if a.deleted_at]
    assert (counts["changed"], counts["gone"]) == (len(changed), len(deleted))
    assert counts["same"] == counts["read"] - len(changed)
    found = versions(lived, "gswomen")
    assert [len(found[article.key]) for article in changed] == [2]
    with lived.database.reading() as session:
        check = session.scalars(select(Check).where(Check.kind == "gone")).one()
        article = session.get_one(Article, check.article_id)
        assert (article.native_key, check.kind, check.reason) == (deleted[0].key, "gone", "deleted")
        assert article.state is ArticleState.LIVE  # one look judges nothing: tracking does


def test_a_recheck_leaves_the_outlets_state_alone(lived: Lived) -> None:
    with lived.database.reading() as session:
        assert session.get_one(Outlet, "gswomen").state_note is None


def test_columns_remember_how_far_they_were_read(lived: Lived) -> None:
    with lived.database.reading() as session:
        columns = session.scalars(select(Column).where(Column.outlet_key == "gswomen")).all()
        assert all(column.digest and column.checked_at for column in columns if column.rows)
        assert sum(column.rows or 0 for column in columns) >= 20


def test_robots_txt_is_asked_for_once_a_host_and_run(lived: Lived) -> None:
    for label in ("first", "again", "second"):
        asked = Counter(hit.host for hit in lived.hits[label] if hit.path == "/robots.txt")
        assert set(asked.values()) == {1}


def test_the_crawler_says_who_it_is(lived: Lived) -> None:
    assert {hit.user_agent for hits in lived.hits.values() for hit in hits} == {"Shiyi/0.1"}
