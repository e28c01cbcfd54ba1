"""A consistent copy of the database into one file while it is in use, and back into an empty one."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import inspect

from base.errors import BadFile, ShiyiError
from storage.database import Database

# A database of many gigabytes takes its time, but not for ever.
_TIMEOUT_SECONDS = 4 * 3600


def copy_out(database: Database, file: Path) -> None:
    """Write what the database holds at this moment to `file`; writers go on meanwhile. Raises ShiyiError."""
    if not database.sqlite:
        _postgres(database, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={file}")
        return
    assert database.url.database is not None  # a file: Database made its folder
    try:
        with (
            closing(sqlite3.connect(f"file:{database.url.database}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(file)) as target,
        ):
            source.backup(target)
    except sqlite3.Error as error:
        raise ShiyiError(f"The database {database.url} could not be copied: {error}.") from error


def copy_in(database: Database, file: Path) -> None:
    """Fill an empty database from what `copy_out` wrote. Raises ShiyiError where it is not empty, BadFile."""
    if not is_empty(database):
        raise ShiyiError(f"The database {database.url} is not empty; nothing is ever restored over one.")
    if not database.sqlite:
        options = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges")
        _postgres(database, "pg_restore", *options, str(file))
        return
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as source:
            [found] = source.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.Error as error:
        raise BadFile(f"The database in the backup is damaged: {error}.") from None
    if found != "ok":
        raise BadFile(f"The database in the backup is damaged: {found}.")
    assert database.url.database is not None
    database.close()
    shutil.move(file, database.url.database)


def is_empty(database: Database) -> bool:
    """Whether there is not a single table."""
    if database.sqlite and not Path(database.url.database or "").exists():
        return True  # and looking into it would make it
    return not inspect(database.engine).get_table_names()


def _postgres(database: Database, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs on the database; the password goes by the environment."""
    path = shutil.which(program)
    if path is None:
        raise ShiyiError(f"{program} is not installed; on Debian: apt install postgresql-client.")
    url = database.url
    environment = {
        "PGHOST": url.host or url.query.get("host"),
        "PGPORT": str(url.port) if url.port else None,
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
    }
    given = {name: str(value) for name, value in environment.items() if value}
    target = ["--dbname", url.database or ""] if program == "pg_restore" else []
    try:
        done = subprocess.run(  # noqa: S603 (PostgreSQL's own program, our own arguments)
            [path, *target, *arguments],
            env=os.environ | given,
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ShiyiError(f"{program} did not end within {_TIMEOUT_SECONDS // 3600} hours.") from None
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["no reason given"]
        raise ShiyiError(f"{program} failed: {said[-1]}.")
