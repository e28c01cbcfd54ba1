"""The clock: what is due, and that a run which hangs, dies or says nothing is told and not believed."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

import scheduler
from base.clock import CHINA, china
from base.settings import OutletSettings, Settings
from scheduler import Job, crawl_now, last_slot, only_one, sync_declared
from storage.database import Database
from storage.models import InboxLink, InboxState, Outlet, Run, RunKind, RunState
from storage.runs import plan_run
from tests.conftest import Servers

TIMES = scheduler._CRAWL_TIMES
NOW = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)


@pytest.fixture
def database(servers: Servers) -> Iterator[Database]:
    database = servers.make("sqlite", tables=True)
    yield database
    database.close()


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        ("2026-11-20T07:00", "2026-11-20T07:00"),
        ("2026-11-20T08:59", "2026-11-20T07:00"),
        ("2026-11-20T06:59", "2026-11-19T21:00"),
        ("2026-11-20T23:59", "2026-11-20T21:00"),
    ],
)
def test_the_last_slot_is_one_whatever_was_missed(now: str, slot: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=CHINA).astimezone(UTC)
    assert china(last_slot(TIMES, moment)).strftime("%Y-%m-%dT%H:%M") == slot


def run_command(
    database: Database, settings: Settings, script: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> tuple[scheduler.Done, Run]:
    """Have a script done as a run: its last line on stdout is what a run says."""
    module = tmp_path / "pretend_run.py"
    module.write_text(script)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with database.session() as session:
        run_id = plan_run(session, RunKind.TRIAGE, "", NOW).id
    [done] = scheduler._run_all(settings, database, NOW, [Job(run_id, RunKind.TRIAGE, "", ("pretend_run",))])
    with database.reading() as session:
        return done, session.get_one(Run, run_id)


@pytest.mark.parametrize(
    ("script", "state", "note"),
    [
        ('print(\'{"counts": {"articles": 3}}\')', RunState.FINISHED, None),
        (
            'import sys; print(\'{"counts": {}, "error": "no space"}\'); sys.exit(1)',
            RunState.FAILED,
            "no space",
        ),
        ("import os; os.abort()", RunState.FAILED, "没有给出结果（退出码 -6）"),
        ("print('all is well')", RunState.FAILED, "没有给出结果"),
        ("print('[1]')", RunState.FAILED, "没有给出结果"),
    ],
)
def test_a_run_is_judged_by_what_it_says_it_did(
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    script: str,
    state: RunState,
    note: str | None,
) -> None:
    done, run = run_command(database, Settings(home=tmp_path), script, monkeypatch, tmp_path)
    assert run.state is state
    assert done.ok is (state is RunState.FINISHED)
    assert (run.note is None) if note is None else (note in (run.note or ""))
    assert run.lease_until is None


def test_a_run_that_hangs_is_ended_with_all_that_it_started(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pid_file = tmp_path / "child.pid"
    script = f"""
import pathlib, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
pathlib.Path({str(pid_file)!r}).write_text(str(child.pid))
child.wait()
"""
    settings = Settings(home=tmp_path).model_copy(update={"run_timeout": 2.0})
    done, run = run_command(database, settings, script, monkeypatch, tmp_path)
    assert (done.ok, run.state) == (False, RunState.FAILED)
    assert "超过时限" in (run.note or "")
    child = int(pid_file.read_text())
    for _ in range(100):
        if not _alive(child):
            return
        time.sleep(0.05)
    pytest.fail("the run's own child outlived it")


def _alive(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rsplit(")", 1)[1].split()[0] != "Z"


def test_a_run_that_somebody_holds_is_left_alone(database: Database, tmp_path: Path) -> None:
    with database.session() as session:
        run = plan_run(session, RunKind.TRIAGE, "", NOW)
        run.state, run.lease_until = RunState.CLAIMED, NOW + timedelta(minutes=1)
    job = Job(run.id, RunKind.TRIAGE, "", ("no_such_module",))
    assert list(scheduler._run_all(Settings(home=tmp_path), database, NOW, [job])) == []


def test_only_one_process_ticks(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    script = (
        "import sys, scheduler; from base.settings import Settings; from pathlib import Path\n"
        "with scheduler.only_one(Settings(home=Path(sys.argv[1]))) as mine: print(mine)"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    with only_one(settings) as mine:
        assert mine
        other = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    after = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert (other.stdout.strip(), after.stdout.strip()) == ("False", "True")


def test_settings_switch_outlets_on_and_off(database: Database, tmp_path: Path) -> None:
    with database.session() as session:
        sync_declared(session, Settings(home=tmp_path))
        on = session.scalars(select(Outlet.key).where(Outlet.enabled)).all()
        assert on
        sync_declared(session, Settings(home=tmp_path, outlets={on[0]: OutletSettings(enabled=False)}))
        assert not session.get_one(Outlet, on[0]).enabled


def test_a_crawl_that_cannot_start_says_so(database: Database, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, database_url=database.url.render_as_string(hide_password=False))
    [done] = crawl_now(settings, database, NOW, ["nobody"])
    assert not done.ok
    assert "退出码 2" in (done.note or "")
    log = (tmp_path / "logs" / "crawl-nobody.log").read_text()
    assert "There is no outlet with the key nobody" in log


def test_a_link_that_gave_no_article_says_so(database: Database, tmp_path: Path) -> None:
    from storage.inbox import add_link, settle_links, waiting_links

    with database.session() as session:
        sync_declared(session, Settings(home=tmp_path))
        key = session.scalars(select(Outlet.key)).first()
        assert key
        add_link(session, "https://a.example/1", key, "王编辑", NOW)
        session.flush()
        assert waiting_links(session) == {key: ["https://a.example/1"]}
        settle_links(session, key)
        assert session.scalars(select(InboxLink.state)).one() is InboxState.FAILED
        assert add_link(session, "https://a.example/1", key, "王编辑", NOW).state is InboxState.WAITING


def test_a_subprocess_gets_these_same_settings(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, replica_port=4711, outlets={"gsrb": OutletSettings(enabled=False)})
    script = "from base.settings import load_settings; print(load_settings().model_dump_json())"
    found = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | settings.environment(),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert Settings.model_validate_json(found.stdout) == settings
