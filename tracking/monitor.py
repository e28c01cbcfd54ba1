"""Watching the service from inside and outside: /healthz, /metrics, and a watchdog that cries."""

import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from base.clock import Clock
from base.errors import ShiyiError
from storage.database import Database
from storage.figures import Figures, figures
from storage.models import OutletState
from storage.runs import give_sign, take_leave

# A clock that has given no sign of life for so long has stopped.
STOPPED_AFTER = timedelta(minutes=5)
# Passes that fail (a locked database, a full disk) for so long are an emergency; one that hangs so long is
# beyond help.
CRY_AFTER = timedelta(minutes=10)
GIVE_UP_AFTER = timedelta(minutes=20)
CRY_EVERY = timedelta(hours=24)
SIGN_SECONDS = 30.0
_log = logging.getLogger("shiyi")


def is_stopped(found: Figures, now: datetime) -> bool:
    """Whether the clock has stopped, or has never run."""
    return found.clock_at is None or now - found.clock_at > STOPPED_AFTER


def exposition(found: Figures, now: datetime) -> str:
    """The figures as Prometheus reads them (text format 0.0.4)."""
    lines: list[str] = []
    for name, kind, text, values in _metrics(found, now):
        lines += [f"# HELP shiyi_{name} {text}", f"# TYPE shiyi_{name} {kind}"]
        lines += [f"shiyi_{name}{labels} {value:.10g}" for labels, value in values]
    return "\n".join(lines) + "\n"


def _metrics(found: Figures, now: datetime) -> Iterator[tuple[str, str, str, list[tuple[str, float]]]]:
    age = (now - found.clock_at).total_seconds() if found.clock_at else float("inf")
    yield "clock_age_seconds", "gauge", "Since the clock's last pass.", [("", age)]
    runs = [(f'{{kind="{kind}",state="{state}"}}', float(n)) for (kind, state), n in found.runs.items()]
    yield "runs", "gauge", "Runs by kind and state.", runs
    yield "runs_overdue", "gauge", "Planned runs that should have begun.", [("", found.overdue)]
    states = [
        (f'{{outlet="{key}",state="{state}"}}', float(state == is_now))
        for key, is_now in found.outlets.items()
        for state in OutletState
    ]
    yield "outlet_state", "gauge", "1 for the state that an outlet is in.", states
    alerts = [(f'{{kind="{kind}"}}', float(n)) for kind, n in found.alerts.items()]
    yield "alerts_open", "gauge", "Open alerts by kind.", alerts
    messages = [(f'{{state="{state}"}}', float(n)) for state, n in found.messages.items()]
    yield "outbox", "gauge", "Messages by state.", messages
    yield "articles", "gauge", "Articles that are kept.", [("", found.articles)]
    yield "versions", "gauge", "Versions that are kept.", [("", found.versions)]


class HealthServer:
    """Answers /healthz (200 or 503, JSON) and /metrics on a port of this machine."""

    def __init__(self, database: Database, clock: Clock, host: str, port: int) -> None:
        class Handler(_Handler):
            look = staticmethod(lambda: _look(database, clock))

        try:
            self._server = ThreadingHTTPServer((host, port), Handler)
        except OSError as error:
            raise ShiyiError(
                f"/healthz cannot be served on {host}:{port}: {error.strerror}; choose another health_port."
            ) from error
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.2}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Answer no more."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _look(database: Database, clock: Clock) -> tuple[Figures, datetime]:
    with database.reading() as session:
        return figures(session, clock()), clock()


class _Handler(BaseHTTPRequestHandler):
    timeout = 10
    look: Callable[[], tuple[Figures, datetime]]

    def do_GET(self) -> None:
        """The two pages there are."""
        if self.path not in ("/healthz", "/metrics"):
            self._answer(404, "text/plain", "There is /healthz and /metrics.\n")
            return
        try:
            found, now = self.look()
        except ShiyiError as error:
            self._answer(503, "application/json", json.dumps({"ok": False, "error": str(error)}) + "\n")
            return
        if self.path == "/metrics":
            self._answer(200, "text/plain; version=0.0.4", exposition(found, now))
            return
        stopped = is_stopped(found, now)
        said: dict[str, Any] = {"ok": not stopped, "overdue": found.overdue, "alerts": found.alerts}
        said["clock_at"] = found.clock_at.isoformat() if found.clock_at else None
        self._answer(503 if stopped else 200, "application/json", json.dumps(said) + "\n")

    def _answer(self, status: int, content_type: str, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{content_type}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """A monitor that asks every few seconds is no news."""


class Watchdog:
    """Cries when no pass has succeeded for long; `give_up` ends a process whose pass hangs.

    Its own thread, and the monotonic clock: whatever happens to the time of day, or to the database.
    """

    def __init__(self, cry: Callable[[str], None], give_up: Callable[[], None], look: float = 30.0) -> None:
        self._cry, self._give_up, self._look = cry, give_up, look
        self._good = self._alive = time.monotonic()
        self._cried: float | None = None
        self._stop = Event()
        self._thread = Thread(target=self._watch, daemon=True)
        self._thread.start()

    def passed(self, error: str | None) -> None:
        """A pass has ended: well, or with an error that the next one may not meet."""
        self._alive = time.monotonic()
        if error is None:
            self._good, self._cried = self._alive, None

    def close(self) -> None:
        """Watch no more."""
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(self._look):
            now = time.monotonic()
            due = self._cried is None or now - self._cried >= CRY_EVERY.total_seconds()
            if now - self._good >= CRY_AFTER.total_seconds() and due:
                self._cried = now
                self._cry(f"{(now - self._good) / 60:.0f} 分钟以来没有一次正常的巡检，请看服务的日志")
            if now - self._alive >= GIVE_UP_AFTER.total_seconds():
                _log.critical("the pass hangs; this process ends, to be started anew")
                self._give_up()


@contextmanager
def signs_of_life(database: Database, name: str, clock: Clock) -> Iterator[None]:
    """Say now and then that a worker is at work, and take leave in the end."""
    stop = Event()

    def give() -> None:
        while not stop.wait(SIGN_SECONDS):
            try:
                with database.session() as session:
                    give_sign(session, name, name, clock())
            except ShiyiError as error:
                _log.warning("%s", error)

    with database.session() as session:
        give_sign(session, name, name, clock())
    thread = Thread(target=give, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        with database.session() as session:
            take_leave(session, name)
