"""`shiyi init`, `db`, `tick`, `serve`: setting up and running."""

import signal
from pathlib import Path
from typing import Annotated

import typer

from base.clock import running_from, utcnow
from base.errors import ShiyiError
from base.log import configure
from base.settings import load_settings
from commands.common import Json, Now, console, moment, opened, print_json
from commands.units import write_units
from commands.watch import described
from scheduler import Done, only_one, serve, sync_declared, tick, work
from storage.database import Database

db = typer.Typer(no_args_is_help=True, help="The database.")

_SETTINGS_FILE = """\
# Settings of this copy of Shiyi; docs/settings.md says what there is.

# A mail address or web page at which an outlet's operator can reach you.
contact = ""
"""


def init(
    systemd: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Also write units for systemd into this folder.")
    ] = None,
) -> None:
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
    database.close()
    console.print(f"database: {database.url}\nsettings: {file}", markup=False)
    if systemd is not None:
        for unit in write_units(systemd, settings):
            console.print(f"unit: {unit}", markup=False)
        console.print(
            "Then: systemctl daemon-reload && systemctl enable --now shiyi shiyi-desk shiyi-health.timer"
        )


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


def work_forever(now: Now = None) -> None:
    """Carry out what the service on this or another machine plans (PostgreSQL), until it is stopped."""
    with opened() as (settings, database):
        configure(settings)
        work(settings, database, running_from(moment(now)) if now else utcnow)


def _silent(_: Done) -> None:
    pass


def _tell(done: Done) -> None:
    console.print(described(done), markup=False)
