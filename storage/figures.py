"""The figures that a monitor wants: how much there is of what, and how it stands."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.models import Alert, Article, Message, Outlet, Run, RunState, Version
from storage.runs import CLOCK, last_sign


@dataclass(frozen=True, slots=True)
class Figures:
    """`runs` by (kind, state), `overdue` planned runs that should have begun, `alerts` open by kind,
    `outlets` the state of each that is on, `messages` by state.
    """

    clock_at: datetime | None
    runs: dict[tuple[str, str], int] = field(default_factory=dict)
    overdue: int = 0
    outlets: dict[str, str] = field(default_factory=dict)
    alerts: dict[str, int] = field(default_factory=dict)
    messages: dict[str, int] = field(default_factory=dict)
    articles: int = 0
    versions: int = 0


def figures(session: Session, now: datetime) -> Figures:
    """How things stand at `now`."""
    sign = last_sign(session, CLOCK)
    runs = select(Run.kind, Run.state, func.count()).group_by(Run.kind, Run.state)
    overdue = select(func.count()).where(Run.state == RunState.PLANNED, Run.due_at < now)
    outlets = select(Outlet.key, Outlet.state).where(Outlet.enabled).order_by(Outlet.key)
    alerts = select(Alert.kind, func.count()).where(Alert.closed_at.is_(None)).group_by(Alert.kind)
    messages = select(Message.state, func.count()).group_by(Message.state)
    return Figures(
        clock_at=sign.at if sign else None,
        runs={(kind.value, state.value): count for kind, state, count in session.execute(runs)},
        overdue=session.scalar(overdue) or 0,
        outlets={key: state.value for key, state in session.execute(outlets)},
        alerts=dict(session.execute(alerts).all()),
        messages={state.value: count for state, count in session.execute(messages)},
        articles=session.scalar(select(func.count()).select_from(Article)) or 0,
        versions=session.scalar(select(func.count()).select_from(Version)) or 0,
    )
