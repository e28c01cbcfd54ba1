"""Runs as rows: a day ahead, one to catch up, the others missed and said so."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from base.clock import CHINA, china
from base.settings import Settings
from storage.articles import ensure_article
from storage.database import Database
from storage.inbox import add_link
from storage.models import MessageKind, Run, RunKind, RunState
from storage.outbox import Letter, put
from storage.outlets import OutletRow, sync_outlets
from storage.runs import Result, claim_run, due_runs, finish_run
from tests.conftest import Servers
from tracking.plan import Watch
from tracking.planner import plan

SCHEDULE = "0 7-21/2 * * *"
SITE, PAPER = Watch("site", SCHEDULE, "site"), Watch("paper", SCHEDULE, "paper")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def database(servers: Servers) -> Iterator[Database]:
    database = servers.make("sqlite", tables=True)
    rows = [
        OutletRow(key, key, None, "site", "甘肃", True, None, {f"https://{key}.example/": "要闻"})
        for key in ("site", "paper")
    ]
    with database.session() as session:
        sync_outlets(session, rows)
    yield database
    database.close()


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=CHINA).astimezone(UTC)


class Planner:
    """Plans at moments of November 2026, and does what is due as a crew would."""

    def __init__(self, database: Database, home: Path) -> None:
        self.database = database
        self.settings = Settings(home=home, jitter=0)
        self.watched = [SITE]

    def plan(self, now: str) -> None:
        with self.database.session() as session:
            plan(session, self.settings, self.watched, at(now))

    def do_due(self, now: str, state: RunState = RunState.FINISHED, *kinds: RunKind) -> list[str]:
        """End what is due; -> its kinds with subjects."""
        done = []
        with self.database.session() as session:
            for run in due_runs(session, at(now)):
                if kinds and run.kind not in kinds:
                    continue
                claim = claim_run(session, run.id, by="test", now=at(now), lease=MINUTE)
                if claim is not None:
                    finish_run(session, claim, Result(state), at(now))
                    done.append(f"{run.kind} {run.subject}".strip())
        return done

    def runs(self, kind: RunKind = RunKind.CRAWL, subject: str = "site") -> dict[str, RunState]:
        with self.database.reading() as session:
            query = select(Run).where(Run.kind == kind, Run.subject == subject).order_by(Run.slot)
            return {china(run.slot).strftime("%dT%H:%M"): run.state for run in session.scalars(query)}


@pytest.fixture
def planner(database: Database, tmp_path: Path) -> Planner:
    return Planner(database, tmp_path)


def test_the_first_plan_reads_at_once_and_a_day_ahead(planner: Planner) -> None:
    planner.plan("20T08:30")
    planner.plan("20T08:31")
    expected = ["20T07:00", *(f"20T{hour:02}:00" for hour in range(9, 22, 2)), "21T07:00"]
    assert list(planner.runs()) == expected
    assert planner.do_due("20T08:31", RunState.FINISHED, RunKind.CRAWL) == ["crawl site"]
    assert planner.do_due("20T08:59", RunState.FINISHED, RunKind.CRAWL) == []
    assert planner.do_due("20T09:00", RunState.FINISHED, RunKind.CRAWL) == ["crawl site"]


def test_after_downtime_each_outlet_catches_up_once_and_the_rest_is_missed(planner: Planner) -> None:
    planner.plan("20T07:00")
    planner.do_due("20T07:00")
    planner.plan("22T12:00")
    states = planner.runs()
    missed = [slot for slot, state in states.items() if state is RunState.MISSED]
    assert missed[0] == "20T09:00"
    assert missed[-1] == "22T09:00"
    assert len(missed) == 7 + 8 + 2
    assert states["22T11:00"] is RunState.PLANNED
    assert planner.do_due("22T12:00", RunState.FINISHED, RunKind.CRAWL) == ["crawl site"]
    planner.plan("22T12:01")
    assert planner.do_due("22T12:01", RunState.FINISHED, RunKind.CRAWL) == []


def test_catching_up_is_spread_and_put_off_only_once(planner: Planner) -> None:
    planner.settings = planner.settings.model_copy(update={"jitter": 3600.0})
    planner.watched = [SITE, PAPER]
    planner.plan("20T07:00")
    planner.do_due("20T08:00")
    for moment in ("20T16:50", "20T16:55"):
        planner.plan(moment)
    with planner.database.reading() as session:
        query = select(Run).where(Run.state == RunState.PLANNED, Run.slot == at("20T15:00"))
        due = {run.subject: run.due_at for run in session.scalars(query)}
    assert all(at("20T16:50") < moment < at("20T17:50") for moment in due.values())
    assert len(set(due.values())) == 2


def test_a_long_silence_is_not_planned_in_retrospect_for_ever(planner: Planner) -> None:
    planner.plan("01T07:00")
    planner.do_due("01T07:00")
    planner.plan("28T12:00")
    assert len([slot for slot in planner.runs() if slot < "21T12:00"]) <= 10


def test_another_schedule_holds_from_now_on(planner: Planner) -> None:
    planner.plan("20T07:00")
    planner.do_due("20T07:00")
    planner.watched = [Watch("site", "30 12 * * *", "site")]
    planner.plan("20T08:00")
    assert planner.runs() == {"20T07:00": RunState.FINISHED, "20T12:30": RunState.PLANNED}


def test_an_outlet_that_is_switched_off_is_read_no_more(planner: Planner) -> None:
    planner.plan("20T07:00")
    planner.watched = []
    planner.plan("20T08:00")
    assert planner.runs() == {"20T07:00": RunState.MISSED}
    assert planner.do_due("20T12:00", RunState.FINISHED, RunKind.CRAWL) == []


def test_a_clock_that_was_put_back_repeats_nothing_and_loses_nothing(planner: Planner) -> None:
    planner.plan("20T07:00")
    planner.do_due("20T07:00")
    planner.plan("21T12:00")
    planner.do_due("21T12:00", RunState.FINISHED, RunKind.CRAWL)
    planner.plan("20T08:00")
    states = planner.runs()
    assert states["20T07:00"] is RunState.FINISHED
    assert states["20T09:00"] is RunState.PLANNED
    assert states["21T11:00"] is RunState.FINISHED


def test_a_lost_lease_is_said_and_the_run_repeated(planner: Planner) -> None:
    planner.plan("20T07:00")
    with planner.database.session() as session:
        [run] = [run for run in due_runs(session, at("20T07:00")) if run.kind is RunKind.CRAWL]
        assert claim_run(session, run.id, by="gone", now=at("20T07:00"), lease=MINUTE)
    planner.plan("20T07:05")
    with planner.database.reading() as session:
        found = session.get_one(Run, run.id)
        assert (found.state, found.attempts) == (RunState.PLANNED, 1)
        assert "失联" in (found.note or "")
    assert "crawl site" in planner.do_due("20T07:05")


def test_the_digest_is_planned_for_working_days_and_tried_again_on_its_day_alone(planner: Planner) -> None:
    planner.watched = []
    planner.plan("20T07:00")  # a Friday
    assert planner.runs(RunKind.DIGEST, "") == {"20T07:45": RunState.PLANNED}
    planner.plan("20T07:46")
    assert planner.do_due("20T07:46", RunState.FAILED, RunKind.DIGEST) == ["digest"]
    planner.plan("20T07:50")
    assert planner.do_due("20T07:50", RunState.FAILED, RunKind.DIGEST) == []
    planner.plan("20T07:56")
    assert planner.do_due("20T07:56", RunState.FAILED, RunKind.DIGEST) == ["digest"]
    planner.plan("22T12:00")
    assert planner.do_due("22T12:00", RunState.FINISHED, RunKind.DIGEST) == []
    planner.plan("24T12:00")
    states = planner.runs(RunKind.DIGEST, "")
    assert states["23T07:45"] is RunState.MISSED
    assert states["24T07:45"] is RunState.PLANNED


def test_what_was_fetched_is_judged_before_the_digest(planner: Planner) -> None:
    planner.plan("20T07:30")
    assert planner.do_due("20T07:30", RunState.FINISHED, RunKind.CRAWL) == ["crawl site"]
    planner.watched = [SITE, PAPER]
    planner.plan("20T07:31")
    with planner.database.session() as session:
        [run] = [run for run in due_runs(session, at("20T07:31")) if run.subject == "paper"]
        assert claim_run(session, run.id, by="slow", now=at("20T07:31"), lease=120 * MINUTE)
    planner.plan("20T07:32")
    assert planner.do_due("20T07:32") == [], "another outlet is still being read"
    planner.plan("20T07:36")
    assert planner.do_due("20T07:36") == [], "and may go on for a while"
    planner.plan("20T07:40")
    assert planner.do_due("20T07:40") == ["triage"], "but not for ever"
    planner.plan("20T07:45")
    assert planner.do_due("20T07:45") == ["digest"], "what was judged so lately is not judged again"


def test_a_digest_that_is_due_has_what_waits_judged_first(planner: Planner) -> None:
    planner.plan("20T07:00")
    planner.do_due("20T07:00")
    planner.plan("20T07:50")
    with planner.database.reading() as session:
        due = {run.kind: run.lane for run in due_runs(session, at("20T07:50"))}
    assert due == {RunKind.TRIAGE: "desk", RunKind.DIGEST: "desk"}


def test_known_articles_are_looked_at_within_the_budget_of_their_site(planner: Planner) -> None:
    planner.watched = [Watch("site", None, "host"), Watch("paper", None, "host")]
    with planner.database.session() as session:
        for number in range(100):
            article = ensure_article(
                session, "site", str(number), f"https://site.example/{number}", at("20T07:00")
            )
            article.next_check_at = at("20T08:00")
        article = ensure_article(session, "paper", "1", "https://paper.example/1", at("20T07:00"))
        article.next_check_at = at("20T07:59")  # the longest overdue of the two outlets
    planner.plan("20T08:00")
    planner.plan("20T08:01")
    with planner.database.reading() as session:
        runs = session.scalars(select(Run).where(Run.kind == RunKind.RECHECK)).all()
        assert [run.subject for run in runs] == ["paper"]
    assert "recheck paper" in planner.do_due("20T08:01")
    planner.plan("20T08:02")
    assert planner.runs(RunKind.RECHECK) == {}
    planner.plan("20T08:20")
    with planner.database.reading() as session:
        newest = session.scalars(
            select(Run).where(Run.kind == RunKind.RECHECK).order_by(Run.slot.desc())
        ).first()
        assert newest is not None


def test_forwarded_links_are_fetched_at_once_and_not_twice(planner: Planner) -> None:
    with planner.database.session() as session:
        add_link(session, "https://site.example/1", "site", "王编辑", at("20T12:00"))
    planner.plan("20T12:00")
    planner.plan("20T12:01")
    with planner.database.reading() as session:
        [run] = session.scalars(select(Run).where(Run.kind == RunKind.INBOX)).all()
        assert run.arguments == ["--url", "https://site.example/1"]


def test_mail_that_waits_is_sent(planner: Planner) -> None:
    letter = Letter("digest", MessageKind.DIGEST, "a@b.example", "每日候选", "…")
    with planner.database.session() as session:
        assert put(session, letter, at("20T07:45"))
        assert not put(session, letter, at("20T07:46"))
    planner.plan("20T07:44")
    assert planner.runs(RunKind.OUTBOX, "") == {}
    planner.plan("20T07:45")
    planner.plan("20T07:47")
    assert list(planner.runs(RunKind.OUTBOX, "")) == ["20T07:45"]


def test_the_mailbox_is_read_only_where_one_is_set(planner: Planner) -> None:
    planner.plan("20T08:30")
    assert planner.runs(RunKind.MAILBOX, "mailbox") == {}
    without = planner.settings
    planner.settings = without.model_copy(update={"imap_host": "mail.office.example"})
    planner.plan("20T08:31")
    assert next(iter(planner.runs(RunKind.MAILBOX, "mailbox"))) == "20T08:45"
    assert planner.do_due("20T08:45", RunState.FINISHED, RunKind.MAILBOX) == ["mailbox mailbox"]
    planner.plan("20T08:46")
    assert planner.do_due("20T08:59", RunState.FINISHED, RunKind.MAILBOX) == []
    planner.settings = without
    planner.plan("20T08:50")
    assert list(planner.runs(RunKind.MAILBOX, "mailbox").values()) == [RunState.FINISHED]
