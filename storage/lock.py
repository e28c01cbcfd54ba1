"""Who keeps the clock: one process for each database, whoever else is started."""

import fcntl
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from base.errors import ShiyiError
from storage.database import Database

# Any number will do, as long as nothing else on the database uses it: "shiyi" in ASCII.
_ADVISORY_KEY = 0x7368697969


class ClockLock:
    """The right to keep the clock. It ends with the process that holds it, however that ends.

    On SQLite a lock on a file beside the database; on PostgreSQL an advisory lock, held by a connection.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._file: IO[str] | None = None
        self._connection: Connection | None = None

    def acquire(self) -> bool:
        """Take it if nobody has it. Raises ShiyiError where the database cannot be reached."""
        return self._lock_file() if self._database.sqlite else self._lock_database()

    def holds(self) -> bool:
        """Whether it is still ours; a server that was restarted has forgotten."""
        if self._connection is None:
            return self._file is not None
        try:
            self._connection.execute(text("SELECT 1"))
        except DBAPIError:
            self._connection.invalidate()
            self.release()
            return False
        return True

    def release(self) -> None:
        """Give it back."""
        if self._file is not None:
            self._file.close()
        if self._connection is not None:
            self._connection.close()
        self._file = self._connection = None

    def _lock_file(self) -> bool:
        path = Path(f"{self._database.url.database}.lock")
        try:
            file = path.open("w")
        except OSError as error:
            raise ShiyiError(f"The lock file {path} cannot be written: {error.strerror}.") from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._file = file
        return True

    def _lock_database(self) -> bool:
        try:
            connection = self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            # Where the holder's machine dies, the server must notice by itself, within a minute.
            for setting in (
                "tcp_keepalives_idle = 15",
                "tcp_keepalives_interval = 5",
                "tcp_keepalives_count = 3",
            ):
                connection.execute(text(f"SET {setting}"))
            query = text("SELECT pg_try_advisory_lock(:key)")
            if connection.execute(query, {"key": _ADVISORY_KEY}).scalar_one():
                connection.detach()  # closing it ends the session, and with it the lock
                self._connection = connection
                return True
            connection.close()
        except DBAPIError as error:
            raise ShiyiError(f"The database {self._database.url} cannot be reached: {error.orig}.") from error
        return False
