"""A stopped clock is seen from inside and outside."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from base.errors import ShiyiError
from storage.alerts import Case, raise_alert
from storage.database import Database
from storage.figures import figures
from storage.models import OutletState, RunKind
from storage.outlets import OutletRow, set_state, sync_outlets
from storage.runs import CLOCK, Plan, give_sign, plan_run
from tests.conftest import Servers
from tracking import monitor
from tracking.monitor import HealthServer, Watchdog, exposition, is_stopped

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@pytest.fixture
def database(servers: Servers) -> Iterator[Database]:
    database = servers.make("sqlite", tables=True)
    with database.session() as session:
        sync_outlets(session, [OutletRow("paper", "某报", None, "site", "甘肃", True, None, {})])
        set_state(session, "paper", OutletState.BLOCKED, None, NOW)
        plan_run(session, Plan(RunKind.CRAWL, "paper", NOW - timedelta(hours=1)))
        raise_alert(session, Case("blocked", "paper", "…", NOW), NOW)
    yield database
    database.close()


def fetch(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_healthz_says_when_the_clock_has_stopped(database: Database) -> None:
    now = NOW
    server = HealthServer(database, lambda: now, "127.0.0.1", 0)
    try:
        status, said = fetch(server.port, "/healthz")
        assert (status, json.loads(said)["ok"]) == (503, False), "it has never run"
        with database.session() as session:
            give_sign(session, CLOCK, "test", NOW)
        status, said = fetch(server.port, "/healthz")
        assert status == 200
        assert json.loads(said) == {
            "ok": True,
            "overdue": 1,
            "alerts": {"blocked": 1},
            "clock_at": NOW.isoformat(),
        }
        now = NOW + timedelta(minutes=6)
        assert fetch(server.port, "/healthz")[0] == 503
        assert fetch(server.port, "/")[0] == 404
        assert "shiyi_clock_age_seconds 360\n" in fetch(server.port, "/metrics")[1]
        with pytest.raises(ShiyiError, match="another health_port"):
            HealthServer(database, lambda: now, "127.0.0.1", server.port)
    finally:
        server.close()


def test_metrics_are_what_prometheus_reads(database: Database) -> None:
    with database.session() as session:
        give_sign(session, CLOCK, "test", NOW)
        session.flush()
        found = figures(session, NOW)
    lines = exposition(found, NOW).splitlines()
    assert all(line.startswith(("# HELP shiyi_", "# TYPE shiyi_", "shiyi_")) for line in lines)
    assert 'shiyi_runs{kind="crawl",state="planned"} 1' in lines
    assert 'shiyi_outlet_state{outlet="paper",state="blocked"} 1' in lines
    assert 'shiyi_outlet_state{outlet="paper",state="ok"} 0' in lines
    assert 'shiyi_alerts_open{kind="blocked"} 1' in lines
    assert not is_stopped(found, NOW)


def test_a_broken_database_is_said(tmp_path: object) -> None:
    broken = Database("postgresql+psycopg://nobody@127.0.0.1:9/none")
    server = HealthServer(broken, lambda: NOW, "127.0.0.1", 0)
    try:
        status, said = fetch(server.port, "/healthz")
        assert (status, json.loads(said)["ok"]) == (503, False)
    finally:
        server.close()


def test_the_watchdog_cries_once_and_ends_what_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monitor, "CRY_AFTER", timedelta(seconds=0.2))
    monkeypatch.setattr(monitor, "GIVE_UP_AFTER", timedelta(seconds=0.6))
    cries: list[str] = []
    ended: list[bool] = []
    watchdog = Watchdog(cries.append, lambda: ended.append(True), look=0.02)
    try:
        for _ in range(20):
            watchdog.passed("the disk is full")
            time.sleep(0.03)
        assert (len(cries), ended) == (1, []), "passes fail, but none hangs"
        watchdog.passed(None)
        time.sleep(0.1)
        assert len(cries) == 1
        until = time.monotonic() + 20
        while not ended:
            assert time.monotonic() < until
            time.sleep(0.02)
    finally:
        watchdog.close()
