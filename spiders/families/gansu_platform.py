"""Family A: the gansu.gov.cn platform (省政府 and its departments).

A list is one of three things: rows in the page itself, or a shell whose script asks
`/common/search/<channel id>` for its rows, as JSON or as a piece of HTML.
"""

import math
import re
from dataclasses import replace
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from scrapy.http import Response

from crawler.outlet import Column
from crawler.spider import OutletSpider
from reading import ListPage, PageKind, Reader, dig, load_json, rows_from_json
from reading.encoding import decode
from spiders.families.rows import IsArticle, read_html_list

_CHANNEL = re.compile(r"(?:/common/search/|channelId[\"']?\s{0,5}[:=]\s{0,5}[\"'])([0-9a-f]{32})")
_AS_HTML = re.compile(r"_isJson[\"']?\s{0,5}[:=]\s{0,5}[\"']?false")
_SEARCH = "/common/search/"
_ROWS = 20


def reader_of(name: str) -> Reader:
    """The reader of one department's site; `name` is the source of what names none."""
    return Reader(
        "gansu_platform",
        title=(".text_title_f",),
        body=(".notice_content", ".xinxigongkai_main", "#contents", ".content.w1200"),
        cuts=("【关闭窗口】",),
        own_source=name,
        # A file of an article lies in a folder of its name; one article stands under several c-codes.
        keys=(r"/\d{6}/(\d{7,9})(?:\.shtml|/files/)",),
    )


def read_list(body: bytes, url: str, now: datetime, is_article: IsArticle) -> ListPage:
    """The rows of a list page or of the answer that stands behind it.

    An answer's next page is the one with the next number; a shell without rows has none (see `feed_in`).
    """
    if _SEARCH not in url:
        return read_html_list(body, url, now, is_article)
    text = decode(body).text
    if text.lstrip()[:1] == "{":
        return _read_json(body, text, url, now)
    listing = read_html_list(body, url, now, is_article)
    return replace(listing, next_url=_page_after(url) if listing.rows else None)


def feed_in(body: bytes, url: str) -> str | None:
    """The address that a shell's script asks for its rows."""
    text = decode(body).text
    channel = _CHANNEL.search(text)
    if channel is None or _SEARCH in url:
        return None
    return feed(url, channel[1], as_json=_AS_HTML.search(text) is None)


def feed(site: str, channel: str, *, as_json: bool = True) -> str:
    """The address of a channel's newest rows at a site."""
    query = {
        "_isAgg": "true",
        "_isJson": "true" if as_json else "false",
        "_pageSize": _ROWS,
        "_template": "index",
        "_rangeTimeGte": "",
        "_channelName": "",
        "page": 1,
    }
    return urljoin(site, f"{_SEARCH}{channel}?{urlencode(query)}")


def channel(site: str, number: str, name: str) -> Column:
    """A column of which only the channel's number is known, not the page that shows it."""
    return Column(f"{site}{_SEARCH}{number}", name, feed(site, number))


def _read_json(body: bytes, text: str, url: str, now: datetime) -> ListPage:
    """`publishedTime` is eight hours early in what was seen; the string beside it is right."""
    dates = ("publishedTimeStr", "publishedTime")
    listing = rows_from_json(body, url, now=now, rows="data.results", date=dates)
    data = dig(load_json(text), "data")
    total, size = (dig(data, name) for name in ("total", "rows"))
    if total == 0:
        return replace(listing, kind=PageKind.LIST)
    last = math.ceil(total / size) if isinstance(total, int) and isinstance(size, int) and size > 0 else 1
    return replace(listing, next_url=_page_after(url, last))


def _page_after(url: str, last: int | None = None) -> str | None:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    following = int(query["page"]) + 1 if query.get("page", "").isdigit() else 2
    if last is not None and following > last:
        return None
    return urlunsplit(parts._replace(query=urlencode(query | {"page": following})))


class GansuPlatformSpider(OutletSpider):
    """Crawls a site of family A."""

    def read_list(self, response: Response) -> ListPage:
        """See `read_list`."""
        return read_list(response.body, response.url, self.now, self.is_article)

    def feed_of(self, response: Response) -> str | None:
        """See `feed_in`."""
        return feed_in(response.body, response.url)
