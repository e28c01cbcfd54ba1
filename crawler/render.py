"""Which requests a browser answers, and whether there is one."""

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import Request, signals
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

if TYPE_CHECKING:
    from crawler.browser import Chromium

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


class BrowserMissing(IgnoreRequest):
    """There is no Chromium on this machine."""

    def __init__(self) -> None:
        super().__init__("这台机器上没有 Chromium 浏览器，装上或在设置 chromium 里指明后才能读取")


def find_chromium(setting: Path | None) -> str | None:
    """The browser's program: the setting, else the first of the usual names on the PATH."""
    if setting is not None:
        return str(setting) if os.access(setting, os.X_OK) else None
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


class RenderMiddleware:
    """Answers requests with `meta["render"]` by the page as a browser shows it (see crawler/browser.py)."""

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler
        self._program = find_chromium(crawler.settings["SHIYI"].chromium)
        self._chromium: Chromium | None = None

    @classmethod
    def from_crawler(cls, crawler: Any) -> "RenderMiddleware":
        """As Scrapy builds it."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.close, signal=signals.spider_closed)
        return middleware

    async def process_request(self, request: Request) -> Response | None:
        """The rendered page. Raises BrowserMissing, DownloadTimeoutError or DownloadFailedError."""
        if not request.meta.get("render"):
            return None
        request.meta["dont_retry"] = True  # what the page asks for is retried, each for itself
        if self._program is None:
            raise BrowserMissing
        if self._chromium is None:
            from crawler.browser import Chromium  # noqa: PLC0415 (most runs need no browser)

            self._chromium = Chromium(self._crawler, self._program)
        return await self._chromium.render(request)

    async def close(self) -> None:
        """End the browser."""
        if self._chromium is not None:
            await self._chromium.close()
