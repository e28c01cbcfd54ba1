"""Time. UTC inside, Asia/Shanghai on screen; the present moment is always passed in, never looked up.

Only `shiyi.py` and `scheduler.py` call `utcnow`, so that a month can be lived in a minute.
"""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

CHINA = ZoneInfo("Asia/Shanghai")


def utcnow() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def running_from(now: datetime) -> Clock:
    """A clock that shows `now` and runs on from there."""
    started = time.monotonic()
    return lambda: now.astimezone(UTC) + timedelta(seconds=time.monotonic() - started)


def china(moment: datetime) -> datetime:
    """The same moment as an editor's watch shows it. A naive `moment` is an error."""
    if moment.tzinfo is None:
        raise ValueError(f"a time without its zone: {moment}")
    return moment.astimezone(CHINA)


def china_date(moment: datetime) -> date:
    """The day in China on which `moment` falls."""
    return china(moment).date()


def parse_moment(text: str) -> datetime:
    """`2026-11-20`, `2026-11-20T08:00` or with an offset -> UTC; without an offset it is China's time.

    Raises ValueError for anything else.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=CHINA)
    return moment.astimezone(UTC)
