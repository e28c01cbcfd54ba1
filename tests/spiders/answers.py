"""The replica's answers as Scrapy's responses, without a network."""

from datetime import datetime
from urllib.parse import parse_qsl, unquote, urldefrag, urlsplit

from scrapy import Request
from scrapy.http import TextResponse

from base.clock import CHINA
from demo.replica import Replica
from demo.web import Request as Asked

NOW = datetime(2026, 11, 20, 9, tzinfo=CHINA)


def answer(replica: Replica, request: Request, referer: str) -> TextResponse:
    """What the replica says, redirects followed."""
    url = request.url
    for _ in range(5):
        parts = urlsplit(url)
        asked = Asked(
            host=parts.netloc,
            path=unquote(parts.path),
            now=NOW,
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            scheme=parts.scheme,
            headers={"referer": referer} if referer else {},
        )
        said = replica.answer(asked, None, urldefrag(url)[0])
        location = dict(said.headers).get("Location")
        if location is None:
            return TextResponse(url, status=said.status, body=said.payload(), request=request)
        url = location
    raise AssertionError(f"{request.url} redirects without end")
