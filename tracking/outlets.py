"""The outlets' states on the database: after each run, what history says of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from base.clock import china, china_date
from storage.history import ended_runs, news_times
from storage.models import Outlet, OutletState, Run, RunKind
from storage.outlets import decide_state
from tracking.health import HISTORY, Counts, Day, judge_outlet

# The newest crawls that are held against the older ones.
_LATELY = 8
_READABLE = (OutletState.OK, OutletState.CHANGED)


def review_outlet(session: Session, key: str, now: datetime) -> None:
    """Decide an outlet's state from its runs, the newest and those before."""
    outlet = session.get(Outlet, key)
    if outlet is None:
        return
    kinds = (RunKind.CRAWL,) if outlet.columns else (RunKind.INBOX, RunKind.RECHECK, RunKind.MAILBOX)
    runs = ended_runs(session, kinds, key, now - HISTORY, now)
    if not runs:
        return
    times = news_times(session, key, now - HISTORY, now)
    counts = [Counts(run.counts) for run in runs]
    judgement = judge_outlet(
        OutletState(runs[0].outcome or OutletState.OK),
        runs[0].note,
        now=now,
        last_news=times[-1] if times else None,
        days=_days(runs, times) if outlet.columns else [],
        before=counts[_LATELY:],
        lately=counts[:_LATELY],
    )
    decide_state(session, key, judgement.state, judgement.note, now)


def _days(runs: Sequence[Run], times: Sequence[datetime]) -> list[Day]:
    """The days on which the outlet was read, with the hour of their first news."""
    first: dict[object, float] = {}
    for moment in reversed(times):
        here = china(moment)
        first[here.date()] = here.hour + here.minute / 60
    read = {china_date(run.slot) for run in runs if run.outcome in _READABLE}
    return [Day(day, first.get(day)) for day in sorted(read)]
