"""Lists that are not HTML pages: JSON and JSONP answers, and the records of 大汉 jpage.

All functions are pure and never raise for what a site sends. A list without rows is EMPTY, or BLOCKED when
the answer is a challenge, so that a changed layout is never taken for "no news".
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
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
_PINNED = re.compile(r"[\[【(（]\s*(?:置顶|固顶|顶|TOP)\s*[\]】)）]|^\s*置顶[\s:：]?", re.I)
_CUT_OFF = re.compile(r"(?:\.{2,}|…+)\s*$")
_DATE_BEHIND = re.compile(
    r"[\s\[【(（]+(?:(?:19|20)\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?(?:\s\d{1,2}:\d\d(?::\d\d)?)?[\]】)）\s]*$"
)
_BULLET = re.compile(r"^[\s·•●■▪◆>»\-—]+(?=\S)")
_RECORD = re.compile(r"<record>(.*?)</record>", re.S | re.I)
_CDATA = re.compile(r"\s*<!\[CDATA\[(.*?)\]\]>\s*", re.S)
_CALL = re.compile(r"^[\s;/*]*(?:(?:var|let|const)\s+)?[\w$.]{1,80}\s*[(=]\s*(?=[\[{])")


def rows_from_records(data: bytes, url: str, *, now: datetime, status: int = 200) -> ListPage:
    """The rows of a 大汉 jpage list: records inside `<script type="text/xml">`, or the proxy's XML answer."""
    raw = decode(data[:MAX_BYTES]).text
    records = _RECORD.findall(raw)[:_MOST_ROWS]
    found: dict[str, Row] = {}
    for record in records:
        cdata = _CDATA.fullmatch(record)
        root = parse_fragment(cdata[1] if cdata else unescape(record))
        row = _row(root, url, now) if root is not None else None
        if row is not None:
            found.setdefault(row.url, row)
    if found:
        return ListPage(url, PageKind.LIST, tuple(found.values()))
    return ListPage(url, PageKind.EMPTY if records else kind_without_rows(raw, url, status))


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
    """The rows of a JSON or JSONP answer by dotted paths ("data.results"); the first path with a value wins.

    Put the path of a printed date before that of an epoch: the gansu.gov.cn platform's epochs are 8 h slow.
    `link_format` makes an address out of what `link` gives ("https://…/{}").
    """
    raw = decode(data[:MAX_BYTES]).text
    parsed = load_json(raw)
    if parsed is None:
        return ListPage(url, kind_without_rows(raw, url, status))
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
            row = Row(address, clean_title(plain(text)), when, first_text(entry, source), is_pinned(text))
            found.setdefault(address, row)
    return ListPage(url, PageKind.LIST if found else PageKind.EMPTY, tuple(found.values()))


def kind_without_rows(raw: str, url: str, status: int = 200) -> PageKind:
    """What an answer that should hold rows is instead: a wall, a farewell, or a shell without its rows."""
    finding = kinds.by_status(status, raw)
    root = parse(raw) if finding is None else None
    if root is not None:
        head = next((text_of(each) for each in root.iter("title")), "")
        finding = kinds.by_words(root, raw, flow_of(root), head, url)
    return finding.kind if finding else PageKind.EMPTY


def load_json(raw: str) -> Any:
    """The value of a JSON text, a JSONP call or `name = {...};`, parsed and never evaluated; None if none."""
    text = raw.strip().lstrip("\ufeff")
    call = _CALL.match(text[:400])
    if call:
        text = text[call.end() :]
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
    return next(_texts(entry, paths), None)


def clean_title(text: str) -> str:
    """A row's title without bullet, 置顶 mark and the date that some lists print behind it."""
    text = _PINNED.sub("", " ".join(text.split()), count=1)
    return _DATE_BEHIND.sub("", _BULLET.sub("", text)).strip() or text.strip()


def is_pinned(text: str) -> bool:
    """Whether a row's text says that it is kept on top (置顶), out of the order of dates."""
    return _PINNED.search(text) is not None


def plain(text: str) -> str:
    """A text that may hold tags or entities, without them."""
    if "<" not in text and "&" not in text:
        return text
    root = parse_fragment(text)
    return text_of(root) if root is not None else text


def _row(record: etree._Element, url: str, now: datetime) -> Row | None:
    """The row of one record: its link with the most text, and the date beside that."""
    anchors = [each for each in select(record, "a[href]") if _title_of(each)]
    if not anchors:
        return None
    anchor = max(anchors, key=lambda each: len(_title_of(each)))
    address = urls.absolute(url, anchor.get("href") or "")
    title = clean_title(_title_of(anchor))
    if address is None or not title:
        return None
    whole = text_of(record)
    beside = whole.replace(text_of(anchor), " ", 1)
    when = dates.parse_listed(beside, now) or dates.parse_listed(text_of(anchor)[-20:], now)
    return Row(address, title, when, None, is_pinned(whole))


def _title_of(anchor: etree._Element) -> str:
    """The text of a link, or its title attribute where the text is cut off."""
    shown = text_of(anchor)
    titled = " ".join((anchor.get("title") or "").split())
    return titled if len(titled) > len(_CUT_OFF.sub("", shown)) else shown


def _texts(entry: Any, paths: str | Sequence[str]) -> Iterator[str]:
    for path in [paths] if isinstance(paths, str) else paths:
        value = dig(entry, path)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            yield str(value).strip()
