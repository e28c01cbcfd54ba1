"""Alerts: opened once, collecting their cases, told daily at most, closed when the cause is gone."""

from datetime import UTC, datetime, timedelta

import pytest

from base.errors import UsageError
from storage.alerts import (
    SETTLED_AFTER,
    Case,
    acknowledge,
    close_alert,
    closings_to_tell,
    mark_closing_told,
    mark_told,
    newest_case,
    open_alerts,
    raise_alert,
    to_tell,
)
from storage.database import Database
from storage.models import Alert

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def case(at: datetime = NOW, kind: str = "blocked", subject: str = "gsrb") -> Case:
    return Case(kind, subject, f"as of {at:%H:%M}", at)


def test_a_cause_is_one_alert_and_each_case_counts_once(database: Database) -> None:
    with database.session() as session:
        for minute in range(5):
            raise_alert(session, case(), NOW + minute * MINUTE)
        raise_alert(session, case(NOW + 2 * HOUR), NOW + 2 * HOUR)
        raise_alert(session, case(subject="wsjk"), NOW + 2 * HOUR)
    with database.reading() as session:
        found = open_alerts(session)
        assert [(alert.subject, alert.cases, alert.text) for alert in found] == [
            ("gsrb", 2, "as of 03:00"),
            ("wsjk", 1, "as of 01:00"),
        ]
        assert newest_case(session, "blocked", "gsrb") == NOW + 2 * HOUR
        assert newest_case(session, "blocked", "nobody") is None


def test_it_is_told_when_it_opens_and_then_daily(database: Database) -> None:
    with database.session() as session:
        raise_alert(session, case(), NOW)
        told = []
        for hours in range(49):
            found = to_tell(session, NOW + hours * HOUR)
            mark_told(found, NOW + hours * HOUR)
            told += [hours] * len(found)
        assert told == [0, 24, 48]


def test_it_is_not_told_while_it_is_put_aside(database: Database) -> None:
    with database.session() as session:
        alert = raise_alert(session, case(), NOW)
        acknowledge(session, alert.id, NOW + 30 * 24 * HOUR)
        assert to_tell(session, NOW + 29 * 24 * HOUR) == []
        assert to_tell(session, NOW + 31 * 24 * HOUR) == [alert]
        assert open_alerts(session) == [alert]


def test_only_what_is_open_can_be_put_aside(database: Database) -> None:
    with database.session() as session:
        alert = raise_alert(session, case(), NOW)
        close_alert(alert, "over", NOW)
        session.flush()
        for alert_id in (alert.id, 999):
            with pytest.raises(UsageError, match="no open alert"):
                acknowledge(session, alert_id, NOW + HOUR)


def test_a_cause_that_soon_comes_back_had_never_gone(database: Database) -> None:
    with database.session() as session:
        alert = raise_alert(session, case(), NOW)
        mark_told(to_tell(session, NOW), NOW)
        close_alert(alert, "over", NOW + HOUR)
        session.flush()
        again = raise_alert(session, case(NOW + 2 * HOUR), NOW + 2 * HOUR)
        assert again is alert
        assert (again.closed_at, again.cases) == (None, 2)
        assert to_tell(session, NOW + 2 * HOUR) == []


def test_its_end_is_told_once_it_has_lasted(database: Database) -> None:
    with database.session() as session:
        alert = raise_alert(session, case(), NOW)
        untold = raise_alert(session, case(subject="wsjk"), NOW)
        mark_told([alert], NOW)
        for closing in (alert, untold):
            close_alert(closing, "over", NOW + HOUR)
        session.flush()
        assert closings_to_tell(session, NOW + 2 * HOUR - SETTLED_AFTER) == []
        later = NOW + HOUR + SETTLED_AFTER
        assert closings_to_tell(session, later - SETTLED_AFTER) == [alert]
        mark_closing_told([alert], later)
        assert closings_to_tell(session, later) == []
        new = raise_alert(session, case(later), later)
        assert new is not alert
        assert to_tell(session, later) == [new]
        assert session.get_one(Alert, alert.id).closed_at == NOW + HOUR
