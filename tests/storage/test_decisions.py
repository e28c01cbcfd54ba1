"""Decisions: kept, undone, and never one over another's."""

import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from storage.database import Database
from storage.decisions import decide, decisions_on, standings, undo
from storage.models import Candidate, CandidateState, Decision, DecisionKind, Story, VerdictKind

NOW = datetime(2026, 11, 20, tzinfo=UTC)
ACCEPT, REJECT, PENDING = DecisionKind.ACCEPT, DecisionKind.REJECT, DecisionKind.PENDING


@pytest.fixture
def candidate(database: Database) -> int:
    with database.session() as session:
        story = Story(created_at=NOW)
        session.add(story)
        session.flush()
        found = Candidate(
            story_id=story.id, kind=VerdictKind.NEW, relevance=0.5, reasons=[], shown=0, created_at=NOW
        )
        session.add(found)
        session.flush()
        return found.id


def say(database: Database, candidate: int, revision: int, kind: DecisionKind, by: str = "李") -> bool:
    with database.session() as session:
        return decide(session, candidate, revision, kind, reason="", by=by, at=NOW)


def take_back(database: Database, candidate: int, revision: int) -> bool:
    with database.session() as session:
        return undo(session, candidate, revision, by="王", at=NOW)


def state(database: Database, candidate: int) -> tuple[CandidateState, int]:
    with database.reading() as session:
        standing = standings(session, [candidate])[candidate]
    return standing.state, standing.revision


def test_decisions_follow_each_other_and_are_undone_one_by_one(database: Database, candidate: int) -> None:
    assert say(database, candidate, 0, PENDING)
    assert say(database, candidate, 1, ACCEPT)
    assert state(database, candidate) == (CandidateState.ACCEPTED, 2)
    assert take_back(database, candidate, 2)
    assert state(database, candidate) == (CandidateState.PENDING, 3)
    assert take_back(database, candidate, 3)
    assert state(database, candidate) == (CandidateState.OPEN, 4)
    assert not take_back(database, candidate, 4)
    with database.reading() as session:
        kept = [(d.kind, d.by, d.undone_by) for d in decisions_on(session, candidate)]
    assert kept == [(PENDING, "李", "王"), (ACCEPT, "李", "王")]


@pytest.mark.parametrize("second", [ACCEPT, REJECT])
def test_a_decision_about_what_was_on_an_old_screen_is_not_kept(
    database: Database, candidate: int, second: DecisionKind
) -> None:
    assert say(database, candidate, 0, ACCEPT, by="李")
    assert not say(database, candidate, 0, second, by="王")
    assert not take_back(database, candidate, 0)
    with database.reading() as session:
        assert [d.by for d in decisions_on(session, candidate)] == ["李"]


def test_what_is_printed_is_not_decided_about(database: Database, candidate: int) -> None:
    with database.session() as session:
        session.get_one(Candidate, candidate).state = CandidateState.PRINTED
    assert not say(database, candidate, 0, REJECT)


def test_of_many_editors_at_once_one_wins(database: Database, candidate: int) -> None:
    """Each sees revision 0; whatever the order in which they come, one decision is kept."""
    start = threading.Barrier(6)
    won = []

    def editor(number: int) -> None:
        start.wait()
        if say(database, candidate, 0, ACCEPT if number % 2 else REJECT, by=str(number)):
            won.append(str(number))

    threads = [threading.Thread(target=editor, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        assert session.scalars(select(Decision.by)).all() == won
    assert len(won) == 1


def test_a_candidate_that_is_not_there_has_no_standing(database: Database) -> None:
    with database.reading() as session:
        assert standings(session, [99]) == {}
    assert not say(database, 99, 0, ACCEPT)
    assert not take_back(database, 99, 0)
