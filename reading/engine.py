"""`read_page`: from the bytes of one page to what it says.

The order of evidence, for every field: the selectors a Reader declares, the page's metas, its visible text,
the general rules. `docs/reading.md` says more.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from lxml import etree

from reading import authors, dates, kinds, listing, published, sources, titles, wechat
from reading.body import Block, find_block
from reading.embedded import find_embedded
from reading.encoding import decode
from reading.flow import Flow, Line, flow_of
from reading.founder import read_property
from reading.fragment import Fragment, read_fragment
from reading.links import find_attachments, find_images, find_next
from reading.metas import Metas, read_metas
from reading.page import Page, PageKind, Row
from reading.reader import Reader
from reading.text import article_lines, head_table
from reading.tree import parse, select, text_of

MAX_BYTES = 8 * 1024 * 1024
GENERIC = Reader("generic")
_SURELY_TEXT, _HARDLY_TEXT = 60, 20  # characters
_LONGEST_HEAD = 500
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
    key = reader.key_of(url)
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
        return wechat.read(root, raw, url, now)
    head = next((text_of(title) for title in root.iter("title")), "")[:_LONGEST_HEAD]
    flow = flow_of(root)
    if flow.hides_its_text():
        flow.unhide()
    founder = dict(read_property(raw))
    draft = _Draft(url, now, reader, root, raw, flow, read_metas(root), founder, head)
    return _read(draft, key, listed)


def _without_article(finding: kinds.Finding, url: str, key: str | None, reader: Reader) -> Page:
    return Page(url, finding.kind, key, finding.gone, how={"kind": finding.how}, reader=reader.label)


def _read(draft: _Draft, key: str | None, listed: Row | None) -> Page:
    flow = draft.flow
    title = titles.find_title(flow, draft.head, draft.metas, draft.founder)
    fields = _title_fields(draft, title)
    block = _block(draft, title.end - 1 if title and title.end else None)
    stretch = flow.lines[block.start : block.end] if block else []
    names = [text for text in fields.values() if text]
    head = head_table(flow.lines, block.start) if block else []
    lines = article_lines([*head, *stretch], names, draft.reader.cuts)
    body = _body_range(flow, block, lines)
    witness = _published(draft, title, body, listed)
    prose = sum(len(line.text) for line in lines)
    sure = prose > 0 and witness is not None and witness.how not in ("url", "list")
    finding = None
    if not sure:
        finding = kinds.by_words(draft.root, draft.raw, flow, draft.head, draft.url)
    elif prose < _SURELY_TEXT:  # a farewell may bear the date of what stood here
        finding = kinds.by_title(draft.head, *names)
    if finding is not None:
        return _without_article(finding, draft.url, key, draft.reader)
    images = find_images(flow, block, draft.url) if block else ()
    attachments = find_attachments(flow, block, draft.url) if block else ()
    titled = title is not None and title.how != "title"
    dated, pictured = witness is not None, bool(images)
    if listing.looks_like_list(flow, draft.url, lines, titled=titled, dated=dated, pictured=pictured):
        return Page(draft.url, PageKind.LIST, key, title=fields.get("title"), reader=draft.reader.label)
    if block is None or not (attachments or _is_content(block, lines, images, witness)):
        return _from_data(draft, key, title)
    fields |= _names(draft, title, body, lines)
    if witness:
        draft.how["published_at"] = witness.how
    return Page(
        draft.url,
        PageKind.ARTICLE,
        key,
        title=fields["title"],
        subtitle=fields["subtitle"],
        pretitle=fields["pretitle"],
        source=fields["source"],
        author=fields["author"],
        published_at=witness.when if witness else None,
        body="\n".join(line.text for line in lines),
        images=images,
        attachments=attachments,
        how=draft.how,
        reader=draft.reader.label,
        next_url=find_next(flow, block, draft.url),
    )


def _is_content(
    block: Block, lines: list[Line], images: tuple[str, ...], witness: published.Witness | None
) -> bool:
    """Whether lines and pictures are an article, perhaps a short one, and not the rest of a frame."""
    text = "".join(line.text for line in lines)
    if witness is not None or len(text) >= _SURELY_TEXT or any(mark in text for mark in "，。！？"):
        return bool(text or images)
    return bool(images) and block.how != "density"


def _from_data(draft: _Draft, key: str | None, title: titles.Title | None) -> Page:
    """The article that a frame without text carries as data, else an empty page."""
    found = find_embedded(draft.root, draft.now)
    text = read_fragment(found.html, draft.url) if found else Fragment()
    if found is None or not (text.lines or text.images):
        return Page(draft.url, PageKind.EMPTY, key, how={"kind": "no text"}, reader=draft.reader.label)
    how = {"body": found.how, "title": found.how if found.title else "title"}
    how |= {name: found.how for name in ("published_at", "source") if getattr(found, name)}
    return Page(
        draft.url,
        PageKind.ARTICLE,
        key,
        title=found.title or (title.text if title else None),
        published_at=found.published_at,
        source=found.source,
        body=text.body,
        images=text.images,
        attachments=text.attachments,
        how=how,
        reader=draft.reader.label,
    )


def _body_range(flow: Flow, block: Block | None, lines: list[Line]) -> range:
    """The positions from the first line of the text to the end of its stretch."""
    if block is None:
        return range(0)
    first = next((line for line in lines if not line.row), None)
    start = next((at for at in range(block.start, block.end) if flow.lines[at] is first), block.start)
    return range(start, block.end)


def _block(draft: _Draft, title_at: int | None) -> Block | None:
    """The declared body, else the densest stretch; that also where a declared one is nearly empty."""
    declared = next(_declared_blocks(draft), None)
    block = declared
    if declared is None or _unlinked(draft.flow, declared) < _HARDLY_TEXT:
        found = find_block(draft.flow, title_at)
        if declared is None or (found and _unlinked(draft.flow, found) > 3 * _unlinked(draft.flow, declared)):
            block = found
    if block is not None:
        draft.how["body"] = block.how
    return block


def _declared_blocks(draft: _Draft) -> Iterator[Block]:
    for selector in draft.reader.body:
        for element in select(draft.root, selector):
            for span in draft.flow.spans:
                if span.element is element:
                    yield Block(span.start, span.end, f"css:{selector}", element)


def _unlinked(flow: Flow, block: Block) -> int:
    """The characters of a stretch that are no link's."""
    return sum(len(line.text) - line.linked for line in flow.lines[block.start : block.end])


def _published(
    draft: _Draft, title: titles.Title | None, body: range, listed: Row | None
) -> published.Witness | None:
    for selector in draft.reader.published:
        for element in select(draft.root, selector):
            when = dates.parse(text_of(element), draft.now)
            if when is not None:
                return published.Witness(when, 0.0, f"css:{selector}")
    witnesses = list(
        chain(
            published.head_witnesses(draft.metas, draft.founder, draft.url, draft.now),
            published.text_witnesses(draft.flow, title.end if title else None, body, draft.now),
        )
    )
    if all(witness.how == "url" for witness in witnesses):
        near = published.near_title(draft.flow, title.end if title else None, body)
        day = dates.day_of(witnesses[0].when) if witnesses else None
        witnesses += published.faint_witnesses(draft.root, draft.flow, near, day, draft.now)
    if listed is not None and listed.published_at is not None:
        witnesses.append(published.Witness(listed.published_at, published.LISTED, "list"))
    return published.decide(witnesses, draft.url)


def _title_fields(draft: _Draft, title: titles.Title | None) -> dict[str, str | None]:
    """Title, 引题 and 副题: as declared, else as found."""
    fields = {name: _declared(draft, name) for name in ("title", "subtitle", "pretitle")}
    if title is None:
        return fields
    if not fields["title"]:
        fields["title"], draft.how["title"] = title.text, title.how
    founder = draft.founder
    fields["subtitle"] = fields["subtitle"] or titles.find_under(draft.flow, title) or founder.get("subtitle")
    fields["pretitle"] = (
        fields["pretitle"] or titles.find_over(draft.flow, title) or founder.get("introtitle")
    )
    return fields


def _names(
    draft: _Draft, title: titles.Title | None, body: range, lines: list[Line]
) -> dict[str, str | None]:
    """Source and author: as declared, else as found around the title, in the text or under it."""
    fields = {name: _declared(draft, name) for name in ("source", "author")}
    near = published.near_title(draft.flow, title.end if title else None, body)
    if not fields["source"]:
        source = sources.find_source(draft.flow, draft.metas, near, body, lines)
        if source:
            fields["source"], draft.how["source"] = source.name, source.how
        elif draft.reader.own_source:
            fields["source"], draft.how["source"] = draft.reader.own_source, "reader"
    if not fields["author"]:
        author = authors.find_author(draft.flow, draft.metas, near, lines)
        if author:
            fields["author"], draft.how["author"] = author.name, author.how
        elif draft.founder.get("author"):
            fields["author"], draft.how["author"] = draft.founder["author"], "comment:enpproperty"
    return fields


def _declared(draft: _Draft, name: str) -> str | None:
    """The text of the first declared selector for a field that gives one, cleaned as that field needs it."""
    for selector in getattr(draft.reader, name):
        for element in select(draft.root, selector):
            text: str | None = text_of(element)
            if name == "source":
                text = sources.clean_source(text or "")
            elif name == "author":
                text = authors.clean_author(text or "")
            if text:
                draft.how[name] = f"css:{selector}"
                return text
    return None
