"""Family E: 大汉 sites of cities and of other provinces, the old kind (jpage) and the new one (jpaas)."""

import json
import re
from dataclasses import replace
from datetime import datetime
from html import unescape
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from scrapy.http import Response

from crawler.spider import OutletSpider
from reading import ListPage, PageKind, Reader, dig, load_json, rows_from_records
from reading.encoding import decode
from spiders.families.rows import IsArticle, read_html_list

_UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_IDS = ("parseType", "webId", "tplSetId", "pageType", "tagId", "editType", "pageId")
_ROWS = 15
_NEXT_GROUP = re.compile(r"<nextgroup>.{0,40}?href=[\"']([^\"']{1,500})[\"']", re.S | re.I)
_TOTAL_PAGES = re.compile(r"<totalpage>\s{0,9}(\d{1,6})", re.I)
_TOTAL_ROWS = re.compile(r"<totalrecord>\s{0,9}(\d{1,8})", re.I)


def reader_of(name: str) -> Reader:
    """The reader of a site of either kind; `name` is the source of what names none."""
    keys = (r"/art_([0-9a-f]{32})\.html", r"/art_\d+_(\d+)\.html")
    return Reader("hanweb", own_source=name, keys=keys)


def read_jpage(body: bytes, url: str, now: datetime, is_article: IsArticle) -> ListPage:
    """The rows of a column page (records inside a script, which HTML parsers do not see) or of its proxy."""
    listing = rows_from_records(body, url, now=now)
    if not listing.rows:
        return read_html_list(body, url, now, is_article)
    return replace(listing, next_url=_next_group(decode(body).text, url))


def _next_group(text: str, url: str) -> str | None:
    """The proxy counts its pages (`page`), or its rows (`startrecord`, `endrecord`)."""
    named = _NEXT_GROUP.search(text)
    parts = urlsplit(urljoin(url, unescape(named[1])) if named else url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    if "dataproxy" not in parts.path:
        return None
    if "startrecord" in query and "endrecord" in query:
        first, last = _number(query["startrecord"]), _number(query["endrecord"])
        total = _TOTAL_ROWS.search(text)
        if named is None:
            first, last = last + 1, last + max(1, last - first + 1)
        if total and first > int(total[1]):
            return None
        query |= {"startrecord": str(first), "endrecord": str(last)}
    else:
        following = _number(query.get("page", "1")) + 1
        pages = _TOTAL_PAGES.search(text)
        if pages and following > int(pages[1]):
            return None
        query["page"] = str(following)
    return urlunsplit(parts._replace(query=urlencode(query)))


def _number(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 9 else 1


def read_jpaas(body: bytes, url: str, now: datetime, is_article: IsArticle) -> ListPage:
    """The rows of a gateway's answer (HTML inside JSON), or of a column page that has them itself."""
    if _UNIT not in url:
        return read_html_list(body, url, now, is_article)
    html = dig(load_json(decode(body).text), "data.html")
    if not isinstance(html, str):
        return ListPage(url, PageKind.EMPTY)
    listing = read_html_list(html.encode(), url, now, is_article)
    return replace(listing, next_url=_page_after(url, len(listing.rows)))


def jpaas_feed(body: bytes, url: str) -> str | None:
    """The gateway's address for a column page, from the ids that stand in it."""
    if _UNIT in url:
        return None
    text = unescape(decode(body).text)
    values: dict[str, str] = {}
    for name in _IDS:
        match = re.search(rf"\b{name}[\"']?\s{{0,5}}[:=]\s{{0,5}}[\"']([^\"'<>]{{1,200}})[\"']", text)
        if match:
            values[name] = match[1]
    if not {"webId", "pageId", "tagId"} <= values.keys():
        return None
    query = {"parseType": "bulidstatic", "pageType": "column", "editType": "null", **values}
    return urljoin(url, f"{_UNIT}?{urlencode(query | {'paramJson': _param(1)})}")


def _page_after(url: str, rows: int) -> str | None:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    asked = load_json(query.get("paramJson", ""))
    number = dig(asked, "pageNo")
    if not isinstance(number, int) or rows < _ROWS:
        return None
    return urlunsplit(parts._replace(query=urlencode(query | {"paramJson": _param(number + 1)})))


def _param(number: int) -> str:
    return json.dumps({"pageNo": number, "pageSize": _ROWS}, separators=(",", ":"))


class JpageSpider(OutletSpider):
    """Crawls a site of the old kind."""

    def read_list(self, response: Response) -> ListPage:
        """See `read_jpage`."""
        return read_jpage(response.body, response.url, self.now, self.is_article)


class JpaasSpider(OutletSpider):
    """Crawls a site of the new kind. Its gateway answers nobody who does not say from where he comes."""

    def read_list(self, response: Response) -> ListPage:
        """See `read_jpaas`."""
        return read_jpaas(response.body, response.url, self.now, self.is_article)

    def feed_of(self, response: Response) -> str | None:
        """See `jpaas_feed`."""
        return jpaas_feed(response.body, response.url)
