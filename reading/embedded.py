"""Articles that a page carries as data for a script to show: in a textarea, or in JSON inside a script.

Single-page sites send an empty frame and the article beside it. The data are parsed, never evaluated; the
article is the longest HTML text in them, its fields stand beside that text or around it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree

from reading import dates
from reading.dates import When
from reading.lists import first_text, load_json

_TITLE = ("title", "articleTitle", "newsTitle", "name", "headline")
_PUBLISHED = (
    "publishTime", "publish_time", "pubTime", "pubtime", "publishDate", "pubDate", "newsTime", "releaseTime",
    "publishedTime", "publishTimeStr", "publishedTimeStr", "showTime", "ptime", "datePublished",
)  # fmt: skip
_SOURCE = ("source", "sourceName", "origin", "contentSource", "mediaName", "copyfrom")
_CONTENT_NAME = re.compile(r"content|article|text|body|zw", re.I)
_CJK = re.compile("[\u4e00-\u9fff]")
_SHORTEST = 150
_LONGEST_SCRIPT = 3_000_000
_MOST_NODES = 100_000


@dataclass(frozen=True, slots=True)
class Embedded:
    """An article's HTML as found in data, with the fields that stand with it; `how` names the place."""

    html: str
    how: str
    title: str | None = None
    published_at: When | None = None
    source: str | None = None


def find_embedded(root: etree._Element, now: datetime) -> Embedded | None:
    """The article that a page without visible text carries as data; None when there is none."""
    for area in root.iter("textarea"):
        name = f"{area.get('class') or ''} {area.get('id') or ''}"
        if _CONTENT_NAME.search(name) and _is_text(area.text or ""):
            return Embedded(area.text or "", "textarea")
    best: Embedded | None = None
    for script in root.iter("script"):
        text = script.text or ""
        if _SHORTEST < len(text) <= _LONGEST_SCRIPT and "{" in text[:400]:
            for html, around in _texts(load_json(text)):
                if best is None or len(html) > len(best.html):
                    best = _described(html, around, now)
    return best


def _described(html: str, around: tuple[Mapping[str, Any], ...], now: datetime) -> Embedded:
    title = source = None
    when: When | None = None
    for each in reversed(around):
        title = title or first_text(each, _TITLE)
        source = source or first_text(each, _SOURCE)
        when = when or dates.parse(first_text(each, _PUBLISHED) or "", now)
    return Embedded(html, "script", title, when, source)


def _texts(value: Any) -> Iterator[tuple[str, tuple[Mapping[str, Any], ...]]]:
    """All HTML texts in a JSON value, each with the objects around it, the outermost first."""
    waiting: list[tuple[Any, tuple[Mapping[str, Any], ...]]] = [(value, ())]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        here, around = waiting.pop()
        if isinstance(here, str):
            if _is_text(here):
                yield here, around
        elif isinstance(here, Mapping):
            inside = (*around[-8:], here)
            waiting.extend((each, inside) for each in here.values())
        elif isinstance(here, list):
            waiting.extend((each, around) for each in here)


def _is_text(text: str) -> bool:
    return (
        len(text) >= _SHORTEST
        and "<" in text
        and "</" in text
        and len(_CJK.findall(text[:4000])) >= _SHORTEST // 3
    )
