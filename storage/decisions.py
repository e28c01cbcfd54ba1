"""Decisions about candidates: kept with name and time, undone but never overwritten, never two at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from storage.models import Candidate, CandidateState, Decision, DecisionKind
from storage.upsert import rows_touched

STATES = {
    DecisionKind.ACCEPT: CandidateState.ACCEPTED,
    DecisionKind.REJECT: CandidateState.REJECTED,
    DecisionKind.PENDING: CandidateState.PENDING,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a candidate stands. `revision` is what a decision must name; `decision` the one that holds."""

    candidate: int
    state: CandidateState
    revision: int
    decision: Decision | None


def standings(session: Session, candidates: Iterable[int]) -> dict[int, Standing]:
    """Where candidates stand, by id; one that is not there is left out."""
    ids = list(candidates)
    newest = (
        select(func.max(Decision.id))
        .where(Decision.candidate_id.in_(ids), Decision.undone_at.is_(None))
        .group_by(Decision.candidate_id)
    )
    holding = {d.candidate_id: d for d in session.scalars(select(Decision).where(Decision.id.in_(newest)))}
    rows = session.execute(
        select(Candidate.id, Candidate.state, Candidate.revision).where(Candidate.id.in_(ids))
    )
    return {id_: Standing(id_, state, revision, holding.get(id_)) for id_, state, revision in rows}


def decisions_on(session: Session, candidate_id: int) -> list[Decision]:
    """Everything that was said of a candidate, also what was undone, oldest first."""
    query = select(Decision).where(Decision.candidate_id == candidate_id)
    return list(session.scalars(query.order_by(Decision.id)))


def decide(
    session: Session,
    candidate_id: int,
    revision: int,
    kind: DecisionKind,
    *,
    reason: str,
    by: str,
    at: datetime,
) -> bool:
    """Keep a decision on the candidate as it was at `revision`; False where somebody was faster.

    What is printed is not decided about any more.
    """
    if not _move(session, candidate_id, revision, STATES[kind]):
        return False
    session.add(Decision(candidate_id=candidate_id, kind=kind, reason=reason, by=by, at=at))
    session.flush()
    return True


def undo(session: Session, candidate_id: int, revision: int, *, by: str, at: datetime) -> bool:
    """Undo the decision that holds, so that the one before it holds again; False as in `decide`."""
    standing = standings(session, [candidate_id]).get(candidate_id)
    if standing is None or standing.decision is None or standing.revision != revision:
        return False
    before = session.scalar(
        select(Decision)
        .where(
            Decision.candidate_id == candidate_id,
            Decision.undone_at.is_(None),
            Decision.id < standing.decision.id,
        )
        .order_by(Decision.id.desc())
        .limit(1)
    )
    state = STATES[before.kind] if before else CandidateState.OPEN
    if not _move(session, candidate_id, revision, state):
        return False
    standing.decision.undone_at, standing.decision.undone_by = at, by
    session.flush()
    return True


def _move(session: Session, candidate_id: int, revision: int, state: CandidateState) -> bool:
    """To the next revision, unless it is at another one by now: one statement, so only one can win."""
    statement = (
        update(Candidate)
        .where(
            Candidate.id == candidate_id,
            Candidate.revision == revision,
            Candidate.state != CandidateState.PRINTED,
        )
        .values(revision=revision + 1, state=state)
    )
    return rows_touched(session, statement) == 1
