"""Insert what is not there yet, on either database, however many writers try at once."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.models.base import Base


def insert_missing(session: Session, table: type[Base], key: tuple[str, ...], values: dict[str, Any]) -> bool:
    """Insert a row unless one with the same `key` columns stands there; says whether it did."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing(index_elements=list(key))
    return bool(session.connection().execute(statement).rowcount)
