"""Runs done by one lasting process, so that a month takes minutes: all spiders on one event loop.

`Crawls` is the soak's way to have a run done: what asks outlets goes to `python -m tests.soak.crawls`, which
takes jobs as JSON lines; the rest is done in place. The same spiders, pipelines, judgements and letters as in
service; only a process for each run is missing.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import asdict
from datetime import date, datetime, timedelta
from threading import Event, Lock, Thread
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess

from base.clock import parse_moment, running_from
from base.process import Ended, Why
from base.settings import Settings, load_settings
from commands.upkeep import RECORDS
from crawler.raw import RawPages
from crawler.run import outcome_of, scrapy_settings, spider_of
from desk.deliver import deliver
from desk.digest import cutoff_of
from desk.letters import put_notices
from desk.outbox import send_due
from storage.database import Database
from storage.models import FETCHING, RunKind
from storage.retention import forget_before, raw_pages_to_keep
from tests.soak import limits
from tracking.crew import Job
from tracking.runner import track
from triage.runner import triage_new

_PATIENCE_SECONDS = 300


class Crawls:
    """Does runs as `python -m …` would, without a process for each."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings, self._database = settings, database
        self._waiting: dict[int, Future[str]] = {}
        self._writing = Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.soak.crawls"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        Thread(target=self._read, daemon=True).start()

    @property
    def pid(self) -> int:
        """The process that crawls."""
        return self._process.pid

    def close(self) -> None:
        """It has done its work."""
        self._process.kill()
        self._process.communicate()

    def __call__(self, job: Job, now: datetime, go_on: Callable[[], bool]) -> Ended:
        if job.kind in FETCHING:
            return Ended(Why.BY_ITSELF, 0, self._ask(job, now))
        return Ended(Why.BY_ITSELF, 0, json.dumps({"counts": self._do(job, now)}))

    def _ask(self, job: Job, now: datetime) -> str:
        answer = self._waiting[job.run_id] = Future()
        asked = {"run": job.run_id, "key": job.subject, "arguments": job.arguments, "now": now.isoformat()}
        with self._writing:
            assert self._process.stdin is not None
            self._process.stdin.write(json.dumps(asked) + "\n")
            self._process.stdin.flush()
        return answer.result(timeout=_PATIENCE_SECONDS)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            said = json.loads(line)
            self._waiting.pop(said["run"]).set_result(json.dumps(said["said"], ensure_ascii=False))

    def _do(self, job: Job, now: datetime) -> dict[str, int]:
        """What `commands/` does for these kinds."""
        if job.kind is RunKind.TRIAGE:
            with self._database.session() as session:
                tracked = track(session, now)
                put_notices(session, self._settings, now)
            judged = triage_new(self._database, self._settings, now)
            return {"changed": tracked.changed, "withdrawn": tracked.withdrawn} | judged.as_counts()
        if job.kind is RunKind.DIGEST:
            day = date.fromisoformat(job.arguments[1])
            cutoff = min(now, cutoff_of(day, self._settings.digest_cutoff))
            return deliver(self._database, self._settings, day, cutoff, now).counts
        if job.kind is RunKind.OUTBOX:
            return asdict(send_due(self._database, self._settings, running_from(now)))
        assert job.kind is RunKind.RETENTION, job.kind
        with self._database.session() as session:
            forget_before(session, now - RECORDS)
            wanted = raw_pages_to_keep(session, now - timedelta(days=self._settings.keep_raw_days))
        return {
            "removed": RawPages(self._settings.home).prune(wanted, parse_moment("2000-01-01").timestamp())
        }


class Spiders:
    """The event loop on which all spiders run, in a thread of its own."""

    def __init__(self) -> None:
        self._ready = Event()
        self._process: AsyncCrawlerProcess
        Thread(target=self._run, daemon=True).start()
        self._ready.wait()

    def _run(self) -> None:
        self._process = AsyncCrawlerProcess(scrapy_settings("ERROR"))
        self._ready.set()
        self._process.start(stop_after_crawl=False, install_signal_handlers=False)

    def crawl(self, asked: dict[str, Any]) -> None:
        """Begin what is asked for; the answer is written when it has ended."""
        from twisted.internet import reactor

        given, arguments = {"now": asked["now"]}, asked["arguments"]
        if arguments[:1] == ["--recheck"]:
            given["recheck"] = ",".join(arguments[1:])
        elif arguments[:1] == ["--url"]:
            given["urls"] = " ".join(arguments[1:])

        def start() -> None:
            crawler = self._process.create_crawler(spider_of(asked["key"], self._process.settings))
            task = self._process.crawl(crawler, **given)
            task.add_done_callback(lambda task: _answer(asked, task, crawler))

        reactor.callFromThread(start)


def _answer(asked: dict[str, Any], task: "asyncio.Task[None]", crawler: Any) -> None:
    if (error := task.exception()) is not None:
        said = {"error": repr(error), "counts": {}}
    else:
        said = json.loads(outcome_of(asked["key"], crawler).as_json())
    sys.stdout.write(json.dumps({"run": asked["run"], "said": said}) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Take jobs until nobody gives any more."""
    with limits.kept(load_settings().home):
        spiders = Spiders()
        for line in sys.stdin:
            spiders.crawl(json.loads(line))


if __name__ == "__main__":
    main()
