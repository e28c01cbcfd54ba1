"""Text -> tree, with bounds: libxml2 takes minutes for one tag with 300,000 attributes and has no limit for it."""

import re
from functools import lru_cache

import cssselect
from lxml import etree
from lxml.cssselect import CSSSelector

# No article has more tags than this; a page that does is cut there (200,000 elements take about 30 MB).
MAX_TAGS = 200_000
_MAX_ATTRIBUTES = 120

# One tag with too many attributes, read as an HTML tokenizer reads it. Possessive throughout: linear time.
_OVERGROWN = re.compile(
    rb"""(<[a-zA-Z][^\s/>]*+)
    (?:[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>]*+))?+){%d,}+"""
    % _MAX_ATTRIBUTES,
    re.X,
)


def parse(text: str) -> etree._Element | None:
    """The tree of an HTML text; None when there is nothing in it. Never raises, at most 2048 levels deep."""
    data = text.replace("\0", "").encode("utf-8", "replace")
    if not data.strip():
        return None
    if data.count(b"<") > MAX_TAGS:
        data = b"<".join(data.split(b"<", MAX_TAGS)[:MAX_TAGS])
    data = _OVERGROWN.sub(rb"\1", data)
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None


def parse_fragment(text: str) -> etree._Element | None:
    """The tree of a piece of HTML, inside a body element."""
    root = parse(f"<html><body>{text}</body></html>")
    return None if root is None else root.find("body")


def text_of(element: etree._Element) -> str:
    """All text inside `element`, comments and scripts left out, as one line."""
    if not isinstance(element.tag, str):
        return ""
    parts = element.xpath(".//text()[not(parent::script or parent::style)]")
    return " ".join("".join(parts).split()) if isinstance(parts, list) else ""


def select(root: etree._Element, selector: str) -> list[etree._Element]:
    """The elements that a CSS selector finds, in page order. Raises ValueError for a selector that is none."""
    try:
        found = _compiled(selector)(root)
    except cssselect.SelectorError as error:
        raise ValueError(f"not a CSS selector: {selector}") from error
    return [each for each in found if isinstance(each, etree._Element)] if isinstance(found, list) else []


@lru_cache(maxsize=512)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")
