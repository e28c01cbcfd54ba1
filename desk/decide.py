"""Deciding about candidates: several at once, never over somebody else's decision."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from desk.abridge import Target
from desk.draft import candidate_accepted, candidate_unaccepted
from storage import decisions
from storage.models import Candidate, CandidateState, DecisionKind

REASON_LIMIT = 200
# The short list of reasons for 不采用, by the names of their texts.
REASONS = ("off_topic", "minor", "known", "stale", "doubtful")

_SEEN = re.compile("[0-9]{1,9}:[0-9]{1,9}")


class Act(StrEnum):
    """What an editor does to a candidate."""

    ACCEPT = "accept"
    REJECT = "reject"
    LATER = "later"
    UNDO = "undo"


KINDS = {Act.ACCEPT: DecisionKind.ACCEPT, Act.REJECT: DecisionKind.REJECT, Act.LATER: DecisionKind.PENDING}


@dataclass(frozen=True, slots=True)
class Seen:
    """A candidate as it was on the screen."""

    candidate: int
    revision: int

    @classmethod
    def parse(cls, text: str) -> "Seen":
        """From `12:3`, candidate 12 at revision 3. Raises ValueError."""
        if not _SEEN.fullmatch(text):
            raise ValueError(f"{text!r} names no candidate as it was seen")
        candidate, revision = text.split(":")
        return cls(int(candidate), int(revision))


@dataclass(frozen=True, slots=True)
class Outcome:
    """For which candidates it was done, and for which somebody else was faster."""

    done: list[int]
    missed: list[int]


def act(
    session: Session,
    seen: Iterable[Seen],
    what: Act,
    *,
    reason: str,
    by: str,
    at: datetime,
    most: int = Target().most,
) -> Outcome:
    """Do it to each candidate that still is as it was seen; what is accepted comes into the draft.

    `most` is the number of characters to which the draft abridges.
    """
    done: list[int] = []
    missed: list[int] = []
    # In one order always: two editors with the same candidates would else wait for each other for ever.
    for one in sorted(set(seen), key=lambda one: one.candidate):
        before = session.get(Candidate, one.candidate)
        was = before.state if before else None
        if what is Act.UNDO:
            good = decisions.undo(session, one.candidate, one.revision, by=by, at=at)
        else:
            good = decisions.decide(
                session, one.candidate, one.revision, KINDS[what], reason=reason, by=by, at=at
            )
        (done if good else missed).append(one.candidate)
        if good and before is not None:
            session.refresh(before)
            _tell_draft(session, before, was, by=by, at=at, most=most)
    return Outcome(done, missed)


def _tell_draft(
    session: Session,
    candidate: Candidate,
    was: CandidateState | None,
    *,
    by: str,
    at: datetime,
    most: int,
) -> None:
    if candidate.state is CandidateState.ACCEPTED:
        candidate_accepted(session, candidate, at, by=by, most=most)
    elif was is CandidateState.ACCEPTED:
        candidate_unaccepted(session, candidate, at, by=by)
