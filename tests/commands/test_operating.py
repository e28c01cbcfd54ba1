"""What an operator types: health, alerts, backup, units."""

import json
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from commands import health as health_command
from storage.alerts import Case, raise_alert
from storage.database import Database
from storage.models import OutletState, RunKind, RunState
from storage.outlets import set_state
from storage.runs import CLOCK, Plan, give_sign, plan_run
from tests.commands.cli import Cli, Ended
from tests.desk.mailserver import mailbox

AT = "2026-11-20T09:00"
NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@pytest.fixture
def database(home: Path, cli: Cli) -> Database:
    """A set-up home: one outlet read, the clock at work."""
    assert cli("init").code == 0
    database = Database(f"sqlite:///{home / 'shiyi.sqlite'}")
    with database.session() as session:
        run = plan_run(session, Plan(RunKind.CRAWL, "wsjk", NOW))
        run.state, run.finished_at = RunState.FINISHED, NOW
        set_state(session, "wsjk", OutletState.OK, None, NOW)
        give_sign(session, CLOCK, "test", NOW)
    return database


def said(ended: Ended) -> Any:
    return json.loads(ended.out)


def test_health_is_an_exit_code_for_a_monitor(cli: Cli, database: Database) -> None:
    found = cli("health", "--now", AT, "--json")
    assert (found.code, said(found)["clock"]["stopped"]) == (0, False)
    assert {row["key"] for row in said(found)["outlets"]} >= {"wsjk", "gswomen"}
    assert cli("health", "--now", AT).code == 0
    with database.session() as session:
        set_state(session, "wsjk", OutletState.BLOCKED, "被网站防护拦截", NOW)
    found = cli("health", "--now", AT)
    assert found.code == 3
    assert "被拦截" in found.out
    found = cli("health", "--now", "2026-11-20T09:06", "--json")
    assert (found.code, said(found)["clock"]["stopped"]) == (1, True)


def test_health_tells_the_operator_of_a_stopped_clock_once(
    cli: Cli, database: Database, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = (datetime.now(UTC) + timedelta(minutes=1)).isoformat()
    with mailbox() as box:
        monkeypatch.setenv("SHIYI_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("SHIYI_SMTP_SECURITY", "none")
        monkeypatch.setenv("SHIYI_MAIL_FROM", "shiyi@office.example")
        monkeypatch.setenv("SHIYI_OPERATOR_MAIL", '["it@office.example"]')
        monkeypatch.setenv("SHIYI_SMTP_PORT", "9")
        assert cli("health", "--notify", "--now", later).code == 1
        monkeypatch.setenv("SHIYI_SMTP_PORT", str(box.port))
        for _ in range(2):
            assert cli("health", "--notify", "--now", later).code == 1
        assert box.recipients == ["it@office.example"]
        assert health_command._STOPPED in box.mails[0].get_content()


def test_alerts_are_listed_and_put_aside(cli: Cli, database: Database) -> None:
    assert cli("alerts").out.strip() == "No open alerts."
    with database.session() as session:
        raise_alert(session, Case("blocked", "wsjk", "[red]被拦截[/red]", NOW), NOW)
    found = cli("alerts", "--json", "--now", AT)
    assert found.code == 3
    [alert] = said(found)
    assert (alert["kind"], alert["subject"], alert["opened_at"]) == (
        "blocked",
        "wsjk",
        "2026-11-20T09:00:00+08:00",
    )
    assert "[red]被拦截[/red]" in cli("alerts", "--now", AT).out
    assert cli("alerts", "ack", alert["id"], "--until", "2026-12-01", "--now", AT).code == 0
    assert cli("alerts", "--now", AT).code == 0
    assert cli("alerts", "--now", "2026-12-02").code == 3


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["99", "--until", "2026-12-01"], "There is no open alert 99"),
        (["1", "--until", "never"], "--until takes a day"),
        (["1", "--until", "2026-11-01"], "within the coming year"),
        (["1", "--until", "2099-01-01"], "within the coming year"),
    ],
)
def test_what_cannot_be_put_aside(cli: Cli, database: Database, arguments: list[str], says: str) -> None:
    found = cli("alerts", "ack", *arguments, "--now", AT)
    assert found.code == 2
    assert says in found.err


def test_backups_are_kept_so_many_and_restored(
    cli: Cli, database: Database, home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (home / "backups").mkdir()
    (home / "backups" / "mine.tar").touch()
    for minute in range(3):
        assert cli("backup", "--keep", 2, "--now", f"2026-11-20T09:0{minute}").code == 0
    names = sorted(path.name for path in (home / "backups").iterdir())
    assert names == ["mine.tar", "shiyi-20261120-090100.tar", "shiyi-20261120-090200.tar"]
    monkeypatch.setenv("SHIYI_HOME", str(tmp_path / "new"))
    found = cli("restore", home / "backups" / names[-1], "--json")
    assert (found.code, said(found)["files"]) == (0, 2)
    assert cli("health", "--now", AT).code == 0
    found = cli("restore", home / "backups" / names[-1])
    assert found.code == 1
    assert "is there already" in found.err


def test_retention_and_outbox_say_what_they_did(cli: Cli, database: Database) -> None:
    assert said(cli("retention", "--json", "--now", AT)) == {"counts": {"raw_pages_removed": 0}}
    assert said(cli("outbox", "--json", "--now", AT)) == {"counts": {"sent": 0, "later": 0, "given_up": 0}}


def test_units_for_systemd_are_what_systemd_takes(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "units"
    assert cli("init", "--systemd", folder).code == 0
    units = sorted(folder.iterdir())
    assert "shiyi.service" in [unit.name for unit in units]
    assert not any("$" in unit.read_text() for unit in units)
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not installed; to run this test too: apt install systemd")
    checked = subprocess.run(
        [program, "verify", *map(str, units)], capture_output=True, text=True, check=False, timeout=60
    )
    assert (checked.returncode, checked.stderr, checked.stdout) == (0, "", "")


def test_a_path_that_systemd_cannot_take_is_said(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHIYI_HOME", str(tmp_path / "my home"))
    found = cli("init", "--systemd", tmp_path / "units")
    assert found.code == 2
    assert "without blanks" in found.err
