"""Writing where several writers may try at once, on either database."""

from typing import Any, cast

from sqlalchemy import CursorResult, UpdateBase
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.models.base import Base


def insert_missing(session: Session, table: type[Base], key: tuple[str, ...], values: dict[str, Any]) -> bool:
    """Insert a row unless one with the same `key` columns stands there; says whether it did."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing(index_elements=list(key))
    return rows_touched(session, statement) == 1


def rows_touched(session: Session, statement: UpdateBase) -> int:
    """Carry out an insert, update or delete; how many rows it touched."""
    return cast(CursorResult[Any], session.execute(statement)).rowcount
