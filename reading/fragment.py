"""Articles that come as a piece of HTML, not as a page: in the JSON of an app, in a script or a textarea.

No browser was meant to see such a piece as it is: markup is escaped twice, pictures stand in it as text, and what
an editor pasted from Word came along. BeautifulSoup cleans it. Pages themselves are lxml's work alone
(`tree.py`, `flow.py`): BeautifulSoup takes seven times as long for them.
"""

import re
from dataclasses import dataclass
from html import unescape

from lxml import etree

from reading.body import Block
from reading.flow import Line, flow_of
from reading.links import find_attachments, find_images
from reading.text import article_lines
from reading.tree import parse

# Elements that are no text, and that a browser or an app would not show. `xml` is Word's list of its settings.
_NO_TEXT = ("script", "style", "xml", "template", "noscript", "iframe", "object", "meta", "link", "title")
_INLINED = re.compile(r"data:image/[\w.+\-]{1,20};base64,[\w+/=\s]{100,}")
_ESCAPED = re.compile(r"&lt;\s?(?:p|div|br|span|section|img)\b", re.I)
_MOST_TAGS = 10_000
_LONGEST = 500_000  # characters, without pictures


@dataclass(frozen=True, slots=True)
class Fragment:
    """What a piece of HTML holds: the lines of its text, the addresses of its pictures and files."""

    lines: tuple[Line, ...] = ()
    images: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()

    @property
    def body(self) -> str:
        """Paragraphs joined by "\\n"."""
        return "\n".join(line.text for line in self.lines)


def read_fragment(html: str, url: str) -> Fragment:
    """What a piece of HTML holds, `url` being the address that relative ones in it start from."""
    root = parse(clean(html))
    return read_element(root, url) if root is not None else Fragment()


def read_element(element: etree._Element, url: str) -> Fragment:
    """What an element holds that is known to be an article's text."""
    flow = flow_of(element)
    whole = Block(0, len(flow.lines), "whole")
    lines = tuple(article_lines(flow.lines, ()))
    return Fragment(lines, find_images(flow, whole, url), find_attachments(flow, whole, url))


def clean(html: str) -> str:
    """The HTML without what is no text, unescaped where it was escaped once too often; bounded."""
    from bs4 import BeautifulSoup  # noqa: PLC0415 (a twentieth of a run's start, and most outlets send pages)

    html = _INLINED.sub("", html)[:_LONGEST].encode("utf-8", "replace").decode()
    if "<" not in html or _ESCAPED.search(html):
        html = unescape(html)
    html = "<".join(html.split("<", _MOST_TAGS)[:_MOST_TAGS])
    soup = BeautifulSoup(f"<body>{html}", "lxml")
    for element in soup(_NO_TEXT):
        element.decompose()
    return str(soup)
