"""Family B: the news CMS of 每日甘肃 and 中国甘肃网, rendered by the server."""

import re
from dataclasses import replace
from datetime import datetime

from scrapy.http import Response

from crawler.spider import OutletSpider
from reading import ListPage, Reader
from reading.encoding import decode
from reading.urls import absolute
from spiders.families.rows import IsArticle, read_html_list

# An older page of a list: .../count//0018005/000000000000/000/000/c0018005000000000000_000000012.shtml
_COUNT = re.compile(r"/system/count/[^\"'\s<>]{1,200}_(\d{9})\.s?html?")
_QUOTES = "\"'( >\n"


def reader_of(name: str) -> Reader:
    """The reader of one group's site; `name` is the source of what names none."""
    return Reader(
        "news_cms",
        source=("#source_baidu", ".m-frt + span"),
        body=("#conter2018", ".artical", ".a-container"),
        cuts=("版权声明", "甘肃日报社关于加强新闻作品版权保护的声明"),
        own_source=name,
        keys=(r"/system/\d{4}/\d\d/\d\d/(\d{9})(?:_\d\d)?\.s?html?",),
    )


def read_list(body: bytes, url: str, now: datetime, is_article: IsArticle) -> ListPage:
    """The rows of a column's index or of one of its count pages.

    The numbers of count pages grow with time, so the page after number N is N-1.
    """
    listing = read_html_list(body, url, now, is_article)
    if listing.next_url or not listing.rows:
        return listing
    return replace(listing, next_url=_older_count(decode(body).text, url))


def _older_count(text: str, url: str) -> str | None:
    if here := _COUNT.search(url):
        older = int(here[1]) - 1
        return f"{url[: here.start(1)]}{older:09d}{url[here.end(1) :]}" if older > 0 else None
    newest = max(_COUNT.finditer(text), key=lambda match: int(match[1]), default=None)
    if newest is None:
        return None
    start = max(text.rfind(quote, max(0, newest.start() - 200), newest.start()) for quote in _QUOTES) + 1
    return absolute(url, text[start : newest.end()])


class NewsCmsSpider(OutletSpider):
    """Crawls a site of family B."""

    def read_list(self, response: Response) -> ListPage:
        """See `read_list`."""
        return read_list(response.body, response.url, self.now, self.is_article)
