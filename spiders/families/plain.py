"""Sites whose lists are plain HTML with ordinary links to the next page: 甘肃妇女网 and many small ones."""

from scrapy.http import Response

from crawler.spider import OutletSpider
from reading import ListPage
from spiders.families.rows import read_html_list


class PlainSpider(OutletSpider):
    """Crawls a site with plain HTML lists."""

    def read_list(self, response: Response) -> ListPage:
        """See `spiders.families.rows.read_html_list`."""
        return read_html_list(response.body, response.url, self.now, self.is_article)
