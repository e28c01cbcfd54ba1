"""What the replica's sites are asked and what they answer."""

import json
import struct
import zlib
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Flag
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader

if TYPE_CHECKING:
    from demo.content import Article

CHINA = ZoneInfo("Asia/Shanghai")
HTML = "text/html"


@dataclass(frozen=True, slots=True)
class Request:
    """One request as a site sees it; `now` is the replica's clock (+08:00), `headers` are in lower case."""

    host: str
    path: str
    now: datetime
    query: Mapping[str, str] = field(default_factory=dict)
    scheme: str = "https"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Response:
    """An answer. Text is sent in `charset`; `charset_header` False leaves it out of Content-Type."""

    body: str | bytes = b""
    status: int = 200
    content_type: str = HTML
    charset: str = "utf-8"
    charset_header: bool = True
    headers: tuple[tuple[str, str], ...] = ()
    modified: datetime | None = None

    def payload(self) -> bytes:
        """The body as bytes on the wire."""
        if isinstance(self.body, bytes):
            return self.body
        return self.body.encode(
            "gb18030" if self.charset.startswith("gb") else self.charset, "xmlcharrefreplace"
        )


class Validators(Flag):
    """What a site's server sends for conditional requests (and then honours with 304)."""

    NONE = 0
    ETAG = 1
    MODIFIED = 2
    BOTH = 3


class Site(ABC):
    """One or more hosts with one way of building pages.

    `outlets` are the keys of its content files; `columns` leads from each list page's name to its address.
    """

    outlets: tuple[str, ...]
    hosts: tuple[str, ...]
    columns: dict[str, str]
    https_only: bool = False
    validators: Validators = Validators.NONE
    robots: str = ""

    @abstractmethod
    def answer(self, request: Request) -> Response | None:
        """The page, or None where the site has none."""

    @abstractmethod
    def link(self, article: "Article") -> str:
        """The absolute address of an article, as a list would lead to it."""

    def missing(self, request: Request) -> Response:
        """What the site says where there is no page."""
        return not_found()


@cache
def templates() -> Environment:
    """The page templates, autoescaped."""
    root = Path(__file__).parent / "templates"
    return Environment(loader=FileSystemLoader(root), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def render(template: str, **values: object) -> str:
    """The page that `template` makes of `values`."""
    return templates().get_template(template).render(**values)


def as_json(value: object, **more: str) -> Response:
    """A JSON answer as these servers send it: non-ASCII characters as they are."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Response(body, content_type=more.get("content_type", "application/json"))


def redirect(url: str, status: int = 301) -> Response:
    """A redirect to an absolute address."""
    return Response(
        f"<html><head><title>{status} Moved</title></head><body>nginx</body></html>",
        status=status,
        headers=(("Location", url),),
    )


def plain(text: str, status: int = 200) -> Response:
    """A short plain-text answer."""
    return Response(text, status=status, content_type="text/plain")


@cache
def _png(width: int = 480, height: int = 320) -> bytes:
    """A picture of nothing: dusk over a plain."""
    dusk = (b"\0" + bytes((90 + y // 3, 110 + y // 4, 190 - y // 3)) * width for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"".join(dusk)))]
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in [*parts, (b"IEND", b"")]
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def picture() -> Response:
    """What stands at every picture's address."""
    return Response(_png(), content_type="image/png")


def not_found() -> Response:
    """nginx's own 404."""
    return Response(
        "<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n"
        "<center><h1>404 Not Found</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n",
        status=404,
    )
