"""The clock: ticks, stands by, stops cleanly, and has runs done by processes of their own."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import select

import scheduler
import spiders
from base.clock import running_from
from base.errors import UsageError
from base.process import Ended, Why
from base.settings import OutletSettings, Settings
from demo.replica import Replica
from scheduler import Done, Job, Service, crawl_now, only_one, sync_declared, tick, watches
from storage.database import Database
from storage.models import Outlet, Run, RunKind, RunState, SignOfLife
from storage.runs import CLOCK, Plan, last_sign, plan_run, worker_signs
from tests.conftest import Servers

# A Friday, 07:20 in China.
NOW = datetime(2026, 11, 19, 23, 20, tzinfo=UTC)
ONE = "wsjk"


@pytest.fixture
def database(servers: Servers) -> Iterator[Database]:
    database = servers.make("sqlite", tables=True)
    yield database
    database.close()


def settings_for(home: Path, *on: str, **values: object) -> Settings:
    """Settings with these outlets on, and no others."""
    outlets = {outlet.key: OutletSettings(enabled=outlet.key in on) for outlet in spiders.outlets()}
    return Settings(home=home, jitter=0, outlets=outlets).model_copy(update=values)


def test_settings_switch_outlets_on_and_off(database: Database, tmp_path: Path) -> None:
    with database.session() as session:
        sync_declared(session, Settings(home=tmp_path))
        on = session.scalars(select(Outlet.key).where(Outlet.enabled)).all()
        assert on
        sync_declared(session, Settings(home=tmp_path, outlets={on[0]: OutletSettings(enabled=False)}))
        assert not session.get_one(Outlet, on[0]).enabled


def test_settings_say_when_an_outlet_is_read(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, outlets={ONE: OutletSettings(schedule="0 12 * * mon-fri")})
    schedules = {watch.key: watch.schedule for watch in watches(settings)}
    assert schedules[ONE] == "0 12 * * mon-fri"
    assert schedules["gansudaily"] == settings.crawl_schedule


def test_a_tick_does_what_one_run_makes_due(database: Database, tmp_path: Path) -> None:
    """Crawl, then triage; and by the second pass nothing is left to do."""
    begun: list[Job] = []

    def perform(job: Job, now: datetime, go_on: Callable[[], bool]) -> Ended:
        begun.append(job)
        assert now - NOW < timedelta(minutes=2)
        return Ended(Why.BY_ITSELF, 0, json.dumps({"state": "ok", "counts": {"first": 1}}))

    settings = settings_for(tmp_path, ONE, "gswomen")
    told: list[Done] = []
    found = tick(settings, database, NOW, told.append, perform)
    assert told == found
    assert [job.kind for job in begun] == [RunKind.CRAWL, RunKind.CRAWL, RunKind.TRIAGE]
    assert tick(settings, database, NOW, perform=perform) == []
    with database.reading() as session:
        assert session.get_one(SignOfLife, CLOCK).at >= NOW


def test_one_process_keeps_the_clock(database: Database) -> None:
    with only_one(database) as mine, only_one(database) as other:
        assert (mine, other) == (True, False)
    with only_one(database) as mine:
        assert mine


def test_a_crawl_that_cannot_start_says_so(database: Database, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, database_url=database.url.render_as_string(hide_password=False))
    [done] = crawl_now(settings, database, NOW, ["nobody"])
    assert not done.ok
    assert "退出码 2" in (done.note or "")
    log = (tmp_path / "logs" / "crawl-nobody.log").read_text()
    assert "There is no outlet with the key nobody" in log


def test_a_subprocess_gets_these_same_settings(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, replica_port=4711, outlets={"gsrb": OutletSettings(enabled=False)})
    script = "from base.settings import load_settings; print(load_settings().model_dump_json())"
    found = subprocess.run(
        [sys.executable, "-c", script],
        env=settings.environment(),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert Settings.model_validate_json(found.stdout) == settings


@contextmanager
def service(settings: Settings, command: str = "serve") -> Iterator[subprocess.Popen[str]]:
    """`shiyi serve` (or another command) at NOW, in a process of its own; killed in the end."""
    command_line = [sys.executable, "-m", "shiyi", command, "--now", NOW.isoformat()]
    environment = settings.environment() | {"PYTHONWARNINGS": "error"}
    with subprocess.Popen(command_line, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def eventually(is_so: Callable[[], bool], seconds: float = 200) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.1)


def states(database: Database, kind: RunKind) -> list[RunState]:
    with database.reading() as session:
        return list(
            session.scalars(select(Run.state).where(Run.kind == kind, Run.due_at < NOW + timedelta(hours=1)))
        )


@pytest.mark.timeout(600)
def test_the_service_works_and_stops_cleanly(tmp_path: Path) -> None:
    """What it must leave is planned again, and the next one does it."""
    database = Database(f"sqlite:///{tmp_path / 'shiyi.sqlite'}")
    database.upgrade()
    with Replica(NOW) as replica:
        settings = settings_for(tmp_path, ONE, replica_port=replica.port)
        replica.fault("wsjk.gansu.gov.cn", "slow", seconds=20)
        with service(settings) as first:
            eventually(lambda: states(database, RunKind.CRAWL) == [RunState.CLAIMED])
            first.send_signal(signal.SIGTERM)
            assert first.wait(120) == 0
        assert states(database, RunKind.CRAWL) == [RunState.PLANNED]
        replica.clear_faults()
        with service(settings) as second:
            eventually(lambda: states(database, RunKind.TRIAGE) == [RunState.FINISHED])
            second.send_signal(signal.SIGINT)
            assert second.wait(120) == 0
    assert states(database, RunKind.CRAWL) == [RunState.FINISHED]
    database.close()


def test_a_stand_by_takes_over(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "STAND_BY_SECONDS", 0.05)
    monkeypatch.setattr(scheduler, "_LOOK_SECONDS", 0.02)
    monkeypatch.setattr(scheduler, "TICK_SECONDS", 1)
    settings = settings_for(tmp_path, ONE)
    begun: list[str] = []

    def start(name: str) -> tuple[Service, Thread]:
        def perform(job: Job, now: datetime, go_on: Callable[[], bool]) -> Ended:
            begun.append(f"{name} {job.kind}")
            return Ended(Why.BY_ITSELF, 0, json.dumps({"counts": {}}))

        service = Service(settings, database, running_from(NOW), perform)
        thread = Thread(target=service.run, daemon=True)
        thread.start()
        return service, thread

    first, first_thread = start("first")
    eventually(lambda: states(database, RunKind.TRIAGE) == [RunState.FINISHED])
    second, second_thread = start("second")
    time.sleep(0.3)
    assert begun == ["first crawl", "first triage"]
    first.ask_to_stop()
    first_thread.join()
    with database.session() as session:
        plan_run(session, Plan(RunKind.TRIAGE, "", NOW - timedelta(days=1)))
    eventually(lambda: begun[2:] == ["second triage"])
    second.ask_to_stop()
    second_thread.join()


def test_workers_need_postgresql(database: Database, tmp_path: Path) -> None:
    settings = settings_for(tmp_path, ONE, distribute=True)
    with pytest.raises(UsageError, match="need PostgreSQL"):
        Service(settings, database, running_from(NOW))


@pytest.mark.timeout(600)
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_stand_by_takes_over_from_the_dead_within_a_minute(
    engine: str, servers: Servers, tmp_path: Path
) -> None:
    database = servers.make(engine, tables=True)
    url = database.url.render_as_string(hide_password=False)
    settings = settings_for(tmp_path, database_url=url, health_port=0)

    def keeper() -> str:
        with database.reading() as session:
            sign = last_sign(session, CLOCK)
        return sign.by.rpartition(":")[2] if sign else ""

    with service(settings) as first:
        eventually(lambda: keeper() == str(first.pid))
        with service(settings) as second:
            first.kill()
            eventually(lambda: keeper() == str(second.pid), seconds=60)
    database.close()


@pytest.mark.timeout(600)
def test_a_worker_carries_out_what_the_service_plans(servers: Servers, tmp_path: Path) -> None:
    """The service does what needs no outlet; a worker that is stopped gives its run back for the next one."""
    database = servers.make("postgresql", tables=True)
    with Replica(NOW) as replica:
        url = database.url.render_as_string(hide_password=False)
        values = {"replica_port": replica.port, "database_url": url, "distribute": True, "health_port": 0}
        settings = settings_for(tmp_path, ONE, **values)
        replica.fault("wsjk.gansu.gov.cn", "slow", seconds=20)
        with service(settings):
            with service(settings, "worker") as first:
                eventually(lambda: states(database, RunKind.CRAWL) == [RunState.CLAIMED])
                with database.reading() as session:
                    [name] = worker_signs(session)
                assert name.endswith(f":{first.pid}")
                first.send_signal(signal.SIGTERM)
                assert first.wait(120) == 0
            assert states(database, RunKind.CRAWL) == [RunState.PLANNED]
            with database.reading() as session:
                assert worker_signs(session) == {}, "it has taken its leave"
            replica.clear_faults()
            with service(settings, "worker") as second:
                eventually(lambda: states(database, RunKind.TRIAGE) == [RunState.FINISHED])
                assert claimed_by(database, RunKind.CRAWL).endswith(f":{second.pid}")
                assert not claimed_by(database, RunKind.TRIAGE).endswith(f":{second.pid}")
    database.close()


def claimed_by(database: Database, kind: RunKind) -> str:
    with database.reading() as session:
        query = select(Run.claimed_by).where(Run.kind == kind, Run.state == RunState.FINISHED)
        return session.scalars(query).one() or ""
