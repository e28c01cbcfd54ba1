"""Titles that no 目录 lists: found by what stands before them, by their looks, or by their shape."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from base.text import squash
from bulletins.dates import is_date
from bulletins.joining import Joiner, join_lines, most_common_size
from bulletins.lines import Line
from bulletins.marks import NUMBERED, em_width, is_footer, is_open, is_salutation, is_section, opens_sentence
from bulletins.names import byline_of, source_of
from bulletins.titles import TitleSpan, is_boundary

_LEAD = re.compile(
    r"^(?:近日|日前|近期|近年来|连日来|今年|去年|昨日|昨天|今天|目前|本报讯|本刊讯|为.{2,40}[，,]"
    r"|(?:\d{4}\s?年\s?)?\d{1,2}\s?月(?:\s?\d{1,2}\s?日)?|\d{1,2}\s?日|自.{1,12}以来|根据|按照|截至|随着|本轮|.{2,16}以来[，,]|在.{2,30}[，,])"
)
_CLOSING = re.compile(r"^(?:最后，?)?(?:谢谢|感谢|预?祝).{0,20}[！!]$")  # of a speech
_WIDEST = 70.0
NO_HEADING = 99.0
"""For `by_shape`: no line is that wide, so without a dateline a short line is a heading inside an article."""
_MOST_PIECES = 3


def is_title_like(text: str) -> bool:
    """Whether a line (or the lines of one, joined) can be a title: short, no sentence, no known mark."""
    if len(squash(text)) < 4 or em_width(text) > _WIDEST or "。" in text or "；" in text:
        return False
    if text.endswith(tuple("，、；：,;:")) or not (is_open(text) or text.endswith(("！", "？"))):
        return False
    commas = text.count("，") + text.count(",")
    if (
        (commas and (_LEAD.match(text) or opens_sentence(text)))
        or (commas > 1 and em_width(text) > 40)
        or commas > 3
    ):
        return False
    return not (
        is_section(text)
        or is_date(text)
        or is_salutation(text)
        or _CLOSING.match(text)
        or is_footer(text)
        or source_of(text) is not None
        or byline_of(text) is not None
    )


def _is_title_line(line: Line) -> bool:
    return not line.listed and is_title_like(line.text)


def title_block(lines: Sequence[Line], start: int, joiner: Joiner) -> int:
    """The index after the title that begins at `start`, `start` itself if none does.

    At most three pieces, each a line or, where lines are wrapped, the lines up to one that ends early.
    """
    end = start
    for _ in range(_MOST_PIECES):
        stop = min(joiner.wrapped(lines, end), end + 4)
        text = join_lines(lines[end:stop])
        if not is_title_like(text) and end + 1 < stop < len(lines) and _LEAD.match(lines[end + 1].text):
            text, stop = lines[end].text, end + 1  # a title as wide as the lines are
        if end >= len(lines) or lines[end].block.row or lines[end].listed:
            break
        if not is_title_like(text) and not (end > start and _is_rest(lines, start, end)):
            break
        if NUMBERED.match(text) and end > start:
            break
        if end > start and not _same_look(lines[start], lines[end]):
            break
        if end > start and "，" in text and em_width(text) > 30:
            break
        end = stop
        if end < len(lines) and _LEAD.match(lines[end].text):
            break
    return end if end < len(lines) and not is_footer(lines[end].text) else start


def _is_rest(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether the print alone shows that a line of a word or two is the rest of a title."""
    title, rest, following = lines[start], lines[end], lines[end + 1] if end + 1 < len(lines) else None
    if following is None or not (title.block.size and rest.block.size and following.block.size):
        return False
    alike = abs(title.block.size - rest.block.size) <= 0.6
    return (
        alike and rest.block.size >= following.block.size + 1.5 and len(rest.text) <= 4 and is_open(rest.text)
    )


def _same_look(one: Line, other: Line) -> bool:
    """Whether two lines can be of one title: as large, or unknown."""
    if one.block.size is None or other.block.size is None:
        return True
    return abs(one.block.size - other.block.size) <= 2.1


def after_boundaries(lines: Sequence[Line], joiner: Joiner) -> list[TitleSpan]:
    """Titles right after a source line, a section's heading, or at the top."""
    spans = []
    for start in range(len(lines)):
        if is_boundary(lines, start) and not lines[start].is_section:
            own = start + 1 if _is_place(lines[start].text) else start
            end = title_block(lines, own, joiner)
            if end > own:
                spans.append(TitleSpan(start, end))
    return spans


def _is_place(text: str) -> bool:
    """齐河市： on a line of its own: a title begins with whom it is about."""
    return bool(re.fullmatch(r"[\u4e00-\u9fff]{2,9}[省市州县区旗盟镇乡][:：]", text))


def before_sources(lines: Sequence[Line]) -> list[TitleSpan]:
    """Titles right before a source line that stands under the title instead of under the text."""
    spans = []
    for at in range(1, len(lines)):
        if source_of(lines[at].text) is None:
            continue
        start = at
        while start > 0 and at - start < _MOST_PIECES and _is_title_line(lines[start - 1]):
            start -= 1
        follows = at + 1 < len(lines) and not is_title_like(lines[at + 1].text)
        if start < at and follows and (start == 0 or not is_open(lines[start - 1].text)):
            spans.append(TitleSpan(start, at))
    return spans


@dataclass(frozen=True, slots=True)
class _Look:
    """One way in which titles may look different from text."""

    holds: Callable[[Line], bool]


def by_looks(lines: Sequence[Line]) -> list[TitleSpan]:
    """Titles by a heading style, else larger print, else centred bold print, else bold print."""
    usual = most_common_size(lines) or 0.0
    levels = sorted(
        level for line in lines if (level := line.block.heading) and not NUMBERED.match(line.text)
    )
    level = next((one for one in levels if levels.count(one) > 1), levels[0] if levels else 0)
    looks: tuple[Callable[[Line], bool], ...] = (
        lambda line: line.block.heading is not None and line.block.heading <= level,
        lambda line: (line.block.size or 0.0) >= usual + 1.5 > 1.5,
        lambda line: line.centered and line.block.bold,
        lambda line: line.centered and not line.block.bold,
        lambda line: line.block.bold and not line.centered,
    )
    for look in looks:
        spans = _groups(lines, look)
        if len(spans) >= 2 or (spans and spans[0].start <= 1):
            return spans
    return []


def _groups(lines: Sequence[Line], look: Callable[[Line], bool]) -> list[TitleSpan]:
    """Runs of lines of one look that are titles and have text under them."""
    spans: list[TitleSpan] = []
    index = 0
    while index < len(lines):
        end = index
        while end < len(lines) and end - index < 5 and look(lines[end]) and _may_be_title(lines[end]):
            end += 1
        if end > index and end < len(lines) and not (end - index == 1 and lines[index].is_section):
            while lines[index].is_section and index < end - 1:
                index += 1
            spans.append(TitleSpan(index, end))
        index = max(end, index + 1)
    return spans


def _may_be_title(line: Line) -> bool:
    if (
        line.block.row
        or "。" in line.text
        or line.width > _WIDEST
        or byline_of(line.text)
        or is_date(line.text)
    ):
        return False
    if NUMBERED.match(line.text) and not re.match(r"\d", line.text):
        return False
    return source_of(line.text) is None and not is_salutation(line.text) and not is_footer(line.text)


def by_shape(lines: Sequence[Line], joiner: Joiner, *, widest_heading: float) -> list[TitleSpan]:
    """Titles by shape: a short line between a finished paragraph and one that sets in anew.

    A heading inside an article has the same shape; it is told from a title by its number, or by being no
    wider than `widest_heading` unless a byline, a date or a dateline follows. A line cut off by a page's end
    is told by its words, which go on in the next line, and by its width where lines are wrapped.
    """
    spans = []
    numbered = _numbers_titles(lines)
    index = 0
    while index < len(lines):
        end = index
        if is_boundary(lines, index) or _ends_paragraph(lines[index - 1].text):
            end = title_block(lines, index, joiner)
        if end > index and (numbered or not NUMBERED.match(lines[index].text)):
            width = em_width(join_lines(lines[index:end]))
            last, follower = lines[end - 1], lines[end]
            if _sets_in(follower):
                if width >= 8:
                    spans.append(TitleSpan(index, end))
            elif width > widest_heading and not (joiner.belongs(last, follower) or joiner.is_full(last, 2.5)):
                spans.append(TitleSpan(index, end))
        index = max(end, index + 1)
    return spans


def _ends_paragraph(text: str) -> bool:
    """Whether a line ends a paragraph and not merely an entry of a list or its announcement."""
    return not is_open(text) and not text.endswith(tuple("；：;:"))


def _numbers_titles(lines: Sequence[Line]) -> bool:
    """Whether the numbers 一、 belong to titles: the text begins with one, and what has no title has no headings."""
    first = next((line.text for line in lines if not line.is_section), "")
    return bool(re.match(r"一\s*、", first)) and is_title_like(first)


def _sets_in(line: Line) -> bool:
    """Whether an article begins here: with a dateline, a byline or a date."""
    return bool(_LEAD.match(line.text)) or byline_of(line.text) is not None or is_date(line.text)
