"""An outlet's own rhythm: what is a silence there, and what has gone little by little."""

from datetime import UTC, date, datetime, timedelta

import pytest

from base.clock import CHINA
from storage.models import OutletState
from tracking.health import Counts, Day, in_long_holiday, judge_outlet, unlikeliness, what_is_gone

# A Monday; the eight weeks before hold the National Day of 2026 (1st to 7th of October).
MONDAY = date(2026, 11, 9)


def at(day: date, hour: float) -> datetime:
    midnight = datetime(day.year, day.month, day.day, tzinfo=CHINA)
    return (midnight + timedelta(hours=hour)).astimezone(UTC)


def weeks(pattern: str, first: float = 9.0, count: int = 6) -> list[Day]:
    """Weeks that end on the Sunday before MONDAY; a `+` in the pattern of seven days is a day with news."""
    days = []
    for number in range(7 * count):
        day = MONDAY - timedelta(days=7 * count - number)
        days.append(Day(day, first if pattern[day.weekday()] == "+" else None))
    return days


def silent(days: int) -> list[Day]:
    return [Day(MONDAY + timedelta(days=number), None) for number in range(days)]


@pytest.mark.parametrize(
    ("what", "history", "days", "hour", "late"),
    [
        ("a daily one at noon of its first silent day", weeks("+++++++"), 1, 12, False),
        ("a daily one on its second silent day", weeks("+++++++"), 2, 12, True),
        ("a daily one on its second morning, before its hour", weeks("+++++++", first=16.0), 2, 8, False),
        ("a weekday one over a weekend and a Monday", weeks("+++++--"), 1, 12, False),
        ("a weekday one on Tuesday evening", weeks("+++++--"), 2, 20, True),
        ("a weekly one (Wednesdays) on Thursday", weeks("--+----"), 4, 12, False),
        ("a weekly one after two Wednesdays", weeks("--+----", count=8), 11, 12, True),
        ("one that has news on some days, after one of them", weeks("+-+-+-+"), 2, 20, False),
        ("one with too little history", weeks("+++++++", count=1), 3, 20, False),
        ("one that hardly ever has news", weeks("-------"), 30, 20, False),
    ],
)
def test_a_silence_is_late_by_the_outlets_own_rhythm(
    what: str, history: list[Day], days: int, hour: float, late: bool
) -> None:
    found = [*history, *silent(days)]
    judgement = judge_outlet(
        OutletState.OK,
        None,
        now=at(found[-1].day, hour),
        last_news=at(MONDAY - timedelta(days=3), 9),
        days=found,
        before=[],
        lately=[],
    )
    assert judgement.state is (OutletState.LATE if late else OutletState.QUIET), what
    assert ("早该有了" in (judgement.note or "")) is late


def test_a_single_wild_day_changes_no_rhythm() -> None:
    history = weeks("+++++--")
    strange = [Day(day.day, 23.0) if number == 3 else day for number, day in enumerate(history)]
    now = at(MONDAY + timedelta(days=1), 20)
    assert unlikeliness([*strange, *silent(2)], now) == pytest.approx(
        unlikeliness([*history, *silent(2)], now), abs=0.01
    )


def test_a_long_holiday_is_no_silence() -> None:
    history = [Day(date(2026, 9, 1) + timedelta(days=number), 9.0) for number in range(30)]
    holiday = [Day(date(2026, 10, 1) + timedelta(days=number), None) for number in range(7)]
    assert unlikeliness([*history, *holiday], at(date(2026, 10, 7), 20)) == 1.0
    after = [*holiday, Day(date(2026, 10, 8), None), Day(date(2026, 10, 9), None)]
    assert unlikeliness([*history, *after], at(date(2026, 10, 9), 20)) < 0.01


@pytest.mark.parametrize(
    ("day", "long"),
    [
        (date(2026, 11, 20), False),
        (date(2026, 11, 21), False),
        (date(2026, 10, 1), True),
        (date(2026, 10, 4), True),
        (date(2026, 10, 10), False),
        (date(2026, 1, 1), True),
    ],
)
def test_a_weekend_is_no_long_holiday(day: date, long: bool) -> None:
    assert in_long_holiday(day) is long


@pytest.mark.parametrize(
    ("said", "hours_ago", "state"),
    [
        (OutletState.OK, 2, OutletState.OK),
        (OutletState.OK, 30, OutletState.QUIET),
        (OutletState.BLOCKED, 2, OutletState.BLOCKED),
        (OutletState.UNREACHABLE, 2, OutletState.UNREACHABLE),
        (OutletState.CHANGED, 2, OutletState.CHANGED),
        (OutletState.DISALLOWED, 2, OutletState.DISALLOWED),
    ],
)
def test_what_a_run_saw_outweighs_history(said: OutletState, hours_ago: int, state: OutletState) -> None:
    now = at(MONDAY, 12)
    judgement = judge_outlet(
        said, "note", now=now, last_news=now - timedelta(hours=hours_ago), days=[], before=[], lately=[]
    )
    assert (judgement.state, judgement.note) == (state, "note")


def crawls(count: int, **values: int) -> list[Counts]:
    return [Counts(values)] * count


@pytest.mark.parametrize(
    ("what", "before", "lately", "says"),
    [
        ("all is there", crawls(20, read=5), crawls(4, read=5), None),
        ("the source is gone", crawls(20, read=5), crawls(4, read=5, without_source=5), "来源"),
        (
            "the source was never there",
            crawls(20, read=5, without_source=5),
            crawls(4, read=5, without_source=5),
            None,
        ),
        ("half of the bodies are gone", crawls(20, read=5), crawls(4, read=6, without_body=3), None),
        ("nearly all bodies are gone", crawls(20, read=5), crawls(4, read=5, without_body=4), "正文"),
        ("too few were read to say", crawls(20, read=5), crawls(1, read=5, without_body=5), None),
        ("too little is known from before", crawls(3, read=5), crawls(4, read=5, without_body=5), None),
        (
            "one bad crawl long ago",
            [*crawls(20, read=5), *crawls(1, read=5, without_date=5)],
            crawls(4, read=5),
            None,
        ),
        ("lists have shrunk", crawls(20, lists=2, rows=40), crawls(4, lists=2, rows=4), "列表"),
        ("lists were always short", crawls(20, lists=2, rows=4), crawls(4, lists=2, rows=4), None),
        (
            "one short list is chance",
            crawls(20, lists=1, rows=20),
            [*crawls(3, lists=1, rows=20), *crawls(1, lists=1, rows=1)],
            None,
        ),
    ],
)
def test_what_used_to_be_there_and_is_gone_is_a_changed_layout(
    what: str, before: list[Counts], lately: list[Counts], says: str | None
) -> None:
    found = what_is_gone(before, lately)
    assert (found is None) if says is None else (says in (found or "")), what
