"""Fixtures that more than one package's tests use."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from storage.database import Database
from tests import postgres

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real bulletins and pages beside the project."""
    if not SHARED.is_dir():
        pytest.skip("The real bulletins and pages in ../shared are not on this machine.")
    return SHARED


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server for this test session."""
    programs = postgres.server_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed; to run these tests too: apt install postgresql")
    with postgres.server(programs) as url:
        yield url


class Servers:
    """Makes databases for tests: empty, or with the current tables (migrated once, then copied)."""

    def __init__(self, request: pytest.FixtureRequest, folder: Path) -> None:
        self._request = request
        self._folder = folder
        self._templates: dict[str, str] = {}

    def make(self, engine: str, *, tables: bool) -> Database:
        """A new database on "sqlite" or "postgresql"."""
        if not tables:
            return Database(self._copy(engine, None))
        if engine not in self._templates:
            template = Database(self._copy(engine, None))
            template.upgrade()
            template.close()
            self._templates[engine] = template.url.render_as_string(hide_password=False)
        return Database(self._copy(engine, self._templates[engine]))

    def _copy(self, engine: str, template: str | None) -> str:
        name = f"t{uuid4().hex}"
        if engine == "sqlite":
            file = self._folder / f"{name}.sqlite"
            if template:
                shutil.copy(template.removeprefix("sqlite:///"), file)
            return f"sqlite:///{file}"
        server = self._request.getfixturevalue("postgres_url").removesuffix("postgres")
        of = f" TEMPLATE {template.removeprefix(server)}" if template else ""
        admin = create_engine(server + "postgres", isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}{of}"))
        admin.dispose()
        return f"{server}{name}"


@pytest.fixture(scope="session")
def servers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Servers:
    """Where tests get their databases."""
    return Servers(request, tmp_path_factory.mktemp("databases"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, servers: Servers) -> Iterator[Database]:
    """A database without tables, once on SQLite and once on PostgreSQL."""
    database = servers.make(request.param, tables=False)
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, servers: Servers) -> Iterator[Database]:
    """A database with the current tables, once on SQLite and once on PostgreSQL."""
    database = servers.make(request.param, tables=True)
    yield database
    database.close()
