"""The next look comes ever later, and never while nobody waits."""

from datetime import UTC, datetime, timedelta

from tracking.schedule import NEVER, STEPS, next_check

SEEN = datetime(2026, 11, 20, tzinfo=UTC)
DAY = timedelta(days=1)


def test_the_looks_follow_the_steps_and_end() -> None:
    moment, looks = SEEN, []
    while (moment := next_check(SEEN, moment, missing_since=None, watched=False)) != NEVER:
        looks.append(moment - SEEN)
    assert looks == list(STEPS)


def test_a_late_look_does_not_repeat_the_steps_it_missed() -> None:
    assert next_check(SEEN, SEEN + 2 * DAY, missing_since=None, watched=False) == SEEN + 3 * DAY


def test_what_is_watched_or_missing_is_looked_at_daily() -> None:
    old = SEEN + 100 * DAY
    assert next_check(SEEN, old, missing_since=None, watched=True) == old + DAY
    assert next_check(SEEN, old, missing_since=old, watched=False) == old + DAY
    assert next_check(SEEN, SEEN, missing_since=None, watched=True) == SEEN + STEPS[0]


def test_what_stays_away_is_looked_at_daily_for_a_week_and_then_like_all_else() -> None:
    moment, looks = SEEN + DAY, []
    while (moment := next_check(SEEN, moment, missing_since=SEEN + DAY, watched=False)) != NEVER:
        looks.append(moment - SEEN)
    assert looks == [timedelta(days=number) for number in (2, 3, 4, 5, 6, 7, 8, 30)]
    old = SEEN + 100 * DAY
    assert next_check(SEEN, old, missing_since=SEEN, watched=True) == old + DAY
