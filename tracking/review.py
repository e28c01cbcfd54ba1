"""The alerts on the database: what is wrong now is opened, what is not any more is closed."""

import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from storage.alerts import Case, close_alert, newest_case, open_alerts, raise_alert
from storage.digests import watched_outlets
from storage.history import digest_owed, missed_since_read, newest_runs
from storage.models import Outlet, Run, RunKind, RunState
from storage.outbox import stuck
from storage.runs import CLOCK, last_sign, worker_signs
from tracking import causes
from tracking.causes import OutletFacts, RunFacts

# What is older is history.
_RUNS_WITHIN = timedelta(days=30)
_MISSED_WITHIN = timedelta(days=2)
_GONE = "原因已消除"


def review(session: Session, home: Path, now: datetime) -> None:
    """Open, renew and close the alerts. Call it before the pass gives its own sign of life."""
    cases = {(case.kind, case.subject): case for case in _cases(session, home, now)}
    for case in cases.values():
        raise_alert(session, case, now)
    for alert in open_alerts(session):
        if (alert.kind, alert.subject) not in cases:
            close_alert(alert, _GONE, now)


def _cases(session: Session, home: Path, now: datetime) -> Iterator[Case]:
    each = max(causes.UNREACHABLE_RUNS, causes.FAILED_RUNS)
    runs = newest_runs(session, each, now - _RUNS_WITHIN)
    outlets = [outlet for outlet in watched_outlets(session) if outlet.enabled]
    yield from causes.of_outlets(list(_outlet_facts(outlets, runs)), newest_case(session, "network", ""))
    on = {outlet.key for outlet in outlets}
    yield from causes.of_runs(_run_facts(key, found) for key, found in runs.items() if key[1] in on | {""})
    yield from causes.of_missed(missed_since_read(session, now - _MISSED_WITHIN))
    yield from causes.of_digest(digest_owed(session, now), now)
    yield from causes.of_outbox(stuck(session, now - causes.MAIL_PATIENCE))
    yield from causes.of_disk(shutil.disk_usage(home).free, now)
    yield from causes.of_calendar(now)
    sign = last_sign(session, CLOCK)
    yield from causes.of_clock(sign.at if sign else None, now)
    yield from causes.of_workers(worker_signs(session), now)


def _outlet_facts(
    outlets: Iterable[Outlet], runs: dict[tuple[RunKind, str], list[Run]]
) -> Iterator[OutletFacts]:
    for outlet in outlets:
        kinds = (RunKind.CRAWL,) if outlet.columns else (RunKind.INBOX, RunKind.RECHECK, RunKind.MAILBOX)
        found = [run for kind in kinds for run in runs.get((kind, outlet.key), [])]
        seen = [run for run in found if run.state is RunState.FINISHED]
        if seen:
            outcomes = tuple(run.outcome for run in seen)
            newest = max(run.finished_at or run.slot for run in seen)
            yield OutletFacts(outlet.key, outlet.name, outlet.state, outlet.state_note, outcomes, newest)


def _run_facts(key: tuple[RunKind, str], runs: list[Run]) -> RunFacts:
    failed = [run.state is RunState.FAILED for run in runs]
    return RunFacts(*key, failed, runs[0].note, runs[0].finished_at or runs[0].slot)
