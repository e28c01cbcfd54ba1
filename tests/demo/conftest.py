"""One replica for the tests that do not change it, and one of its own for those that do."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from demo.replica import Replica
from demo.web import CHINA

LAST_DAY = datetime(2026, 11, 20, 20, 0, tzinfo=CHINA)


@pytest.fixture(scope="session")
def web() -> Iterator[Replica]:
    """The replica on its last evening; leave its clock and faults alone."""
    with Replica(LAST_DAY) as replica:
        yield replica


@pytest.fixture
def replica() -> Iterator[Replica]:
    """A replica of one's own, on the morning of 19 November."""
    with Replica(datetime(2026, 11, 19, 8, 0, tzinfo=CHINA)) as own:
        yield own
