"""Backup and restore: whole, while running, and nothing that is not a backup is ever unpacked."""

import hashlib
import io
import json
import shutil
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import func, select

from base.errors import BadFile, ShiyiError, UsageError
from base.settings import Settings
from storage.backup import back_up, restore
from storage.database import Database
from storage.models import Run, RunKind
from storage.runs import Plan, plan_run
from tests.conftest import Servers

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
PAGE = "ab" + "0" * 62


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a page and settings; its database is the one of the test."""
    home = tmp_path / "home"
    (home / "raw" / "ab").mkdir(parents=True)
    (home / "raw" / "ab" / f"{PAGE}.gz").write_bytes(b"a page")
    (home / "raw" / "ab" / f"{PAGE}.77.part").write_bytes(b"half")
    (home / "shiyi.toml").write_text('smtp_password = "geheim"\n')
    return home


@pytest.fixture
def sqlite(servers: Servers) -> Iterator[Database]:
    database = servers.make("sqlite", tables=True)
    yield database
    database.close()


def count(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Run)) or 0


def test_what_is_restored_is_what_was_backed_up(
    database: Database, servers: Servers, home: Path, tmp_path: Path
) -> None:
    if not database.sqlite and shutil.which("pg_dump") is None:
        pytest.skip("pg_dump is not installed; to run this test: apt install postgresql-client")
    with database.session() as session:
        plan_run(session, Plan(RunKind.CRAWL, "paper", NOW))
    file = tmp_path / "backup.tar"
    found = back_up(Settings(home=home), database, file, NOW)
    assert found.files == 3
    assert file.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []

    fresh = servers.make("sqlite" if database.sqlite else "postgresql", tables=False)
    restored = Settings(home=tmp_path / "fresh")
    assert restore(restored, fresh, file) == found
    fresh.require_current()
    assert count(fresh) == 1
    assert (restored.home / "raw" / "ab" / f"{PAGE}.gz").read_bytes() == b"a page"
    assert (restored.home / "shiyi.toml").read_text() == 'smtp_password = "geheim"\n'
    assert sorted(path.name for path in restored.home.iterdir()) == ["raw", "shiyi.toml"]
    with pytest.raises(ShiyiError, match="is there already"):
        restore(restored, fresh, file)
    with pytest.raises(ShiyiError, match="is not empty"):
        restore(Settings(home=tmp_path / "third"), fresh, file)
    fresh.close()


def test_a_backup_is_consistent_while_others_write(sqlite: Database, home: Path, tmp_path: Path) -> None:
    """Each transaction adds two runs: a backup holds an even number, whenever it is taken."""
    stop = Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            with sqlite.session() as session:
                plan_run(session, Plan(RunKind.CRAWL, f"a{number}", NOW))
                plan_run(session, Plan(RunKind.CRAWL, f"b{number}", NOW))
            number += 1

    writer = Thread(target=write)
    writer.start()
    try:
        counts = []
        for number in range(5):
            file = tmp_path / f"{number}.tar"
            back_up(Settings(home=home), sqlite, file, NOW)
            fresh = Database(f"sqlite:///{tmp_path / f'{number}.sqlite'}")
            restore(Settings(home=tmp_path / f"home{number}"), fresh, file)
            counts.append(count(fresh))
            fresh.close()
    finally:
        stop.set()
        writer.join()
    assert all(found % 2 == 0 for found in counts)
    assert counts == sorted(counts)


Member = tuple[tarfile.TarInfo, bytes]


def regular(name: str, data: bytes = b"x") -> Member:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    return member, data


def special(name: str, kind: bytes, link: str = "") -> Member:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, link
    return member, b""


def about(**values: Any) -> Member:
    said = {"shiyi_backup": 1, "database": "database.sqlite", "revision": "0001"} | values
    return regular("about.json", json.dumps(said).encode())


def listing(*members: Member) -> Member:
    files = {
        member.name: {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for member, data in members
    }
    return regular("files.json", json.dumps(files).encode())


def empty_database(tmp_path: Path) -> bytes:
    file = tmp_path / "empty"
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
    connection.commit()
    connection.close()
    return file.read_bytes()


DATABASE = regular("database.sqlite", b"no database")
WRONG: dict[str, list[Member]] = {
    "an empty archive": [],
    "another archive": [regular("README")],
    "another version": [about(shiyi_backup=2)],
    "no database kind": [about(database="../../etc/passwd")],
    "no list": [about(), DATABASE],
    "a list of something else": [about(), DATABASE, listing()],
    "another content": [about(), DATABASE, listing(regular("database.sqlite", b"other data!"))],
    "more after the list": [about(), DATABASE, listing(DATABASE), regular("shiyi.toml")],
    "no database": [about(), listing()],
    "a damaged database": [about(), DATABASE, listing(DATABASE)],
    "a path that climbs": [about(), DATABASE, regular("raw/ab/../../../evil.gz")],
    "an absolute path": [about(), DATABASE, regular("/tmp/evil")],
    "a page in the wrong folder": [about(), DATABASE, regular(f"raw/cd/{PAGE}.gz")],
    "another name": [about(), DATABASE, regular("raw/ab/evil.sh")],
    "the same name twice": [about(), DATABASE, DATABASE],
    "a symbolic link": [about(), special("shiyi.toml", tarfile.SYMTYPE, "/etc/passwd")],
    "a hard link": [about(), special("shiyi.toml", tarfile.LNKTYPE, "about.json")],
    "a device": [about(), special("shiyi.toml", tarfile.CHRTYPE)],
    "a folder": [about(), special("raw", tarfile.DIRTYPE)],
    "a list that is none": [about(), DATABASE, regular("files.json", b"[1]")],
    "a description that is none": [regular("about.json", b"\xff\xfe")],
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_no_backup_is_refused_and_leaves_nothing(what: str, tmp_path: Path) -> None:
    file = tmp_path / "wrong.tar"
    with tarfile.open(file, "w") as archive:
        for member, data in WRONG[what]:
            archive.addfile(member, io.BytesIO(data))
    home = tmp_path / "home"
    database = Database(f"sqlite:///{home / 'shiyi.sqlite'}")
    with pytest.raises(BadFile):
        restore(Settings(home=home), database, file)
    database.close()
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[: len(data) // 2],
        lambda data: data[: data.rindex(b"files.json") + 600],
        lambda data: b"PK" + data,
    ],
)
def test_a_damaged_backup_is_refused(
    spoil: Callable[[bytes], bytes], sqlite: Database, home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "backup.tar"
    back_up(Settings(home=home), sqlite, file, NOW)
    file.write_bytes(spoil(file.read_bytes()))
    fresh = Database(f"sqlite:///{tmp_path / 'fresh.sqlite'}")
    with pytest.raises(BadFile):
        restore(Settings(home=tmp_path / "fresh"), fresh, file)
    fresh.close()


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"database": "database.pgdump"}, "PostgreSQL"),
        ({"revision": "9999"}, "newer version"),
        ({"revision": None}, "newer version"),
    ],
)
def test_a_backup_that_does_not_fit_here_says_what_to_do(
    said: dict[str, Any], says: str, tmp_path: Path
) -> None:
    file = tmp_path / "backup.tar"
    with tarfile.open(file, "w") as archive:
        for member, data in [about(**said), DATABASE, listing(DATABASE)]:
            archive.addfile(member, io.BytesIO(data))
    database = Database(f"sqlite:///{tmp_path / 'fresh.sqlite'}")
    with pytest.raises(UsageError, match=says):
        restore(Settings(home=tmp_path / "home"), database, file)
    database.close()


def test_what_the_disk_cannot_hold_is_not_begun(tmp_path: Path) -> None:
    file = tmp_path / "backup.tar"
    with tarfile.open(file, "w") as archive:
        member, data = about()
        archive.addfile(member, io.BytesIO(data))
        huge = tarfile.TarInfo("database.sqlite")
        huge.size = 2**50
        archive.addfile(huge)  # the header alone
    home = tmp_path / "home"
    database = Database(f"sqlite:///{home / 'shiyi.sqlite'}")
    with pytest.raises(ShiyiError, match="no room for database"):
        restore(Settings(home=home), database, file)
    database.close()
    assert list(home.iterdir()) == []


def test_there_must_be_a_file(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'fresh.sqlite'}")
    with pytest.raises(BadFile, match="There is no file"):
        restore(Settings(home=tmp_path / "home"), database, tmp_path / "none.tar")
    database.close()


def test_an_older_backup_is_brought_up_to_date(tmp_path: Path) -> None:
    """Tables that are older than the program are upgraded; here: none at all yet."""
    data = regular("database.sqlite", empty_database(tmp_path))
    file = tmp_path / "backup.tar"
    with tarfile.open(file, "w") as archive:
        for member, content in [about(), data, listing(data)]:
            archive.addfile(member, io.BytesIO(content))
    database = Database(f"sqlite:///{tmp_path / 'fresh.sqlite'}")
    restore(Settings(home=tmp_path / "home"), database, file)
    database.require_current()
    database.close()
