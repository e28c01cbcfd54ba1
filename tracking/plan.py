"""What is due when. Pure: the tables and the present moment come in as arguments."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from apscheduler.triggers.cron import CronTrigger

from base.clock import CHINA, china, china_date
from tracking.calendar import is_working_day

# Runs stand in the table so long before they are due: one that nobody claims is a silence that can be seen.
AHEAD = timedelta(hours=24)
# A slot that is older when it is first seen or still not begun is missed, whatever comes after it.
FORGET = timedelta(days=7)
# A run that begins so much later than it should has not been late but down.
LATE = timedelta(minutes=30)
DIGEST_DELAY = timedelta(minutes=15)
# How long news may wait to be judged while other outlets are still being read.
TRIAGE_PATIENCE = timedelta(minutes=10)
# Between two tries of triage or digest that failed.
RETRY_AFTER = timedelta(minutes=10)
_STEP = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Watch:
    """An outlet: its key, its cron expression (None: it has no list), the site it shares with others."""

    key: str
    schedule: str | None
    lane: str


@lru_cache(maxsize=256)
def _trigger(schedule: str) -> CronTrigger:
    return CronTrigger.from_crontab(schedule, timezone=CHINA)


def slots(schedule: str, after: datetime, until: datetime) -> list[datetime]:
    """The moments of a cron expression (China's time) in (after, until]."""
    found = []
    moment = _trigger(schedule).get_next_fire_time(None, china(after) + _STEP)
    while moment is not None and moment <= until:
        found.append(moment)
        moment = _trigger(schedule).get_next_fire_time(None, moment + _STEP)
    return found


def last_slot(schedule: str, now: datetime) -> datetime | None:
    """The newest moment of a cron expression that is not after `now`, within the time before FORGET."""
    for days in (1, FORGET.days):
        found = slots(schedule, now - timedelta(days=days), now)
        if found:
            return found[-1]
    return None


def offset(key: str, jitter: float) -> timedelta:
    """An outlet's place within `jitter` seconds: always the same, so that its rhythm is even.

    >>> offset("gsrb", 600) == offset("gsrb", 600) < timedelta(seconds=600)
    True
    """
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:4])
    return timedelta(seconds=int(jitter * number / 2**32))


def catch_up_at(key: str, due_at: datetime, now: datetime, jitter: float) -> datetime:
    """When a run that should have begun at `due_at` begins: after downtime not all at the same moment."""
    return now + offset(key, jitter) if now - due_at > LATE else due_at


def digest_slots(cutoff: time, after: datetime, until: datetime) -> list[datetime]:
    """When the digests of the working days in (after, until] go out."""
    days = (until.date() - after.date()).days + 2
    moments = [
        datetime.combine(china_date(after) + timedelta(days=number), cutoff, CHINA) + DIGEST_DELAY
        for number in range(-1, days)
    ]
    return [slot for slot in moments if after < slot <= until and is_working_day(digest_day(slot))]


def digest_day(slot: datetime) -> date:
    """The day whose digest goes out at a slot."""
    return china_date(slot - DIGEST_DELAY)


def triage_is_due(
    now: datetime, unjudged_since: datetime | None, *, fetching: bool, digest_waits: bool
) -> bool:
    """Whether to judge what came in; `unjudged_since` is when the first run ended that no triage took up.

    It waits for outlets that are being read (`fetching`), so that a round is judged at once; but not for
    ever, and not when a digest waits.
    """
    if unjudged_since is None:
        return False
    return digest_waits or not fetching or now - unjudged_since >= TRIAGE_PATIENCE
