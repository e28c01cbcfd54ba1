"""The crew: claims, keeps its leases alive, judges by what is said, gives back what it must leave."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from threading import Event

import pytest
from sqlalchemy import select

from base.clock import running_from
from base.process import Ended, Why
from storage.database import Database
from storage.inbox import add_link
from storage.models import InboxLink, InboxState, Run, RunKind, RunState
from storage.outlets import OutletRow, sync_outlets
from storage.runs import MOST_ATTEMPTS, Plan, plan_run, unjudged_since
from tests.conftest import Servers
from tracking import crew as crews
from tracking.crew import Crew, Done, Job, Perform, judged

NOW = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
WELL = Ended(Why.BY_ITSELF, 0, '{"state": "ok", "counts": {"articles": 3}}')


@pytest.fixture
def database(servers: Servers) -> Iterator[Database]:
    database = servers.make("sqlite", tables=True)
    yield database
    database.close()


def planned(database: Database, *plans: Plan) -> None:
    with database.session() as session:
        for plan in plans:
            plan_run(session, plan)


def run_of(database: Database, kind: RunKind = RunKind.CRAWL) -> Run:
    with database.reading() as session:
        return session.scalars(select(Run).where(Run.kind == kind)).one()


def done_by(database: Database, perform: Perform, at_once: int = 2) -> list[Done]:
    """Have all that is due done, and hear of it."""
    crew = Crew(database, running_from(NOW), perform, at_once)
    found: list[Done] = []
    crew.start()
    while crew.busy:
        found += crew.ended(timeout=10)
    return found


@pytest.mark.parametrize(
    ("ended", "ok", "state", "note"),
    [
        (WELL, True, "ok", None),
        (
            Ended(Why.BY_ITSELF, 3, '{"state": "blocked", "note": "被拦截", "error": null, "counts": {}}'),
            True,
            "blocked",
            "被拦截",
        ),
        (Ended(Why.BY_ITSELF, 1, 'log\n{"counts": {}, "error": "no space"}'), False, "", "no space"),
        (Ended(Why.BY_ITSELF, -6, ""), False, "", "任务没有给出结果（退出码 -6），见日志"),
        (Ended(Why.BY_ITSELF, 0, "all is well"), False, "", "任务没有给出结果（退出码 0），见日志"),
        (Ended(Why.BY_ITSELF, 0, "[1]"), False, "", "任务没有给出结果（退出码 0），见日志"),
        (
            Ended(Why.BY_ITSELF, 0, '{"counts": {"a": "many"}}'),
            False,
            "",
            "任务没有给出结果（退出码 0），见日志",
        ),
        (Ended(Why.TIME, -15, '{"counts": {}}'), False, "", "超过时限，已停止"),
        (Ended(Why.MEMORY, -9, '{"counts": {}}'), False, "", "占用内存超过上限，已停止"),
    ],
)
def test_a_run_is_judged_by_what_it_says_it_did(ended: Ended, ok: bool, state: str, note: str | None) -> None:
    done = judged(Job(1, RunKind.CRAWL, "paper"), ended)
    assert (done.ok, done.state, done.note) == (ok, state, note)


def test_what_a_run_came_to_is_recorded(database: Database) -> None:
    planned(database, Plan(RunKind.CRAWL, "paper", NOW))
    [done] = done_by(database, lambda *_: WELL)
    assert done.ok
    run = run_of(database)
    assert (run.state, run.outcome, run.counts) == (RunState.FINISHED, "ok", {"articles": 3})
    assert run.lease_until is None


def test_a_killed_run_may_be_begun_again_before_its_end_is_heard_of(database: Database) -> None:
    planned(database, Plan(RunKind.OUTBOX, "", NOW, lane="outbox"))
    ends = [Ended(Why.BY_ITSELF, -9, ""), WELL]
    crew = Crew(database, running_from(NOW), lambda *_: ends.pop(0), at_once=2)
    crew.start()
    while run_of(database, RunKind.OUTBOX).note is None:
        time.sleep(0.01)
    crew.start()
    found: list[Done] = []
    while crew.busy:
        found += crew.ended(timeout=10)
    assert [done.ok for done in found] == [False, True]
    assert run_of(database, RunKind.OUTBOX).state is RunState.FINISHED


def test_no_more_at_once_than_there_is_room_for_and_one_in_a_lane(database: Database) -> None:
    """Runs that ask no outlet need no such room."""
    planned(database, *(Plan(RunKind.CRAWL, f"o{n}", NOW, lane="ab"[n % 2]) for n in range(6)))
    planned(database, *(Plan(RunKind.CRAWL, f"p{n}", NOW, lane=f"p{n}") for n in range(3)))
    planned(database, Plan(RunKind.TRIAGE, "", NOW, lane="desk"), Plan(RunKind.DIGEST, "", NOW, lane="desk"))
    begun: list[str] = []
    go = Event()

    def perform(job: Job, now: datetime, go_on: Callable[[], bool]) -> Ended:
        begun.append(f"{job.kind} {job.subject}".strip())
        assert go.wait(30)
        return WELL

    crew = Crew(database, running_from(NOW), perform, at_once=3)
    crew.start()
    while len(begun) < 4:
        time.sleep(0.01)
    crew.start()
    assert len(begun) == 4
    lanes = {"a" if int(name[-1]) % 2 == 0 else "b" for name in begun if name.startswith("crawl o")}
    assert "triage" in begun
    assert len([name for name in begun if name.startswith("crawl o")]) == len(lanes)
    go.set()
    found: list[Done] = []
    while crew.busy:
        found += crew.ended(timeout=10)
        crew.start()
    assert len(found) == 11


def test_a_stop_gives_back_what_is_at_work(database: Database) -> None:
    planned(database, Plan(RunKind.CRAWL, "paper", NOW))

    def perform(job: Job, now: datetime, go_on: Callable[[], bool]) -> Ended:
        while go_on():
            time.sleep(0.01)
        return Ended(Why.STOPPED, -15, "")

    crew = Crew(database, running_from(NOW), perform, at_once=1)
    crew.start()
    assert [done.ok for done in crew.stop()] == [False]
    run = run_of(database)
    assert (run.state, run.attempts) == (RunState.PLANNED, 0)
    assert "服务停止" in (run.note or "")
    crew.start()
    assert not crew.busy, "what has stopped begins nothing"


def test_a_run_that_is_killed_is_repeated_but_not_for_ever(database: Database) -> None:
    planned(database, Plan(RunKind.CRAWL, "paper", NOW))
    for attempt in range(MOST_ATTEMPTS):
        assert run_of(database).state is RunState.PLANNED, attempt
        [done] = done_by(database, lambda *_: Ended(Why.BY_ITSELF, -9, ""))
        assert not done.ok
    run = run_of(database)
    assert (run.state, run.attempts) == (RunState.FAILED, MOST_ATTEMPTS)
    assert "-9" in (run.note or "")


def test_a_lease_is_kept_alive_and_who_lost_it_stops(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crews, "HEARTBEAT_SECONDS", 0.0)
    planned(database, Plan(RunKind.CRAWL, "paper", NOW))
    leases = []

    def perform(job: Job, now: datetime, go_on: Callable[[], bool]) -> Ended:
        assert go_on()
        leases.append(run_of(database).lease_until)
        with database.session() as session:
            session.get_one(Run, job.run_id).claimed_by = "another"
        assert not go_on()
        return Ended(Why.STOPPED, -15, "")

    assert done_by(database, perform) == []
    assert leases[0] is not None
    assert leases[0] > NOW + crews.LEASE
    run = run_of(database)
    assert (run.state, run.claimed_by) == (RunState.CLAIMED, "another")


def test_who_cannot_even_begin_says_so(database: Database) -> None:
    planned(database, Plan(RunKind.CRAWL, "paper", NOW))

    def perform(job: Job, now: datetime, go_on: Callable[[], bool]) -> Ended:
        raise OSError(28, "No space left on device")

    [done] = done_by(database, perform)
    assert not done.ok
    assert "No space left" in (run_of(database).note or "")


@pytest.mark.parametrize("ok", [True, False])
def test_a_triage_that_failed_leaves_its_work_to_the_next(database: Database, ok: bool) -> None:
    planned(database, Plan(RunKind.CRAWL, "paper", NOW))
    done_by(database, lambda *_: WELL)
    planned(database, Plan(RunKind.TRIAGE, "", NOW))
    said = json.dumps({"counts": {}, "error": None if ok else "broken"})
    done_by(database, lambda *_: Ended(Why.BY_ITSELF, 0, said))
    with database.reading() as session:
        assert (unjudged_since(session) is None) is ok


def test_only_the_links_that_were_fetched_are_settled(database: Database) -> None:
    row = OutletRow("paper", "某报", None, "site", "甘肃", True, None, {})
    urls = [f"https://a.example/{number}" for number in range(2)]
    with database.session() as session:
        sync_outlets(session, [row])
        for url in urls:
            add_link(session, url, "paper", "王编辑", NOW)
    planned(database, Plan(RunKind.INBOX, "paper", NOW, arguments=("--url", urls[0])))
    done_by(database, lambda *_: WELL)
    with database.session() as session:
        states = dict(session.execute(select(InboxLink.url, InboxLink.state)).all())
        assert states == {urls[0]: InboxState.FAILED, urls[1]: InboxState.WAITING}
        assert add_link(session, urls[0], "paper", "王编辑", NOW).state is InboxState.WAITING


@pytest.mark.parametrize(
    ("job", "command"),
    [
        (
            Job(1, RunKind.CRAWL, "gsrb", ("--since", "2026-11-01")),
            ("crawler.run", "gsrb", "--since", "2026-11-01"),
        ),
        (Job(1, RunKind.RECHECK, "gsrb", ("--recheck", "1")), ("crawler.run", "gsrb", "--recheck", "1")),
        (Job(1, RunKind.MAILBOX, "mailbox"), ("shiyi", "mailbox", "--json")),
        (Job(1, RunKind.TRIAGE, ""), ("shiyi", "triage", "--json")),
        (
            Job(1, RunKind.DIGEST, "", ("--send", "--date", "2026-11-20")),
            ("shiyi", "digest", "--send", "--date", "2026-11-20", "--json"),
        ),
    ],
)
def test_each_kind_has_its_command(job: Job, command: tuple[str, ...]) -> None:
    assert job.command == command
