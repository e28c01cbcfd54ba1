"""Lives through a scenario: sets the two clocks together, breaks and mends things, ticks."""

import logging
import os
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from unittest import mock

from sqlalchemy import select

import scheduler
import spiders
from base.errors import ShiyiError
from base.settings import OutletSettings, Settings
from demo.sites import build
from storage.database import Database
from storage.decisions import decide
from storage.inbox import add_link
from storage.models import FETCHING, Candidate, CandidateState, DecisionKind
from storage.runs import claim_run, due_runs
from tests.desk.mailserver import Mailbox, mailbox
from tests.soak import limits
from tests.soak.crawls import Crawls
from tests.soak.scenario import (
    EDITORS,
    HOSTS,
    OPERATOR,
    PAPERS_AT,
    RENDERED,
    RENDERED_AT,
    SITES_AT,
    WECHAT,
    Scenario,
    Trouble,
    library_of,
    ticks,
)
from tests.soak.web import Web
from tracking.crew import Perform
from tracking.planner import plan

# A machine somewhere with summer time, which begins and ends within the month (POSIX, day of the year).
_ZONE = "EST5EDT,J10/2,J20/2"
_LOW, _PLENTY = 100 * 2**20, 50 * 2**30


@dataclass
class Lived:
    """What the driver saw: passes that failed, and memory and open files at each day's end."""

    failed_passes: list[tuple[datetime, str]] = field(default_factory=list)
    runs: int = 0
    real_processes: int = 0
    memory: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    files: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    box: Mailbox = field(default_factory=Mailbox)

    def measure(self, clock: int, crawls: int) -> None:
        """What the two processes hold now: megabytes, and files."""
        for name, pid in (("the clock's process", clock), ("the crawls' process", crawls)):
            pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
            self.memory[name].append(pages * os.sysconf("SC_PAGE_SIZE") / 2**20)
            self.files[name].append(len(list(Path(f"/proc/{pid}/fd").iterdir())))


class Month:
    """One life. `home` is empty before and holds everything after."""

    def __init__(self, scenario: Scenario, home: Path) -> None:
        self._scenario, self._home = scenario, home
        self._broken: set[Trouble] = set()
        self._full = self._cut_off = False
        self._free = _PLENTY
        self.lived = Lived()
        links = {
            outlet: site
            for site in build(library_of(scenario.first, scenario.days))
            for outlet in site.outlets
        }
        self._forwarded = [
            (article.published + timedelta(hours=1), links[article.outlet].link(article))
            for article in library_of(scenario.first, scenario.days).articles
            if article.outlet in WECHAT
        ]

    def live(self) -> None:
        """From the first tick to the last."""
        with ExitStack() as stack:
            box = stack.enter_context(mailbox())
            web = stack.enter_context(Web(self._scenario.first, self._scenario.days))
            settings = self._settings(box, web)
            stack.enter_context(mock.patch.dict(os.environ, settings.environment() | {"TZ": _ZONE}))
            stack.enter_context(limits.kept(self._home))
            stack.enter_context(mock.patch("tracking.review.shutil.disk_usage", self._disk_usage))
            # What would wait for the pass of the next minute is done in this one: the next is hours away.
            stack.enter_context(mock.patch("tracking.planner.SLOT", timedelta(seconds=1)))
            stack.enter_context(mock.patch.object(logging.getLogger("shiyi"), "disabled", True))
            database = Database(settings.database)
            database.upgrade()
            with database.session() as session:
                scheduler.sync_declared(session, settings)
            quick = Crawls(settings, database)
            stack.callback(quick.close)
            self.lived.box = box
            for moment in ticks(self._scenario.first, self._scenario.days):
                web.clock(moment)
                self._arrange(web, box, moment)
                if not self._scenario.during(moment, "outage"):
                    self._tick(settings, database, quick, moment)
                if moment.hour == 18:
                    self.lived.measure(os.getpid(), quick.pid)
            database.close()

    def _settings(self, box: Mailbox, web: Web) -> Settings:
        on = {*self._scenario.outlets, *WECHAT}
        return Settings(
            home=self._home,
            replica_port=web.port,
            jitter=0,
            at_once=8,
            request_timeout=5.0,
            page_limit=3 * 2**20,
            crawl_schedule=SITES_AT,
            epaper_schedule=PAPERS_AT,
            smtp_host="127.0.0.1",
            smtp_port=box.port,
            smtp_security="none",
            mail_from="shiyi@office.example",
            mail_to=list(EDITORS),
            operator_mail=[OPERATOR],
            outlets={
                outlet.key: OutletSettings(
                    enabled=outlet.key in on, schedule=RENDERED_AT if outlet.key == RENDERED else None
                )
                for outlet in spiders.outlets()
            },
        )

    def _tick(self, settings: Settings, database: Database, quick: Perform, moment: datetime) -> None:
        scenario = self._scenario
        now = moment - timedelta(hours=3) if scenario.during(moment, "clock put back") else moment
        real = scenario.during(moment, "real processes")
        perform = scheduler.in_process_group(settings) if real else quick
        self._forward(database, now)
        if moment in [lost + timedelta(minutes=1) for lost in scenario.lost_workers]:
            self._lose_a_worker(settings, database, now)
        if moment.hour == 9 and not self._full:
            self._decide(database, now)
        try:
            with self._lock_of_another(database, moment):
                done = scheduler.tick(settings, database, now, perform=perform)
        except ShiyiError as error:
            self.lived.failed_passes.append((moment, str(error)))
            return
        self.lived.runs += len(done)
        self.lived.real_processes += len(done) if real else 0

    def _forward(self, database: Database, now: datetime) -> None:
        """An editor forwards what an account has published."""
        waiting = [(at, url) for at, url in self._forwarded if at <= now]
        if not waiting or self._full:
            return
        with database.session() as session:
            for _, url in waiting:
                outlet = spiders.outlet_for(url)
                assert outlet is not None
                add_link(session, url, outlet.key, "王编辑", now)
        self._forwarded = self._forwarded[len(waiting) :]

    def _decide(self, database: Database, now: datetime) -> None:
        """An editor has read the digest: every third candidate is accepted, the others are rejected."""
        shown = select(Candidate.id, Candidate.revision).where(
            Candidate.state == CandidateState.OPEN, Candidate.shown > 0
        )
        with database.session() as session:
            for id_, revision in session.execute(shown).all():
                kind = DecisionKind.REJECT if id_ % 3 else DecisionKind.ACCEPT
                assert decide(session, id_, revision, kind, reason="", by="王编辑", at=now)

    def _lose_a_worker(self, settings: Settings, database: Database, now: datetime) -> None:
        """Somebody begins a run and is never heard of again."""
        with database.session() as session:
            plan(session, settings, scheduler.watches(settings), now)
            run = next(run for run in due_runs(session, now) if run.kind in FETCHING)
            assert claim_run(session, run.id, by="nobody:0", now=now, lease=timedelta(minutes=1))

    def _arrange(self, web: Web, box: Mailbox, moment: datetime) -> None:
        """Break and mend what is to be broken and mended by now."""
        scenario = self._scenario
        for trouble in scenario.troubles:
            is_on = trouble.since <= moment < trouble.until
            if is_on and trouble not in self._broken:
                self._broken.add(trouble)
                for host in HOSTS[trouble.outlet]:
                    web.fault(host, trouble.fault, seconds=6.0)
            elif not is_on and trouble in self._broken:
                self._broken.discard(trouble)
                for host in HOSTS[trouble.outlet]:
                    web.clear(host)
        network = scenario.during(moment, "network down")
        if network != self._cut_off:
            for host in {host for hosts in HOSTS.values() for host in hosts}:
                if network:
                    web.fault(host, "reset", seconds=0)
                else:
                    web.clear(host)
        self._cut_off = network
        box.refuse = {}
        if scenario.during(moment, "mail down"):
            box.refuse = dict.fromkeys((*EDITORS, OPERATOR), "451 out of order")
        elif scenario.during(moment, "mailbox full"):
            box.refuse = {EDITORS[1]: "452 mailbox full"}
        full = scenario.during(moment, "disk full")
        if full != self._full:
            limits.set_pages(self._home, self._page_count() if full else None)
        self._full = full
        self._free = _LOW if scenario.during(moment, "disk nearly full") else _PLENTY

    def _page_count(self) -> int:
        connection = sqlite3.connect(self._home / "shiyi.sqlite")
        [(count,)] = connection.execute("PRAGMA page_count").fetchall()
        connection.close()
        return int(count)

    def _disk_usage(self, path: object) -> object:
        return mock.Mock(free=self._free)

    @contextmanager
    def _lock_of_another(self, database: Database, moment: datetime) -> Iterator[None]:
        """Another program holds the database, for as long as the scenario says."""
        if not self._scenario.during(moment, "database locked"):
            yield
            return
        other = sqlite3.connect(database.url.database or "", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        database.close()  # its next connections have less patience than the usual half minute
        with mock.patch("storage.database.BUSY_TIMEOUT_MS", 2000):
            try:
                yield
            finally:
                other.close()
                database.close()
