"""How the outlets and the runs fare, for the operator."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from base.clock import china, china_date
from desk.digest import STATES
from storage import alerts, operations
from storage.digests import watched_outlets
from storage.models import Alert, Outlet, OutletState, Run
from tracking.causes import KINDS

# Eight weeks show a rhythm of weeks.
DAYS = 56
_WEEK = 7
_RUNS = 40
_FINE = (OutletState.OK, OutletState.QUIET)


@dataclass(frozen=True, slots=True)
class OutletHealth:
    """One outlet. `days` counts what it published on each of the last DAYS days, the oldest first."""

    key: str
    name: str
    kind: str
    state: OutletState
    label: str
    fine: bool
    note: str | None
    since: str | None
    read: str | None
    robots: str | None
    days: list[int]

    @property
    def week(self) -> int:
        """What it published within seven days."""
        return sum(self.days[-_WEEK:])


@dataclass(frozen=True, slots=True)
class Health:
    """Everything on the operator's page. `first` is the day with which each rhythm begins.

    `alerts` are those that are open, each with what its kind is called.
    """

    first: date
    outlets: list[OutletHealth]
    off: list[OutletHealth]
    alerts: list[tuple[str, Alert]]
    runs: list[Run]


def health(session: Session, now: datetime) -> Health:
    """How everything fares now."""
    today = china_date(now)
    first = today - timedelta(days=DAYS - 1)
    read = operations.last_success(session)
    published = operations.published_per_day(session, first, today)
    days = [first + timedelta(days=number) for number in range(DAYS)]
    outlets = [
        (outlet, [published.get(outlet.key, {}).get(day, 0) for day in days])
        for outlet in watched_outlets(session)
    ]
    return Health(
        first=first,
        outlets=[_outlet(o, read.get(o.key), counts) for o, counts in outlets if o.enabled],
        off=[_outlet(o, read.get(o.key), counts) for o, counts in outlets if not o.enabled],
        alerts=[(KINDS.get(alert.kind, alert.kind), alert) for alert in alerts.open_alerts(session)],
        runs=operations.newest_runs(session, _RUNS),
    )


def _outlet(outlet: Outlet, read: datetime | None, days: list[int]) -> OutletHealth:
    never = outlet.state_since is None
    return OutletHealth(
        key=outlet.key,
        name=outlet.name,
        kind=outlet.kind,
        state=outlet.state,
        label="未启用" if not outlet.enabled else "未抓取" if never else STATES[outlet.state],
        fine=outlet.state in _FINE,
        note=outlet.state_note if outlet.enabled else outlet.off_reason,
        since=_minute(outlet.state_since),
        read=_minute(read),
        robots=outlet.robots,
        days=days,
    )


def _minute(moment: datetime | None) -> str | None:
    return china(moment).isoformat(timespec="minutes") if moment else None
