"""Time: UTC inside, China's on screen."""

from datetime import UTC, date, datetime

import pytest

from base.clock import china_date, parse_moment


def test_a_moment_without_a_zone_is_chinas() -> None:
    assert parse_moment("2026-11-20T08:00") == datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
    assert parse_moment("2026-11-20T08:00:00+00:00") == datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
    assert parse_moment("2026-11-20") == datetime(2026, 11, 19, 16, 0, tzinfo=UTC)


def test_the_day_in_china_begins_eight_hours_early() -> None:
    assert china_date(datetime(2026, 11, 19, 16, 0, tzinfo=UTC)) == date(2026, 11, 20)
    with pytest.raises(ValueError, match="zone"):
        china_date(datetime(2026, 11, 19))  # noqa: DTZ001
