"""Lists that are feeds: RSS 0.9-2.0, Atom, JSON Feed."""

from scrapy.http import Response

from crawler.spider import OutletSpider
from reading import ListPage, rows_from_feed


class FeedSpider(OutletSpider):
    """Crawls what an outlet's feeds lead to; what an article says is read from its own page."""

    def read_list(self, response: Response) -> ListPage:
        """The entries of a feed."""
        return rows_from_feed(response.body, response.url, now=self.now, status=response.status)
