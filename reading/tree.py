"""Text -> tree, with bounds: libxml2 has none, and takes minutes for one tag with 300,000 attributes."""

import re
from functools import lru_cache

from lxml import etree
from lxml.cssselect import CSSSelector, SelectorError

# No article has more tags than this; a page that does is cut there.
MAX_TAGS = 100_000
# Markup beside scripts and styles; what is beyond is cut (3 MB can become 150 MB of tree, not more).
_MOST_MARKUP = 3_000_000
_SCRIPTS_TO_KEEP = 1_500_000  # bytes of a page up to which scripts go into the tree too
_MAX_ATTRIBUTES = 80

# One tag with too many attributes, read as an HTML tokenizer reads it. Possessive throughout: linear time.
_OVERGROWN = re.compile(
    rb"""(<[a-zA-Z][^\s/>]*+)
    (?:[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>]*+))?+){%d,}+"""
    % _MAX_ATTRIBUTES,
    re.X,
)
_RAW_TEXT = re.compile(rb"<(script|style)\b", re.I)
_RAW_END = {name: re.compile(rb"</" + name + rb"[^>]{0,20}>", re.I) for name in (b"script", b"style")}


def parse(text: str) -> etree._Element | None:
    """The tree of an HTML text; None when there is nothing in it. Never raises, at most 2048 levels deep."""
    data = text.replace("\0", "").encode("utf-8", "replace")
    if len(data) > _SCRIPTS_TO_KEEP:
        data = _without_scripts(data)[:_MOST_MARKUP]
    if data.count(b"<") > MAX_TAGS:
        data = b"<".join(data.split(b"<", MAX_TAGS)[:MAX_TAGS])
    if not data.strip():
        return None
    data = _OVERGROWN.sub(rb"\1", data)
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None


def parse_fragment(text: str) -> etree._Element | None:
    """The body element of a piece of HTML."""
    root = parse(f"<html><body>{text}</body></html>")
    return None if root is None else root.find("body")


def text_of(element: etree._Element) -> str:
    """All text inside `element`, comments, scripts and styles left out, as one line."""
    texts = _TEXTS(element) if isinstance(element.tag, str) else []
    return " ".join("".join(str(text) for text in texts).split()) if isinstance(texts, list) else ""


def select(root: etree._Element, selector: str) -> list[etree._Element]:
    """What a CSS selector finds, in page order. Raises ValueError for a selector that is none."""
    try:
        found = _compiled(selector)(root)
    except SelectorError as error:
        raise ValueError(f"not a CSS selector: {selector}") from error
    return [each for each in found if isinstance(each, etree._Element)] if isinstance(found, list) else []


_TEXTS = etree.XPath(".//text()[not(parent::script or parent::style)]")


@lru_cache(maxsize=512)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


def _without_scripts(data: bytes) -> bytes:
    """The page without what stands inside its scripts and styles: up to 4 MB of a WeChat article."""
    kept = []
    at = 0
    while match := _RAW_TEXT.search(data, at):
        kept.append(data[at : match.start()])
        end = _RAW_END[match[1].lower()].search(data, match.end())
        if end is None:
            return b"".join(kept)
        at = end.end()
    kept.append(data[at:])
    return b"".join(kept)
