"""Printed lines -> whole paragraphs. Pure.

What tells that a line goes on, strongest first: what the format itself says; where the lines are wrapped;
blank lines and indents; the punctuation; and whether the bulletin elsewhere writes the characters that meet
at the break as one word, or ends and begins sentences with them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from base.text import is_cjk
from bulletins.dates import is_date
from bulletins.lines import Line
from bulletins.marks import NUMBERED, is_cut, is_open, is_salutation, is_subheading, opens_sentence, squeeze
from bulletins.names import source_of

_MOST_WRAPPED = 6
_STOP = re.compile(r"[。！？；]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph and the lines it was put together from."""

    text: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Joiner:
    """How one bulletin's lines hang together; made once from all of its running text.

    `full` is the width in characters at which its lines are wrapped, None where they are not; `by_length`:
    counted in characters of any width; `indented`: first lines of paragraphs are; `adjacent`: only
    lines of one paragraph stand without a blank line between. `pairs` are the characters that it writes side
    by side, `ends` the two that stand before its full stops.
    """

    pairs: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()
    full: float | None = None
    by_length: bool = False
    indented: bool = False
    adjacent: bool = False

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "Joiner":
        """From the lines of the running text (without masthead and 目录)."""
        texts = [squeeze(line.text) for line in lines]
        pairs = frozenset(
            one + two for line in lines for part in line.text.split() for one, two in pairwise(part)
        )
        ends = frozenset(part[-2:] for text in texts for part in _STOP.split(text)[:-1])
        loose = [line for line in lines if not line.block.whole and not line.block.row]
        full, by_length = _wrap(loose)
        body = [line for line in loose if line.width >= 12]
        indents = [1.5 <= (line.block.indent or 0) <= 4.5 for line in body]
        indented = len(body) >= 4 and 0.05 * len(body) <= sum(indents) <= 0.95 * len(body)
        return cls(pairs, ends, full, by_length, indented, _adjacent(lines))

    def is_full(self, line: Line, slack: float) -> bool:
        """Whether a line reaches the edge at which lines are wrapped."""
        return self.full is not None and self._measure(line) >= self.full - slack

    def _measure(self, line: Line) -> float:
        return _size(line, by_length=self.by_length)

    def wrapped(self, lines: Sequence[Line], start: int) -> int:
        """The index after the lines that one line (of a title, a byline) was wrapped to from `start` on."""
        end = start + 1
        stop = min(len(lines), start + _MOST_WRAPPED)
        while end < stop and self.is_full(lines[end - 1], 1.6) and is_open(lines[end - 1].text):
            if (
                is_date(lines[end].text)
                or source_of(lines[end].text) is not None
                or self._sets_in(lines[end])
            ):
                break
            end += 1
        return end

    def _sets_in(self, line: Line) -> bool:
        """Whether an indent says that a paragraph begins."""
        return self.indented and not line.block.whole and (line.block.indent or 0) >= 1.5

    def paragraphs(self, lines: Sequence[Line]) -> list[Paragraph]:
        """The whole paragraphs of some lines of running text."""
        groups: list[list[Line]] = []
        for line in lines:
            if groups and self._goes_on(groups[-1], line):
                groups[-1].append(line)
            else:
                groups.append([line])
        return [self._paragraph(group) for group in groups]

    def belongs(self, before: Line, line: Line) -> bool:
        """Whether the words alone say that `line` goes on where `before` stops."""
        return self._together(before.text, line.text) > 0

    def _paragraph(self, group: Sequence[Line]) -> Paragraph:
        text = _raw(group[0])
        for line in group[1:]:
            text = join_text(text, _raw(line))
        return Paragraph(text, tuple(group))

    def _goes_on(self, group: Sequence[Line], line: Line) -> bool:
        before = group[-1]
        if before.block.row or line.block.row or line.bullet:
            return False
        if is_date(before.text) or is_salutation(before.text) or source_of(before.text) is not None:
            return False
        opened = is_open(before.text)
        if (
            NUMBERED.match(line.text)
            and not is_cut(before.text)
            and not (opened and self.is_full(before, 1.6))
        ):
            return False
        if before.block.whole and line.block.whole:
            return opened and len(before.text) > 15 and self._cut_by_page(before, line)
        if self.indented and not before.block.whole:
            if self._sets_in(line):
                return False
            if self.full is not None:
                return self.is_full(before, 3.5) or is_cut(before.text)
        if self.full is not None:
            return self._goes_on_wrapped(group, line, opened)
        if self.adjacent and not line.block.spaced:
            return opened or before.width >= 20
        if not opened:
            return False
        if is_cut(before.text):
            return True
        if len(group) == 1 and is_subheading(before.text) and self._together(before.text, line.text) <= 0:
            return False
        return self._together(before.text, line.text) >= 0

    def _goes_on_wrapped(self, group: Sequence[Line], line: Line, opened: bool) -> bool:
        before = group[-1]
        if self.adjacent and line.block.spaced and not opened:
            return False
        if opened:
            if self.is_full(before, 3.0) or is_cut(before.text):
                return True
            return self._together(before.text, line.text) > 0 and not (
                len(group) == 1 and is_subheading(before.text)
            )
        ended = before.text.endswith(("：", ":")) or opens_sentence(line.text)
        return self.is_full(before, 1.0) and not ended

    def _cut_by_page(self, before: Line, line: Line) -> bool:
        """Two paragraphs of a Word file or a page that are one: a page end came between, visibly or not."""
        if (before.block.size, before.block.bold, before.block.align) != (
            line.block.size,
            line.block.bold,
            line.block.align,
        ):
            return False
        if is_cut(before.text):
            return True
        return not is_subheading(before.text) and self._together(before.text, line.text) > 0

    def _together(self, before: str, after: str) -> int:
        """1 if the text elsewhere writes what meets here as one, -1 if it ends sentences with what stands
        before the break, else 0."""
        left, right = squeeze(before), squeeze(after)
        if not left or not right:
            return 0
        if left[-1] + right[0] in self.pairs and is_cjk(left[-1]) and is_cjk(right[0]):
            return 1
        return -1 if left[-2:] in self.ends else 0


def join_lines(lines: Iterable[Line]) -> str:
    """The text of some lines as one."""
    text = ""
    for line in lines:
        text = join_text(text, line.text)
    return text


def _raw(line: Line) -> str:
    return line.bullet + line.text if line.bullet not in ("", "-") else line.text


def join_text(before: str, after: str) -> str:
    """Two pieces of one text: no blank inside Chinese, one between two Latin words."""
    if not before or not after:
        return before + after
    latin = before[-1].isascii() and before[-1].isalnum() and after[0].isascii() and after[0].isalpha()
    return before + (" " if latin and before[-1].isalpha() else "") + after


def _size(line: Line, *, by_length: bool) -> float:
    """How far a line reaches: in characters of any width, or in the width of Chinese ones."""
    return (len(line.bullet + line.text) if by_length else line.width) + (line.block.indent or 0.0)


def _wrap(lines: Sequence[Line]) -> tuple[float | None, bool]:
    """The width at which lines are wrapped, and whether it counts characters instead of their widths.

    Wrapped lines end alike, and mostly in the middle of a sentence; none goes further. Where paragraphs are
    short, those are few: a paragraph a line would hardly end like that five times.
    """
    best: tuple[float, float, bool] | None = None
    for by_length in (False, True):
        sizes = [_size(line, by_length=by_length) for line in lines]
        if len(sizes) < 8:
            continue
        edge = sorted(sizes)[int(0.97 * (len(sizes) - 1))]
        ends = [line for line, size in zip(lines, sizes, strict=True) if edge - 2.0 <= size <= edge + 1.5]
        near = len(ends) / len(lines)
        cut = sum(is_open(line.text) for line in ends) / len(ends)
        often = near >= 0.4 and cut >= 0.5
        alike = near >= 0.13 and cut >= 0.6 and len(ends) >= 5 and max(sizes) <= edge + 3.0
        if edge <= 70 and (often or alike) and (best is None or near > best[0] + 0.05):
            best = near, edge, by_length
    return (best[1], best[2]) if best else (None, False)


def _adjacent(lines: Sequence[Line]) -> bool:
    """Whether lines without a blank line between them belong together, since paragraphs have one."""
    pairs = [
        (before, line) for before, line in pairwise(lines) if before.width >= 12 and not before.block.whole
    ]
    spaced = sum(line.block.spaced for _, line in pairs)
    touching = [before for before, line in pairs if not line.block.spaced]
    return (
        spaced >= 3
        and len(touching) >= 3
        and sum(is_open(line.text) for line in touching) >= 0.6 * len(touching)
    )


def most_common_size(lines: Iterable[Line]) -> float | None:
    """The size of print of most of the text, None where no size is known."""
    sizes = Counter[float]()
    for line in lines:
        if line.block.size is not None:
            sizes[line.block.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else None
