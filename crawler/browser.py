"""Pages that are made by scripts are rendered in Chromium, which itself never touches the network.

Each request of a page (its own address, scripts, data) is answered by the crawler's own downloader, so that
the egress gate, robots.txt, delays, size limits and the replica hold for a browser as for everything else.
"""

import asyncio
import contextlib
import os
from typing import Any

from playwright.async_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    Playwright,
    Route,
    WebSocketRoute,
    async_playwright,
)
from playwright.async_api import TimeoutError as PageTimeout
from scrapy import Request
from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError, IgnoreRequest
from scrapy.http import HtmlResponse, Response
from scrapy.http.request import NO_CALLBACK

from crawler.transport import FETCH_ERRORS

# What is not intercepted, such as WebRTC, finds no names and a proxy where nobody listens.
_ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
_NOBODY = "http://127.0.0.1:9"
_WANTED = frozenset({"document", "script", "xhr", "fetch"})
_METHODS = frozenset({"GET", "HEAD", "POST"})
_SENT = ("accept", "content-type", "referer", "x-requested-with")
_PAGES_A_BROWSER = 40
_REQUESTS_A_PAGE = 60
_PATIENCE = 10.0  # seconds for something to close
_KEPT_SCRIPTS = 100


class Chromium:
    """Renders one page at a time. Starts with the first page, and again after some, since browsers grow.

    Images, fonts, styles and media are not loaded; WebSockets and service workers are blocked. Counts
    `browser/pages`, `browser/requests` and `browser/refused`.
    """

    def __init__(self, crawler: Any, program: str) -> None:
        self._crawler, self._program = crawler, program
        # A page asks for many things, one at a time.
        self._timeout: float = 2 * crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
        self._user_agent: str = crawler.settings["USER_AGENT"]
        self._turn = asyncio.Lock()
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._pages = 0
        self._scripts: dict[str, Response] = {}

    async def render(self, request: Request) -> Response:
        """The page as it stands when its scripts have come to rest."""
        visit = _Visit(self, request)
        async with self._turn:
            try:
                return await self._render(request, visit, await self._ready())
            except (TimeoutError, PageTimeout) as error:
                raise DownloadTimeoutError(f"{request.url} was not rendered in time") from error
            except Error as error:
                if visit.failure is not None:
                    raise visit.failure from error
                raise DownloadFailedError(f"{request.url} was not rendered: {error.message}") from error

    async def close(self) -> None:
        """End the browser."""
        await self._end_browser()
        if self._playwright is not None:
            await self._playwright.stop()
            self._playwright = None

    async def _ready(self) -> Browser:
        if self._browser is not None and (
            self._pages >= _PAGES_A_BROWSER or not self._browser.is_connected()
        ):
            await self._end_browser()
        if self._playwright is None:
            self._playwright = await async_playwright().start()
        if self._browser is None:
            self._browser = await self._playwright.chromium.launch(
                executable_path=self._program,
                args=list(_ARGUMENTS),
                # Chromium's own sandbox does not work for root.
                chromium_sandbox=os.geteuid() != 0,
                proxy={"server": _NOBODY},
            )
            self._pages = 0
        return self._browser

    async def _end_browser(self) -> None:
        browser, self._browser = self._browser, None
        if browser is not None:
            with contextlib.suppress(TimeoutError, Error):
                await asyncio.wait_for(browser.close(), _PATIENCE)

    async def _render(self, request: Request, visit: "_Visit", browser: Browser) -> Response:
        self._pages += 1
        self._crawler.stats.inc_value("browser/pages")
        context = await browser.new_context(
            user_agent=self._user_agent, locale="zh-CN", service_workers="block", accept_downloads=False
        )
        try:
            async with asyncio.timeout(2 * self._timeout):
                await visit.prepare(context)
                page = await context.new_page()
                context.on("page", _close_popup)
                await page.goto(request.url, wait_until="domcontentloaded", timeout=1000 * self._timeout)
                with contextlib.suppress(PageTimeout):  # a page that keeps asking never comes to rest
                    await page.wait_for_load_state("networkidle", timeout=500 * self._timeout)
                body = (await page.content()).encode("utf-8", "replace")
        finally:
            await self._shut(context)
        limit = self._crawler.settings.getint("DOWNLOAD_MAXSIZE")
        if len(body) > limit:
            raise IgnoreRequest(f"{request.url} has grown to {len(body)} bytes in the browser")
        headers = {"Content-Type": "text/html; charset=utf-8"}
        return HtmlResponse(request.url, visit.status, headers, body, encoding="utf-8")

    async def _shut(self, context: BrowserContext) -> None:
        """Close a page's context, or the whole browser where a page does not let go of it."""
        try:
            await asyncio.wait_for(context.close(), _PATIENCE)
        except (TimeoutError, Error):
            await self._end_browser()

    async def fetch(self, request: Request, keep: bool) -> Response:
        """One of the browser's requests, through all middlewares and the gate; scripts once a run."""
        if keep and request.url in self._scripts:
            return self._scripts[request.url]
        self._crawler.stats.inc_value("browser/requests")
        response: Response = await self._crawler.engine.download_async(request)
        if keep and response.status == 200 and len(self._scripts) < _KEPT_SCRIPTS:
            self._scripts[request.url] = response
        return response

    def refused(self) -> None:
        """Count a request of a page that was not answered."""
        self._crawler.stats.inc_value("browser/refused")


class _Visit:
    """One page being rendered: answers what it asks for."""

    def __init__(self, chromium: Chromium, request: Request) -> None:
        self._chromium, self._request = chromium, request
        self._asked = 0
        self.status = 200
        self.failure: BaseException | None = None

    async def prepare(self, context: BrowserContext) -> None:
        """Put ourselves between the page and the network."""
        await context.route("**/*", self._answer)
        await context.route_web_socket("**/*", _hang_up)
        await context.add_init_script("delete window.RTCPeerConnection; delete window.WebTransport;")

    async def _answer(self, route: Route) -> None:
        asked = route.request
        self._asked += 1
        wanted = asked.resource_type in _WANTED and asked.method in _METHODS
        if not wanted or self._asked > _REQUESTS_A_PAGE:
            await route.abort()
            return
        given = asked.headers
        request = Request(
            asked.url,
            method=asked.method,
            headers={name: given[name] for name in _SENT if name in given},
            body=asked.post_data_buffer or b"",
            meta={"asked_by_person": self._request.meta.get("asked_by_person", False)},
            callback=NO_CALLBACK,
        )
        try:
            keep = asked.resource_type == "script" and asked.method == "GET"
            response = await self._chromium.fetch(request, keep)
        except FETCH_ERRORS as error:
            self._chromium.refused()
            if asked.is_navigation_request() and asked.frame.parent_frame is None:
                self.failure = error
            await route.abort()
            return
        if asked.is_navigation_request() and asked.frame.parent_frame is None:
            self.status = response.status
        content_type = (response.headers.get("Content-Type") or b"text/html").decode("latin-1")
        await route.fulfill(status=response.status, content_type=content_type, body=response.body)


async def _hang_up(socket: WebSocketRoute) -> None:
    await socket.close()


async def _close_popup(page: Page) -> None:
    await page.close()
