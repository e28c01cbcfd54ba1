"""What becomes of the items: they are stored."""

import time
from typing import Any

from base.errors import ShiyiError
from crawler.look import Look
from crawler.spider import OutletSpider

_LOOKS = 32
_BYTES = 16 * 1024 * 1024
_SECONDS = 1.0


class StorePipeline:
    """Keeps looks in the database, some at a time, and tells the spider what came of each.

    At the pace at which outlets are asked every look is stored at once; only a faster crawl waits for a
    handful. A database that does not do its work ends the run: what else it fetched would be lost.
    """

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler
        self._waiting: list[Look] = []
        self._stored_at = 0.0

    @classmethod
    def from_crawler(cls, crawler: Any) -> "StorePipeline":
        """As Scrapy builds it."""
        return cls(crawler)

    def process_item(self, item: Look) -> Look:
        """Store a look, now or soon."""
        self._waiting.append(item)
        size = sum(len(look.raw) for look in self._waiting)
        late = time.monotonic() - self._stored_at > _SECONDS
        if late or len(self._waiting) >= _LOOKS or size > _BYTES:
            self._store()
        return item

    def close_spider(self) -> None:
        """Store what waits."""
        self._store()

    def _store(self) -> None:
        waiting, self._waiting = self._waiting, []
        spider: OutletSpider = self._crawler.spider
        try:
            for look, kept in zip(waiting, spider.store.keep(waiting), strict=True):
                spider.kept(look, kept)
        except ShiyiError as error:
            spider.fail(error)
        self._stored_at = time.monotonic()
