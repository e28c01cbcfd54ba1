"""`shiyi backup` and `shiyi restore`: what an operator needs before and after the worst day."""

import re
from pathlib import Path
from typing import Annotated

import typer

from base.clock import china
from base.settings import load_settings
from commands.common import Json, Now, console, moment, opened, print_json
from storage.backup import back_up, restore
from storage.database import Database

_OWN_NAME = re.compile(r"shiyi-\d{8}-\d{6}\.tar")


def backup(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="Where to; else a new file in SHIYI_HOME/backups.")
    ] = None,
    keep: Annotated[
        int | None, typer.Option(min=1, help="Remove all but so many of those in SHIYI_HOME/backups.")
    ] = None,
    as_json: Json = False,
    now: Now = None,
) -> None:
    """Write the database, the settings and the raw pages to one file; the service may go on."""
    at = moment(now)
    with opened() as (settings, database):
        folder = settings.home / "backups"
        target = file or folder / f"shiyi-{china(at):%Y%m%d-%H%M%S}.tar"
        found = back_up(settings, database, target, at)
    if keep is not None:
        own = sorted(path for path in folder.glob("*.tar") if _OWN_NAME.fullmatch(path.name))
        for old in own[:-keep]:
            old.unlink()
    if as_json:
        print_json({"file": str(target), "files": found.files, "bytes": found.size})
        return
    console.print(f"{target}: {found.files} files, {found.size / 2**20:.1f} MB", markup=False)


def restore_from(
    file: Annotated[Path, typer.Argument(metavar="FILE", show_default=False)], as_json: Json = False
) -> None:
    """Fill an empty SHIYI_HOME and an empty database from a backup; nothing is ever overwritten."""
    settings = load_settings()
    database = Database(settings.database)
    try:
        found = restore(settings, database, file)
    finally:
        database.close()
    if as_json:
        print_json({"files": found.files, "bytes": found.size})
        return
    console.print(f"{file}: {found.files} files restored to {settings.home}", markup=False)
