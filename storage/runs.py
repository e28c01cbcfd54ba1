"""Runs: planning, claiming with a lease, finishing. The table is the truth about what happened."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Exists, and_, delete, exists, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from storage.models import FETCHING, Run, RunKind, RunState, SignOfLife
from storage.upsert import insert_missing, rows_touched

# So often a run is begun before it is given up: what kills its process each time would do so for ever.
MOST_ATTEMPTS = 3
# The names of signs of life.
CLOCK, WORKER = "clock", "worker "
LOST = "执行任务的进程失联"
ENDED = (RunState.FINISHED, RunState.FAILED, RunState.MISSED)
WAITING = (RunState.PLANNED, RunState.CLAIMED)


@dataclass(frozen=True, slots=True)
class Plan:
    """A run to be planned; the fields are those of `Run`. `due_at` None: at its slot."""

    kind: RunKind
    subject: str
    slot: datetime
    due_at: datetime | None = None
    lane: str = ""
    arguments: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """That a run is in these hands. `attempt` tells this claim from an earlier one of the same run."""

    run_id: int
    by: str
    attempt: int


@dataclass(frozen=True, slots=True)
class Result:
    """What a run came to, in the fields of `Run`."""

    state: RunState
    outcome: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    note: str | None = None


def plan_run(session: Session, plan: Plan) -> Run:
    """The run of this kind, subject and slot; planned once however often this is called."""
    values = {
        "kind": plan.kind,
        "subject": plan.subject,
        "slot": plan.slot,
        "due_at": plan.due_at or plan.slot,
        "lane": plan.lane,
        "arguments": list(plan.arguments),
        "state": RunState.PLANNED,
        "attempts": 0,
        "outcome": "",
        "counts": {},
    }
    insert_missing(session, Run, ("kind", "subject", "slot"), values)
    return session.scalars(
        select(Run).where(Run.kind == plan.kind, Run.subject == plan.subject, Run.slot == plan.slot)
    ).one()


def planned_runs(session: Session, kind: RunKind) -> list[Run]:
    """Runs of a kind that nobody has begun, the earliest slot first."""
    query = select(Run).where(Run.state == RunState.PLANNED, Run.kind == kind)
    return list(session.scalars(query.order_by(Run.slot, Run.subject)))


def drop_planned(session: Session, runs: Iterable[Run]) -> None:
    """Forget planned runs that are not wanted any more."""
    ids = [run.id for run in runs]
    if ids:
        session.execute(delete(Run).where(Run.id.in_(ids), Run.state == RunState.PLANNED))


def due_runs(session: Session, now: datetime) -> list[Run]:
    """Planned runs that may begin, the longest due first; not those whose lane is taken."""
    query = select(Run).where(Run.state == RunState.PLANNED, Run.due_at <= now, ~_lane_taken())
    return list(session.scalars(query.order_by(Run.due_at, Run.id)))


def waiting_subjects(session: Session, kind: RunKind) -> set[str]:
    """The subjects for which a run of this kind is planned or at work."""
    return set(session.scalars(select(Run.subject).where(Run.kind == kind, Run.state.in_(WAITING))))


def newest_slots(session: Session, kind: RunKind) -> dict[str, datetime]:
    """The newest slot that was ever planned of a kind, by subject."""
    query = select(Run.subject, func.max(Run.slot)).where(Run.kind == kind).group_by(Run.subject)
    return dict(session.execute(query).all())


def claim_run(session: Session, run_id: int, *, by: str, now: datetime, lease: timedelta) -> Claim | None:
    """Take a planned run; None when somebody else holds or ended it, or one of the same lane."""
    statement = (
        update(Run)
        .where(Run.id == run_id, Run.state == RunState.PLANNED, ~_lane_taken())
        .values(
            state=RunState.CLAIMED,
            claimed_by=by,
            claimed_at=now,
            lease_until=now + lease,
            attempts=Run.attempts + 1,
        )
        .execution_options(synchronize_session="fetch")
    )
    try:
        with session.begin_nested():
            if rows_touched(session, statement) != 1:
                return None
    except IntegrityError:  # two claimed in one lane at the same moment
        return None
    attempt = session.scalars(select(Run.attempts).where(Run.id == run_id)).one()
    return Claim(run_id, by, attempt)


def renew_lease(session: Session, claim: Claim, until: datetime) -> bool:
    """The holder is alive; False where the run is not in its hands any more."""
    return _touch(session, claim, {"lease_until": until})


def release_run(session: Session, claim: Claim, note: str, *, counted: bool) -> bool:
    """Give a run back unfinished; the attempt is `counted` unless it was a clean stop."""
    attempts = claim.attempt if counted else claim.attempt - 1
    values = {"state": RunState.PLANNED, "lease_until": None, "note": note, "attempts": attempts}
    return _touch(session, claim, values)


def finish_run(session: Session, claim: Claim, result: Result, now: datetime) -> bool:
    """Close a run with what it came to; False where the run is not in these hands any more."""
    values = {
        "state": result.state,
        "outcome": result.outcome,
        "counts": result.counts,
        "note": result.note,
        "finished_at": now,
        "lease_until": None,
    }
    return _touch(session, claim, values)


def miss_run(run: Run, now: datetime, note: str) -> None:
    """Say of a planned run that it never happened."""
    run.state, run.finished_at, run.note = RunState.MISSED, now, note


def expire_leases(session: Session, now: datetime) -> list[Run]:
    """Runs whose holder has not been heard of in time: planned again, or failed after several attempts."""
    query = select(Run).where(Run.state == RunState.CLAIMED, Run.lease_until < now)
    lost = list(session.scalars(query.with_for_update(skip_locked=True).order_by(Run.id)))
    for run in lost:
        run.lease_until = None
        if run.attempts >= MOST_ATTEMPTS:
            run.state, run.finished_at = RunState.FAILED, now
            run.note = f"{LOST}，{run.attempts} 次都没有完成"
        else:
            run.state, run.due_at, run.note = RunState.PLANNED, now, f"{LOST}，重新执行"
    session.flush()
    return lost


def unjudged_since(session: Session) -> datetime | None:
    """When the first of the runs ended whose finds no triage has taken up; None where there is none."""
    fetched = (Run.kind.in_(FETCHING), Run.state.in_((RunState.FINISHED, RunState.FAILED)))
    return session.scalar(select(func.min(Run.finished_at)).where(Run.judged_by.is_(None), *fetched))


def take_up(session: Session, triage_id: int) -> None:
    """Note that a triage takes up what all runs have fetched that have ended by now."""
    fetched = (Run.kind.in_(FETCHING), Run.state.in_((RunState.FINISHED, RunState.FAILED)))
    session.execute(update(Run).where(Run.judged_by.is_(None), *fetched).values(judged_by=triage_id))


def put_back(session: Session, triage_id: int) -> None:
    """The triage failed: what it took up waits for the next one."""
    session.execute(update(Run).where(Run.judged_by == triage_id).values(judged_by=None))


def any_due(session: Session, kinds: Iterable[RunKind], now: datetime) -> bool:
    """Whether a run of these kinds is planned and may begin."""
    due = exists().where(Run.state == RunState.PLANNED, Run.due_at <= now, Run.kind.in_(list(kinds)))
    return bool(session.scalar(select(due)))


def at_work(session: Session, kinds: Iterable[RunKind]) -> int:
    """How many runs of these kinds are claimed."""
    query = select(func.count()).where(Run.state == RunState.CLAIMED, Run.kind.in_(list(kinds)))
    return session.scalar(query) or 0


def last_run(session: Session, kind: RunKind, subject: str) -> Run | None:
    """The run with the newest slot that has ended."""
    return next(iter(last_runs(session, kind, subject, 1)), None)


def last_runs(session: Session, kind: RunKind, subject: str, limit: int) -> list[Run]:
    """The runs of a subject that have ended, the newest slot first."""
    query = select(Run).where(Run.kind == kind, Run.subject == subject, Run.state.in_(ENDED))
    return list(session.scalars(query.order_by(Run.slot.desc()).limit(limit)))


def give_sign(session: Session, name: str, by: str, at: datetime) -> None:
    """Note that a part of the service is at work."""
    insert_missing(session, SignOfLife, ("name",), {"name": name, "at": at, "by": by})
    session.execute(update(SignOfLife).where(SignOfLife.name == name).values(at=at, by=by))


def last_sign(session: Session, name: str) -> SignOfLife | None:
    """When a part of the service last said that it is at work, and which process it was."""
    return session.get(SignOfLife, name, populate_existing=True)


def worker_signs(session: Session) -> dict[str, datetime]:
    """When each worker that has not taken its leave was last heard of."""
    query = select(SignOfLife.name, SignOfLife.at).where(SignOfLife.name.startswith(WORKER))
    return dict(session.execute(query).all())


def take_leave(session: Session, name: str) -> None:
    """A part of the service ends as it should."""
    session.execute(delete(SignOfLife).where(SignOfLife.name == name))


def _touch(session: Session, claim: Claim, values: Mapping[str, object]) -> bool:
    held = (Run.state == RunState.CLAIMED, Run.claimed_by == claim.by, Run.attempts == claim.attempt)
    statement = update(Run).where(Run.id == claim.run_id, *held).values(**values)
    return rows_touched(session, statement) == 1


def _lane_taken() -> Exists:
    other = aliased(Run)
    same_lane = and_(other.lane == Run.lane, other.lane != "", other.id != Run.id)
    return exists().where(same_lane, other.state == RunState.CLAIMED)
