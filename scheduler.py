"""The unattended service: only the clock. It plans runs, has each done by a process of its own, and tells.

`tick` is one idempotent pass over all that is due; cron calls it as `shiyi tick`, the service on its clock,
and the demo with a clock of its own. What is due is a function of the tables and the present moment alone.
"""

import logging
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from math import inf
from threading import Event

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy.orm import Session

import spiders
from base import systemd
from base.clock import CHINA, Clock, running_from, utcnow
from base.errors import ShiyiError
from base.process import Ended, Limits, run_module
from base.settings import Settings
from crawler.outlet import Outlet, OutletKind, lanes_of
from desk.emergency import cry
from desk.letters import put_alerts
from desk.mailbox import outlet_row as mailbox_row
from storage.database import Database
from storage.lock import ClockLock
from storage.models import FETCHING, Run, RunKind, RunState
from storage.outlets import sync_outlets
from storage.queue import Queue
from storage.runs import CLOCK, WORKER, Plan, due_runs, expire_leases, give_sign, plan_run
from tracking.crew import Crew, Done, Job, Perform
from tracking.monitor import HealthServer, Watchdog, signs_of_life
from tracking.plan import Watch
from tracking.planner import plan
from tracking.review import review

__all__ = ["Done", "Job", "crawl_now", "only_one", "serve", "sync_declared", "tick"]

TICK_SECONDS = 60
# Where others do the work, nothing else tells that a run has ended.
TICK_SECONDS_WITH_WORKERS = 15
# How often a stand-by asks for the clock, and the one that has it makes sure of it.
STAND_BY_SECONDS = 10.0
_LOOK_SECONDS = 0.5
_log = logging.getLogger("shiyi")


@contextmanager
def only_one(database: Database) -> Iterator[bool]:
    """Whether this process may keep the clock; another one that does holds it until it ends or dies."""
    lock = ClockLock(database)
    try:
        yield lock.acquire()
    finally:
        lock.release()


def tick(
    settings: Settings,
    database: Database,
    now: datetime,
    tell: Callable[[Done], None] = lambda _: None,
    perform: Perform | None = None,
) -> list[Done]:
    """Do all that is due, to its end: what was fetched is judged, and what that makes due is done too.

    `tell` hears of each run as it ends; `perform` does the runs (else: a subprocess each).
    """
    clock = running_from(now)
    crew = Crew(database, clock, perform or in_process_group(settings), settings.at_once)
    found: list[Done] = []
    with database.session() as session:
        sync_declared(session, settings)
    passed = -inf
    try:
        while True:
            # What has ended makes room; what it makes due is seen when all have, or after a minute.
            if not crew.busy or time.monotonic() - passed >= TICK_SECONDS:
                _pass(settings, database, clock(), crew)
                passed = time.monotonic()
            if not crew.busy:
                return found
            for done in crew.ended(timeout=TICK_SECONDS):
                found.append(done)
                tell(done)
            crew.start()
    finally:
        crew.stop()


def crawl_now(
    settings: Settings, database: Database, now: datetime, keys: Iterable[str], since: date | None = None
) -> Iterator[Done]:
    """Crawl these outlets because a person said so; each result as it comes. Waits where one is at work."""
    clock = running_from(now)
    crew = Crew(database, clock, in_process_group(settings), settings.at_once)
    lanes = {watch.key: watch.lane for watch in watches(settings)}
    arguments = ("--since", since.isoformat()) if since else ()
    with database.session() as session:
        # The slot is the very moment: who asks again is answered again.
        plans = [Plan(RunKind.CRAWL, key, now, None, lanes.get(key, key), arguments) for key in keys]
        waiting = {plan_run(session, plan).id for plan in plans}
    try:
        while waiting or crew.busy:
            with database.session() as session:
                expire_leases(session, clock())
                runs = [session.get_one(Run, run_id) for run_id in waiting]
            for run in runs:
                if crew.take(run) or run.state not in (RunState.PLANNED, RunState.CLAIMED):
                    waiting.discard(run.id)
            if not crew.busy:
                time.sleep(1)
            yield from crew.ended(timeout=1)
    finally:
        crew.stop()


def sync_declared(session: Session, settings: Settings) -> None:
    """Make the outlets in the database those of `spiders/`, switched on and off as the settings say."""
    rows = [outlet.row(_is_on(outlet, settings)) for outlet in spiders.outlets()]
    sync_outlets(session, [*rows, mailbox_row(settings)] if settings.imap_host else rows)


def watches(settings: Settings) -> list[Watch]:
    """The outlets that are on, with their times and lanes."""
    on = [outlet for outlet in spiders.outlets() if _is_on(outlet, settings)]
    lanes = lanes_of(on)
    return [Watch(outlet.key, _schedule(outlet, settings), lanes[outlet.key]) for outlet in on]


def _is_on(outlet: Outlet, settings: Settings) -> bool:
    operator = settings.outlets.get(outlet.key)
    said = operator.enabled if operator else None
    return outlet.enabled if said is None else said


def _schedule(outlet: Outlet, settings: Settings) -> str | None:
    if not outlet.columns:
        return None
    operator = settings.outlets.get(outlet.key)
    if operator and operator.schedule:
        return operator.schedule
    return settings.epaper_schedule if outlet.kind is OutletKind.EPAPER else settings.crawl_schedule


def in_process_group(settings: Settings) -> Perform:
    """Have a job done by `python -m` in a process group of its own; its log is one file for its kind."""
    logs = settings.home / "logs"
    limits = Limits(settings.run_timeout, settings.memory_limit)

    def perform(job: Job, now: datetime, go_on: Callable[[], bool]) -> Ended:
        logs.mkdir(parents=True, exist_ok=True)
        module, *arguments = job.command
        return run_module(
            module,
            [*arguments, "--now", now.isoformat()],
            log=logs / f"{job.kind}-{job.subject or 'all'}.log",
            environment=settings.environment(),
            limits=limits,
            go_on=go_on,
        )

    return perform


def _pass(
    settings: Settings, database: Database, now: datetime, crew: Crew, queue: Queue | None = None
) -> None:
    """Plan, say what is wrong, begin what is due; with a queue, what asks outlets is left to the workers."""
    with database.session() as session:
        plan(session, settings, watches(settings), now)
        review(session, settings.home, now)
        put_alerts(session, settings, now)
        give_sign(session, CLOCK, crew.name, now)
        due = [run.id for run in due_runs(session, now) if run.kind in FETCHING] if queue else []
    if queue is None:
        crew.start()
    else:
        queue.deliver(due)
        crew.start(kind for kind in RunKind if kind not in FETCHING)


def work(settings: Settings, database: Database, clock: Clock = utcnow) -> None:
    """Carry out what the service plans, until SIGTERM or SIGINT: the same runs, done in the same way."""
    queue = Queue(database)
    queue.prepare()
    crew = Crew(database, clock, in_process_group(settings), settings.at_once)
    name = f"{WORKER}{crew.name}"

    def do(run_id: int) -> None:
        done = crew.carry_out(run_id)
        if done is not None:
            _tell(done)

    with signs_of_life(database, name, clock):
        queue.work(name, settings.at_once, do, crew.ask_to_stop)


def serve(settings: Settings, database: Database, clock: Clock = utcnow) -> None:
    """Keep the clock until SIGTERM or SIGINT; where another process keeps it, wait to take over."""
    service = Service(settings, database, clock)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: service.ask_to_stop())
    service.run()


class Service:
    """The clock of one process. APScheduler says when; it holds no jobs but the one that wakes us."""

    def __init__(
        self, settings: Settings, database: Database, clock: Clock, perform: Perform | None = None
    ) -> None:
        self._settings, self._database, self._clock = settings, database, clock
        self._perform = perform or in_process_group(settings)
        self._queue = Queue(database) if settings.distribute else None
        self._lock = ClockLock(database)
        self._pulse = Event()
        self._asked_to_stop = False

    def ask_to_stop(self) -> None:
        """Called by a signal: end what is at work, then return."""
        self._asked_to_stop = True

    def run(self) -> None:
        """Stand by, keep the clock, stand by again where it was lost."""
        systemd.tell("READY=1")
        while not self._asked_to_stop:
            if self._may_begin():
                with self._watched() as watchdog:
                    self._keep_the_clock(watchdog)
            else:
                systemd.tell("WATCHDOG=1")
                self._sleep(STAND_BY_SECONDS)
        systemd.tell("STOPPING=1")

    def _may_begin(self) -> bool:
        try:
            return self._lock.acquire()
        except ShiyiError as error:
            _log.error("%s", error)
            return False

    @contextmanager
    def _watched(self) -> Iterator[Watchdog]:
        """With /healthz answered, and a dog that cries for the operator."""
        watchdog = Watchdog(self._cry, lambda: os._exit(1))
        server = None
        if self._settings.health_port:
            try:
                host, port = self._settings.health_host, self._settings.health_port
                server = HealthServer(self._database, self._clock, host, port)
            except ShiyiError as error:  # the work goes on without
                _log.error("%s", error)
        try:
            yield watchdog
        finally:
            watchdog.close()
            if server is not None:
                server.close()

    def _cry(self, text: str) -> None:
        for error in cry(self._settings, "拾遗 告警：服务不能正常工作", text, self._clock()):
            _log.error("the operator could not be told: %s", error)

    def _keep_the_clock(self, watchdog: Watchdog) -> None:
        _log.info("this process keeps the clock")
        with self._database.session() as session:
            sync_declared(session, self._settings)
        if self._queue is not None:
            self._queue.prepare()
        crew = Crew(self._database, self._clock, self._perform, self._settings.at_once)
        timer = BackgroundScheduler(timezone=CHINA)
        # One missed pulse or ten: the next one does all that is due, so they are one.
        every = IntervalTrigger(seconds=TICK_SECONDS_WITH_WORKERS if self._queue else TICK_SECONDS)
        timer.add_job(self._pulse.set, every, coalesce=True, max_instances=1, misfire_grace_time=None)
        timer.start()
        self._pulse.set()
        held = time.monotonic()
        try:
            while not self._asked_to_stop:
                if time.monotonic() - held >= STAND_BY_SECONDS:
                    systemd.tell("WATCHDOG=1")
                    held = time.monotonic()
                    if not self._lock.holds():
                        break
                ended = crew.ended(timeout=_LOOK_SECONDS) if crew.busy else self._sleep(_LOOK_SECONDS)
                for done in ended:
                    _tell(done)
                if self._pulse.is_set() or (ended and not crew.busy):
                    self._pulse.clear()
                    watchdog.passed(self._error_of(lambda: self._pass(crew)))
                elif ended:
                    self._error_of(lambda: crew.start(self._own_kinds()))
        finally:
            timer.shutdown(wait=False)
            for done in crew.stop():
                _tell(done)
            self._lock.release()
            _log.info("this process keeps the clock no more")

    def _own_kinds(self) -> set[RunKind]:
        """The kinds of runs that are not left to workers."""
        return {kind for kind in RunKind if self._queue is None or kind not in FETCHING}

    def _pass(self, crew: Crew) -> None:
        _pass(self._settings, self._database, self._clock(), crew, self._queue)

    @staticmethod
    def _error_of(act: Callable[[], None]) -> str | None:
        """A locked database or a full disk is told, and ends nothing: the next pulse tries again."""
        try:
            act()
        except ShiyiError as error:
            _log.error("%s", error)
            return str(error)
        return None

    def _sleep(self, seconds: float) -> list[Done]:
        until = time.monotonic() + seconds
        while not self._asked_to_stop and time.monotonic() < until:
            time.sleep(min(seconds, _LOOK_SECONDS))
        return []


def _tell(done: Done) -> None:
    level = logging.INFO if done.ok else logging.WARNING
    _log.log(level, "%s %s: %s", done.job.kind, done.job.subject, done.note or done.state or "done")
