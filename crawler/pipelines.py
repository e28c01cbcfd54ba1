"""What becomes of the items: they are stored."""

from typing import Any

from scrapy.exceptions import DropItem

from base.errors import ShiyiError
from crawler.look import Look
from crawler.spider import OutletSpider


class StorePipeline:
    """Keeps each look in the database and tells the spider what came of it.

    A database that does not do its work ends the run: whatever else was fetched would be lost.
    """

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> "StorePipeline":
        """As Scrapy builds it."""
        return cls(crawler)

    def process_item(self, item: Look) -> Look:
        """Store a look."""
        spider: OutletSpider = self._crawler.spider
        try:
            spider.kept(item, spider.store.keep(item))
        except ShiyiError as error:
            spider.fail(error)
            raise DropItem(str(error)) from error
        return item
