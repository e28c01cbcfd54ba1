"""What commands share: settings, the database, printing for people and for programs."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from base.clock import parse_moment, utcnow
from base.errors import BadFile, UsageError
from base.settings import Settings, load_settings
from storage.database import Database

FILE_LIMIT = 64 * 1024 * 1024

Json = Annotated[bool, typer.Option("--json", help="Write JSON for a program.")]
Now = Annotated[
    str | None,
    typer.Option(
        "--now", metavar="TIME", help="Act as if it were this time, e.g. 2026-11-20T08:00.", hidden=True
    ),
]


class _Console(Console):
    """rich's, which would exit with 1 where the reader of the output has left; `shiyi.main` knows what to do."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


console = _Console(stderr=False, highlight=False)


@contextmanager
def opened() -> Iterator[tuple[Settings, Database]]:
    """The settings and the database, which must be there and current."""
    settings = load_settings()
    database = Database(settings.database)
    try:
        database.require_current()
        yield settings, database
    finally:
        database.close()


def moment(text: str | None) -> datetime:
    """`--now`, else the present. Raises UsageError."""
    if text is None:
        return utcnow()
    try:
        return parse_moment(text)
    except ValueError:
        raise UsageError(f"--now takes a time such as 2026-11-20T08:00, not {text}.") from None


def read_file(path: Path) -> bytes:
    """The bytes of a file a person named. Raises BadFile."""
    try:
        if path.stat().st_size > FILE_LIMIT:
            raise BadFile(f"{path} has more than {FILE_LIMIT // 2**20} MB; nothing that large is read.")
        return path.read_bytes()
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror or error}.") from None


def outlet_of(url: str) -> str | None:
    """The key of the outlet that an address belongs to."""
    from spiders import outlet_for  # slow to import, and needed by few commands

    outlet = outlet_for(url)
    return outlet.key if outlet else None


def print_json(value: Any) -> None:
    """One JSON object on a line, UTF-8 whatever the terminal says; half a surrogate pair is escaped."""
    line = json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()
