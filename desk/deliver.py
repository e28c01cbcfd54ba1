"""Closing a day's digest: composed once, kept, and written as files."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from base.errors import ShiyiError
from base.settings import Settings
from desk.digest import compose, keep
from desk.feeds import FORMS, Entry, candidates
from desk.letters import put_digest
from desk.render import as_html, as_text
from storage.database import Database

_COUNTED = ("candidates", "updates", "changed", "withdrawn", "covered", "folded")


@dataclass(frozen=True, slots=True)
class Delivered:
    """What the digest held, and where its files are (the page first)."""

    counts: dict[str, int]
    files: list[Path]


def deliver(database: Database, settings: Settings, day: date, cutoff: datetime, now: datetime) -> Delivered:
    """Keep the digest of a day, put it in the outbox, and write its files.

    Repeated, it delivers the one that was kept, and nobody gets a second mail.
    """
    with database.session() as session:
        content = compose(session, day, cutoff)
        html, text = as_html(content), as_text(content)
        kept = keep(session, content, html=html, text=text, carry=settings.carry_digests, now=now)
        put_digest(session, settings, kept, now)
        values, html, text = kept.content, kept.html, kept.text
        entries = candidates(session)
    files = write_files(settings.home, day, values, html, text)
    files += write_feeds(settings, entries)
    return Delivered({name: len(values[name]) for name in _COUNTED}, files)


def write_files(home: Path, day: date, values: Mapping[str, Any], html: str, text: str) -> list[Path]:
    """`digests/2026-11-20.html`, `.txt` and `.json` under the home folder. Raises ShiyiError."""
    said = {"html": html, "txt": text, "json": json.dumps(values, ensure_ascii=False)}
    return _write(
        home / "digests", {f"{day.isoformat()}.{ending}": text.encode() for ending, text in said.items()}
    )


def write_feeds(settings: Settings, entries: Sequence[Entry]) -> list[Path]:
    """The newest candidates as `digests/candidates.atom`, `.rss` and `.json`. Raises ShiyiError."""
    home = settings.desk_url.rstrip("/") + "/"
    feeds = {
        f"candidates.{form.ending}": form.make(entries, home, f"{home}feeds/candidates.{form.ending}")
        for form in FORMS
    }
    return _write(settings.home / "digests", feeds)


def _write(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            _write_whole(folder / name, data)
    except OSError as error:
        raise ShiyiError(f"The digest could not be written to {folder}: {error.strerror}.") from error
    return [folder / name for name in files]


def _write_whole(file: Path, data: bytes) -> None:
    """A reader sees the old file or the new one, never half of it."""
    with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as partial:
        partial.write(data)
    Path(partial.name).chmod(0o644)
    Path(partial.name).replace(file)
