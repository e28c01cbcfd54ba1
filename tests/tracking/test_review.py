"""From the tables to the alerts, and back when all is well again."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.alerts import open_alerts
from storage.articles import Content, Fetched, ensure_article, store_content
from storage.database import Database
from storage.models import Outlet, OutletState, RunKind, RunState
from storage.outlets import OutletRow, sync_outlets
from storage.runs import CLOCK, Plan, Result, claim_run, finish_run, give_sign, plan_run
from tests.conftest import Servers
from tracking.outlets import review_outlet
from tracking.review import review

# A Monday, 09:00 in China.
NOW = datetime(2026, 11, 9, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
KEYS = ("gsrb", "gswomen", "jyt", "wsjk")


@pytest.fixture
def database(servers: Servers) -> Iterator[Database]:
    database = servers.make("sqlite", tables=True)
    rows = [
        OutletRow(key, key, None, "site", "甘肃", True, None, {f"https://{key}.example/": "要闻"})
        for key in KEYS
    ]
    with database.session() as session:
        sync_outlets(session, rows)
    yield database
    database.close()


def crawl(
    database: Database, key: str, at: datetime, outcome: str = "ok", state: RunState = RunState.FINISHED
) -> None:
    """A crawl that ended at a moment."""
    with database.session() as session:
        run = plan_run(session, Plan(RunKind.CRAWL, key, at))
        claim = claim_run(session, run.id, by="test", now=at, lease=HOUR)
        assert claim is not None
        finish_run(session, claim, Result(state, outcome, {"lists": 1, "rows": 20}), at)
        if state is RunState.FINISHED:
            review_outlet(session, key, at)


def alerts(database: Database, tmp_path: Path, now: datetime) -> list[tuple[str, str]]:
    with database.session() as session:
        review(session, tmp_path, now)
        return [(alert.kind, alert.subject) for alert in open_alerts(session)]


def test_an_outlets_trouble_opens_its_alert_and_closes_it(database: Database, tmp_path: Path) -> None:
    crawl(database, "gsrb", NOW, "blocked")
    crawl(database, "wsjk", NOW, "unreachable")
    assert alerts(database, tmp_path, NOW) == [("blocked", "gsrb")]
    crawl(database, "wsjk", NOW + 2 * HOUR, "unreachable")
    assert alerts(database, tmp_path, NOW + 2 * HOUR) == [("blocked", "gsrb"), ("unreachable", "wsjk")]
    crawl(database, "gsrb", NOW + 4 * HOUR)
    crawl(database, "wsjk", NOW + 4 * HOUR)
    assert alerts(database, tmp_path, NOW + 4 * HOUR) == []


def test_our_own_network_is_one_alert_also_while_it_comes_back(database: Database, tmp_path: Path) -> None:
    for hours in (0, 2):
        for key in KEYS:
            crawl(database, key, NOW + hours * HOUR, "unreachable")
        assert alerts(database, tmp_path, NOW + hours * HOUR) == [("network", "")]
    crawl(database, "gsrb", NOW + 4 * HOUR)
    crawl(database, "gswomen", NOW + 4 * HOUR)
    assert alerts(database, tmp_path, NOW + 4 * HOUR) == []


def test_a_run_that_fails_twice_is_an_alert(database: Database, tmp_path: Path) -> None:
    crawl(database, "gsrb", NOW, state=RunState.FAILED)
    assert alerts(database, tmp_path, NOW) == []
    crawl(database, "gsrb", NOW + 2 * HOUR, state=RunState.FAILED)
    assert alerts(database, tmp_path, NOW + 2 * HOUR) == [("failing", "crawl gsrb")]
    crawl(database, "gsrb", NOW + 4 * HOUR)
    assert alerts(database, tmp_path, NOW + 4 * HOUR) == []


def test_missed_runs_are_an_alert_until_the_outlet_was_read(database: Database, tmp_path: Path) -> None:
    with database.session() as session:
        run = plan_run(session, Plan(RunKind.CRAWL, "gsrb", NOW))
        run.state, run.finished_at = RunState.MISSED, NOW + 3 * HOUR
    assert alerts(database, tmp_path, NOW + 3 * HOUR) == [("missed", "")]
    crawl(database, "gsrb", NOW + 4 * HOUR)
    assert alerts(database, tmp_path, NOW + 4 * HOUR) == []


def test_a_digest_that_was_not_made_is_an_alert_until_one_is(database: Database, tmp_path: Path) -> None:
    with database.session() as session:
        plan_run(session, Plan(RunKind.DIGEST, "", NOW)).state = RunState.FAILED
        plan_run(session, Plan(RunKind.DIGEST, "", NOW + 2 * HOUR)).state = RunState.FAILED
    assert alerts(database, tmp_path, NOW + HOUR / 2) == []
    assert alerts(database, tmp_path, NOW + HOUR) == [("digest", "")]
    with database.session() as session:
        plan_run(session, Plan(RunKind.DIGEST, "", NOW + 3 * HOUR)).state = RunState.FINISHED
    assert alerts(database, tmp_path, NOW + 3 * HOUR) == []


def test_a_clock_that_was_put_back_is_told_once(database: Database, tmp_path: Path) -> None:
    with database.session() as session:
        give_sign(session, CLOCK, "test", NOW + HOUR)
    assert alerts(database, tmp_path, NOW) == [("clock", "")]
    with database.session() as session:
        give_sign(session, CLOCK, "test", NOW)
    assert alerts(database, tmp_path, NOW + timedelta(minutes=1)) == []


def test_a_daily_outlet_that_falls_silent_is_late(database: Database, tmp_path: Path) -> None:
    for number in range(28):
        at = NOW - (28 - number) * DAY
        with database.session() as session:
            article = ensure_article(session, "gsrb", str(number), f"https://gsrb.example/{number}", at)
            store_content(session, article, Content(f"第{number}天", "正文"), Fetched(at, {}, "test/1"))
        crawl(database, "gsrb", at)
    states = []
    for hours in (0, 12, 24, 36):
        crawl(database, "gsrb", NOW + hours * HOUR)
        with database.reading() as session:
            states.append(session.get_one(Outlet, "gsrb").state)
    assert states == [OutletState.QUIET, OutletState.QUIET, OutletState.LATE, OutletState.LATE]
    assert alerts(database, tmp_path, NOW + 36 * HOUR) == [("late", "gsrb")]
    with database.reading() as session:
        assert session.get_one(Outlet, "gsrb").state_since == NOW + 24 * HOUR
