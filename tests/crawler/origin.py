"""A hostile web on loopback: what a server could answer to lead the crawler astray or to drown it."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

HOST = "evil.gswomen.example"
PAGE_LIMIT = 512 * 1024
_FILL = b"\0" * (40 * 1024 * 1024)
_BOMBS = {
    "/gzip-bomb": ("gzip", gzip.compress(_FILL)),
    "/deflate-bomb": ("deflate", zlib.compress(_FILL)),
    "/nested-bomb": ("gzip, gzip", gzip.compress(gzip.compress(_FILL))),
}
_PAGES = {
    "/scripted": Path(__file__).with_name("scripted.html").read_bytes(),
    "/endless": b"<script>for (let n = 0; ; n++) { document.title = n; }</script>",
    "/many": b"<script>for (let n = 0; n < 500; n++) { fetch('/one?' + n); }</script>",
    "/refresh": b'<meta http-equiv="refresh" content="0;url=http://10.0.0.1/">',
}

REDIRECTS = {
    "/to-private": "http://10.0.0.1/",
    "/to-metadata": "http://169.254.169.254/latest/meta-data/",
    "/to-loopback": "http://127.0.0.1/",
    "/to-loopback-name": "http://localhost/",
    "/to-foreign": "https://elsewhere.example/",
    "/to-lookalike": f"http://{HOST}.elsewhere.example/",
    "/to-file": "file:///etc/passwd",
    "/to-data": "data:text/html,hello",
    "/to-port": f"http://{HOST}:8080/",
    "/to-user": f"http://{HOST}@10.0.0.1/",
    "/to-mapped": "http://[::ffff:127.0.0.1]/",
    "/loop": "/loop",
    "/chain": "/chain-2",
    "/chain-2": "/plain",
    "/split": f"http://{HOST}/plain\r\nX-Injected: yes",
}


class Origin(ThreadingHTTPServer):
    """Counts the requests it gets, by host and path."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def handle_error(self, request: object, client_address: object) -> None:
        """The crawler hangs up on bombs; that is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: Origin
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append(f"POST {self.headers.get('Host', '')}{self.path}")
        self._answer(b"{}", content_type="application/json")

    def do_GET(self) -> None:
        host = self.headers.get("Host", "")
        self.server.asked.append(f"{host}{self.path}")
        if host.startswith("walled."):
            self._answer(b"<html><script>var $_ts=1;</script></html>", status=412)
        elif self.path == "/robots.txt":
            self._answer(b"User-agent: *\nDisallow: /forbidden", content_type="text/plain")
        elif self.path in REDIRECTS:
            self._answer(b"", {"Location": REDIRECTS[self.path]}, status=302)
        elif self.path == "/big":
            self._stream(200 * 1024 * 1024)
        elif self.path == "/announced-big":
            self._answer(b"x", length=200 * 1024 * 1024)
        elif self.path in _BOMBS:
            encoding, body = _BOMBS[self.path]
            self._answer(body, {"Content-Encoding": encoding})
        else:
            body = _PAGES.get(self.path, b"<html><title>plain</title></html>")
            self._answer(body.replace(b"PORT", str(self.server.port).encode()))

    def _answer(
        self,
        body: bytes,
        headers: dict[str, str] | None = None,
        status: int = 200,
        content_type: str = "text/html",
        length: int | None = None,
    ) -> None:
        head = [f"HTTP/1.1 {status} X", f"Content-Type: {content_type}"]
        head += [f"Content-Length: {len(body) if length is None else length}"]
        head += [f"{name}: {value}" for name, value in (headers or {}).items()]
        self.wfile.write("\r\n".join([*head, "", ""]).encode("latin-1") + body)

    def _stream(self, size: int) -> None:
        self.wfile.write(b"HTTP/1.1 200 X\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n")
        self.close_connection = True
        for _ in range(size // 65536):
            self.wfile.write(b"x" * 65536)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on stderr."""


@contextmanager
def serving() -> Iterator[Origin]:
    """The server, for the length of a block."""
    server = Origin()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
