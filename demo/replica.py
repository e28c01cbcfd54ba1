"""The replica as a test or the demo uses it: `with Replica(start) as replica: ...`.

The crawler's transport sends each request for a real host to `127.0.0.1:replica.port` and keeps the Host
header; `X-Forwarded-Proto` says which scheme the crawler asked for (without it: https).
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from threading import Event, Lock, Thread
from typing import Any, Self

from demo.content import Library, library
from demo.faults import Fault, FaultKind, spoil
from demo.server import Handler, Server
from demo.sites import build
from demo.web import CHINA, Request, Response, Site, Validators, as_json, picture, plain, redirect


@dataclass(frozen=True, slots=True)
class Hit:
    """One request as it was answered. `path` has its query; status 0 is a reset connection.

    `at` is the replica's clock, `started` and `ended` are monotonic seconds.
    """

    host: str
    path: str
    status: int
    bytes: int
    at: datetime
    scheme: str
    user_agent: str
    started: float
    ended: float


class Replica:
    """A small provincial web on 127.0.0.1, with its own clock, its troubles and a log of who asked for what.

    `start` without a zone is China's time. `bulk` adds that many generated articles at 每日甘肃; `articles`
    stand there instead of those of `content/`.
    """

    def __init__(
        self, start: datetime, *, port: int = 0, bulk: int = 0, articles: Library | None = None
    ) -> None:
        self._now = _china(start)
        self._lock = Lock()
        self._faults: list[Fault] = []
        self._log: list[Hit] = []
        self.sites: list[Site] = build(articles or library(), bulk)
        self._hosts = {host: site for site in self.sites for host in site.hosts}
        self.errors: list[BaseException] = []
        self.closing = Event()
        self._server = Server(("127.0.0.1", port), Handler)
        self._server.replica = self
        self.port: int = self._server.server_address[1]
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def now(self) -> datetime:
        """The replica's clock, aware, +08:00. Set it to ask for tomorrow."""
        return self._now

    @now.setter
    def now(self, moment: datetime) -> None:
        self._now = _china(moment)

    @property
    def hosts(self) -> list[str]:
        """Every host that is served; any other is answered with 421."""
        return sorted(self._hosts)

    @property
    def log(self) -> list[Hit]:
        """The requests so far, in the order in which they were answered."""
        with self._lock:
            return list(self._log)

    def fault(
        self,
        host: str,
        kind: FaultKind | str,
        until: datetime | None = None,
        path: str | None = None,
        seconds: float = 30.0,
    ) -> None:
        """Lets `host` misbehave from now on (see demo.faults); `path` is a prefix; `seconds` is for "slow".

        Raises ValueError for a host that is not served or a kind that is not known.
        """
        if host not in self._hosts:
            raise ValueError(f"the replica does not serve {host}")
        fault = Fault(host, FaultKind(kind), _china(until) if until else None, path, seconds)
        with self._lock:
            self._faults.append(fault)

    def clear_faults(self, host: str | None = None) -> None:
        """All is well again, at `host` or everywhere."""
        with self._lock:
            self._faults = [fault for fault in self._faults if host is not None and fault.host != host]

    def clear_log(self) -> None:
        """Forgets the requests so far."""
        with self._lock:
            self._log.clear()

    def fault_for(self, host: str, path: str) -> Fault | None:
        """The newest fault that a request meets; counts the meeting."""
        with self._lock:
            for fault in reversed(self._faults):
                if fault.concerns(host, path, self._now):
                    fault.hits += 1
                    return fault
        return None

    def validators(self, host: str) -> Validators:
        """What the host's server sends for conditional requests."""
        site = self._hosts.get(host)
        return site.validators if site else Validators.NONE

    def answer(self, request: Request, fault: Fault | None, url: str) -> Response:
        """The answer to a request for `url`, spoilt if a fault says so."""
        site = self._hosts.get(request.host)
        if site is None:
            return plain(f"421: {request.host} is not part of this replica\n", 421)
        good = self._good(site, request, url)
        return (spoil(fault, good, url) if fault else None) or good

    @staticmethod
    def _good(site: Site, request: Request, url: str) -> Response:
        if site.https_only and request.scheme == "http":
            return redirect(f"https{url.removeprefix('http')}")
        if request.path == "/robots.txt":
            return plain(site.robots) if site.robots else site.missing(request)
        if request.path.endswith((".jpg", ".png")):
            return picture()
        return site.answer(request) or site.missing(request)

    def record(self, *, size: int, **hit: Any) -> None:
        """Notes one answered request."""
        with self._lock:
            self._log.append(Hit(bytes=size, at=self._now, **hit))

    def question(self, path: str) -> Response:
        """GET on a control host: the log, the clock, or the page of all addresses."""
        if path.startswith("/__replica__/log"):
            return as_json([{**asdict(hit), "at": hit.at.isoformat()} for hit in self.log])
        if path.startswith("/__replica__/clock"):
            return as_json({"now": self._now.isoformat()})
        return Response(self._directory())

    def control(self, path: str, order: dict[str, Any]) -> Response:
        """An order: /clock {"now"}; /fault {"host", "kind", "until", "path", "seconds"} or {"clear"}.

        Raises ValueError, KeyError or TypeError for an order that makes no sense (the server answers 400).
        """
        if path == "/__replica__/clock":
            self.now = datetime.fromisoformat(order["now"])
        elif path == "/__replica__/fault" and "clear" in order:
            self.clear_faults(order.get("host"))
        elif path == "/__replica__/fault":
            until = order.pop("until", None)
            self.fault(until=datetime.fromisoformat(until) if until else None, **order)
        else:
            raise ValueError(f"no such control: {path}")
        return as_json({"now": self._now.isoformat(), "faults": [fault.kind for fault in self._faults]})

    def _directory(self) -> str:
        """A page of links for looking by hand: browsers take NAME.localhost for loopback."""
        columns = (pair for site in self.sites for pair in site.columns.items())
        items = "".join(f'<li><a href="{self._by_hand(url)}">{name}</a> {url}</li>' for name, url in columns)
        return (
            f'<meta charset="utf-8"><title>replica</title><p>{self._now:%Y-%m-%d %H:%M}</p><ul>{items}</ul>'
        )

    def _by_hand(self, url: str) -> str:
        host, _, path = url.partition("://")[2].partition("/")
        return f"http://{host}.localhost:{self.port}/{path}"


def _china(moment: datetime) -> datetime:
    return moment.replace(tzinfo=CHINA) if moment.tzinfo is None else moment.astimezone(CHINA)
