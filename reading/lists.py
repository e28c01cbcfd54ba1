"""List pages: rows out of HTML, JSON and 大汉 jpage records. A row is a lead to an article, no more.

All functions are pure and never raise for what a site sends; a list without rows is EMPTY (or BLOCKED, when the
answer is a challenge), so that a changed layout is never taken for "no news".
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import unescape
from typing import Any

from lxml import etree

from reading import dates, kinds, urls
from reading.encoding import decode
from reading.flow import flow_of
from reading.page import ListPage, PageKind, Row
from reading.tree import parse, parse_fragment, select, text_of

MAX_BYTES = 8 * 1024 * 1024
_MOST_ROWS = 2000
_PINNED = re.compile(r"[\[【(（]?\s*(?:置顶|固顶|顶|TOP)\s*[\]】)）]|^置顶[\s:：]?", re.I)
_CUT_OFF = re.compile(r"(?:\.{2,}|…+)\s*$")
_TITLE_DATE = re.compile(
    r"[\s\[【(（]*(?:(?:19|20)\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?(?:\s\d{1,2}:\d\d(?::\d\d)?)?[\]】)）\s]*$"
)
_BULLET = re.compile(r"^[\s·•●■▪◆>»\-—]+(?=\S)")
_CDATA = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.S | re.I)
_CDATA_BARE = re.compile(r"<record>((?:(?!</record>).)*)</record>", re.S | re.I)
_JSONP = re.compile(
    r"^[\s;/*]*(?:(?:var|window\.)?\s*[\w$.\[\]\"']{1,80}\s*=\s*|[\w$.]{1,80}\s*\(\s*)(?=[\[{])"
)


def rows_from_html(
    data: bytes,
    url: str,
    *,
    now: datetime,
    row: str,
    link: str = "a",
    date: str | None = None,
    source: str | None = None,
    next_page: str | None = None,
    status: int = 200,
    content_type: str | None = None,
) -> ListPage:
    """The rows of a list page by CSS selectors: `row` in the page; `link`, `date` and `source` inside a row.

    Without `date` the date is looked for in the row's text. `next_page` selects the link to the next list page.
    """
    raw = decode(data[:MAX_BYTES], content_type).text
    finding = kinds.by_status(status, raw)
    if finding is not None:
        return ListPage(url, finding.kind)
    root = parse(raw)
    if root is None:
        return ListPage(url, PageKind.EMPTY)
    rows = rows_from_tree(root, url, now=now, row=row, link=link, date=date, source=source)
    following = None
    if next_page:
        target = next(iter(select(root, next_page)), None)
        following = urls.absolute(url, target.get("href") or "") if target is not None else None
    if rows:
        return ListPage(url, PageKind.LIST, rows, following)
    return ListPage(url, _kind_without_rows(root, raw, url), (), following)


def rows_from_tree(
    root: etree._Element,
    url: str,
    *,
    now: datetime,
    row: str,
    link: str = "a",
    date: str | None = None,
    source: str | None = None,
) -> tuple[Row, ...]:
    """`rows_from_html` for a tree that is there already."""
    found: dict[str, Row] = {}
    for element in select(root, row)[:_MOST_ROWS]:
        made = _row(element, url, now, link, date, source)
        if made is not None and (made.url not in found or len(made.title) > len(found[made.url].title)):
            found[made.url] = made
    return tuple(found.values())


def rows_from_records(
    data: bytes, url: str, *, now: datetime, row: str = "li", link: str = "a", date: str | None = None
) -> ListPage:
    """The rows of a 大汉 jpage list: CDATA records inside `<script type="text/xml">`, or the proxy's XML answer."""
    raw = decode(data[:MAX_BYTES]).text
    records = _CDATA.findall(raw) or [unescape(each) for each in _CDATA_BARE.findall(raw)]
    root = parse_fragment("\n".join(records[:_MOST_ROWS])) if records else None
    if root is None:
        whole = parse(raw)
        return ListPage(url, _kind_without_rows(whole, raw, url) if whole is not None else PageKind.EMPTY)
    rows = rows_from_tree(root, url, now=now, row=row, link=link, date=date)
    return ListPage(url, PageKind.LIST if rows else PageKind.EMPTY, rows)


def rows_from_json(
    data: bytes,
    url: str,
    *,
    now: datetime,
    rows: str,
    title: str | Sequence[str] = "title",
    link: str | Sequence[str] = "url",
    date: str | Sequence[str] = (),
    source: str | Sequence[str] = (),
    link_format: str | None = None,
    status: int = 200,
) -> ListPage:
    """The rows of a JSON or JSONP answer by dotted paths ("data.results"); of several paths the first with a value.

    Put the path of a printed date before that of an epoch: the gansu.gov.cn platform's epochs are 8 h slow.
    `link_format` makes an address out of what `link` gives ("https://…/{}").
    """
    raw = decode(data[:MAX_BYTES]).text
    parsed = load_json(raw)
    if parsed is None:
        finding = kinds.by_status(status, raw)
        root = parse(raw) if finding is None else None
        kind = (
            finding.kind
            if finding
            else _kind_without_rows(root, raw, url)
            if root is not None
            else PageKind.EMPTY
        )
        return ListPage(url, kind)
    entries = dig(parsed, rows)
    found: dict[str, Row] = {}
    for entry in entries[:_MOST_ROWS] if isinstance(entries, list) else []:
        text = first_text(entry, title)
        href = first_text(entry, link)
        address = urls.absolute(url, link_format.format(href) if link_format else href) if href else None
        if text and address:
            when = next(
                (w for each in _texts(entry, date) for w in [dates.parse_listed(each, now)] if w), None
            )
            made = Row(address, clean_title(plain(text)), when, first_text(entry, source), _is_pinned(text))
            found.setdefault(address, made)
    return ListPage(url, PageKind.LIST if found else PageKind.EMPTY, tuple(found.values()))


def load_json(raw: str) -> Any:
    """The value of a JSON text, of a JSONP call or of `name = {...};`, parsed and never evaluated; None if none."""
    text = raw.strip().lstrip("\ufeff")
    match = _JSONP.match(text[:400])
    if match:
        text = text[match.end() :]
    try:
        return json.JSONDecoder(strict=False).raw_decode(text)[0]
    except (ValueError, RecursionError):
        return None


def dig(value: Any, path: str) -> Any:
    """What stands at a dotted path of keys and list positions; None where the path ends."""
    for step in path.split(".") if path else []:
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def first_text(entry: Any, paths: str | Sequence[str]) -> str | None:
    """The first non-empty text or number at one of `paths`."""
    return next(iter(_texts(entry, paths)), None)


def clean_title(text: str) -> str:
    """A row's title without bullet, 置顶 mark and the date that some lists print inside the link."""
    text = _PINNED.sub("", " ".join(text.split()), count=1)
    return _TITLE_DATE.sub("", _BULLET.sub("", text)).strip() or text.strip()


def _row(
    element: etree._Element, url: str, now: datetime, link: str, date: str | None, source: str | None
) -> Row | None:
    anchor = element if link == "." else _best_link(select(element, link))
    if anchor is None:
        return None
    address = urls.absolute(url, anchor.get("href") or "")
    shown = text_of(anchor)
    titled = " ".join((anchor.get("title") or "").split())
    text = (
        titled if len(titled) > len(_CUT_OFF.sub("", shown)) or _CUT_OFF.search(shown) and titled else shown
    )
    title = clean_title(text)
    if address is None or not title:
        return None
    whole = text_of(element)
    where = select(element, date)[:1] if date else []
    beside = text_of(where[0]) if where else whole.replace(shown, " ")
    when = dates.parse_listed(beside, now) or (None if where else dates.parse_listed(shown, now))
    named = text_of(select(element, source)[0]) if source and select(element, source) else None
    return Row(address, title, when, named or None, _is_pinned(whole))


def _best_link(anchors: Sequence[etree._Element]) -> etree._Element | None:
    """The link with the most text: a row may also link its column or its picture."""
    usable = [each for each in anchors if each.get("href")]
    return max(usable, key=lambda each: max(len(text_of(each)), len(each.get("title") or "")), default=None)


def _is_pinned(text: str) -> bool:
    return _PINNED.search(text) is not None


def _kind_without_rows(root: etree._Element, raw: str, url: str) -> PageKind:
    flow = flow_of(root)
    finding = kinds.by_words(root, raw, flow, next((text_of(each) for each in root.iter("title")), ""), url)
    return finding.kind if finding else PageKind.EMPTY


def _texts(entry: Any, paths: str | Sequence[str]) -> Iterable[str]:
    for path in [paths] if isinstance(paths, str) else paths:
        value = dig(entry, path)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            yield str(value).strip()


def plain(text: str) -> str:
    if "<" not in text and "&" not in text:
        return text
    root = parse_fragment(text)
    return text_of(root) if root is not None else text
