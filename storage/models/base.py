"""The declarative base: naming rules that migrations rely on, and how Python types become columns."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, MetaData, String
from sqlalchemy.orm import DeclarativeBase

from storage.types import UTCDateTime

# Constraints need names, or Alembic could not change them on SQLite.
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Parent of all tables."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UTCDateTime,
        list[str]: JSON,
        dict[str, str]: JSON,
        dict[str, int]: JSON,
        dict[str, Any]: JSON,
    }


def words(kind: type[StrEnum]) -> String:
    """A column for one of a few words. Stored as text: a new word needs no migration on either database."""
    return String(max(16, *(len(word) for word in kind)))
