"""Runs: planning, claiming with a lease, finishing. The table is the truth about what happened."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.models import Run, RunKind, RunState
from storage.upsert import insert_missing, rows_touched


def plan_run(session: Session, kind: RunKind, subject: str, slot: datetime) -> Run:
    """The run of this kind, subject and slot; planned once however often this is called."""
    values = {
        "kind": kind,
        "subject": subject,
        "slot": slot,
        "state": RunState.PLANNED,
        "attempts": 0,
        "counts": {},
    }
    insert_missing(session, Run, ("kind", "subject", "slot"), values)
    return session.scalars(
        select(Run).where(Run.kind == kind, Run.subject == subject, Run.slot == slot)
    ).one()


def claim_run(session: Session, run_id: int, *, by: str, now: datetime, lease: timedelta) -> bool:
    """Take a planned run, or one whose lease ran out; False when somebody else holds or ended it."""
    free = (Run.state == RunState.PLANNED) | ((Run.state == RunState.CLAIMED) & (Run.lease_until < now))
    statement = (
        update(Run)
        .where(Run.id == run_id, free)
        .values(
            state=RunState.CLAIMED,
            claimed_by=by,
            claimed_at=now,
            lease_until=now + lease,
            attempts=Run.attempts + 1,
        )
    )
    return rows_touched(session, statement) == 1


def finish_run(
    session: Session, run_id: int, state: RunState, *, now: datetime, counts: dict[str, int], note: str | None
) -> None:
    """Close a run with what it counted."""
    run = session.get_one(Run, run_id)
    run.state, run.finished_at, run.counts, run.note, run.lease_until = state, now, counts, note, None


def last_run(session: Session, kind: RunKind, subject: str) -> Run | None:
    """The run with the newest slot that has ended."""
    ended = (RunState.FINISHED, RunState.FAILED, RunState.MISSED)
    query = select(Run).where(Run.kind == kind, Run.subject == subject, Run.state.in_(ended))
    return session.scalar(query.order_by(Run.slot.desc()).limit(1))
