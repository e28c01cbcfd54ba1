"""kill -9 of the service, of its runs and of workers at random moments, while there is always work to do.

`Stage` is a service with its stand-by, or on PostgreSQL a service with two workers, as processes of their own
(`python -m tests.soak.kills ROLE SECONDS`): the real ones in all but their patience, so that a hundred kills take
minutes. After each kill the dead are started again, as systemd does, and the round's work must come to its end.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

import scheduler
import spiders
from base.clock import Clock, utcnow
from base.settings import OutletSettings, Settings, load_settings
from storage.database import Database
from storage.models import Article, Digest, Message, MessageState, Run, RunKind, RunState, Version
from storage.runs import CLOCK, ENDED, MOST_ATTEMPTS, WAITING, Plan, last_sign, plan_run, unjudged_since
from tests.desk.mailserver import Mailbox, mailbox
from tests.soak.claims import Claim
from tests.soak.scenario import EDITORS, FIRST, HOSTS, at, library_of
from tests.soak.web import Web
from tracking import crew, planner

# In service these are a minute, a quarter of a minute, and ten seconds to a minute.
LEASE, HEARTBEAT_SECONDS, LOOK_SECONDS = timedelta(seconds=5), 1.0, 1
# What is promised of the service, whose lease is as long: back at work within a minute.
PROMISED_SECONDS = 60.0
# One kill more, and a run may be given up for good.
KILLS_A_ROUND = MOST_ATTEMPTS - 1
OUTLETS = ("gansudaily", "gscn", "gswomen")
# So few days that nothing is changed or taken back, and a Sunday after them all on which the service lives.
DAYS, SUNDAY = 8, at(date(2023, 1, 8), 4)
NEVER = "0 0 31 12 *"
# With SQLite or without.
ROLES = {True: ("serve", "serve"), False: ("serve", "worker", "worker")}
_ROUND_SECONDS = 300
_ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Killed:
    """Who was killed how often, and after what time all that was lost with them was at work again."""

    who: Counter[str] = field(default_factory=Counter)
    back: list[float] = field(default_factory=list)


class Stage:
    """The processes, and their work in rounds: three crawls, what they make due, a digest, its mails."""

    def __init__(self, settings: Settings, database: Database, web: Web, rounds: int, seed: int) -> None:
        self._settings, self._database, self._web, self._rounds = settings, database, web, rounds
        self._chance = random.Random(seed)
        self._ahead = SUNDAY - utcnow()
        self._clock = clock_ahead(self._ahead)
        self._processes: dict[int, tuple[str, subprocess.Popen[bytes]]] = {}
        self.killed = Killed()

    def start(self, role: str) -> None:
        """Start a process, and remember it by its number."""
        command = [sys.executable, "-m", "tests.soak.kills", role, str(self._ahead.total_seconds())]
        log = (self._settings.home / "stage.log").open("ab")
        process = subprocess.Popen(command, cwd=_ROOT, env=self._settings.environment(), stderr=log)
        log.close()
        self._processes[process.pid] = (role, process)

    def stop(self) -> None:
        """Whoever is left goes."""
        for _, process in self._processes.values():
            process.kill()
            process.wait()

    def live(self) -> None:
        """Round after round: work is planned, somebody is killed in the midst of it, twice, and it comes to its end."""
        for number in range(self._rounds):
            self._web.clock(at(FIRST, 8 + number * 24 * (DAYS - 1) / self._rounds))
            self._plan(number)
            for _ in range(KILLS_A_ROUND):
                time.sleep(self._chance.uniform(0, 4))
                while not self._kill():
                    pass
            self._wait(self._is_done)
        self._web.clock(SUNDAY)
        self._plan(self._rounds)
        self._wait(self._is_done)

    def _plan(self, number: int) -> None:
        slot = self._clock() - timedelta(minutes=1)
        arguments = ("--date", (FIRST + timedelta(days=number)).isoformat(), "--send")
        with self._database.session() as session:
            for key in OUTLETS:
                plan_run(session, Plan(RunKind.CRAWL, key, slot, lane=key))
            plan_run(session, Plan(RunKind.DIGEST, "", slot, lane="desk", arguments=arguments))

    def _kill(self) -> bool:
        """Kill somebody, and wait until all that was in their hands is at work again. False: too late."""
        at_work = [(role, pid) for pid, (role, _) in self._processes.items()]
        at_work += [("run", pid) for pid in self._runs()]
        who = self._chance.choice(sorted({role for role, _ in at_work}))
        victim = self._chance.choice([pid for role, pid in at_work if role == who])
        moment, begun = self._clock(), time.monotonic()
        try:
            lost = self._held_by(victim)
            os.kill(victim, signal.SIGKILL)
        except (FileNotFoundError, ProcessLookupError):  # a run that has just ended
            return False
        if who != "run":
            self._processes.pop(victim)[1].wait()
            self.start(who)
        self._wait(lambda: self._are_back(lost, moment if who == "serve" else None))
        self.killed.who[who] += 1
        self.killed.back.append(time.monotonic() - begun)
        return True

    def _runs(self) -> list[int]:
        """The processes of the runs at work."""
        found: list[int] = []
        for pid in self._processes:
            for file in Path(f"/proc/{pid}/task").glob("*/children"):
                with suppress(FileNotFoundError, ProcessLookupError):  # a thread that has just ended
                    found += map(int, file.read_text().split())
        return found

    def _held_by(self, victim: int) -> dict[int, int]:
        """The runs that are lost with a process, and which attempt it was."""
        said = Path(f"/proc/{victim}/cmdline").read_text().split("\0")
        with self._database.reading() as session:
            found = session.scalars(select(Run).where(Run.state == RunState.CLAIMED)).all()
            return {
                run.id: run.attempts
                for run in found
                if (run.claimed_by or "").endswith(f":{victim}") or (run.subject or run.kind) in said
            }

    def _are_back(self, lost: dict[int, int], clock_since: datetime | None) -> bool:
        with self._database.reading() as session:
            runs = [session.get_one(Run, run_id) for run_id in lost]
            sign = last_sign(session, CLOCK)
        ticks = clock_since is None or (sign is not None and sign.at > clock_since)
        return ticks and all(run.attempts > lost[run.id] or run.state in ENDED for run in runs)

    def _is_done(self) -> bool:
        with self._database.reading() as session:
            waiting = select(func.count()).where(Run.state.in_(WAITING), Run.due_at <= self._clock())
            mails = select(func.count()).where(Message.state == MessageState.WAITING)
            left = (session.scalar(waiting), session.scalar(mails), unjudged_since(session))
        return not any(left)

    def _wait(self, is_so: Callable[[], bool]) -> None:
        until = time.monotonic() + _ROUND_SECONDS
        while not is_so():
            for role, process in self._processes.values():
                if process.poll() is not None:
                    raise RuntimeError(f"the {role} ended by itself; see {self._settings.home / 'stage.log'}")
            if time.monotonic() > until:
                with self._database.reading() as session:
                    left = session.scalars(select(Run).where(Run.state.in_(WAITING))).all()
                said = "; ".join(f"{run.kind} {run.subject} {run.state} {run.note}" for run in left)
                raise TimeoutError(
                    f"the work of a round did not end ({said}); see {self._settings.home / 'stage.log'}"
                )
            time.sleep(0.1)


def kill(url: str, home: Path, kills: int, seed: int = 0) -> Iterator[Claim]:
    """So many kills (an even number) on an empty database; the claims about what was left."""
    home.mkdir(parents=True)
    rounds = kills // KILLS_A_ROUND
    with ExitStack() as stack:
        database = Database(url)
        stack.callback(database.close)
        database.upgrade()
        box = stack.enter_context(mailbox())
        web = stack.enter_context(Web(FIRST, DAYS))
        for host in {host for key in OUTLETS for host in HOSTS[key]}:
            web.fault(host, "slow", seconds=0.1)  # so that runs last, and are met at every point
        stage = Stage(_settings(home, database, web.port, box.port), database, web, rounds, seed)
        stack.callback(stage.stop)
        for role in ROLES[database.sqlite]:
            stage.start(role)
        stage.live()
        yield from _claims(database, stage.killed, box, rounds)


def clock_ahead(ahead: timedelta) -> Clock:
    """One clock for all processes, so far ahead of the machine's: a lease means the same to each."""
    return lambda: utcnow() + ahead


def _settings(home: Path, database: Database, web_port: int, mail_port: int) -> Settings:
    return Settings(
        home=home,
        database_url=database.url.render_as_string(hide_password=False),
        distribute=not database.sqlite,
        health_port=0,
        replica_port=web_port,
        at_once=2,
        jitter=0,
        crawl_schedule=NEVER,
        epaper_schedule=NEVER,
        smtp_host="127.0.0.1",
        smtp_port=mail_port,
        smtp_security="none",
        mail_from="shiyi@office.example",
        mail_to=list(EDITORS),
        outlets={outlet.key: OutletSettings(enabled=outlet.key in OUTLETS) for outlet in spiders.outlets()},
    )


def _claims(database: Database, killed: Killed, box: Mailbox, rounds: int) -> Iterator[Claim]:
    who = ", ".join(f"{role} {count}" for role, count in sorted(killed.who.items()))
    longest, mean = max(killed.back), sum(killed.back) / len(killed.back)
    late = tuple(f"{seconds:.0f} s" for seconds in killed.back if seconds > PROMISED_SECONDS)
    yield Claim(
        f"killed ({who}), back at work after {mean:.0f} s, at most {longest:.0f} s; "
        f"the lease is {LEASE.total_seconds():.0f} s",
        len(killed.back), len(killed.back) - len(late), late,
    )  # fmt: skip
    with database.reading() as session:
        runs = session.scalars(select(Run)).all()
        stored = Counter(session.scalars(select(Article.outlet_key)))
        versions = session.scalar(select(func.count()).select_from(Version)) or 0
        digests = session.scalar(select(func.count()).select_from(Digest)) or 0
    ended = [run for run in runs if run.state is RunState.FINISHED]
    due = [run for run in runs if run.due_at < SUNDAY + timedelta(hours=20)]
    wrong = tuple(f"{run.kind} {run.subject} {run.state} {run.note}" for run in due if run not in ended)
    yield Claim("runs, each brought to its end", len(due), len(ended), wrong)
    published = Counter(article.outlet for article in library_of(FIRST, DAYS).articles)
    lost = tuple(
        f"{key}: {stored[key]} of {published[key]}" for key in OUTLETS if stored[key] != published[key]
    )
    wanted = sum(published[key] for key in OUTLETS)
    yield Claim("articles, each stored once, in one version", wanted, versions, lost)
    sent = Counter(mail["Message-ID"] for mail in box.mails if "每日候选" in mail["Subject"])
    again = sum(sent.values()) - len(sent)
    yield Claim("digests, each kept once", rounds + 1, digests)
    yield Claim(
        f"their mails, one to each editor ({again} went out again under the same Message-ID)",
        (rounds + 1) * len(EDITORS), len(sent),
    )  # fmt: skip


def main() -> None:
    """Be the service or a worker, with less patience."""
    role, ahead = sys.argv[1:]
    crew.LEASE, crew.HEARTBEAT_SECONDS = LEASE, HEARTBEAT_SECONDS
    planner.SLOT = timedelta(seconds=LOOK_SECONDS)
    scheduler.TICK_SECONDS = scheduler.TICK_SECONDS_WITH_WORKERS = LOOK_SECONDS
    scheduler.STAND_BY_SECONDS = float(LOOK_SECONDS)
    settings = load_settings()
    do = {"serve": scheduler.serve, "worker": scheduler.work}[role]
    do(settings, Database(settings.database), clock_ahead(timedelta(seconds=float(ahead))))


if __name__ == "__main__":
    main()
