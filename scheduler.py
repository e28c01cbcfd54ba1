"""The unattended service: plans runs, starts each in a process of its own, never does the work itself.

`tick` is one idempotent pass over all that is due; cron calls it as `shiyi tick`, the service on its clock,
and the demo with a clock of its own. What is due is a function of the tables and `now` alone.
"""

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger
from sqlalchemy.orm import Session

import spiders
from base.clock import CHINA, china, china_date, utcnow
from base.settings import Settings
from storage.articles import due_articles
from storage.database import Database
from storage.digests import digest_of
from storage.inbox import settle_links, waiting_links
from storage.models import Outlet, RunKind, RunState
from storage.outlets import sync_outlets
from storage.runs import claim_run, finish_run, plan_run
from tracking.calendar import is_working_day

TICK_SECONDS = 60
# Runs at once. One outlet is one host family, so the politeness per host holds.
AT_ONCE = 2
RECHECKS_A_RUN = 60
# Beyond its own time limit, for ending it and for recording what it came to.
LEASE_MARGIN = timedelta(minutes=2)
_CRAWL_TIMES = tuple(time(hour) for hour in range(7, 22, 2))
_EPAPER_TIMES = (time(6, 30), time(8, 30))
_DIGEST_DELAY = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Job:
    """One due run with the command that does it: arguments of `python -m`."""

    run_id: int
    kind: RunKind
    subject: str
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What a run came to. `state` is the outlet's word for a crawl, else ""."""

    job: Job
    ok: bool
    state: str
    note: str | None
    counts: Mapping[str, int]


@contextmanager
def only_one(settings: Settings) -> Iterator[bool]:
    """Whether this process may tick now; another one that does holds the lock file until it ends or dies."""
    settings.home.mkdir(parents=True, exist_ok=True)
    with (settings.home / "tick.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def tick(
    settings: Settings, database: Database, now: datetime, tell: Callable[[Done], None] = lambda _: None
) -> list[Done]:
    """Do all that is due: crawls and forwarded links, looks at known articles, triage, the digest.

    `tell` hears of each run as it ends.
    """
    done: list[Done] = []

    def do(jobs: list[Job]) -> None:
        for result in _run_all(settings, database, now, jobs):
            done.append(result)
            tell(result)

    with database.session() as session:
        sync_declared(session, settings)
        jobs = _crawls(session, now) + _links(session, now)
    do(jobs)
    with database.session() as session:
        jobs = _rechecks(session, now)
    do(jobs)
    if done:
        with database.session() as session:
            jobs = _job(session, RunKind.TRIAGE, "", _minute(now), ("shiyi", "triage", "--json"))
        do(jobs)
    with database.session() as session:
        jobs = _digest(session, settings, now)
    do(jobs)
    return done


def crawl_now(
    settings: Settings, database: Database, now: datetime, keys: Iterable[str], since: date | None = None
) -> Iterator[Done]:
    """Crawl these outlets because a person said so; each result as it comes."""
    more = ("--since", since.isoformat()) if since else ()
    with database.session() as session:
        jobs = [
            job for key in keys for job in _job(session, RunKind.CRAWL, key, now, ("crawler.run", key, *more))
        ]
    yield from _run_all(settings, database, now, jobs)


def sync_declared(session: Session, settings: Settings) -> None:
    """Make the outlets in the database those of `spiders/`, switched on and off as the settings say."""
    rows = []
    for outlet in spiders.outlets():
        override = settings.outlets.get(outlet.key)
        said = override.enabled if override else None
        rows.append(outlet.row(outlet.enabled if said is None else said))
    sync_outlets(session, rows)


def serve(settings: Settings, database: Database) -> None:
    """Tick once a minute until SIGTERM or SIGINT. The clock is APScheduler's; it holds no jobs of its own."""

    def pulse() -> None:
        with only_one(settings) as mine:
            if mine:
                tick(settings, database, utcnow())

    scheduler = BlockingScheduler(timezone=CHINA)
    # One missed pulse or ten: the next one does all that is due, so they are one.
    scheduler.add_job(pulse, CronTrigger(second=0), coalesce=True, max_instances=1, misfire_grace_time=None)
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signal_number, lambda *_: scheduler.shutdown(wait=False))
    scheduler.start()


def last_slot(times: Sequence[time], now: datetime) -> datetime:
    """The newest of the daily `times` (China's) that is not after `now`. After a gap: one slot, not many."""
    here = china(now)
    today = [datetime.combine(here.date(), at, CHINA) for at in times]
    past = [slot for slot in today if slot <= here]
    return past[-1] if past else datetime.combine(here.date() - timedelta(days=1), times[-1], CHINA)


def _crawls(session: Session, now: datetime) -> list[Job]:
    jobs = []
    for outlet in session.query(Outlet).where(Outlet.enabled).order_by(Outlet.key):
        if not outlet.columns:
            continue
        slot = last_slot(_EPAPER_TIMES if outlet.kind == "epaper" else _CRAWL_TIMES, now)
        jobs += _job(session, RunKind.CRAWL, outlet.key, slot, ("crawler.run", outlet.key))
    return jobs


def _rechecks(session: Session, now: datetime) -> list[Job]:
    by_outlet: dict[str, list[str]] = {}
    for article in due_articles(session, now, limit=10 * RECHECKS_A_RUN):
        by_outlet.setdefault(article.outlet_key, []).append(str(article.id))
    jobs = []
    for key, ids in sorted(by_outlet.items()):
        command = ("crawler.run", key, "--recheck", *ids[:RECHECKS_A_RUN])
        jobs += _job(session, RunKind.RECHECK, key, _minute(now), command)
    return jobs


def _links(session: Session, now: datetime) -> list[Job]:
    jobs = []
    for key, urls in sorted(waiting_links(session).items()):
        jobs += _job(session, RunKind.INBOX, key, _minute(now), ("crawler.run", key, "--url", *urls))
    return jobs


def _digest(session: Session, settings: Settings, now: datetime) -> list[Job]:
    day = china_date(now)
    slot = datetime.combine(day, settings.digest_cutoff, CHINA) + _DIGEST_DELAY
    if now < slot or not is_working_day(day) or digest_of(session, day) is not None:
        return []
    command = ("shiyi", "digest", "--date", day.isoformat(), "--send", "--json")
    return _job(session, RunKind.DIGEST, "", slot, command)


def _minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)


def _job(
    session: Session, kind: RunKind, subject: str, slot: datetime, command: tuple[str, ...]
) -> list[Job]:
    """The run of this slot as a job, unless it has ended."""
    run = plan_run(session, kind, subject, slot)
    if run.state in (RunState.PLANNED, RunState.CLAIMED):
        return [Job(run.id, kind, subject, command)]
    return []


def _run_all(settings: Settings, database: Database, now: datetime, jobs: Sequence[Job]) -> Iterator[Done]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        running = [pool.submit(_run, settings, database, now, job) for job in jobs]
        for future in as_completed(running):
            done = future.result()
            if done is not None:
                yield done


def _run(settings: Settings, database: Database, now: datetime, job: Job) -> Done | None:
    """Claim a run, have it done by a process group of its own, record the end. None: another one has it."""
    lease = timedelta(seconds=settings.run_timeout) + LEASE_MARGIN
    by = f"{socket.gethostname()}:{os.getpid()}"
    with database.session() as session:
        if not claim_run(session, job.run_id, by=by, now=now, lease=lease):
            return None
    done = _finished(job, *_process(settings, now, job))
    with database.session() as session:
        state = RunState.FINISHED if done.ok else RunState.FAILED
        finish_run(session, job.run_id, state, now=now, counts=dict(done.counts), note=done.note)
        if job.kind is RunKind.INBOX:
            settle_links(session, job.subject)
    return done


def _process(settings: Settings, now: datetime, job: Job) -> tuple[int | None, str]:
    """The exit code (None: it ran out of time) and what it wrote on stdout; its log goes to a file."""
    logs = settings.home / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", *job.command, "--now", now.isoformat()]
    environment = os.environ | settings.environment()
    with (logs / f"{job.kind}-{job.subject or 'all'}.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 (our own command)
            command, stdout=subprocess.PIPE, stderr=log, env=environment, start_new_session=True
        )
        try:
            output, _ = process.communicate(timeout=settings.run_timeout)
        except subprocess.TimeoutExpired:
            _end(process)
            return None, ""
    return process.returncode, output.decode("utf-8", "replace")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process with all that it started: politely, then for good."""
    for signal_number, patience in ((signal.SIGTERM, 10), (signal.SIGKILL, None)):
        os.killpg(process.pid, signal_number)
        try:
            process.communicate(timeout=patience)
            return
        except subprocess.TimeoutExpired:
            continue


def _finished(job: Job, code: int | None, output: str) -> Done:
    """Judge a run by what it says it stored and counted; a run that says nothing has failed."""
    if code is None:
        return Done(job, False, "", "超过时限，已停止", {})
    lines = output.strip().splitlines()
    try:
        said = json.loads(lines[-1])
        error, counts = said.get("error"), said["counts"]
    except (IndexError, ValueError, KeyError, TypeError, AttributeError):
        return Done(job, False, "", f"任务没有给出结果（退出码 {code}），见日志", {})
    return Done(job, not error, said.get("state", ""), error or said.get("note"), counts)
