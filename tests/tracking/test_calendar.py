"""Working days: holidays and the days that make up for them."""

from datetime import date

import pytest

from tracking.calendar import is_working_day, knows_year


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),
        (date(2026, 10, 1), False),
        (date(2026, 2, 14), True),  # a Saturday that makes up for the Spring Festival
        (date(2026, 2, 17), False),
        (date(2100, 11, 19), True),
        (date(2100, 11, 20), False),
    ],
)
def test_working_days(day: date, works: bool) -> None:
    assert is_working_day(day) is works


def test_a_year_whose_holidays_are_not_announced_is_known_as_such() -> None:
    assert knows_year(2026)
    assert not knows_year(2100)
