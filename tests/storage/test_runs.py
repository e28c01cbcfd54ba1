"""Runs: planned once, claimed by one, taken over when the lease is gone."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

from storage.database import Database
from storage.models import Run, RunKind, RunState
from storage.runs import (
    MOST_ATTEMPTS,
    Claim,
    Plan,
    Result,
    claim_run,
    due_runs,
    expire_leases,
    finish_run,
    last_run,
    plan_run,
    put_back,
    release_run,
    renew_lease,
    take_up,
    unjudged_since,
)

SLOT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
LEASE = timedelta(minutes=5)
FINISHED = Result(RunState.FINISHED, "ok", {"articles": 3})


def planned(database: Database, subject: str = "paper", lane: str = "", hours: int = 0) -> int:
    with database.session() as session:
        plan = Plan(RunKind.CRAWL, subject, SLOT + timedelta(hours=hours), lane=lane)
        return plan_run(session, plan).id


def claimed(database: Database, run_id: int, by: str = "a", now: datetime = SLOT) -> Claim | None:
    with database.session() as session:
        return claim_run(session, run_id, by=by, now=now, lease=LEASE)


def test_a_slot_is_planned_once(database: Database) -> None:
    assert planned(database) == planned(database)
    assert planned(database) != planned(database, hours=1)


def test_a_run_is_claimed_by_one_until_its_lease_ends(database: Database) -> None:
    run_id = planned(database)
    first = claimed(database, run_id)
    assert first is not None
    assert claimed(database, run_id, "b") is None
    with database.session() as session:
        assert expire_leases(session, SLOT + LEASE) == []
        assert renew_lease(session, first, SLOT + 2 * LEASE)
        assert expire_leases(session, SLOT + 2 * LEASE) == []
        assert [run.id for run in expire_leases(session, SLOT + 3 * LEASE)] == [run_id]
    second = claimed(database, run_id, "a", SLOT + 3 * LEASE)
    assert second is not None
    with database.session() as session:
        assert not renew_lease(session, first, SLOT + 9 * LEASE), "the first claim is not the second's"
        assert not finish_run(session, first, FINISHED, SLOT)
        assert finish_run(session, second, FINISHED, SLOT + 4 * LEASE)
    assert claimed(database, run_id, "c", SLOT + 9 * LEASE) is None
    with database.reading() as session:
        run = session.get_one(Run, run_id)
        assert (run.state, run.attempts, run.counts, run.outcome) == (
            RunState.FINISHED,
            2,
            {"articles": 3},
            "ok",
        )
        assert "失联" not in (run.note or "")


def test_a_run_that_kills_whoever_does_it_is_given_up(database: Database) -> None:
    run_id, now = planned(database), SLOT
    for _ in range(MOST_ATTEMPTS):
        assert claimed(database, run_id, now=now)
        now += 2 * LEASE
        with database.session() as session:
            expire_leases(session, now)
    assert claimed(database, run_id, now=now) is None
    with database.reading() as session:
        run = session.get_one(Run, run_id)
        assert (run.state, run.finished_at) == (RunState.FAILED, now)
        assert "3 次都没有完成" in (run.note or "")


def test_a_clean_stop_costs_no_attempt(database: Database) -> None:
    run_id = planned(database)
    for _ in range(MOST_ATTEMPTS + 1):
        claim = claimed(database, run_id)
        assert claim is not None
        with database.session() as session:
            assert release_run(session, claim, "stopped", counted=False)
    with database.reading() as session:
        assert session.get_one(Run, run_id).state is RunState.PLANNED


def test_a_lane_has_one_run_at_a_time(database: Database) -> None:
    one, two = planned(database, "paper", "host"), planned(database, "site", "host")
    free, other = planned(database, "a"), planned(database, "b", "elsewhere")
    claim = claimed(database, one)
    assert claim is not None
    assert claimed(database, two) is None
    assert claimed(database, free)
    assert claimed(database, other)
    with database.session() as session:
        assert due_runs(session, SLOT) == []
        finish_run(session, claim, FINISHED, SLOT)
    assert claimed(database, two)


def test_of_many_who_claim_in_one_lane_at_once_one_succeeds(database: Database) -> None:
    ids = [planned(database, f"outlet{number}", "host") for number in range(4)]
    barrier, claims = Barrier(len(ids)), []

    def claim(run_id: int) -> None:
        barrier.wait()
        claims.append(claimed(database, run_id))

    threads = [Thread(target=claim, args=(run_id,)) for run_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claims) == len(ids)
    assert len([claim for claim in claims if claim]) == 1


def test_what_was_fetched_waits_until_a_triage_has_taken_it_up(database: Database) -> None:
    claim = claimed(database, planned(database))
    assert claim is not None
    with database.session() as session:
        assert unjudged_since(session) is None
        finish_run(session, claim, FINISHED, SLOT + LEASE)
        triage = plan_run(session, Plan(RunKind.TRIAGE, "", SLOT)).id
        assert unjudged_since(session) == SLOT + LEASE
        take_up(session, triage)
        assert unjudged_since(session) is None
        put_back(session, triage)
        assert unjudged_since(session) == SLOT + LEASE


def test_the_last_run_is_the_newest_that_ended(database: Database) -> None:
    with database.session() as session:
        for hours, state in ((0, RunState.FAILED), (2, RunState.FINISHED), (4, RunState.PLANNED)):
            run = plan_run(session, Plan(RunKind.CRAWL, "paper", SLOT + timedelta(hours=hours)))
            run.state = state
        session.flush()
        found = last_run(session, RunKind.CRAWL, "paper")
        assert found is not None
        assert found.state is RunState.FINISHED
        assert last_run(session, RunKind.CRAWL, "other") is None
