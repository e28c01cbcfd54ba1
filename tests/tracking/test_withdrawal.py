"""An article is withdrawn by rule, never by a server's slip."""

from datetime import UTC, datetime, timedelta

import pytest

from tracking.withdrawal import Look, is_missing, withdrawn_reason

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def looks(*found: tuple[int, str]) -> list[Look]:
    return [Look(NOON + timedelta(hours=hours), "gone", reason) for hours, reason in found]


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        ([(0, "deleted")], "deleted"),
        ([(0, "violation")], "violation"),
        ([(0, "not_found")], None),
        ([(0, "not_found"), (1, "not_found"), (2, "not_found")], None),
        ([(0, "not_found"), (24, "not_found"), (48, "not_found")], "not_found"),
        ([(0, "not_found"), (24, "unavailable"), (48, "not_found")], None),
        ([(0, "not_found"), (24, "not_found"), (48, "not_found"), (60, "unavailable")], None),
        ([(0, "link_expired"), (24, "link_expired"), (48, "link_expired")], None),
        ([(0, "unavailable"), (24, "unavailable"), (72, "unavailable")], None),
        ([], None),
    ],
)
def test_the_rule(found: list[tuple[int, str]], reason: str | None) -> None:
    assert withdrawn_reason(looks(*found), outlet_answers=True) == reason


def test_a_404_counts_only_while_the_outlet_answers() -> None:
    days = looks((0, "not_found"), (24, "not_found"), (48, "not_found"))
    assert withdrawn_reason(days, outlet_answers=False) is None
    assert withdrawn_reason(looks((0, "deleted")), outlet_answers=False) == "deleted"


def test_a_wall_is_not_a_missing_article() -> None:
    assert is_missing(looks((0, "not_found")))
    assert not is_missing([Look(NOON, "blocked", None)])
    assert not is_missing(looks((0, "not_found"), (1, "unavailable")))
