"""Writing where several writers may try at once, on either database."""

from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import CursorResult, Insert, Table, UpdateBase
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.models.base import Base


def insert_missing(session: Session, table: type[Base], key: tuple[str, ...], values: dict[str, Any]) -> bool:
    """Insert a row unless one with the same `key` columns stands there; says whether it did."""
    statement = _insert(session.get_bind().dialect.name, table, key)
    return cast(CursorResult[Any], session.execute(statement, values)).rowcount == 1


def insert_all_missing(
    session: Session, table: type[Base], key: tuple[str, ...], rows: Sequence[dict[str, Any]]
) -> None:
    """`insert_missing` for many rows at once, which must be of one shape."""
    if rows:
        session.execute(_insert(session.get_bind().dialect.name, table, key), rows)


@cache
def _insert(dialect: str, table: type[Base], key: tuple[str, ...]) -> Insert:
    """Made once: building a statement takes longer than carrying it out."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(cast(Table, table.__table__)).on_conflict_do_nothing(index_elements=list(key))
    return statement.execution_options(preserve_rowcount=True)


def rows_touched(session: Session, statement: UpdateBase) -> int:
    """Carry out an insert, update or delete; how many rows it touched."""
    return cast(CursorResult[Any], session.execute(statement)).rowcount
