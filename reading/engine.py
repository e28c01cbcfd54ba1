"""`read_page`: from the bytes of one page to what it says.

The order of evidence, for every field: the selectors a Reader declares, the page's metas, its visible text,
the general rules. `docs/reading.md` says more.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain

from lxml import cssselect, etree

from reading import chrome, dates, kinds, listing, published, sources, titles, wechat
from reading.body import Block, find_block
from reading.encoding import decode
from reading.flow import Flow, Line, flow_of
from reading.founder import read_property
from reading.links import find_attachments, find_images, find_next
from reading.metas import Metas, read_metas
from reading.page import Page, PageKind, Row
from reading.reader import Reader
from reading.text import article_lines
from reading.tree import parse, text_of

MAX_BYTES = 8 * 1024 * 1024
GENERIC = Reader("generic")
_MAGIC = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!")


@dataclass(slots=True)
class _Draft:
    """What is known of the page while it is being read."""

    url: str
    now: datetime
    reader: Reader
    root: etree._Element
    raw: str
    flow: Flow
    metas: Metas
    founder: dict[str, str]
    head: str
    how: dict[str, str] = field(default_factory=dict)


def read_page(
    data: bytes,
    url: str,
    *,
    now: datetime,
    status: int = 200,
    content_type: str | None = None,
    reader: Reader | None = None,
    listed: Row | None = None,
    requested_url: str | None = None,
) -> Page:
    """What a page says. Never raises, whatever the bytes; reads at most the first 8 MB.

    `url` is the address that answered, `requested_url` the one that was asked for if that was another;
    `now` is the aware time of the fetch; `listed` is the list row that led here, whose date is a cross-check.
    """
    reader = reader or GENERIC
    key = _key(reader, url)
    if data[:8].startswith(_MAGIC):
        return Page(url, PageKind.EMPTY, key, how={"kind": "not a web page"}, reader=reader.label)
    raw = decode(data[:MAX_BYTES], content_type).text
    finding = kinds.by_status(status, raw) or kinds.by_redirect(url, requested_url)
    if finding is not None:
        return _without_article(finding, url, key, reader)
    root = parse(raw)
    if root is None:
        return Page(url, PageKind.EMPTY, key, how={"kind": "no content"}, reader=reader.label)
    if wechat.is_wechat(url):
        return wechat.read(root, raw, url, now, read_fragment)
    head = next((text_of(title) for title in root.iter("title")), "")
    flow = flow_of(root)
    founder = dict(read_property(text for _, text in flow.comments))
    draft = _Draft(url, now, reader, root, raw, flow, read_metas(root), founder, head)
    return _read(draft, key, listed)


def read_fragment(html: str, url: str) -> tuple[list[Line], tuple[str, ...], tuple[str, ...]]:
    """The lines, pictures and files of a piece of HTML that is known to be an article's text."""
    root = parse(html)
    if root is None:
        return [], (), ()
    flow = flow_of(root)
    whole = Block(0, len(flow.lines), "whole", 0.0)
    stretch = range(len(flow.lines))
    return (
        article_lines(flow, whole, None),
        find_images(flow, stretch, url),
        find_attachments(flow, stretch, url),
    )


def _without_article(finding: kinds.Finding, url: str, key: str | None, reader: Reader) -> Page:
    return Page(url, finding.kind, key, finding.gone, how={"kind": finding.how}, reader=reader.label)


def _key(reader: Reader, url: str) -> str | None:
    for pattern in reader.keys:
        match = re.search(pattern, url)
        if match:
            return "-".join(group for group in match.groups() if group) or match[0]
    return None


def _read(draft: _Draft, key: str | None, listed: Row | None) -> Page:
    flow, how = draft.flow, draft.how
    title = titles.find_title(flow, draft.head, draft.metas, draft.founder)
    block = _block(draft, title.end - 1 if title and title.end else None)
    lines = article_lines(flow, block, title.text if title else None, draft.reader.cuts) if block else []
    span = range(block.start, block.end) if block else range(0)
    body_start = next((at for at in span if lines and flow.lines[at] is lines[0]), span.start)
    witness = _published(draft, title, range(body_start, span.stop), listed)
    prose = sum(len(line.text) for line in lines)
    finding = (
        None if witness and prose else kinds.by_words(draft.root, draft.raw, flow, draft.head, draft.url)
    )
    if finding is not None:
        return _without_article(finding, draft.url, key, draft.reader)
    if listing.looks_like_list(
        flow, draft.url, prose, title is not None and title.how != "title", witness is not None
    ):
        return Page(
            draft.url, PageKind.LIST, key, title=title.text if title else None, reader=draft.reader.label
        )
    images = find_images(flow, span, draft.url) if block else ()
    attachments = find_attachments(flow, range(span.start, span.stop + 6), draft.url) if block else ()
    if not prose and not images and not attachments:
        return Page(draft.url, PageKind.EMPTY, key, how={"kind": "no text"}, reader=draft.reader.label)
    page = Page(
        draft.url, PageKind.ARTICLE, key, body="\n".join(line.text for line in lines), images=images,
        attachments=attachments, reader=draft.reader.label, next_url=find_next(flow, span, draft.url),
    )  # fmt: skip
    return _with_fields(draft, page, title, witness, lines, span, body_start)


def _block(draft: _Draft, title_at: int | None) -> Block | None:
    """The declared body if it is there and holds something, else the densest stretch."""
    for selector in draft.reader.body:
        for element in _select(draft, selector):
            for span in draft.flow.spans:
                if span.element is element:
                    draft.how["body"] = f"css:{selector}"
                    return Block(span.start, span.end, selector, 0.0, element)
    block = find_block(draft.flow, title_at)
    if block is not None:
        draft.how["body"] = block.how
    return block


def _published(
    draft: _Draft, title: titles.Title | None, body: range, listed: Row | None
) -> published.Witness | None:
    for selector in draft.reader.published:
        for element in _select(draft, selector):
            when = dates.parse(text_of(element), draft.now)
            if when is not None:
                return published.Witness(when, 0.0, f"css:{selector}")
    witnesses = list(
        chain(
            published.head_witnesses(draft.metas, draft.founder, draft.url, draft.now),
            published.text_witnesses(draft.flow, title.end if title else None, body, draft.now),
        )
    )
    if listed is not None and listed.published_at is not None:
        witnesses.append(published.Witness(listed.published_at, published.LISTED, "list"))
    return published.decide(witnesses, draft.url)


def _with_fields(
    draft: _Draft,
    page: Page,
    title: titles.Title | None,
    witness: published.Witness | None,
    lines: list[Line],
    span: range,
    body_start: int,
) -> Page:
    """`page` with title, date, source and author, each with where it was read."""
    how = draft.how
    declared = {
        name: _declared(draft, name) for name in ("title", "subtitle", "pretitle", "source", "author")
    }
    around = title.end if title and title.end is not None else max(body_start - 4, 0)
    near = range(max(around - 5, 0), min(max(body_start + 1, around + 1), around + 14))
    if title and not declared["title"]:
        declared["title"], how["title"] = title.text, title.how
    if title and not declared["subtitle"]:
        found = titles.find_under(draft.flow, title, body_start) or draft.founder.get("subtitle")
        declared["subtitle"] = found
    if title and not declared["pretitle"]:
        declared["pretitle"] = titles.find_over(draft.flow, title) or draft.founder.get("introtitle")
    if not declared["source"]:
        source = sources.find_source(draft.flow, draft.metas, near, span, lines)
        if source:
            declared["source"], how["source"] = source.name, source.how
        elif draft.reader.own_source:
            declared["source"], how["source"] = draft.reader.own_source, "reader"
    if not declared["author"]:
        author = sources.find_author(draft.flow, draft.metas, near, lines)
        if author:
            declared["author"], how["author"] = author.name, author.how
    if witness:
        how["published_at"] = witness.how
    return replace(page, published_at=witness.when if witness else None, how=how, **declared)


def _declared(draft: _Draft, name: str) -> str | None:
    """The text of the first declared selector for a field that gives one, cleaned as that field needs it."""
    for selector in getattr(draft.reader, name):
        for element in _select(draft, selector):
            text: str | None = text_of(element)
            if name == "source":
                text = sources.clean_source(sources.LABEL.sub("", text or "", count=1))
            elif name == "author":
                text = sources.clean_author(text or "")
            if text:
                draft.how[name] = f"css:{selector}"
                return text
    return None


def _select(draft: _Draft, selector: str) -> list[etree._Element]:
    return list(cssselect.CSSSelector(selector, translator="html")(draft.root))
