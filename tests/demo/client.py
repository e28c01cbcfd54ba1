"""A bare HTTP client for the replica: one request, nothing followed."""

import http.client
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from demo.replica import Replica


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    def json(self) -> Any:
        return json.loads(self.body)


def fetch(replica: Replica, url: str, method: str = "GET", send: str | None = None, **headers: str) -> Answer:
    """Asks the replica for a real address, as the crawler's transport does."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection("127.0.0.1", replica.port, timeout=10)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    sent |= {"Host": parts.netloc, "X-Forwarded-Proto": parts.scheme}
    try:
        connection.request(method, target or "/", body=send, headers=sent)
        answer = connection.getresponse()
        return Answer(answer.status, dict(answer.getheaders()), answer.read())
    finally:
        connection.close()
