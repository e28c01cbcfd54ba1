"""`shiyi init`, `db`, `tick`, `serve`, `health`: what an operator needs."""

import signal
from typing import Any

import typer
from rich.table import Table
from rich.text import Text
from sqlalchemy.orm import Session

from base.clock import china, running_from, utcnow
from base.errors import ShiyiError
from base.log import configure
from base.settings import load_settings
from commands.common import Json, Now, console, moment, opened, print_json
from commands.watch import described
from desk.digest import STATES
from scheduler import Done, only_one, serve, sync_declared, tick
from storage.database import Database
from storage.digests import watched_outlets
from storage.models import Outlet, OutletState, RunKind, RunState
from storage.runs import last_run

db = typer.Typer(no_args_is_help=True, help="The database.")

_SETTINGS_FILE = """\
# Settings of this copy of Shiyi; docs/settings.md says what there is.

# A mail address or web page at which an outlet's operator can reach you.
contact = ""
"""
_TROUBLE = (OutletState.UNREACHABLE, OutletState.BLOCKED, OutletState.CHANGED, OutletState.DISALLOWED)


def init() -> None:
    """Make the home folder, the database and a settings file. What is there already stays as it is."""
    settings = load_settings()
    file = settings.home / "shiyi.toml"
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            file.write_text(_SETTINGS_FILE, encoding="utf-8")
    except OSError as error:
        raise ShiyiError(f"The folder {settings.home} cannot be written to: {error.strerror}.") from error
    database = Database(settings.database)
    database.upgrade()
    with database.session() as session:
        sync_declared(session, settings)
    console.print(f"database: {database.url}\nsettings: {file}", markup=False)
    database.close()


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the tables to this version of the program, keeping what they hold."""
    database = Database(load_settings().database)
    database.upgrade()
    database.close()


def tick_once(as_json: Json = False, now: Now = None) -> None:
    """Do all that is due, once; what cron calls every few minutes."""
    signal.signal(signal.SIGTERM, _stop)
    with opened() as (settings, database), only_one(database) as mine:
        if not mine:
            console.print("The service, or another tick, is at work; nothing to do.")
            return
        done = tick(settings, database, moment(now), _silent if as_json else _tell)
    if as_json:
        print_json([{"kind": d.job.kind, "subject": d.job.subject, "ok": d.ok, "note": d.note} for d in done])
    if any(not result.ok for result in done):
        raise typer.Exit(3)


def _stop(*_: object) -> None:
    raise SystemExit(128 + signal.SIGTERM)


def serve_forever(now: Now = None) -> None:
    """Run the unattended service until it is stopped; a second one on the same database stands by."""
    with opened() as (settings, database):
        configure(settings)
        serve(settings, database, running_from(moment(now)) if now else utcnow)


def health(as_json: Json = False) -> None:
    """How the outlets and their last runs fared. Exit code 3: some outlets are in trouble."""
    with opened() as (_, database), database.reading() as session:
        rows = [_health(session, outlet) for outlet in watched_outlets(session) if outlet.enabled]
    if as_json:
        print_json(rows)
    else:
        table = Table("媒体", "状态", "上次抓取", "说明", box=None, pad_edge=False)
        for row in rows:
            label = STATES[row["state"]] if row["last_run"] else "未抓取"
            table.add_row(row["name"], label, row["last_run"] or "", Text(row["note"] or ""))
        console.print(table)
    if any(row["trouble"] for row in rows):
        raise typer.Exit(3)


def _health(session: Session, outlet: Outlet) -> dict[str, Any]:
    run = last_run(session, RunKind.CRAWL, outlet.key)
    failed = run is not None and run.state is not RunState.FINISHED
    return {
        "key": outlet.key,
        "name": outlet.name,
        "state": outlet.state,
        "since": outlet.state_since and china(outlet.state_since).isoformat(),
        "last_run": run.finished_at and china(run.finished_at).isoformat() if run else None,
        "note": run.note if run and failed else outlet.state_note,
        "trouble": failed or outlet.state in _TROUBLE,
    }


def _silent(_: Done) -> None:
    pass


def _tell(done: Done) -> None:
    console.print(described(done), markup=False)
