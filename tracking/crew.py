"""The runs that one process has at work: claimed, minded, judged by what they say they did."""

import json
import logging
import os
import socket
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from threading import Event, Thread, current_thread

from base.clock import Clock
from base.errors import ShiyiError
from base.process import Ended, Why
from storage.database import Database
from storage.inbox import settle_links
from storage.models import FETCHING, Run, RunKind, RunState
from storage.runs import (
    MOST_ATTEMPTS,
    Claim,
    Result,
    claim_run,
    due_runs,
    finish_run,
    put_back,
    release_run,
    renew_lease,
    take_up,
)
from tracking.outlets import review_outlet

# A run whose holder says nothing for so long is taken from it.
LEASE = timedelta(seconds=60)
HEARTBEAT_SECONDS = 15.0
# What is due at one moment begins in this order.
_ORDER = (
    RunKind.TRIAGE,
    RunKind.DIGEST,
    RunKind.OUTBOX,
    RunKind.INBOX,
    RunKind.MAILBOX,
    RunKind.CRAWL,
    RunKind.RECHECK,
    RunKind.RETENTION,
)
_ENDED_BY_US = {
    Why.TIME: "超过时限，已停止",
    Why.MEMORY: "占用内存超过上限，已停止",
    Why.STOPPED: "服务停止，任务中断，将重新执行",
}
_log = logging.getLogger("shiyi")


@dataclass(frozen=True, slots=True)
class Job:
    """A run as whoever does it needs to know it."""

    run_id: int
    kind: RunKind
    subject: str
    arguments: tuple[str, ...] = ()

    @classmethod
    def of(cls, run: Run) -> "Job":
        """The job of a planned run."""
        return cls(run.id, run.kind, run.subject, tuple(run.arguments))

    @property
    def command(self) -> tuple[str, ...]:
        """The module that does it, and its arguments but for `--now`."""
        if self.kind in FETCHING and self.kind is not RunKind.MAILBOX:
            return ("crawler.run", self.subject, *self.arguments)
        return ("shiyi", self.kind.value, *self.arguments, "--json")


@dataclass(frozen=True, slots=True)
class Done:
    """What a run came to. `state` is the outlet's word where one was asked for pages, else ""."""

    job: Job
    ok: bool
    state: str
    note: str | None
    counts: Mapping[str, int]


# How a job is done: the job, the moment of its beginning, and what says whether to go on.
Perform = Callable[[Job, datetime, Callable[[], bool]], Ended]


class Crew:
    """Claims due runs, has each done, keeps its lease alive meanwhile, and records what it came to.

    `at_once` is the number of runs at once that ask outlets for pages; the others wait for nobody but those
    of their own lane.
    """

    def __init__(self, database: Database, clock: Clock, perform: Perform, at_once: int) -> None:
        self._database, self._clock, self._perform, self._at_once = database, clock, perform, at_once
        self.name = f"{socket.gethostname()}:{os.getpid()}"
        self._stopping = Event()
        # By thread, not by job: one that was killed may have been begun again before its end is heard of.
        self._threads: dict[Thread, Job] = {}
        self._done: SimpleQueue[tuple[Thread, Done | None]] = SimpleQueue()

    @property
    def busy(self) -> bool:
        """Whether any run is at work, or has ended without being told of."""
        return bool(self._threads)

    def start(self, kinds: Iterable[RunKind] = RunKind) -> None:
        """Begin the runs of these kinds that are due, as many as there is room for."""
        wanted = set(kinds)
        with self._database.session() as session:
            due = [run for run in due_runs(session, self._clock()) if run.kind in wanted]
        for run in sorted(due, key=lambda run: _ORDER.index(run.kind)):
            self.take(run)

    def take(self, run: Run) -> bool:
        """Begin a planned run if there is room for it and nobody else has it."""
        job = Job.of(run)
        fetching = sum(other.kind in FETCHING for other in self._threads.values())
        if job.kind in FETCHING and fetching >= self._at_once:
            return False
        claim = self._claim(job)
        if claim is None:
            return False
        thread = Thread(target=self._do, args=(job, claim), name=f"{job.kind} {job.subject}")
        self._threads[thread] = job
        thread.start()
        return True

    def carry_out(self, run_id: int) -> Done | None:
        """Do a run in this thread, to its end; None where it is not to be done, or somebody else has it."""
        with self._database.session() as session:
            run = session.get(Run, run_id)
        job = Job.of(run) if run is not None else None
        claim = self._claim(job) if job is not None else None
        if job is None or claim is None:
            return None
        return self._settle(job, claim, self._done_by(job, claim))

    def _claim(self, job: Job) -> Claim | None:
        if self._stopping.is_set():
            return None
        with self._database.session() as session:
            claim = claim_run(session, job.run_id, by=self.name, now=self._clock(), lease=LEASE)
            if claim is not None and job.kind is RunKind.TRIAGE:
                take_up(session, job.run_id)
            return claim

    def ended(self, timeout: float) -> list[Done]:
        """The runs that have ended since the last call; waits for the first for so many seconds."""
        found: list[Done] = []
        try:
            while self._threads:
                thread, done = self._done.get(timeout=0 if found else timeout)
                del self._threads[thread]
                thread.join()
                if done is not None:
                    found.append(done)
        except Empty:
            pass
        return found

    def ask_to_stop(self) -> None:
        """Begin nothing any more, and end what is at work; it is planned again."""
        self._stopping.set()

    def stop(self) -> list[Done]:
        """Likewise, and wait for it."""
        self.ask_to_stop()
        found: list[Done] = []
        while self._threads:
            found += self.ended(timeout=1)
        return found

    def _do(self, job: Job, claim: Claim) -> None:
        """The thread of one run."""
        done = None
        try:
            done = self._settle(job, claim, self._done_by(job, claim))
        except ShiyiError as error:
            # The lease will end, and the run be planned again.
            _log.error("%s %s could not be recorded: %s", job.kind, job.subject, error)
        finally:
            self._done.put((current_thread(), done))

    def _done_by(self, job: Job, claim: Claim) -> Ended:
        hold = _Hold(self._database, claim, self._clock, self._stopping)
        try:
            return self._perform(job, self._clock(), hold)
        except OSError as error:  # no room for its log, no memory for its process
            return Ended(Why.BY_ITSELF, 1, json.dumps({"error": str(error), "counts": {}}))

    def _settle(self, job: Job, claim: Claim, ended: Ended) -> Done | None:
        done = judged(job, ended)
        # A process that was killed may fare better the next time.
        killed = ended.why is Why.BY_ITSELF and ended.code < 0 and claim.attempt < MOST_ATTEMPTS
        given_back = killed or ended.why is Why.STOPPED
        with self._database.session() as session:
            if given_back:
                kept = release_run(session, claim, done.note or "", counted=killed)
            else:
                state = RunState.FINISHED if done.ok else RunState.FAILED
                result = Result(state, done.state, dict(done.counts), done.note)
                kept = finish_run(session, claim, result, self._clock())
            if kept and job.kind in FETCHING and done.ok:
                session.flush()
                review_outlet(session, job.subject, self._clock())
            if kept and job.kind is RunKind.INBOX and not given_back:
                settle_links(session, job.arguments)
            if kept and job.kind is RunKind.TRIAGE and not done.ok:
                put_back(session, job.run_id)
        if not kept:
            _log.warning("%s %s was taken over by another process", job.kind, job.subject)
        return done if kept else None


class _Hold:
    """Keeps a run in our hands; called often, renews the lease now and then. False: stop."""

    def __init__(self, database: Database, claim: Claim, clock: Clock, stopping: Event) -> None:
        self._database, self._claim, self._clock, self._stopping = database, claim, clock, stopping
        self._renewed = self._tried = time.monotonic()

    def __call__(self) -> bool:
        if self._stopping.is_set():
            return False
        if time.monotonic() - self._tried < HEARTBEAT_SECONDS:
            return True
        self._tried = time.monotonic()
        try:
            with self._database.session() as session:
                held = renew_lease(session, self._claim, self._clock() + LEASE)
        except ShiyiError as error:
            _log.warning("the lease of run %s could not be renewed: %s", self._claim.run_id, error)
            return time.monotonic() - self._renewed < LEASE.total_seconds()
        self._renewed = self._tried
        return held


def judged(job: Job, ended: Ended) -> Done:
    """Judge a run by what it says it stored and counted; a run that says nothing has failed."""
    if ended.why is not Why.BY_ITSELF:
        return Done(job, False, "", _ENDED_BY_US[ended.why], {})
    lines: Sequence[str] = ended.output.strip().splitlines()
    try:
        said = json.loads(lines[-1])
        error, counts = said.get("error"), {str(name): int(count) for name, count in said["counts"].items()}
    except (IndexError, ValueError, KeyError, TypeError, AttributeError):
        return Done(job, False, "", f"任务没有给出结果（退出码 {ended.code}），见日志", {})
    return Done(job, not error, said.get("state") or "", error or said.get("note"), counts)
