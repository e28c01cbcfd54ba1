"""What becomes an alert, and what does not."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from storage.models import OutletState, RunKind
from tracking import causes
from tracking.causes import KINDS, OutletFacts, RunFacts, of_outlets, unknown_year

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DOCS = Path(__file__).resolve().parents[2] / "docs" / "operate.md"
DOWN, OK = "unreachable", "ok"


def outlet(key: str, *outcomes: str, state: OutletState | None = None, at: datetime = NOW) -> OutletFacts:
    return OutletFacts(key, key.upper(), state or OutletState(outcomes[0]), None, outcomes, at)


@pytest.mark.parametrize(
    ("what", "outlets", "expected"),
    [
        ("all well", [outlet("a", OK), outlet("b", OK, state=OutletState.QUIET)], []),
        ("one bad hour", [outlet("a", DOWN, OK), outlet("b", OK)], []),
        ("down twice", [outlet("a", DOWN, DOWN), outlet("b", OK)], [("unreachable", "a")]),
        ("walled off", [outlet("a", "blocked"), outlet("b", OK)], [("blocked", "a")]),
        ("late", [outlet("a", OK, state=OutletState.LATE)], [("late", "a")]),
        (
            "each its own",
            [outlet("a", "changed"), outlet("b", "disallowed"), outlet("c", OK)],
            [("changed", "a"), ("disallowed", "b")],
        ),
        ("two of two is no proof", [outlet("a", DOWN, OK), outlet("b", DOWN, OK)], []),
        ("our network", [outlet(k, DOWN, DOWN) for k in "abc"] + [outlet("d", OK)], [("network", "")]),
        (
            "our network, and one walled off",
            [outlet(k, DOWN) for k in "abcd"] + [outlet("e", "blocked")],
            [("network", ""), ("blocked", "e")],
        ),
        (
            "half of them are not our network",
            [outlet(k, DOWN, DOWN) for k in "abc"] + [outlet(k, OK) for k in "defg"],
            [("unreachable", k) for k in "abc"],
        ),
    ],
)
def test_one_that_fails_is_its_own_alert_most_of_them_are_our_network(
    what: str, outlets: list[OutletFacts], expected: list[tuple[str, str]]
) -> None:
    assert [(case.kind, case.subject) for case in of_outlets(outlets, None)] == expected, what


def test_what_was_seen_while_our_network_was_down_is_held_against_nobody() -> None:
    outlets = [
        outlet("a", DOWN, DOWN, at=NOW),
        outlet("b", DOWN, DOWN, at=NOW + HOUR),
        outlet("c", OK),
        outlet("d", OK),
    ]
    assert [case.subject for case in of_outlets(outlets, network_at=NOW)] == ["b"]


@pytest.mark.parametrize(
    ("failed", "alert"),
    [([True, True], True), ([True, False], False), ([False, True], False), ([True], False)],
)
def test_one_failure_is_chance_two_are_an_alert(failed: list[bool], alert: bool) -> None:
    found = list(causes.of_runs([RunFacts(RunKind.TRIAGE, "", failed, "超过时限", NOW)]))
    assert bool(found) is alert
    if alert:
        assert (found[0].subject, "超过时限" in found[0].text) == ("triage", True)


@pytest.mark.parametrize(("minutes", "alert"), [(None, False), (30, False), (60, True)])
def test_a_digest_has_an_hour_to_go_out(minutes: int | None, alert: bool) -> None:
    slot = None if minutes is None else NOW - timedelta(minutes=minutes)
    assert bool(list(causes.of_digest(slot, NOW))) is alert


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 11, 30), None),
        (date(2026, 12, 1), 2027),
        (date(2025, 12, 31), None),
        (date(2041, 6, 1), 2041),
    ],
)
def test_the_holidays_of_the_coming_year_must_be_known_in_december(day: date, year: int | None) -> None:
    assert unknown_year(day) == year


def test_a_clock_that_is_put_back_is_told() -> None:
    assert not list(causes.of_clock(None, NOW))
    assert not list(causes.of_clock(NOW - HOUR, NOW))
    assert not list(causes.of_clock(NOW + timedelta(seconds=30), NOW))
    assert [case.kind for case in causes.of_clock(NOW + HOUR, NOW)] == ["clock"]


def test_other_causes() -> None:
    assert not list(causes.of_disk(2**30, NOW))
    assert "100 MB" in next(causes.of_disk(100 * 2**20, NOW)).text
    assert not list(causes.of_missed({}))
    assert next(causes.of_missed({"a": NOW, "b": NOW - HOUR})).at == NOW
    assert [case.subject for case in causes.of_outbox({"a@b.cn": (NOW, "550 no")})] == ["a@b.cn"]
    signs = {"worker one": NOW, "worker two": NOW - HOUR}
    assert [case.subject for case in causes.of_workers(signs, NOW)] == ["worker two"]


def test_every_kind_is_explained_to_the_operator() -> None:
    rows = [
        line.split("|")[1].strip(" `") for line in DOCS.read_text().splitlines() if line.startswith("| `")
    ]
    assert set(KINDS) <= set(rows)
