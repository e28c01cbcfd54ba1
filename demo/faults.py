"""What can be made to go wrong at a host, and how a good answer is spoilt.

A fault concerns one host and the paths that begin with `path` (None: all of them). Without a path, only the
faults that a whole server has (WHOLE_HOST) touch robots.txt; the others leave it alone.
"""

import json
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from demo.web import HTML, Response, redirect

MEGABYTE = 1 << 20
HUGE_BYTES = 200 * MEGABYTE


class FaultKind(StrEnum):
    """The kinds of trouble; the value is what the control interface takes."""

    SLOW = "slow"  # waits `seconds` before it answers
    FLAP = "404_flap"  # every other request is a 404
    SOFT_404 = "soft_404"  # status 200, "页面没有找到"
    CHALLENGE = "challenge"  # 412 with a tiny scripted body, robots.txt included
    ROBOTS_CHALLENGE = "robots_challenge"  # only robots.txt is answered by the bot wall
    SHELL = "empty_shell"  # 200, scripts and an empty <div>; JSON without rows
    DECLARES_GB = "declares_gb2312"  # says gb2312, sends UTF-8
    DECLARES_UTF8 = "declares_utf8"  # says utf-8, sends GB18030
    REDIRECT_LOOP = "redirect_loop"
    REDIRECT_PRIVATE = "redirect_private"
    REDIRECT_FOREIGN = "redirect_foreign"
    REDIRECT_HOME = "redirect_home"  # 302 to the host's home page
    META_REFRESH = "meta_refresh"  # 200, sends the browser to a foreign app page
    HUGE = "huge_body"  # 200 MB, chunked
    BOMB = "gzip_bomb"  # 200 MB in a gzip body of some 200 KB
    SERVER_ERROR = "500"
    RESET = "reset"  # the connection is reset
    LAYOUT = "layout_changed"  # other classes, ids and headings
    FIELDS = "fields_gone"  # the rows are there, without titles, addresses and dates


WHOLE_HOST = {
    FaultKind.SLOW,
    FaultKind.CHALLENGE,
    FaultKind.ROBOTS_CHALLENGE,
    FaultKind.SERVER_ERROR,
    FaultKind.RESET,
}


@dataclass(slots=True)
class Fault:
    """One kind of trouble at one host; `until` is on the replica's clock, `seconds` is the wait of SLOW."""

    host: str
    kind: FaultKind
    until: datetime | None = None
    path: str | None = None
    seconds: float = 30.0
    hits: int = 0

    def concerns(self, host: str, path: str, now: datetime) -> bool:
        """Whether a request for `path` of `host` at `now` meets it."""
        if host != self.host or (self.until is not None and now >= self.until):
            return False
        if path == "/robots.txt" and self.path is None:
            return self.kind in WHOLE_HOST
        if self.kind is FaultKind.ROBOTS_CHALLENGE:
            return False
        return self.path is None or path.startswith(self.path)


def challenge() -> Response:
    """What the bot wall of the gansu.gov.cn platform answers first: 412, a cookie, a script, no text."""
    script = (
        "$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=62835;$_ts.cd=\"qYcrrfAqWaLlrFqqrqqDqaGqqcLqrqGrcAgQDqV\";"
        "if($_ts.lcd)$_ts.lcd();"
    )
    body = (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><meta id="pWtXhmOs8aQk" content="kTz3QfRr0uG8">'
        f'<script type="text/javascript" r="m">{script}</script>'
        '<script type="text/javascript" src="/fTq7KcWzVv3h/nLpX0aSd.9a3b1c7.js" r="m"></script>'
        "</head><body></body></html>"
    )
    cookie = (
        "Set-Cookie",
        "4hP44ZykCTt5O=60replica; Path=/; expires=Fri, 01-Jan-2038 00:00:00 GMT; HttpOnly",
    )
    return Response(body, status=412, headers=(cookie, ("Server", "******")))


def soft_404() -> Response:
    """A page that is not there, with status 200."""
    return Response(
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>页面没有找到</title></head><body>'
        '<div class="err"><h2>对不起，您访问的页面没有找到</h2><p>可能的原因：</p><ol>'
        "<li>输入的网址有误；</li><li>该页面已经更名或者移走；</li></ol>"
        '<a href="/">返回首页</a></div></body></html>'
    )


@cache
def bomb() -> bytes:
    """A gzip body of about 200 KB that unpacks to 200 MB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b"<p>" + b" " * (MEGABYTE - 7) + b"</p>"
    parts = [packer.compress(b"<html><body>")]
    parts.extend(packer.compress(block) for _ in range(HUGE_BYTES // MEGABYTE))
    return b"".join([*parts, packer.flush()])


def huge() -> Iterator[bytes]:
    """200 MB of page, in pieces."""
    yield b"<html><body>"
    block = ("<p>" + "甘" * 21_840 + "</p>").encode()
    for _ in range(HUGE_BYTES // len(block)):
        yield block


def spoil(fault: Fault, good: Response, url: str) -> Response | None:
    """`good` as the fault turns it out; None where the fault is not in the answer (slow, reset, huge)."""
    if fault.kind is FaultKind.FLAP:
        return Response("<html><body>404</body></html>", status=404) if fault.hits % 2 else good
    if fault.kind in _INSTEAD:
        return _INSTEAD[fault.kind](url)
    return _SPOILT[fault.kind](good) if fault.kind in _SPOILT else None


def _loop(url: str) -> Response:
    return redirect(f"{url.partition('?')[0]}?loop={1 if url.endswith('loop=2') else 2}", 302)


def _home(url: str) -> Response:
    scheme, _, rest = url.partition("://")
    return redirect(f"{scheme}://{rest.partition('/')[0]}/", 302)


def _refresh() -> Response:
    return Response(
        '<html><head><meta http-equiv="refresh" content="0;url=https://app.example.net/share?id=1">'
        "</head><body></body></html>"
    )


def _shell(good: Response) -> Response:
    if "json" in good.content_type:
        empty = {"code": 200, "data": {"page": 1, "rows": 20, "total": 0, "results": []}}
        return replace(good, body=json.dumps(empty))
    return Response(
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title></title>'
        '<script src="/static/js/chunk-vendors.3f2a.js"></script></head>'
        '<body><div id="app"></div><script src="/static/js/app.91bc.js"></script></body></html>'
    )


def _mislabelled(good: Response, declared: str, real: str) -> Response:
    if isinstance(good.body, bytes) or good.content_type != HTML:
        return good
    text = re.sub(r"(?i)charset=([\"']?)[\w-]+", rf"charset=\g<1>{declared}", good.body)
    body = text.encode(real, "xmlcharrefreplace")
    return replace(good, body=body, charset=declared)


def _relabelled(good: Response) -> Response:
    if isinstance(good.body, bytes):
        return good
    if "json" in good.content_type:
        return replace(good, body=json.dumps(_renamed(json.loads(good.body)), ensure_ascii=False))
    text = re.sub(r'\b(class|id)="([^"]+)"', r'\1="v2-\2"', good.body)
    text = re.sub(r"<(/?)h[1-6]\b", r"<\1section", text)
    text = re.sub(r"<meta name=[^>]+>", "", text)
    return replace(good, body=text)


def _renamed(value: Any) -> Any:
    if isinstance(value, dict):
        return {f"{name}V2": _renamed(inner) for name, inner in value.items()}
    return [_renamed(inner) for inner in value] if isinstance(value, list) else value


def _emptied(good: Response) -> Response:
    if isinstance(good.body, bytes):
        return good
    if "json" in good.content_type:
        return replace(good, body=json.dumps(_blanked(json.loads(good.body)), ensure_ascii=False))
    rows = re.compile(r"(<li\b[^>]*>).{0,2000}?(</li>)", re.DOTALL)
    return replace(good, body=rows.sub(r'\1<a href="javascript:void(0)"></a><span></span>\2', good.body))


def _blanked(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _blanked(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [{} if isinstance(inner, dict) else inner for inner in value]
    return value


_INSTEAD: dict[FaultKind, Callable[[str], Response]] = {
    FaultKind.SOFT_404: lambda _: soft_404(),
    FaultKind.CHALLENGE: lambda _: challenge(),
    FaultKind.ROBOTS_CHALLENGE: lambda _: challenge(),
    FaultKind.REDIRECT_LOOP: _loop,
    FaultKind.REDIRECT_PRIVATE: lambda _: redirect("http://192.168.10.1/admin/index.html", 302),
    FaultKind.REDIRECT_FOREIGN: lambda _: redirect("http://www.example.net/copy.html", 302),
    FaultKind.REDIRECT_HOME: _home,
    FaultKind.META_REFRESH: lambda _: _refresh(),
    FaultKind.BOMB: lambda _: Response(bomb(), headers=(("Content-Encoding", "gzip"),)),
    FaultKind.SERVER_ERROR: lambda _: Response("<html><body><h1>500</h1></body></html>", status=500),
}

_SPOILT: dict[FaultKind, Callable[[Response], Response]] = {
    FaultKind.SHELL: _shell,
    FaultKind.DECLARES_GB: lambda good: _mislabelled(good, "gb2312", "utf-8"),
    FaultKind.DECLARES_UTF8: lambda good: _mislabelled(good, "utf-8", "gb18030"),
    FaultKind.LAYOUT: _relabelled,
    FaultKind.FIELDS: _emptied,
}
