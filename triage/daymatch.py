"""When an article and an item say that it happened, and whether the article came at a fitting time."""

from datetime import date

from triage import dates
from triage.piece import Piece

# An issue prints, as a rule, nothing older than this many days.
_OLD = 150
# The roles in which a text tells of a day at all; a deadline is none.
_TOLD = (
    dates.Role.EVENT,
    dates.Role.MENTION,
    dates.Role.DATELINE,
    dates.Role.AS_OF,
    dates.Role.SINCE,
    dates.Role.BACK,
)


def match(article: Piece, item: Piece, *, issue: bool) -> dict[str, float]:
    """`same_day`, `other_day`, `other_year`, `far_off` and `before`, each of 0..1.

    `issue` says that the item's day is that of its issue, some weeks after the event.
    """
    mine, its = article.facts.event, item.facts.event
    same = other = 0.0
    told = [day for day in article.facts.days if day is not mine and day.role in _TOLD]
    since = [day for day in item.facts.days if day.role is dates.Role.SINCE and day.day]
    named = any(dates.gap(day, one) == 0 for day in told for one in [*([its] if its else []), *since])
    if its is not None:
        gap = dates.gap(mine, its) if mine else None
        if gap == 0 and mine is not None:
            # A day within a range is less than the same day, one of an open year a little less.
            same = (
                0.6
                if (mine.month, mine.day) != (its.month, its.day)
                else 1.0
                if mine.year and its.year
                else 0.9
            )
        elif named:
            same = 0.6
        elif gap is not None:
            other = 0.4 if gap == 1 else 1.0
    elif named:
        same = 0.6
    elif issue and item.day and mine and mine.when and not item.facts.as_of:
        # What happened after the issue came out is not in it, nor, as a rule, what happened half a year before.
        late = (mine.when - item.day).days
        other = 1.0 if late > 1 else 0.5 if late < -_OLD else 0.0
    return {"same_day": same, "other_day": other, **_time(article, item, issue)}


def _time(article: Piece, item: Piece, issue: bool) -> dict[str, float]:
    """Years that differ, and a page too far from the item's time to be its report."""
    years, its = article.facts.years, item.facts.years
    other_year = float(bool(years and its and not years & its))
    if years and not its and item.day and min(years) > item.day.year:
        other_year = 1.0  # of a year that came after the issue
    told = item.facts.event.when if item.facts.event else None
    happened = article.facts.event.when if article.facts.event else None
    if told and happened and told.year != happened.year and abs((told - happened).days) > 200:
        other_year = max(other_year, 0.5)
    day = _moment(article)
    far = before = 0.0
    if day is not None and (told or item.day):
        origin = told or item.day
        assert origin is not None
        off = (day - origin).days
        early = -2 if told or not issue else -_OLD
        before = 1.0 if off < early else 0.0
        far = min(1.0, max(0.0, (off - 45) / 180)) if off > 0 else 0.0
    return {"other_year": other_year, "far_off": far, "before": before}


def _moment(article: Piece) -> date | None:
    if article.day:
        return article.day
    dated = [day.when for day in article.facts.days if day.role is dates.Role.DATELINE and day.when]
    event = article.facts.event.when if article.facts.event else None
    return dated[-1] if dated else event
