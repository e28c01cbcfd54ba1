"""The candidates of the last digests as RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1.

Pure but for `candidates`, which reads the kept digests; whoever serves or writes a feed says where it is.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree import ElementTree

from sqlalchemy.orm import Session

from base.text import tidy
from desk.content import Content, Proposal
from storage.digests import newest_digests

TITLE = "拾遗 每日候选"
DIGESTS = 14
_ATOM = "http://www.w3.org/2005/Atom"
_KINDS = {"new": "新", "update": "有进展"}
# What XML 1.0 cannot hold, however it is escaped.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A candidate as a feed shows it; `at` is when it was first sent, `url` is "" if it is no web address."""

    key: str
    title: str
    url: str
    outlet: str
    kind: str
    text: str
    at: datetime


def candidates(session: Session) -> list[Entry]:
    """What the last digests proposed, each candidate once, the newest first."""
    found: dict[str, Entry] = {}
    for digest in newest_digests(session, DIGESTS):
        content = Content.from_json(digest.content)
        for proposal in (*content.candidates, *content.updates):
            entry = _entry(proposal, digest.created_at)
            found.pop(entry.key, None)  # the digests come newest first: the oldest showing is the first one
            found[entry.key] = entry
    return sorted(found.values(), key=lambda entry: entry.at, reverse=True)


def _entry(proposal: Proposal, at: datetime) -> Entry:
    lead = proposal.lead
    url = lead.url if lead.url.startswith(("http://", "https://")) else ""
    lines = [proposal.excerpt, f"理由：{'；'.join(proposal.reasons)}", f"往期：{proposal.relation}"]
    text = "\n".join(_clean(line) for line in lines)
    return Entry(
        f"urn:shiyi:candidate:{proposal.candidate}",
        _clean(lead.title),
        url,
        _clean(lead.outlet),
        proposal.kind,
        text,
        at,
    )


def _clean(text: str) -> str:
    return _ILLEGAL.sub("", tidy(text))


def as_atom(entries: Sequence[Entry], home: str, address: str) -> bytes:
    """An Atom feed. `home` is the desk's address, `address` the feed's own."""
    feed = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": "zh-CN"})
    _add(feed, "title", TITLE)
    _add(feed, "id", "urn:shiyi:candidates")
    _add(feed, "updated", _iso(_updated(entries)))
    _add(feed, "link", None, rel="self", href=address)
    _add(feed, "link", None, rel="alternate", href=home)
    for entry in entries:
        node = _add(feed, "entry", None)
        _add(node, "id", entry.key)
        _add(node, "title", entry.title)
        _add(node, "updated", _iso(entry.at))
        _add(node, "published", _iso(entry.at))
        _add(_add(node, "author", None), "name", entry.outlet)
        _add(node, "link", None, rel="alternate", href=entry.url or home)
        _add(node, "category", None, term=entry.kind, label=_KINDS.get(entry.kind, entry.kind))
        _add(node, "content", entry.text, type="text")
    return _bytes(feed)


def as_rss(entries: Sequence[Entry], home: str, address: str) -> bytes:
    """An RSS 2.0 feed; the address is its atom:link, as readers like it."""
    rss = ElementTree.Element("rss", {"version": "2.0", "xmlns:atom": _ATOM})
    channel = _add(rss, "channel", None)
    _add(channel, "title", TITLE)
    _add(channel, "link", home)
    _add(channel, "description", "往期没有刊登过的稿件")
    _add(channel, "language", "zh-cn")
    _add(channel, "lastBuildDate", format_datetime(_updated(entries)))
    _add(channel, "atom:link", None, rel="self", type="application/rss+xml", href=address)
    for entry in entries:
        node = _add(channel, "item", None)
        _add(node, "title", entry.title)
        _add(node, "link", entry.url or home)
        _add(node, "guid", entry.key, isPermaLink="false")
        _add(node, "pubDate", format_datetime(entry.at.astimezone(UTC)))
        _add(node, "category", _KINDS.get(entry.kind, entry.kind))
        _add(node, "source", entry.outlet, url=entry.url or home)
        _add(node, "description", entry.text)
    return _bytes(rss)


def as_json_feed(entries: Sequence[Entry], home: str, address: str) -> bytes:
    """A JSON Feed 1.1."""
    items = [
        {
            "id": entry.key,
            "url": entry.url or home,
            "title": entry.title,
            "content_text": entry.text,
            "date_published": _iso(entry.at),
            "authors": [{"name": entry.outlet}],
            "tags": [_KINDS.get(entry.kind, entry.kind)],
        }
        for entry in entries
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": TITLE,
        "language": "zh-CN",
        "home_page_url": home,
        "feed_url": address,
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


@dataclass(frozen=True, slots=True)
class Form:
    """One of the forms a feed has: the ending of its file, its media type, and what makes it."""

    ending: str
    media_type: str
    make: Callable[[Sequence[Entry], str, str], bytes]


FORMS = (
    Form("atom", "application/atom+xml", as_atom),
    Form("rss", "application/rss+xml", as_rss),
    Form("json", "application/feed+json", as_json_feed),
)


def _add(parent: ElementTree.Element, name: str, text: str | None, **attributes: str) -> ElementTree.Element:
    node = ElementTree.SubElement(parent, name, attributes)
    node.text = text
    return node


def _bytes(root: ElementTree.Element) -> bytes:
    ElementTree.indent(root, " ")
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _updated(entries: Sequence[Entry]) -> datetime:
    return max((entry.at for entry in entries), default=datetime(1970, 1, 1, tzinfo=UTC)).astimezone(UTC)


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
