"""The download handler: the egress gate, and behind it the web or, where a replica is set, the replica."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
)
from scrapy.http import Response
from twisted.internet.error import ConnectError, ConnectionClosed

from crawler.egress import REPLICA_HOST, EgressRefused, NotPublic, PublicResolver, check_url

# What fetching a page may raise; all else is a mistake of ours and must not pass for the web's.
FETCH_ERRORS = (
    CannotResolveHostError,
    ConnectError,
    ConnectionClosed,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    OSError,
    ResponseDataLossError,
)


class GatedHandler(HTTP11DownloadHandler):
    """Answers every scheme: http and https by fetching, all others by refusing.

    With the setting `replica_port` the request for a real host goes to that port on loopback, with its Host
    header and its scheme in X-Forwarded-Proto; the response bears the real address. Nothing above this layer
    can tell. Counts `egress/refused`.
    """

    lazy = True

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        from twisted.internet import reactor  # noqa: PLC0415 (importing it installs it)

        self._resolver: Any = reactor.nameResolver
        self._replica_port: int | None = crawler.settings["SHIYI"].replica_port
        if not isinstance(self._resolver, PublicResolver):
            raise RuntimeError("TWISTED_DNS_RESOLVER must be crawler.egress.PublicResolver")

    async def download_request(self, request: Request) -> Response:
        """Fetch, if the gate lets it pass. Raises EgressRefused."""
        try:
            check_url(request.url, self.crawler.spider.outlet.hosts)  # type: ignore[union-attr]
            if "proxy" in request.meta:
                raise EgressRefused("a proxy would look up names by itself")
            if self._replica_port is not None:
                return await self._ask_replica(request, self._replica_port)
            return await self._ask_web(request)
        except EgressRefused:
            self.crawler.stats.inc_value("egress/refused")
            raise

    async def _ask_web(self, request: Request) -> Response:
        try:
            return await super().download_request(request)
        except CannotResolveHostError:
            host = urlsplit(request.url).hostname or ""
            if host in self._resolver.refused:
                addresses = ", ".join(self._resolver.refused[host])
                raise NotPublic(f"{host} points to {addresses}, which is not on the internet") from None
            raise

    async def _ask_replica(self, request: Request, port: int) -> Response:
        parts = urlsplit(request.url)
        asked = request.replace(
            url=urlunsplit(("http", f"{REPLICA_HOST}:{port}", parts.path, parts.query, ""))
        )
        asked.headers["Host"] = parts.netloc
        asked.headers["X-Forwarded-Proto"] = parts.scheme
        response = await super().download_request(asked)
        return response.replace(url=request.url)
