"""What a database of the soak may do: a full disk gives SQLite no page more, and it says so itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, event

_NO_LIMIT = 4_294_967_294


@contextmanager
def kept(home: Path) -> Iterator[None]:
    """All SQLite databases of this process keep to what `set_pages` says."""
    file = home / "pages"

    def begin(connection: Connection) -> None:
        if connection.dialect.name == "sqlite":
            pages = file.read_text() if file.exists() else ""
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages or _NO_LIMIT}")

    event.listen(Engine, "begin", begin)
    try:
        yield
    finally:
        event.remove(Engine, "begin", begin)


def set_pages(home: Path, pages: int | None) -> None:
    """So many pages the databases may have; None: no limit."""
    (home / "pages").write_text(str(pages or ""))
