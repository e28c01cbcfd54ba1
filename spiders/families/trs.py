"""TRS WCM: static lists index.html, index_1.html …, whose number of pages stands in a script."""

import re
from dataclasses import replace
from datetime import datetime
from urllib.parse import urljoin

from scrapy.http import Response

from crawler.spider import OutletSpider
from reading import ListPage, Reader
from reading.encoding import decode
from spiders.families.rows import IsArticle, read_html_list

_PAGES = re.compile(
    r"createPageHTML\(\s{0,5}(?P<pages>\d{1,5})\s{0,5},\s{0,5}(?P<here>\d{1,5})\s{0,5},"
    r"\s{0,5}[\"'](?P<name>[\w\-]{1,40})[\"']\s{0,5},\s{0,5}[\"'](?P<end>\w{2,6})[\"']"
)


def reader_of(name: str) -> Reader:
    """The reader of one site; `name` is the source of what names none."""
    return Reader("trs", own_source=name, keys=(r"/t20\d{6}_(\d{5,})\.html?",))


def read_list(body: bytes, url: str, now: datetime, is_article: IsArticle) -> ListPage:
    """The rows of a page of a list; pages are numbered from 0, and the first has no number in its name."""
    listing = read_html_list(body, url, now, is_article)
    match = _PAGES.search(decode(body).text)
    if match is None:
        return listing
    following = int(match["here"]) + 1
    if following >= int(match["pages"]):
        return replace(listing, next_url=None)
    return replace(listing, next_url=urljoin(url, f"{match['name']}_{following}.{match['end']}"))


class TrsSpider(OutletSpider):
    """Crawls a site on TRS WCM."""

    def read_list(self, response: Response) -> ListPage:
        """See `read_list`."""
        return read_list(response.body, response.url, self.now, self.is_article)
