"""When to look at an article again: soon after first sight, then ever more rarely."""

from datetime import UTC, datetime, timedelta

# After first sight; then no more, unless somebody is waiting for the article.
STEPS = tuple(timedelta(hours=hours) for hours in (1, 6, 24, 72, 168, 720))
# While an article is missing, three looks on three days decide (tracking/withdrawal.py), and for so long it may
# come back the next day; what stays away is looked at no more often than what stays.
MISSING_STEP = timedelta(days=1)
MISSING_FOR = timedelta(days=7)
# A candidate, or what stands in the draft, is looked at daily however old it is.
WATCHED_STEP = timedelta(days=1)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def next_check(
    first_seen: datetime, checked: datetime, *, missing_since: datetime | None, watched: bool
) -> datetime:
    """The moment of the next look after the one at `checked`; NEVER when there is none.

    `missing_since`: when a look first found nothing there, if the last one did not either. `watched`: a
    candidate, or in the draft.

    >>> seen = datetime(2026, 11, 20, tzinfo=UTC)
    >>> next_check(seen, seen, missing_since=None, watched=False) - seen
    datetime.timedelta(seconds=3600)
    """
    if missing_since is not None and checked - missing_since < MISSING_FOR:
        return checked + MISSING_STEP
    regular = next((first_seen + step for step in STEPS if first_seen + step > checked), NEVER)
    return min(regular, checked + WATCHED_STEP) if watched else regular
