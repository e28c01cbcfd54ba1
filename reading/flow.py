"""A page as a reader's eye sees it: lines of text in page order, and which stretch of lines each element holds.

One pass over the tree makes it; title, date, source and body are then all questions about lines, and the text
of any element is a slice. Data tables become one line a row, cells joined by a tab; tables that only make a
layout fall apart into their lines.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd label mark nobr o:p q rp rt ruby s samp small "
    "span st1:chmetcnv st1:chsdate strike strong sub sup time tt u var wbr".split()
)
_SKIPPED = frozenset(
    "applet audio button canvas datalist embed frame frameset head iframe input link map math meta nav noframes "
    "noscript object option optgroup param script select source style svg template textarea title track".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "founder-title"))
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_NOT_IN_A_CELL = ("table", "ul", "ol", "form", "iframe", "h1", "h2", "h3")
_LONGEST_CELL = 400
_MOST_BREAKS_IN_A_CELL = 6


@dataclass(slots=True)
class Line:
    """One line of text. `linked` counts its characters inside links, `element` is the innermost block."""

    text: str
    linked: int
    element: etree._Element
    row: bool = False
    hidden: bool = False


@dataclass(slots=True)
class Span:
    """The lines `start <= i < end` that an element holds; `note` is the text of a comment that opens a stretch."""

    element: etree._Element
    start: int
    end: int


@dataclass(slots=True)
class Flow:
    """What `flow_of` found, all in page order. Numbers beside images, links and comments are line positions."""

    lines: list[Line] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    images: list[tuple[int, etree._Element]] = field(default_factory=list)
    links: list[tuple[int, etree._Element]] = field(default_factory=list)
    comments: list[tuple[int, str]] = field(default_factory=list)

    def text(self, start: int, end: int) -> str:
        """The lines of a stretch, joined by newlines."""
        return "\n".join(line.text for line in self.lines[start:end])


def flow_of(root: etree._Element) -> Flow:
    """The flow of a tree; elements that show no text are left out, hidden ones are marked."""
    return _Walk().run(root)


class _Walk:
    """The state of one pass: the line being written and the elements that are open."""

    def __init__(self) -> None:
        self.flow = Flow()
        self.parts: list[str] = []
        self.linked = 0
        self.in_link = 0
        self.in_row = 0
        self.hidden = 0
        self.blocks: list[tuple[etree._Element, int]] = []

    def run(self, root: etree._Element) -> Flow:
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event == "start":
                if self._opens(element):
                    continue
                walk.skip_subtree()
            elif event == "end":
                self._closes(element)
            elif event == "comment":
                self.flow.comments.append((len(self.flow.lines), element.text or ""))
                self._write(element.tail)
            else:
                self._write(element.tail)
        return self.flow

    def _opens(self, element: etree._Element) -> bool:
        """Whether the pass goes into `element`."""
        tag = element.tag
        if tag in _SKIPPED:
            return False
        if tag == "br":
            self._break()
        elif tag == "img":
            self.flow.images.append((len(self.flow.lines), element))
        elif tag == "a":
            self.in_link += 1
            self.flow.links.append((len(self.flow.lines), element))
        elif tag not in _INLINE:
            self._flush()
            self.blocks.append((element, len(self.flow.lines)))
            if tag == "tr" and not self.in_row and _is_data_row(element):
                self.in_row = len(self.blocks)
        if self.hidden or _is_hidden(element):
            self.hidden += 1
        self._write(element.text)
        return True

    def _closes(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _SKIPPED:
            self._write(element.tail)
            return
        if self.hidden:
            self.hidden -= 1
        if tag == "a":
            self.in_link -= 1
        elif tag not in _INLINE and tag not in ("br", "img"):
            self._close_block(tag)
        self._write(element.tail)

    def _close_block(self, tag: str) -> None:
        if self.in_row and tag in ("td", "th"):
            self.parts.append("\t")
        ends_row = self.in_row == len(self.blocks)
        if ends_row:
            self.in_row = 0
        self._flush(row=ends_row)
        element, start = self.blocks.pop()
        if len(self.flow.lines) > start:
            self.flow.spans.append(Span(element, start, len(self.flow.lines)))

    def _write(self, text: str | None) -> None:
        if text:
            self.parts.append(text)
            if self.in_link:
                self.linked += len("".join(text.split()))

    def _break(self) -> None:
        if self.in_row:
            self.parts.append(" ")
        else:
            self._flush()

    def _flush(self, row: bool = False) -> None:
        if self.in_row:
            self.parts.append(" ")
            return
        if not self.parts:
            return
        text = "".join(self.parts)
        self.parts = []
        linked, self.linked = self.linked, 0
        if row:
            text = "\t".join(cell for cell in (" ".join(part.split()) for part in text.split("\t")) if cell)
        else:
            text = " ".join(text.split())
        if text:
            element = self.blocks[-1][0]
            self.flow.lines.append(Line(text, linked, element, row, self.hidden > 0))


def _is_hidden(element: etree._Element) -> bool:
    style = element.get("style")
    return style is not None and _HIDDEN.search(style) is not None


def _is_data_row(row: etree._Element) -> bool:
    """Whether a table row holds data, at least two short cells, rather than the columns of a page."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2 or next(row.iter(*_NOT_IN_A_CELL), None) is not None:
        return False
    return sum(_is_data_cell(cell) for cell in cells) >= 2 and all(_fits(cell) for cell in cells)


def _fits(cell: etree._Element) -> bool:
    if sum(1 for _ in cell.iter("p", "div", "br")) > _MOST_BREAKS_IN_A_CELL:
        return False
    return sum(len(text) for text in _texts(cell)) <= _LONGEST_CELL


def _is_data_cell(cell: etree._Element) -> bool:
    return any(not text.isspace() for text in _texts(cell))


def _texts(cell: etree._Element) -> Iterator[str]:
    return cell.itertext(with_tail=False)
