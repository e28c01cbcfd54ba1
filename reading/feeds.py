"""Feeds as list pages: RSS 0.9-2.0 and RDF, Atom, JSON Feed.

Read with lxml by local names, whatever the namespace, entities never resolved, broken XML mended. A feed is a
list like any other: what an article says is read from its own page.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from lxml import etree

from reading import dates, kinds, urls
from reading.encoding import decode
from reading.lists import MAX_BYTES, clean_title, load_json, plain
from reading.page import ListPage, PageKind, Row
from reading.tree import text_of

_ENTRIES = ("item", "entry")
_DATES = ("pubDate", "published", "date", "issued", "updated", "modified")
_MOST_ROWS = 2000


def rows_from_feed(data: bytes, url: str, *, now: datetime, status: int = 200) -> ListPage:
    """The rows of a feed. EMPTY when it has none or is no feed, BLOCKED or GONE by status or challenge."""
    raw = decode(data[:MAX_BYTES]).text
    finding = kinds.by_status(status, raw)
    if finding is not None:
        return ListPage(url, finding.kind)
    text = raw.lstrip("\ufeff \t\r\n")
    found: dict[str, Row] = {}
    entries = _json_entries(text) if text.startswith("{") else _xml_entries(text)
    for title, link, date, source in entries:
        address = urls.absolute(url, link)
        if address and title and len(found) < _MOST_ROWS:
            found.setdefault(address, Row(address, title, dates.parse_listed(date, now), source or None))
    if found:
        return ListPage(url, PageKind.LIST, tuple(found.values()))
    return ListPage(url, PageKind.BLOCKED if kinds.is_challenge(text) else PageKind.EMPTY)


def _xml_entries(text: str) -> Iterator[tuple[str, str, str, str]]:
    """(title, link, date, source) of each entry."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, encoding="utf-8", load_dtd=False
    )
    body = text.partition("?>")[2] if text.startswith("<?xml") else text
    try:
        root = etree.fromstring(body.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return
    for element in root.iter() if root is not None else ():
        if _local(element) in _ENTRIES:
            parts: dict[str, etree._Element] = {}
            for child in element:
                if _local(child) != "link" or child.get("rel", "alternate") == "alternate":
                    parts.setdefault(_local(child), child)
            date = next((_text(parts[name]) for name in _DATES if name in parts), "")
            yield clean_title(plain(_text(parts.get("title")))), _link(parts), date, _source(parts)


def _json_entries(text: str) -> Iterator[tuple[str, str, str, str]]:
    feed = load_json(text)
    items = feed.get("items") if isinstance(feed, dict) else None
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict):
            yield (
                clean_title(plain(_string(item, "title"))),
                _string(item, "url") or _string(item, "external_url") or _string(item, "id"),
                _string(item, "date_published") or _string(item, "date_modified"),
                "",
            )


def _link(parts: dict[str, etree._Element]) -> str:
    link = parts.get("link")
    if link is not None:
        return link.get("href") or _text(link)
    guid = _text(parts.get("guid")) or _text(parts.get("id"))
    return guid if guid.startswith("http") else ""


def _source(parts: dict[str, etree._Element]) -> str:
    return _text(parts.get("source")) if "source" in parts and not len(parts["source"]) else ""


def _text(element: etree._Element | None) -> str:
    return text_of(element) if element is not None else ""


def _local(element: etree._Element) -> str:
    """The name without namespace or prefix, as far as broken XML has one."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def _string(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    return value.strip() if isinstance(value, str) else ""
