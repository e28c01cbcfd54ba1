"""Alerts: opened once, collecting their cases, closed when the cause is gone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from base.errors import UsageError
from storage.models import Alert

# A cause that comes back so soon had never gone: the same alert is opened again, and not told of anew.
SETTLED_AFTER = timedelta(hours=3)
TOLD_EVERY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Case:
    """A cause for an alert as it stands. `at` is the moment of its newest case."""

    kind: str
    subject: str
    text: str
    at: datetime


def raise_alert(session: Session, case: Case, now: datetime) -> Alert:
    """Open an alert, or note another case in the open one."""
    alert = _newest(session, case)
    if alert is None or (alert.closed_at is not None and now - alert.closed_at >= SETTLED_AFTER):
        alert = Alert(kind=case.kind, subject=case.subject, opened_at=now, last_case_at=case.at, cases=1)
        session.add(alert)
    elif case.at > alert.last_case_at:
        alert.last_case_at = case.at
        alert.cases += 1
    alert.text, alert.closed_at, alert.close_note = case.text, None, None
    session.flush()
    return alert


def close_alert(alert: Alert, note: str, now: datetime) -> None:
    """The cause is gone."""
    alert.closed_at, alert.close_note = now, note


def open_alerts(session: Session) -> list[Alert]:
    """What is open, the oldest first."""
    query = select(Alert).where(Alert.closed_at.is_(None)).order_by(Alert.opened_at, Alert.id)
    return list(session.scalars(query))


def newest_case(session: Session, kind: str, subject: str) -> datetime | None:
    """When an alert, open or closed, last had a case."""
    query = select(func.max(Alert.last_case_at)).where(Alert.kind == kind, Alert.subject == subject)
    return session.scalar(query)


def closings_to_tell(session: Session, before: datetime) -> list[Alert]:
    """Alerts that the operator was told of, closed since `before` or longer, and that was not yet told."""
    query = select(Alert).where(
        Alert.told_at.is_not(None), Alert.closed_at <= before, Alert.closing_told_at.is_(None)
    )
    return list(session.scalars(query.order_by(Alert.closed_at, Alert.id)))


def to_tell(session: Session, now: datetime) -> list[Alert]:
    """Open alerts that the operator has not been told of for a day, and has not put aside."""
    return [
        alert
        for alert in open_alerts(session)
        if (alert.told_at is None or now - alert.told_at >= TOLD_EVERY)
        and (alert.acknowledged_until is None or alert.acknowledged_until <= now)
    ]


def acknowledge(session: Session, alert_id: int, until: datetime) -> Alert:
    """Put an alert aside until a moment: it stays open and is not told of. Raises UsageError."""
    alert = session.get(Alert, alert_id)
    if alert is None or alert.closed_at is not None:
        raise UsageError(f"There is no open alert {alert_id}; `shiyi alerts` lists them.")
    alert.acknowledged_until = until
    return alert


def mark_told(alerts: Iterable[Alert], now: datetime) -> None:
    """The operator is being told."""
    for alert in alerts:
        alert.told_at = now


def mark_closing_told(alerts: Iterable[Alert], now: datetime) -> None:
    """The operator is being told that it is over."""
    for alert in alerts:
        alert.closing_told_at = now


def _newest(session: Session, case: Case) -> Alert | None:
    query = select(Alert).where(Alert.kind == case.kind, Alert.subject == case.subject)
    return session.scalars(query.order_by(Alert.closed_at.is_not(None), Alert.id.desc()).limit(1)).first()
