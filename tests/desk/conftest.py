"""Fixtures of the desk's tests."""

from collections.abc import Iterator

import pytest

from storage.database import Database
from tests.desk.office import Office


@pytest.fixture
def office(database: Database) -> Iterator[Office]:
    """An office with its outlets, on SQLite and on PostgreSQL."""
    with database.session() as session:
        office = Office(session)
        office.outlets()
        yield office
