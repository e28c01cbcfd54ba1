"""Family C: newspapers on 方正 (Founder) systems: 甘肃日报 and its sisters, 内蒙古日报.

A column is a paper. Its list is the newest edition: a first page, the other pages of that day from its menu
(numbers have gaps and are never counted), and the edition before it.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import etree
from scrapy import Request
from scrapy.http import Response

from base.clock import china_date
from crawler.spider import OutletSpider
from crawler.walk import Walk
from reading import ListPage, PageKind, Reader
from reading.encoding import decode
from reading.tree import parse, text_of
from reading.urls import absolute
from spiders.families.rows import IsArticle, article_rows

# One page of an edition: .../202611/20/col01.html, .../2026-11/20/node_58311.htm
_PAGE = re.compile(
    r"(?P<day>(?P<year>20\d\d)-?(?P<month>\d\d)/(?P<date>\d\d))/(?P<page>(?:col|node_)\d{1,6}\.html?)"
)
_BEFORE = re.compile(r"上一?期|前一?期|上一天")
_REFRESH = re.compile(r"url\s{0,5}=\s{0,5}[\"']?([^\"'>\s]{1,500})", re.I)


def read_list(body: bytes, url: str, now: datetime, is_article: IsArticle) -> ListPage:
    """The articles of one page of an edition; `next_url` is the first page of the edition before.

    Where no link leads to that edition it is looked for the day before, so it may not be there.
    """
    root = parse(decode(body).text)
    rows = article_rows(root, url, now, is_article) if root is not None else ()
    before = _linked_before(root, url) if root is not None else None
    return ListPage(url, PageKind.LIST if rows else PageKind.EMPTY, rows, before or _day_before(url))


def is_edition(url: str) -> bool:
    """Whether an address is that of a page of an edition."""
    return _PAGE.search(url) is not None


def pages_in(body: bytes, url: str) -> list[str]:
    """The other pages of the same edition, in the order of the menu."""
    root = parse(decode(body).text)
    here = _PAGE.search(url)
    if root is None or here is None:
        return []
    found: dict[str, None] = {}
    for link in root.iter("a"):
        address = urldefrag(absolute(url, link.get("href") or "") or "")[0]
        match = _PAGE.search(address)
        if match and match["day"] == here["day"] and urlsplit(address).path != urlsplit(url).path:
            found.setdefault(address)
    return list(found)[:100]


def newest_edition(body: bytes, url: str) -> str | None:
    """Where a paper's front page sends its reader by meta refresh."""
    root = parse(decode(body[:20_000]).text)
    for meta in root.iter("meta") if root is not None else ():
        if (meta.get("http-equiv") or "").lower() == "refresh":
            target = _REFRESH.search(meta.get("content") or "")
            return absolute(url, target[1]) if target else None
    return None


def _linked_before(root: etree._Element, url: str) -> str | None:
    for link in root.iter("a"):
        if _BEFORE.fullmatch(text_of(link).strip()):
            address = absolute(url, link.get("href") or "")
            if address and _PAGE.search(address):
                return address
    return None


def _day_before(url: str) -> str | None:
    match = _PAGE.search(url)
    if match is None or match["page"].startswith("node"):
        return None
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["date"])) - timedelta(days=1)
    except ValueError:
        return None
    dash = "-" if "-" in match["day"] else ""
    return urljoin(url, f"{url[: match.start()]}{day:%Y{dash}%m/%d}/col01.html")


def reader_of(paper: str, name: str) -> Reader:
    """The reader of one of the Gansu group's papers. Its ids were reset between generations of the system.

    The three generations of addresses: 2024 and later, 2021, to 2016.
    """
    return Reader(
        "founder",
        title=("#Title",),
        subtitle=("#SubTitle",),
        pretitle=("#PreTitle",),
        body=("#ozoom",),
        own_source=name,
        keys=(
            rf"/({paper})/pc/con/(20\d{{4}})/(\d\d)/c(\d+)\.html",
            rf"/({paper})/(20\d{{4}})/(\d\d)/c(\d+)\.html",
            rf"/({paper})/html/(20\d\d-\d\d)/(\d\d)/content_(\d+)\.html?",
        ),
    )


class FounderSpider(OutletSpider):
    """Crawls a newspaper. A column's feed may hold `{day:…}`: where today's first page would stand."""

    max_pages = 14  # editions

    def is_article(self, url: str) -> bool:
        """Whether a link leads to an article of this paper, and not to a page that holds some."""
        return not is_edition(url) and super().is_article(url)

    def list_requests(self, walk: Walk) -> Iterator[Request]:
        """The newest edition."""
        feed = walk.column.feed or walk.column.url
        yield self.list_request(walk, feed.format(day=china_date(self.now)))

    def read_list(self, response: Response) -> ListPage:
        """See `read_list`."""
        return read_list(response.body, response.url, self.now, self.is_article)

    def feed_of(self, response: Response) -> str | None:
        """See `newest_edition`."""
        return newest_edition(response.body, response.url)

    def siblings(self, response: Response) -> Iterable[str]:
        """See `pages_in`."""
        return pages_in(response.body, response.url)
