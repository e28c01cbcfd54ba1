"""When an article counts as withdrawn. A pure rule over the looks since it was last seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from base.clock import china_date

# Said by the outlet itself, so it counts at once.
AT_ONCE = ("deleted", "violation")
# An address that answers nothing may be a slip of the server: three looks on three days must agree.
ON_THREE_DAYS = "not_found"
DAYS = 3


@dataclass(frozen=True, slots=True)
class Look:
    """One look that did not find the article: `kind` gone, blocked or empty; the reason if it was gone."""

    at: datetime
    kind: str
    reason: str | None


def withdrawn_reason(looks: Sequence[Look], outlet_answers: bool) -> str | None:
    """Why the article counts as withdrawn, or None. `looks` are those since it was last seen, oldest first.

    An expired link, "temporarily unavailable", a challenge, a 5xx and an expired e-paper never count.
    """
    if not looks:
        return None
    if looks[-1].reason in AT_ONCE:
        return looks[-1].reason
    days = {china_date(look.at) for look in looks if look.reason == ON_THREE_DAYS}
    if len(days) >= DAYS and looks[-1].reason == ON_THREE_DAYS and outlet_answers:
        return ON_THREE_DAYS
    return None


def is_missing(looks: Sequence[Look]) -> bool:
    """Whether the last look found nothing there (and not merely a wall, or a server in trouble)."""
    return bool(looks) and looks[-1].reason in (*AT_ONCE, ON_THREE_DAYS)
