"""A page as a reader's eye sees it: lines of text in page order, and which lines each element holds.

One pass over the tree makes it; title, date, source and body are then all questions about lines, and the text
of any element is a slice. Data tables become one line a row, cells joined by a tab; tables that only make a
layout fall apart into their lines.
"""

import re
from dataclasses import dataclass, field

from lxml import etree

_INLINE = (
    "abbr acronym b bdi bdo big cite code del dfn em font i ins kbd label mark nobr o:p q rp rt ruby s samp "
    "small span st1:chmetcnv st1:chsdate strike strong sub sup time tt u var wbr"
)
_SKIPPED = (
    "applet audio button canvas datalist embed frame frameset head iframe input link map math meta "
    "nav noframes noscript object option optgroup param script select source style svg template textarea "
    "title track xml"
)
# What the pass does at an element; all that is not named here opens a block.
_SKIP, _PART, _LINK, _BREAK, _IMAGE = range(5)
_DOES = (
    dict.fromkeys(_INLINE.split(), _PART)
    | dict.fromkeys(_SKIPPED.split(), _SKIP)
    | {"a": _LINK, "br": _BREAK, "img": _IMAGE}
)
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_NOT_IN_A_CELL = ("table", "ul", "ol", "li", "form", "iframe", "h1", "h2", "h3")
_GAP = "\x1f"  # between inline elements, while a line is being written
_OUTER = _GAP + " \t\r\n\u3000\xa0"
_LONGEST_SPACED = 400
_MOST_LINES = 10_000
_LITTLE_SHOWN = 150
_LONGEST_CELL = 400
_MOST_BREAKS_IN_A_CELL = 6


@dataclass(slots=True)
class Line:
    """One line of text. `linked` counts its characters inside links, `element` is the innermost block.

    `spaced` is the text with a tab between inline elements, where a page shows a gap that its text lacks:
    `<span>发布时间：2022-02-11</span><span>来源：内蒙古日报</span>`.
    """

    text: str
    spaced: str
    linked: int
    element: etree._Element
    row: bool = False
    hidden: bool = False


@dataclass(slots=True)
class Span:
    """The lines `start <= i < end` that an element holds; none when it holds pictures alone."""

    element: etree._Element
    start: int
    end: int


@dataclass(slots=True)
class Flow:
    """All in page order; a number beside an image, link or comment is the line it stands in or before."""

    lines: list[Line] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    images: list[tuple[int, etree._Element]] = field(default_factory=list)
    links: list[tuple[int, etree._Element]] = field(default_factory=list)
    comments: list[tuple[int, str]] = field(default_factory=list)

    def hides_its_text(self) -> bool:
        """Whether a page has no text to speak of but what stands in hidden elements, for a script to show."""
        shown = sum(len(line.text) - line.linked for line in self.lines if not line.hidden)
        hidden = sum(len(line.text) - line.linked for line in self.lines if line.hidden)
        return shown < _LITTLE_SHOWN and hidden > 2 * shown

    def unhide(self) -> None:
        """Mark all lines as shown."""
        for line in self.lines:
            line.hidden = False


def flow_of(root: etree._Element) -> Flow:
    """The flow of a tree; elements that show no text are left out, lines in hidden ones are marked."""
    return _Walk().run(root)


class _Walk:
    """The state of one pass: the line being written and the elements that are open."""

    def __init__(self) -> None:
        self.flow = Flow()
        self.parts: list[str] = []
        self.linked = 0
        self.links_open = 0
        self.row_depth = 0
        self.hidden = 0
        self.pre_open = 0
        self.blocks: list[tuple[etree._Element, int, int]] = []

    def run(self, root: etree._Element) -> Flow:
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if len(self.flow.lines) > _MOST_LINES:
                break
            if event == "start":
                does = _DOES.get(element.tag)
                if does == _SKIP:
                    walk.skip_subtree()
                    continue
                self._open(element, does)
                if element.text:
                    self._write(element.text)
                continue
            if event == "end":
                does = _DOES.get(element.tag)
                if does != _SKIP:
                    self._close(does)
            elif event == "comment":
                self.flow.comments.append((self._next_line(), element.text or ""))
            if element.tail:
                self._write(element.tail)
        while self.blocks:  # only where the walk was broken off
            self._close_block()
        return self.flow

    def _open(self, element: etree._Element, does: int | None) -> None:
        if does is None:
            self._flush()
            self.blocks.append((element, len(self.flow.lines), len(self.flow.images)))
            if element.tag == "tr" and not self.row_depth and _is_data_row(element):
                self.row_depth = len(self.blocks)
            self.pre_open += element.tag == "pre"
        elif does == _PART:
            self._mark()
        elif does == _LINK:
            self._mark()
            self.links_open += 1
            self.flow.links.append((len(self.flow.lines), element))
        elif does == _BREAK:
            self._flush()
        elif does == _IMAGE:
            self.flow.images.append((len(self.flow.lines), element))
        if self.hidden:
            self.hidden += 1
        elif does is None or does == _PART:
            style = element.get("style")
            if style is not None and _HIDDEN.search(style):
                self._flush()
                self.hidden = 1

    def _close(self, does: int | None) -> None:
        if does is None:
            self._close_block()
        elif does == _PART:
            self._mark()
        elif does == _LINK:
            self._mark()
            self.links_open -= 1
        if self.hidden:
            if self.hidden == 1:
                self._flush()
            self.hidden -= 1

    def _close_block(self) -> None:
        element, start, images = self.blocks[-1]
        if self.row_depth:
            if element.tag in ("td", "th"):
                self.parts.append("\t")
            ends_row = self.row_depth == len(self.blocks)
            if ends_row:
                self.row_depth = 0
            self._flush(row=ends_row)
        else:
            self._flush()
        self.blocks.pop()
        self.pre_open -= element.tag == "pre"
        end = len(self.flow.lines)
        if end > start or len(self.flow.images) > images:
            self.flow.spans.append(Span(element, start, end))

    def _next_line(self) -> int:
        """The number of the line that begins after what is being written."""
        return len(self.flow.lines) + any(not part.isspace() and part is not _GAP for part in self.parts)

    def _mark(self) -> None:
        if self.parts and self.parts[-1] is not _GAP:
            self.parts.append(_GAP)

    def _write(self, text: str) -> None:
        if self.pre_open and "\n" in text:
            line, _, text = text.rpartition("\n")
            for each in line.split("\n")[:_MOST_LINES]:
                self.parts.append(each)
                self._flush()
        self.parts.append(text)
        if self.links_open:
            self.linked += len("".join(text.split()))

    def _flush(self, row: bool = False) -> None:
        """End the line being written; inside a data row only a blank is written."""
        if not self.parts:
            return
        if self.row_depth:
            self.parts.append(" ")
            return
        marked = "".join(self.parts)
        self.parts = []
        linked, self.linked = self.linked, 0
        plain = marked.replace(_GAP, "")
        text = _cells(plain, "\t") if row else " ".join(plain.split())
        if text:
            gaps = not row and len(marked) < _LONGEST_SPACED and _GAP in marked.strip(_OUTER)
            spaced = _cells(marked, _GAP) if gaps else text
            self.flow.lines.append(Line(text, spaced, linked, self.blocks[-1][0], row, self.hidden > 0))


def _cells(text: str, separator: str) -> str:
    """The non-empty cells of a line, blanks collapsed, joined by tabs."""
    return "\t".join(cell for cell in (" ".join(part.split()) for part in text.split(separator)) if cell)


def _is_data_row(row: etree._Element) -> bool:
    """Whether a table row holds data, at least two short cells, rather than the columns of a page."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2 or next(row.iter(*_NOT_IN_A_CELL), None) is not None:
        return False
    lengths = [_length(cell) for cell in cells]
    return sum(length > 0 for length in lengths) >= 2 and max(lengths) <= _LONGEST_CELL


def _length(cell: etree._Element) -> int:
    """Characters in a cell, blanks not counted; too many paragraphs count as too many characters."""
    if sum(1 for _ in cell.iter("p", "div", "br")) > _MOST_BREAKS_IN_A_CELL:
        return _LONGEST_CELL + 1
    return sum(len(str(text).strip()) for text in cell.itertext(with_tail=False))
