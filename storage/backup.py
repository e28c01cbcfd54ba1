"""A backup is one tar file: what it is, the database, the settings, the raw pages, and a list of it all.

Nothing in it is trusted: names, kinds and sizes are checked before a byte is written, contents before
anything is put in its place. It holds the settings with their passwords: only its owner may read it.
"""

import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError

from base.errors import BadFile, ShiyiError, UsageError
from base.settings import Settings
from storage.database import Database
from storage.snapshot import copy_in, copy_out, is_empty

FORMAT = 1
_ABOUT, _LIST = "about.json", "files.json"
_DATABASES = {True: "database.sqlite", False: "database.pgdump"}
_SETTINGS = "shiyi.toml"
_RAW = re.compile(r"raw/([0-9a-f]{2})/\1[0-9a-f]{62}\.gz")
_JSON_LIMIT = 512 * 2**20
_BLOCK = 1 << 20
# Left free on the disk after a restore.
_SPARE = 100 * 2**20


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What a backup holds: its number of files, and their bytes."""

    files: int
    size: int


def back_up(settings: Settings, database: Database, file: Path, now: datetime) -> BackedUp:
    """Write a backup, whole or not at all. The service may go on meanwhile. Raises ShiyiError."""
    partial = file.with_name(f".{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=file.parent) as folder:
            copy = Path(folder) / _DATABASES[database.sqlite]
            # The database first: of every version in it, the page has been stored before.
            copy_out(database, copy)
            about = {"shiyi_backup": FORMAT, "made_at": now.isoformat(), "database": copy.name}
            about["revision"] = database.revision()
            with _private(partial) as stream, tarfile.open(fileobj=stream, mode="w") as archive:
                found = _write(archive, about, copy, settings.home)
        partial.replace(file)
    except OSError as error:
        raise ShiyiError(f"The backup {file} could not be written: {error.strerror or error}.") from error
    finally:
        partial.unlink(missing_ok=True)
    return found


@contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
        yield stream


def _write(archive: tarfile.TarFile, about: dict[str, Any], copy: Path, home: Path) -> BackedUp:
    _add_json(archive, _ABOUT, about)
    files: dict[str, dict[str, Any]] = {}
    sources = [(copy.name, copy), (_SETTINGS, home / _SETTINGS)]
    sources += [(str(path.relative_to(home)), path) for path in sorted((home / "raw").glob("??/*.gz"))]
    for name, path in sources:
        try:
            files[name] = _add(archive, name, path)
        except FileNotFoundError:  # no settings file, or a page that was removed meanwhile
            continue
    _add_json(archive, _LIST, files)
    return BackedUp(len(files), sum(said["size"] for said in files.values()))


def _add(archive: tarfile.TarFile, name: str, path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        member = tarfile.TarInfo(name)
        member.size = os.fstat(stream.fileno()).st_size
        member.mode = 0o600
        digest = hashlib.sha256()
        archive.addfile(member, _Hashing(stream, digest))
    return {"size": member.size, "sha256": digest.hexdigest()}


class _Hashing(io.RawIOBase):
    """Reads a stream and digests what passes."""

    def __init__(self, stream: IO[bytes], digest: Any) -> None:
        self._stream, self._digest = stream, digest

    def read(self, size: int = -1) -> bytes:
        block = self._stream.read(size)
        self._digest.update(block)
        return block


def _add_json(archive: tarfile.TarFile, name: str, value: object) -> None:
    data = json.dumps(value).encode()
    member = tarfile.TarInfo(name)
    member.size = len(data)
    archive.addfile(member, io.BytesIO(data))


def restore(settings: Settings, database: Database, file: Path) -> BackedUp:
    """Put a backup in an empty home and an empty database; all of it is checked before.

    Raises BadFile for what is not a whole backup, ShiyiError where there is something already.
    """
    _require_empty(settings, database)
    settings.home.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.home) as name:
            folder = Path(name)
            with _opened(file) as archive:
                about = _about(archive, file)
                _require_fitting(about, database, file)
                found = _unpack(archive, folder, file, about["database"])
            copy_in(database, folder / about["database"])
            for part in ("raw", _SETTINGS):
                if (folder / part).exists():
                    (folder / part).replace(settings.home / part)
    except OSError as error:
        raise ShiyiError(f"{file} could not be restored: {error.strerror or error}.") from error
    database.upgrade()
    return found


def _require_empty(settings: Settings, database: Database) -> None:
    for part in ("raw", _SETTINGS):
        if (settings.home / part).exists():
            raise ShiyiError(
                f"{settings.home / part} is there already; move it away, or set SHIYI_HOME to a new folder."
            )
    if not is_empty(database):
        raise ShiyiError(f"The database {database.url} is not empty; move it away, or name another one.")


@contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    try:
        # Plain tar alone: what is not compressed cannot grow.
        with tarfile.open(file, mode="r:") as archive:
            yield archive
    except FileNotFoundError:
        raise BadFile(f"There is no file {file}.") from None
    except (tarfile.TarError, EOFError) as error:
        raise BadFile(f"{file} is no backup of Shiyi, or is damaged: {error}.") from None


def _about(archive: tarfile.TarFile, file: Path) -> dict[str, Any]:
    member = archive.next()
    if member is None or member.name != _ABOUT:
        raise BadFile(f"{file} is no backup of Shiyi.")
    about = _read_json(archive, member, file)
    if about.get("shiyi_backup") != FORMAT or about.get("database") not in _DATABASES.values():
        raise BadFile(f"{file} is no backup of Shiyi, or one of another version.")
    return about


def _require_fitting(about: dict[str, Any], database: Database, file: Path) -> None:
    if about["database"] != _DATABASES[database.sqlite]:
        kind = "SQLite" if about["database"] == _DATABASES[True] else "PostgreSQL"
        raise UsageError(f"{file} holds a {kind} database; set database_url to one of that kind.")
    try:
        ScriptDirectory.from_config(database.alembic()).get_revision(str(about.get("revision")))
    except CommandError:
        raise UsageError(f"{file} was made by a newer version of Shiyi; install that one first.") from None


def _unpack(archive: tarfile.TarFile, folder: Path, file: Path, database: str) -> BackedUp:
    """Write the members below `folder`, each checked, and hold them against the list at the end."""
    files: dict[str, dict[str, Any]] = {}
    while (member := archive.next()) is not None:
        if member.name == _LIST:
            if (
                _read_json(archive, member, file) != files
                or database not in files
                or archive.next() is not None
            ):
                break
            return BackedUp(len(files), sum(said["size"] for said in files.values()))
        _require_harmless(member, folder, file, files, database)
        target = folder / member.name
        target.parent.mkdir(parents=True, exist_ok=True)
        files[member.name] = _copy(archive, member, target)
    raise BadFile(f"{file} is not whole: its contents are not those on its list.")


def _require_harmless(
    member: tarfile.TarInfo, folder: Path, file: Path, files: dict[str, Any], database: str
) -> None:
    known = member.name in (database, _SETTINGS) or _RAW.fullmatch(member.name)
    if not known or member.name in files or member.type not in tarfile.REGULAR_TYPES or member.issparse():
        raise BadFile(f"{file} is no backup of Shiyi: it holds {member.name[:80]!r}.")
    if member.size > shutil.disk_usage(folder).free - _SPARE:
        raise ShiyiError(
            f"There is no room for {member.name} ({member.size // 2**20} MB) in {folder.parent}."
        )


def _copy(archive: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> dict[str, Any]:
    source = archive.extractfile(member)
    assert source is not None  # a regular file
    digest, size = hashlib.sha256(), 0
    with target.open("xb") as stream:
        while block := source.read(_BLOCK):
            digest.update(block)
            size += len(block)
            stream.write(block)
    target.chmod(0o600)
    return {"size": size, "sha256": digest.hexdigest()}


def _read_json(archive: tarfile.TarFile, member: tarfile.TarInfo, file: Path) -> dict[str, Any]:
    source = archive.extractfile(member) if member.isreg() and member.size <= _JSON_LIMIT else None
    try:
        value = json.loads(source.read()) if source else None
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise BadFile(f"{file} is no backup of Shiyi: {member.name} cannot be read.")
    return value
