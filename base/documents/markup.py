"""HTML: the text blocks of a page, with what the tags say of their looks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

from base.documents.model import Align, Block, Document, Format
from base.errors import BadFile, TooLarge

MAX_PAGE = 16 * 1024 * 1024
"""The largest page that is parsed."""

_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_PARTS = re.compile(r"<(?:p|div|br|table|h[1-6]|span)[\s/>]", re.IGNORECASE)
_SKIPPED = {"script", "style", "noscript", "template", "nav", "head", "select", "button", "iframe", "object"}
_INLINE = {
    "a", "abbr", "b", "big", "code", "del", "em", "font", "i", "ins", "label", "mark", "o:p", "s", "small",
    "span", "strike", "strong", "sub", "sup", "tt", "u", "var",
}  # fmt: skip
_BOLD = {"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"}
_ALIGNS = {"center": Align.CENTER, "right": Align.RIGHT, "left": Align.LEFT, "justify": Align.LEFT}
_SIZE = re.compile(r"font-size\s*:\s*(\d{1,3}(?:\.\d+)?)\s*(pt|px)", re.IGNORECASE)
_TEXT_ALIGN = re.compile(r"text-align\s*:\s*(\w+)", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_WHITE = re.compile(r"[ \t\r\n\f]+")


def is_html(text: str, name: str) -> bool:
    """Whether a text is a page: by its first tags, or by its name and any block tag."""
    if _PAGE.search(text, 0, 2000):
        return True
    return name.lower().endswith((".html", ".htm", ".xhtml")) and bool(_PARTS.search(text))


@dataclass(slots=True)
class _Look:
    """What the open tags say of the text inside them."""

    bold: bool = False
    align: Align | None = None
    size: float | None = None
    heading: int | None = None


def read_html(text: str, name: str, warnings: tuple[str, ...]) -> Document:
    """A block for each paragraph, heading, list item or table row; `<br>` is a line break inside one."""
    raw = text.encode("utf-8", "replace")
    if len(raw) > MAX_PAGE:
        raise TooLarge(f"{name} 超过 {MAX_PAGE // 2**20} MB，不像一篇网页，请只保存正文后再试。")
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = lxml_html.document_fromstring(raw, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise BadFile(f"{name} 不是完整的网页，请重新保存后再试。") from error
    return Document(name, Format.HTML, tuple(_Walk().blocks(root)), warnings=warnings)


@dataclass(slots=True)
class _Walk:
    """The way through a page: the looks of the open tags, the open rows, the block being gathered."""

    looks: list[_Look] = field(default_factory=lambda: [_Look()])
    rows: list[bool] = field(default_factory=list)
    pieces: list[tuple[str, _Look]] = field(default_factory=list)

    def blocks(self, root: lxml_html.HtmlElement) -> Iterator[Block]:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            name = str(element.tag).lower()
            if event == "end":
                yield from self._end(name)
                self._add(element.tail)
            elif name in _SKIPPED:
                self.looks.append(self.looks[-1])
                walk.skip_subtree()
            else:
                yield from self._start(element, name)
                self._add(element.text)
        yield from self._take(row=False)

    def _start(self, element: lxml_html.HtmlElement, name: str) -> Iterator[Block]:
        if name == "br":
            self.pieces.append(("\n", self.looks[-1]))
        elif name not in _INLINE and not any(self.rows):
            yield from self._take(row=False)
        if name == "tr":
            self.rows.append(_is_data(element))
        self.looks.append(_look(element, name, self.looks[-1]))

    def _end(self, name: str) -> Iterator[Block]:
        self.looks.pop()
        row = self.rows.pop() if name == "tr" and self.rows else False
        if name in ("td", "th") and any(self.rows):
            self.pieces.append(("\t", self.looks[-1]))
        elif name not in _INLINE and name != "br" and name not in _SKIPPED and not any(self.rows):
            yield from self._take(row)

    def _add(self, text: str | None) -> None:
        if text:
            self.pieces.append((_WHITE.sub(" ", text), self.looks[-1]))

    def _take(self, row: bool) -> Iterator[Block]:
        pieces, self.pieces = self.pieces, []
        text = "".join(piece for piece, _ in pieces)
        if not text.strip():
            return
        weights = [(len(piece.strip()), look) for piece, look in pieces]
        main = max(weights, key=lambda pair: pair[0])[1]
        bold = sum(weight for weight, look in weights if look.bold)
        yield Block(
            text,
            align=main.align,
            bold=bold >= 0.8 * sum(weight for weight, _ in weights),
            size=main.size,
            heading=main.heading,
            row=row,
        )


def _is_data(row: lxml_html.HtmlElement) -> bool:
    """A row of data, as against one that only lays out the page: several cells, each of one paragraph."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2 or row.find(".//table") is not None:
        return False
    return all(len(cell.findall("p")) + len(cell.findall("div")) <= 1 for cell in cells)


def _look(element: lxml_html.HtmlElement, tag: str, outer: _Look) -> _Look:
    style = element.get("style") or ""
    align = _TEXT_ALIGN.search(style)
    named = (align[1] if align else element.get("align") or "").lower()
    size = _SIZE.search(style)
    points = float(size[1]) * (0.75 if size[2].lower() == "px" else 1.0) if size else outer.size
    heading = int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456" else outer.heading
    return _Look(
        bold=outer.bold or tag in _BOLD or bool(_BOLD_STYLE.search(style)),
        align=Align.CENTER if tag == "center" else _ALIGNS.get(named, outer.align),
        size=points,
        heading=heading,
    )
