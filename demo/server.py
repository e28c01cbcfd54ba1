"""The HTTP side of the replica: one server on loopback, the site chosen by the Host header."""

import hashlib
import json
import os
import socket
import struct
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from demo.faults import FaultKind, huge
from demo.web import Request, Response, Validators, plain

if TYPE_CHECKING:
    from demo.replica import Replica

_REASONS = {code: BaseHTTPRequestHandler.responses[code][0] for code in BaseHTTPRequestHandler.responses}
_CONTROL_HOSTS = {"replica.invalid", "localhost", "127.0.0.1"}
_MAX_CONTROL_BYTES = 65_536


class Server(ThreadingHTTPServer):
    """Threads that end with the program; the replica is found by the handlers as `server.replica`."""

    daemon_threads = True
    request_queue_size = 128
    replica: "Replica"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no news; anything else is kept for the test that asks for it."""
        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, OSError):
            self.replica.errors.append(error)


class Handler(BaseHTTPRequestHandler):
    """Answers for every host of the replica, and for its control interface on the control hosts."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 120
    server: Server

    def do_GET(self) -> None:
        """A page, or a control question."""
        self._serve()

    def do_HEAD(self) -> None:
        """The head of a page."""
        self._serve()

    def do_POST(self) -> None:
        """A control order; the sites take none."""
        length = min(int(self.headers.get("Content-Length") or 0), _MAX_CONTROL_BYTES)
        sent = self.rfile.read(length)
        host = self._host()
        if host not in _CONTROL_HOSTS:
            self._log(host, "https", (405, 0), time.monotonic())
            self._send(Response("", status=405))
            return
        try:
            order = json.loads(sent or b"{}")
            self._send(self.server.replica.control(self.path, order))
        except (ValueError, KeyError, TypeError) as error:
            self._send(plain(f"{type(error).__name__}: {error}\n", 400))

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on stderr: the replica keeps its own log."""

    def _host(self) -> str:
        host = (self.headers.get("Host") or "").partition(":")[0]
        return host.lower().removesuffix(".localhost")

    def _serve(self) -> None:
        started = time.monotonic()
        host, replica = self._host(), self.server.replica
        if host in _CONTROL_HOSTS:
            self._send(replica.question(self.path))
            return
        parts = urlsplit(self.path)
        request = Request(
            host=host,
            path=unquote(parts.path),
            now=replica.now,
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            scheme=self.headers.get("X-Forwarded-Proto", "https"),
            headers={name.lower(): value for name, value in self.headers.items()},
        )
        fault = replica.fault_for(host, request.path)
        if fault and fault.kind is FaultKind.SLOW:
            replica.closing.wait(fault.seconds)
        if fault and fault.kind is FaultKind.RESET:
            self._log(host, request.scheme, (0, 0), started)
            self._reset()
            return
        if fault and fault.kind is FaultKind.HUGE:
            self._log(host, request.scheme, self._stream(huge()), started)
            return
        response = replica.answer(request, fault, f"{request.scheme}://{host}{self.path}")
        validators = replica.validators(host) if response.status == 200 else Validators.NONE
        status, head, body = self._wire(response, validators)
        self._log(host, request.scheme, (status, len(body)), started)  # before a client can ask for the log
        self.wfile.write(head + body)

    def _log(self, host: str, scheme: str, sent: tuple[int, int], started: float) -> None:
        self.server.replica.record(
            host=host,
            path=self.path,
            status=sent[0],
            size=sent[1],
            scheme=scheme,
            user_agent=self.headers.get("User-Agent", ""),
            started=started,
            ended=time.monotonic(),
        )

    def _send(self, response: Response) -> None:
        """Answers on the control hosts, which keep no log."""
        self.wfile.write(b"".join(self._wire(response, Validators.NONE)[1:]))

    def _wire(self, response: Response, validators: Validators) -> tuple[int, bytes, bytes]:
        """Status, head and body as they go out."""
        payload = response.payload()
        content_type = response.content_type
        if response.charset_header and content_type.startswith(("text/", "application/j")):
            content_type += f"; charset={response.charset}"
        headers = [("Content-Type", content_type), *response.headers]
        status = response.status
        headers.extend(self._validators(response, payload, validators))
        if self._unchanged(dict(headers)):
            status, payload = 304, b""
        head = [f"HTTP/1.1 {status} {_REASONS.get(status, '')}", f"Content-Length: {len(payload)}"]
        head += [f"{name}: {value}" for name, value in headers]
        if not any(name == "Server" for name, _ in headers):
            head.append("Server: nginx")
        return (
            status,
            "\r\n".join([*head, "", ""]).encode("latin-1"),
            b"" if self.command == "HEAD" else payload,
        )

    @staticmethod
    def _validators(response: Response, payload: bytes, wanted: Validators) -> Iterator[tuple[str, str]]:
        if Validators.ETAG in wanted:
            yield "ETag", f'"{hashlib.md5(payload, usedforsecurity=False).hexdigest()[:16]}"'
        if Validators.MODIFIED in wanted and response.modified is not None:
            yield "Last-Modified", format_datetime(response.modified.astimezone(UTC), usegmt=True)

    def _unchanged(self, sent: dict[str, str]) -> bool:
        """Whether the client's validators match (RFC 9110: If-None-Match goes before If-Modified-Since)."""
        if "ETag" in sent and (tag := self.headers.get("If-None-Match")):
            return sent["ETag"] in tag
        if "Last-Modified" in sent and (since := self.headers.get("If-Modified-Since")):
            return _date(sent["Last-Modified"]) <= _date(since)
        return False

    def _stream(self, pieces: Iterator[bytes]) -> tuple[int, int]:
        head = (
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        sent = 0
        try:
            self.wfile.write(head.encode())
            for piece in pieces:
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                sent += len(piece)
            self.wfile.write(b"0\r\n\r\n")
        except OSError:
            self.close_connection = True
        return 200, sent

    def _reset(self) -> None:
        """Closes with RST: no lingering, and past the polite shutdown of socketserver."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        os.close(self.connection.detach())


def _date(text: str) -> datetime:
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)
