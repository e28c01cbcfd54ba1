"""Printed pages -> paragraphs, by geometry alone. Pure; lengths are points, y grows downwards.

Words are sorted into columns, columns into rows, rows into paragraphs: a row that is full, followed by one
that is not indented, goes on. Page numbers and running heads are dropped by where they stand.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from base.documents.columns import Word, in_columns
from base.documents.model import Align, Block

_MARGIN = 0.12  # of the page's height, above and below, where page numbers and running heads stand
_PAGE_NUMBER = re.compile(
    r"[-—–·．.\s]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/／,，共]{1,2}\s*\d{1,4}\s*页?)?[-—–·．.\s]*"
)
_DIGITS = re.compile(r"[\d\s]+")
_LEADERS = re.compile(r"[.．。…·]{4,}|…{2,}")
_MARKER = re.compile(r"[-*]?\s?[◆◇●○■□★☆▲△►▶•※◎]|[-*] ")
_ENDED = ("。", "！", "？", "；", "：", "”", "）")
# What stands at the edge without an indent and begins a paragraph all the same: numbered headings, the imprint.
_BEGINS = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、](?!\d)"
    r"|(?:抄报|抄送|报送|发送|主送|分送|报|送|发|呈)\s*[:：]|[（(]共?印)"
)
_WIDE_GAP = 0.35  # of the size of the print: what x_tolerance_ratio calls a gap


@dataclass(frozen=True, slots=True)
class PageWords:
    """One page: its size and its words in any order."""

    width: float
    height: float
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One printed line of one column. `left` and `right` are the edges of the column's text."""

    text: str
    page: int
    column: int
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    place: float
    left: float = 0.0
    right: float = 0.0

    @property
    def indent(self) -> float:
        """Empty room before the text, in characters of its size."""
        return max(self.x0 - self.left, 0.0) / self.size

    @property
    def short(self) -> float:
        """Empty room after the text, in characters of its size."""
        return max(self.right - self.x1, 0.0) / self.size

    @property
    def align(self) -> Align:
        """Centred and right-aligned lines stand clear of the edge by more than a first line's indent."""
        if self.indent > 2.7 and abs(self.indent - self.short) <= 2.0:
            return Align.CENTER
        if self.indent > 6.0 and self.short <= 2.5:
            return Align.RIGHT
        return Align.LEFT


def blocks_of(pages: Sequence[PageWords]) -> list[Block]:
    """The paragraphs of all pages in reading order."""
    rows: list[Row] = []
    for number, page in enumerate(pages, 1):
        for column, words in enumerate(in_columns(page.words)):
            rows += _rows(words, number, column, page.height)
    rows = _with_edges(_without_furniture(rows, len(pages)))
    # Where first lines are indented, a line at the edge goes on even if the one before it ends early.
    slack = 5.0 if sum(1.5 <= row.indent <= 2.6 for row in rows) > 0.1 * len(rows) else 1.7
    paragraphs: list[list[Row]] = []
    for row in rows:
        if paragraphs and _goes_on(paragraphs[-1][-1], row, slack):
            paragraphs[-1].append(row)
        else:
            paragraphs.append([row])
    return [_block(paragraph) for paragraph in paragraphs]


def _rows(words: Sequence[Word], page: int, column: int, height: float) -> list[Row]:
    """Words whose middles are level stand on one row."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.top + word.bottom) / 2):
        middle = (word.top + word.bottom) / 2
        if lines and middle < lines[-1][0].bottom and middle - _middle(lines[-1][0]) < 0.5 * word.size:
            lines[-1].append(word)
        else:
            lines.append([word])
    rows = []
    for line in lines:
        line.sort(key=lambda word: word.x0)
        sizes = Counter[float]()
        for word in line:
            sizes[word.size] += len(word.text)
        bottom = max(word.bottom for word in line)
        rows.append(
            Row(
                _text(line),
                page,
                column,
                line[0].x0,
                max(word.x1 for word in line),
                min(word.top for word in line),
                bottom,
                max(sizes.most_common(1)[0][0], 1.0),
                all(word.bold for word in line),
                bottom / max(height, 1.0),
            )
        )
    return rows


def _middle(word: Word) -> float:
    return (word.top + word.bottom) / 2


def _text(line: Sequence[Word]) -> str:
    text = line[0].text
    for before, word in pairwise(line):
        gap = word.x0 - before.x1
        text += (" " if gap > _WIDE_GAP * min(before.size, word.size) else "") + word.text
    return text


def _without_furniture(rows: list[Row], pages: int) -> list[Row]:
    """Without page numbers, and without what is repeated in the margin of at least half of the pages."""

    def in_margin(row: Row) -> bool:
        return row.place < _MARGIN or row.place > 1 - _MARGIN

    def key(row: Row) -> tuple[str, int]:
        return _DIGITS.sub("#", row.text), round(row.place * 40)

    seen = Counter(key(row) for row in rows if in_margin(row))
    often = max(2, pages // 2)
    return [
        row
        for row in rows
        if not (in_margin(row) and (_PAGE_NUMBER.fullmatch(row.text) or seen[key(row)] >= often))
    ]


def _with_edges(rows: list[Row]) -> list[Row]:
    """Each row with the edges of its column; pages with one column share theirs, short last pages too."""
    columns = Counter[int]()
    for row in rows:
        columns[row.page] = max(columns[row.page], row.column)
    groups: dict[tuple[int, int], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.page, row.column) if columns[row.page] else (0, 0), []).append(row)
    edges = {
        key: (_low(row.x0 for row in group), _high(row.x1 for row in group)) for key, group in groups.items()
    }
    result = []
    for row in rows:
        left, right = edges[(row.page, row.column) if columns[row.page] else (0, 0)]
        result.append(replace(row, left=left, right=right))
    return result


def _low(values: Iterable[float]) -> float:
    """The smallest value that is not alone: one outdented line makes no edge."""
    ordered = sorted(values)
    return ordered[len(ordered) // 20]


def _high(values: Iterable[float]) -> float:
    ordered = sorted(values, reverse=True)
    return ordered[len(ordered) // 20]


def _goes_on(before: Row, row: Row, slack: float) -> bool:
    """Whether `row` is the next line of the paragraph of `before`, which may end `slack` characters early."""
    if abs(before.size - row.size) > 0.6 or before.short > slack or row.indent > 1.0:
        return False
    if before.align != Align.LEFT or row.align != Align.LEFT:
        return False
    if _MARKER.match(row.text) or _LEADERS.search(before.text):
        return False
    if _BEGINS.match(row.text) and before.text.endswith(_ENDED):
        return False
    if _MARKER.match(before.text) and before.text[-1].isdigit():  # an entry of a 目录 with its page
        return False
    if before.page == row.page and before.column == row.column:
        return row.top - before.bottom < 1.6 * row.size
    return before.page != row.page and not before.column and not row.column  # columns may be other stories


def _block(rows: Sequence[Row]) -> Block:
    text = rows[0].text
    for before, row in pairwise(rows):
        latin = before.text[-1:].isascii() and before.text[-1:].isalpha() and row.text[:1].isascii()
        text += (" " if latin and row.text[:1].isalpha() else "") + row.text
    return Block(
        text,
        page=rows[0].page,
        align=rows[0].align,
        bold=all(row.bold for row in rows),
        size=median(row.size for row in rows),
        indent=round(rows[0].indent, 1),
    )
