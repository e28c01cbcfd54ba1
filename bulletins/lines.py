"""A document -> the lines of a bulletin: conversion markup off, page furniture out, what it showed kept."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from base.documents import Align, Block, Document
from base.text import squash, tidy
from bulletins.dates import is_date
from bulletins.marks import (
    BULLET,
    em_width,
    is_brief,
    is_caption,
    is_contents_head,
    is_open,
    is_page_number,
    is_section,
    squeeze,
)
from bulletins.names import is_org, source_of

_HEADING = re.compile(r"^(#{1,6})\s+")
_IMAGE = re.compile(
    r"!\[[^\]\n]{0,200}\]\([^)\n]{0,500}\)|<!--\s*image\s*-->|<img\b[^>\n]{0,500}>|^[\[【（(]图片?[\]】）)]$"
)
_TAG = re.compile(
    r"</?(?:b|i|u|p|br|div|span|center|strong|em|font|sup|sub|table|tr|td|tbody|th)\b[^>\n]{0,200}>", re.I
)
_LINK = re.compile(r"\[([^\]\n]{1,200})\]\((?:https?|mailto)[^)\n]{1,500}\)")
_ESCAPE = re.compile(r"\\([*_#\-.!\[\]()`~|>+])")
_FORMULA = re.compile(r"\$\s?([^$\n]{1,40}?)\s?\$|\\\(\s?([^\n]{1,40}?)\s?\\\)")
_RULE = re.compile(r"^(?:[-*_=—─━]\s?){3,}$|^\|?[\s:|-]*-{3,}[\s:|-]*\|?$")
_INLINE_PAGE = re.compile(r"(?<=[\u4e00-\u9fff，、])\s+[-—–]\s?\d{1,3}\s?[-—–]\s+(?=[\u4e00-\u9fff“《])")
_NAME = re.compile(r"简报|专刊|特刊|快报|第.{1,4}期")
_PAGE_AT_END = re.compile(r"(?<=[\u4e00-\u9fff，、。])\s+[-—–]\s?\d{1,3}\s?[-—–]$")
_DIGITS = re.compile(r"[\d\s]+")
# A tab before a page number, perhaps with an office between: a 目录 whose leaders Word draws.
_TABBED = re.compile(r"\t+([^\t\d]{0,30}[（(]?\d{1,3}[）)]?)\s*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line (or, where the format knows, paragraph). `bullet` stood before `text`, outside of it.

    `edge`: it stands next to a page number, or first on its page. `listed`: the 目录 shows that it is a
    section's heading.
    """

    text: str
    bullet: str
    block: Block
    edge: bool = False
    listed: bool = False

    @property
    def width(self) -> float:
        """In Chinese characters."""
        return em_width(self.text)

    @property
    def is_section(self) -> bool:
        """Whether it is a section's heading, by its words or by the 目录."""
        return self.listed or is_section(self.text)

    @property
    def page(self) -> int | None:
        """The page it stands on, from 1, where that is known."""
        return self.block.page

    @property
    def centered(self) -> bool:
        """Whether the format says that the line stands in the middle."""
        return self.block.align == Align.CENTER


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a document, and what was left out of them, as Chinese sentences."""

    lines: tuple[Line, ...]
    notes: tuple[str, ...]


def lines_of(document: Document) -> Lines:
    """Every line that is text of the issue, in order."""
    lines: list[Line] = []
    images = 0
    captions: list[str] = []
    page_number = False
    for block in document.blocks:
        for part in _parts(block):
            text, found = _IMAGE.subn("", part.text)
            images += found
            line = _line(text, part)
            if line is None:
                continue
            if is_page_number(squeeze(line.bullet + line.text)):
                lines[-1:] = [replace(line, edge=True) for line in lines[-1:]]
                page_number = True
            elif is_caption(line.text):
                captions.append(line.text)
            else:
                lines.append(replace(line, edge=page_number or (bool(lines) and lines[-1].page != line.page)))
                page_number = False
    kept = _without_heads(_merge_single_characters(lines))
    notes = [f"有 {images} 处图片未读入。"] if images else []
    notes += [f"图片说明未计入正文：{caption}" for caption in captions[:20]]
    return Lines(tuple(kept), tuple(notes))


def _parts(block: Block) -> Iterator[Block]:
    """The lines that the author broke a paragraph into."""
    texts = block.text.split("\n")
    for at, text in enumerate(texts):
        yield replace(
            block, text=text, whole=block.whole and len(texts) == 1, spaced=block.spaced and at == 0
        )


def _line(text: str, block: Block) -> Line | None:
    """One line without markup; None if nothing is left."""
    if _RULE.match(text.strip()):
        return None
    heading = _HEADING.match(text)
    bold = block.bold
    text = text[heading.end() :] if heading else text
    if text.count("|") >= 2 and text.strip().startswith("|"):
        text = "\t".join(cell.strip() for cell in text.strip().strip("|").split("|"))
        block = replace(block, row=True)
    if (stripped := text.strip()).startswith(("**", "__")) and stripped.endswith(("**", "__")):
        bold = bold or stripped.count("**") == 2 or stripped.count("__") == 2
    if not block.row:
        text = _TABBED.sub(r"……\1", text)
    text = _PAGE_AT_END.sub("", _INLINE_PAGE.sub("", _plain(text)))
    text = " ".join(tidy(cell) for cell in text.split("\t")).strip()
    bullet = BULLET.match(text)
    body = text[bullet.end() :].strip() if bullet else text
    if not body:
        return None
    level = len(heading[1]) if heading else block.heading
    return Line(
        body, (bullet[0].strip(" -*+") or "-") if bullet else "", replace(block, bold=bold, heading=level)
    )


def _plain(text: str) -> str:
    """Without the markup of converters: emphasis, tags, links, formulas around figures."""
    text = _LINK.sub(r"\1", _TAG.sub(" ", text)).replace("**", "").replace("__", "")
    if "$" in text or "\\(" in text:
        text = _FORMULA.sub(_figures, text)
    return html.unescape(_ESCAPE.sub(r"\1", text))


def _figures(found: re.Match[str]) -> str:
    inner = found[1] or found[2]
    return inner.replace("\\%", "%").replace("\\", "").replace("{", "").replace("}", "").replace("^circ", "°")


def _merge_single_characters(lines: Iterable[Line]) -> list[Line]:
    """简 / 报, a character a line, is one word: big letters of a masthead come out of a scanner so."""
    merged: list[Line] = []
    last_single = False
    for line in lines:
        single = len(line.text) == 1 and "\u4e00" <= line.text <= "\u9fff" and not line.bullet
        if single and last_single:
            merged[-1] = replace(merged[-1], text=merged[-1].text + line.text)
        else:
            merged.append(line)
        last_single = single
    return merged


def _without_heads(lines: Sequence[Line]) -> list[Line]:
    """Without running heads: what the masthead says, again; what stands at page ends, again; and short lines
    that cut sentences apart, at least three times.

    Sources, sections of short news, dates and table rows may be repeated too, and are none.
    """
    exact = [squash(line.text) for line in lines]
    keys = [_DIGITS.sub("", key) for key in exact]
    top = _masthead_zone(lines)
    masthead = "".join(exact[:top])
    counts = Counter(keys)
    signs: Counter[str] = Counter()
    for before, line, key in zip(lines, lines[1:], keys[1:], strict=False):
        if len(key) > 2 and _may_be_head(line) and (counts[key] >= 3 or not is_org(line.text)):
            often = counts[key] >= 3 and (_stops_inside(before) or bool(_NAME.search(squeeze(line.text))))
            signs[key] += line.edge or often
    listed = {key for line, key in zip(lines, keys, strict=True) if line.bullet}
    heads = {key for key, count in signs.items() if count >= 2} - listed

    def is_head(index: int) -> bool:
        if index < top or not _may_be_head(lines[index]):
            return False
        return keys[index] in heads or _repeats(exact[index], masthead, lines[index])

    return [line for index, line in enumerate(lines) if not is_head(index)]


def _stops_inside(line: Line) -> bool:
    """Whether a line of running text (a title has no commas) stops in the middle of a sentence."""
    return is_open(line.text) and line.width > 15 and bool(re.search("[，、。；]", line.text))


def _repeats(key: str, masthead: str, line: Line) -> bool:
    """Whether a line says again what the masthead said: its name or number, not merely an office's name."""
    return len(key) >= 3 and key in masthead and bool(_NAME.search(squeeze(line.text)))


def _masthead_zone(lines: Sequence[Line]) -> int:
    """How many lines belong to the masthead: those before the 目录, else those up to the last of its name."""
    contents = next((index for index, line in enumerate(lines[:30]) if is_contents_head(line.text)), None)
    if contents is not None:
        return contents
    return max(
        (index + 1 for index, line in enumerate(lines[:8]) if _NAME.search(squeeze(line.text))), default=0
    )


def _may_be_head(line: Line) -> bool:
    if line.block.row or line.width > 40 or len(line.text) < 3 or not is_open(line.text):
        return False
    return source_of(line.text) is None and not is_brief(line.text) and not is_date(line.text)
