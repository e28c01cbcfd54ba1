"""Rows of a list page that is plain HTML, whatever its classes are called.

What makes a row is not its markup but that its link leads to an article of the outlet and that a date stands
beside it; so a redesign of the page seldom matters. Pure functions.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import urldefrag

from lxml import etree

from reading import ListPage, PageKind, Row, parse_listed
from reading.encoding import decode
from reading.lists import clean_title, is_pinned
from reading.tree import parse, text_of
from reading.urls import absolute, day_in

IsArticle = Callable[[str], bool]
Links = dict[etree._Element, str]

_MAX_LINKS = 1000
_MAX_SAME = 3
_MAX_CLIMB = 5
_ROW_TEXT = 600
_PAGE_TEXT = 50_000
_ROW_TAGS = frozenset({"li", "tr", "dl", "article"})
_LIST_TAGS = frozenset({"body", "ul", "ol", "table", "tbody"})
_PIN_CLASSES = frozenset({"top", "istop", "zd", "zhiding", "pinned", "stick"})
_DATE_AT_END = re.compile(
    r"[\s\[(（]*(?:20\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?(?:\s+\d{1,2}:\d\d(?::\d\d)?)?[\])）\s]*$"
)
_NONE = re.compile(
    r"共\s?0\s?(?:条|篇|项)|暂无(?:数据|内容|信息|文章|记录)|没有(?:找到)?相关(?:数据|内容|信息)"
)
_NEXT = re.compile(r"(?:下一?页|下一頁|后一页|加载更多)[>›»]*|next(?:page)?|[>›»]{1,2}", re.I)


def article_rows(root: etree._Element, base: str, now: datetime, is_article: IsArticle) -> tuple[Row, ...]:
    """The rows in page order; where some have a date beside them, those without (side bars) are left out."""
    links = _article_links(root, base, is_article)
    seen: Counter[str] = Counter()
    found: dict[str, Row] = {}
    for link, url in links.items():
        seen[url] += 1
        if seen[url] > _MAX_SAME:
            continue
        row = _row(link, url, links, now)
        before = found.get(url)
        if before is None or _worth(row) > _worth(before):
            found[url] = row
    rows = [row for row in found.values() if row.title]
    dated = [row for row in rows if row.published_at is not None]
    if len(dated) >= 2:
        return tuple(dated)
    return tuple(row if row.published_at else replace(row, published_at=day_in(row.url, now)) for row in rows)


def read_html_list(body: bytes, url: str, now: datetime, is_article: IsArticle) -> ListPage:
    """A list page that is nothing but HTML: its rows, and its link to the next page."""
    root = parse(decode(body).text)
    if root is None:
        return ListPage(url, PageKind.EMPTY)
    rows = article_rows(root, url, now, is_article)
    kind = PageKind.LIST if rows or says_empty(root) else PageKind.EMPTY
    return ListPage(url, kind, rows, next_page(root, url))


def says_empty(root: etree._Element) -> bool:
    """Whether a list without rows says itself that there are none, and so is no broken page."""
    return bool(_NONE.search(text_of(root)[:_PAGE_TEXT]))


def next_page(root: etree._Element, base: str) -> str | None:
    """Where the link to the next (older) page leads, if there is one that is no script."""
    for link in _links(root):
        if not _NEXT.fullmatch("".join(text_of(link).split())):
            continue
        url = absolute(base, link.get("href") or "")
        if url and urldefrag(url)[0] != urldefrag(base)[0] and "disabled" not in (link.get("class") or ""):
            return url
    return None


def _links(root: etree._Element) -> Iterator[etree._Element]:
    for number, link in enumerate(root.iter("a")):
        if number >= _MAX_LINKS:
            return
        yield link


def _article_links(root: etree._Element, base: str, is_article: IsArticle) -> Links:
    found: Links = {}
    for link in _links(root):
        url = absolute(base, link.get("href") or "")
        if url and is_article(url):
            found[link] = url
    return found


def _worth(row: Row) -> tuple[bool, int]:
    return row.published_at is not None, len(row.title)


def _row(link: etree._Element, url: str, links: Links, now: datetime) -> Row:
    box = _box(link, url, links)
    shown, around = text_of(link)[:_ROW_TEXT], text_of(box)[:_ROW_TEXT]
    when: datetime | date | None = parse_listed(around.replace(shown, " ", 1), now)
    if when is None and (in_link := _DATE_AT_END.search(shown)):
        when = parse_listed(in_link[0], now)
        shown = shown[: in_link.start()]
    full = " ".join((link.get("title") or "")[:_ROW_TEXT].split())
    title = full if len(full) >= len(shown.rstrip(".…")) else shown
    pinned = is_pinned(around) or not _PIN_CLASSES.isdisjoint((box.get("class") or "").lower().split())
    return Row(url=url, title=clean_title(title), published_at=when, pinned=pinned)


def _box(link: etree._Element, url: str, links: Links) -> etree._Element:
    """The element around `link` that makes the row: as large as can be without a link to another article."""
    box = link
    for _ in range(_MAX_CLIMB):
        parent = box.getparent()
        if parent is None or parent.tag in _LIST_TAGS or box.tag in _ROW_TAGS:
            return box
        if any(links.get(other, url) != url for other in parent.iter("a")):
            return box
        box = parent
    return box
