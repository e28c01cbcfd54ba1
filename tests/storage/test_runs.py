"""Runs: planned once, claimed by one, taken over when the lease is gone."""

from datetime import UTC, datetime, timedelta

from storage.database import Database
from storage.models import Run, RunKind, RunState
from storage.runs import claim_run, finish_run, last_run, plan_run

SLOT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
LEASE = timedelta(minutes=5)


def test_a_slot_is_planned_once(database: Database) -> None:
    with database.session() as session:
        first = plan_run(session, RunKind.CRAWL, "paper", SLOT)
        again = plan_run(session, RunKind.CRAWL, "paper", SLOT)
        other = plan_run(session, RunKind.CRAWL, "paper", SLOT + LEASE)
        assert first is again
        assert other is not first


def test_a_run_is_claimed_by_one_until_its_lease_ends(database: Database) -> None:
    with database.session() as session:
        run_id = plan_run(session, RunKind.TRIAGE, "", SLOT).id
        assert claim_run(session, run_id, by="a", now=SLOT, lease=LEASE)
        assert not claim_run(session, run_id, by="b", now=SLOT + LEASE, lease=LEASE)
        assert claim_run(session, run_id, by="b", now=SLOT + 2 * LEASE, lease=LEASE)
        finish_run(session, run_id, RunState.FINISHED, now=SLOT, counts={"articles": 3}, note=None)
        assert not claim_run(session, run_id, by="c", now=SLOT + 9 * LEASE, lease=LEASE)
    with database.reading() as session:
        run = session.get_one(Run, run_id)
        assert (run.claimed_by, run.attempts, run.counts) == ("b", 2, {"articles": 3})


def test_the_last_run_is_the_newest_that_ended(database: Database) -> None:
    with database.session() as session:
        for hours, state in ((0, RunState.FAILED), (2, RunState.FINISHED), (4, RunState.PLANNED)):
            run = plan_run(session, RunKind.CRAWL, "paper", SLOT + timedelta(hours=hours))
            run.state = state
        session.flush()
        found = last_run(session, RunKind.CRAWL, "paper")
        assert found is not None
        assert found.state is RunState.FINISHED
        assert last_run(session, RunKind.CRAWL, "other") is None
