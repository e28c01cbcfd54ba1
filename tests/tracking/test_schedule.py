"""The next look comes ever later, and never while nobody waits."""

from datetime import UTC, datetime, timedelta

from tracking.schedule import NEVER, STEPS, next_check

SEEN = datetime(2026, 11, 20, tzinfo=UTC)
DAY = timedelta(days=1)


def test_the_looks_follow_the_steps_and_end() -> None:
    moment, looks = SEEN, []
    while (moment := next_check(SEEN, moment, missing=False, watched=False)) != NEVER:
        looks.append(moment - SEEN)
    assert looks == list(STEPS)


def test_a_late_look_does_not_repeat_the_steps_it_missed() -> None:
    assert next_check(SEEN, SEEN + 2 * DAY, missing=False, watched=False) == SEEN + 3 * DAY


def test_what_is_watched_or_missing_is_looked_at_daily() -> None:
    old = SEEN + 100 * DAY
    assert next_check(SEEN, old, missing=False, watched=True) == old + DAY
    assert next_check(SEEN, old, missing=True, watched=False) == old + DAY
    assert next_check(SEEN, SEEN, missing=False, watched=True) == SEEN + STEPS[0]
