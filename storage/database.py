"""Opening the database: SQLite under the home folder by default, PostgreSQL by one setting."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from base.errors import ShiyiError, UsageError
from storage.migrations import HEAD

if TYPE_CHECKING:
    from alembic.config import Config

BUSY_TIMEOUT_MS = 30_000
_MIGRATIONS = Path(__file__).with_name("migrations")


class Database:
    """An engine with its sessions. `url` is a SQLAlchemy address; nothing is opened before the first use."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        if self.sqlite and self.url.database:
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        self.engine: Engine = create_engine(self.url, pool_pre_ping=not self.sqlite)
        if self.sqlite:
            event.listen(self.engine, "connect", _sqlite_pragmas)
            event.listen(self.engine, "begin", _sqlite_begin)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction: committed at the end, rolled back whole on any error.

        Raises ShiyiError where the database itself cannot be reached or has no room.
        """
        with self._told(), self._sessions.begin() as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A look at the database that waits for no writer, and must not write. Raises ShiyiError likewise."""
        reader = self.engine.execution_options(sqlite_begin="DEFERRED")
        with self._told(), self._sessions(bind=reader) as session:
            yield session

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OperationalError as error:
            raise ShiyiError(f"The database {self.url} did not do its work: {error.orig}.") from error

    def upgrade(self, revision: str = "head") -> None:
        """Bring the tables to `revision`, keeping what they hold."""
        from alembic import command  # noqa: PLC0415 (a quarter of a second that only an upgrade needs)

        try:
            command.upgrade(self.alembic(), revision)
        except SQLAlchemyError as error:
            raise ShiyiError(f"The database {self.url} could not be upgraded: {error}.") from error

    def require_current(self) -> None:
        """Raise UsageError where the tables are not those of this program."""
        found = self.revision()
        if found is None:
            raise UsageError(f"The database {self.url} is empty; run `shiyi init` first.")
        if found != HEAD:
            raise UsageError(f"The database {self.url} is of another version; run `shiyi db upgrade`.")

    def revision(self) -> str | None:
        """The version of the tables; None where there are none. Raises ShiyiError."""
        try:
            with self.engine.connect() as connection:
                if not inspect(connection).has_table("alembic_version"):
                    return None
                found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
                return None if found is None else str(found)
        except OperationalError as error:
            raise ShiyiError(f"The database {self.url} cannot be reached: {error.orig}.") from error

    def alembic(self) -> "Config":
        """Alembic's configuration for this database."""
        from alembic.config import Config  # noqa: PLC0415

        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        config.attributes["engine"] = self.engine
        return config

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()


def _sqlite_pragmas(connection: SQLiteConnection, _: ConnectionPoolEntry) -> None:
    # The driver must not begin transactions by itself: see _sqlite_begin.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: Connection) -> None:
    # IMMEDIATE: a transaction that begins as a reader and then writes would fail at once with "locked"
    # instead of waiting for its turn.
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('sqlite_begin', 'IMMEDIATE')}")
