"""The outline of an issue: where each item begins and ends, and in which section it stands."""

import re
from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass, replace

from base.text import squash
from bulletins.contents import Contents, Entry
from bulletins.dates import is_date
from bulletins.joining import Joiner, join_lines
from bulletins.lines import Line
from bulletins.marks import is_brief, is_footer
from bulletins.model import Section
from bulletins.names import byline_of, source_of
from bulletins.phrases import join_title
from bulletins.titles import TitleSpan, anchored
from bulletins.unlisted import (
    NO_HEADING,
    after_boundaries,
    before_sources,
    by_looks,
    by_shape,
    title_block,
)

_NOTE = re.compile(r"编者按|编者的话|按语|卷首语|写在前面")
_EXACT = 0.99  # the score of a title from which on its lines are all there
_LEAST_TEXT = 30  # characters before the first title that are more than a leftover


@dataclass(frozen=True, slots=True)
class Part:
    """One item's lines: the title's as printed, those under it; its section; its title in the 目录."""

    title: tuple[str, ...]
    lines: tuple[Line, ...]
    section: Section
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """The parts of an issue in order, and Chinese sentences about what does not fit."""

    parts: tuple[Part, ...]
    warnings: tuple[str, ...]


def outline(lines: Sequence[Line], contents: Contents, joiner: Joiner) -> Outline:
    """The parts of `lines`, an issue's running text.

    A section holds from its heading to the next one; where the text has no heading of short news, what the
    目录 says holds. Text before the first title is a part without one, unless the 目录 has no place for it.
    """
    lines, warnings = _without_note(_whole_sources(lines, contents, joiner))
    spans = find_titles(lines, contents.entries, joiner)
    parts: list[Part] = []
    named = any(line.is_section and is_brief(line.text) for line in lines)
    first = spans[0].start if spans else len(lines)
    rest, section = _without_sections(lines[:first], Section.MAIN)
    if not contents.entries and sum(len(line.text) for line in rest) >= _LEAST_TEXT:
        parts.append(Part((), tuple(rest), Section.MAIN))
    elif rest:
        warnings.append("第一个标题之前的文字未读入：" + " / ".join(line.text for line in rest))
    ends = [*(span.start for span in spans[1:]), len(lines)]
    for span, end in zip(spans, ends, strict=False):
        body, next_section = _without_sections(lines[span.end : end], section)
        entry = contents.entries[span.entry] if span.entry is not None else None
        own = entry.section if entry and contents.has_sections and not named else section
        title = _unwrapped(lines[span.start : span.end], joiner)
        parts.append(Part(title, tuple(body), own, entry.title if entry else None))
        section = next_section
    warnings += _differences(parts, spans, contents.entries)
    return Outline(tuple(parts), tuple(warnings))


def _without_note(lines: Sequence[Line]) -> tuple[Sequence[Line], list[str]]:
    """The lines without the editors' own word at the top."""
    if lines and _NOTE.match(lines[0].text):
        return lines[1:], [f"编者按未作为条目读入：{lines[0].text}"]
    return lines, []


def find_titles(lines: Sequence[Line], entries: Sequence[Entry], joiner: Joiner) -> list[TitleSpan]:
    """All titles in order: those of the 目录, and what it leaves out."""
    spans = [
        _extended(span, lines, entries[span.entry], joiner)
        for span in anchored(lines, entries)
        if span.entry is not None
    ]
    listed = 2 * len(spans) >= len(entries) > 0
    more = after_boundaries(lines, joiner) + before_sources(lines)
    if not listed:
        sources = sum(source_of(line.text) is not None for line in lines)
        looks = by_looks(lines)
        if not looks:
            more += by_shape(lines, joiner, widest_heading=12.0 if sources == 0 else 60.0)
        elif all(line.block.size is None for line in lines):  # a scanner marks only some of the titles
            more += looks + by_shape(lines, joiner, widest_heading=NO_HEADING)
        else:
            more += looks
    for span in sorted(more, key=lambda span: span.start):
        following = next((other for other in spans if other.end > span.start), None)
        if following is None or following.start > span.end:
            if not (listed and span.start == 0):
                insort(spans, span, key=lambda one: one.start)
        elif 0 < span.start < following.start:  # lines of a title that the 目录 leaves out
            spans[spans.index(following)] = replace(following, start=span.start)
    return _linked(spans, len(entries))


def _extended(span: TitleSpan, lines: Sequence[Line], entry: Entry, joiner: Joiner) -> TitleSpan:
    """A title that the 目录 has in other words, with the lines of it that only stand over the text, and
    without a byline."""
    end = span.end if span.score >= _EXACT else max(span.end, title_block(lines, span.start, joiner))
    while end > span.start + 1 and _is_named(lines[span.start], lines[end - 1], entry.title):
        end -= 1  # the 目录 names the speaker or office behind the title
    return replace(span, end=end)


def _is_named(title: Line, line: Line, entry: str) -> bool:
    """Whether a line under a title's first one is a byline: printed smaller, or set apart in the 目录."""
    if byline_of(line.text) is None:
        return False
    if title.block.size is not None and line.block.size is not None:
        return line.block.size < title.block.size - 0.6
    return entry.endswith(" " + line.text)


def _linked(spans: Sequence[TitleSpan], entries: int) -> list[TitleSpan]:
    """An entry without a place and the only title without an entry between its neighbours belong together."""
    linked = list(spans)
    for index in range(entries):
        if any(span.entry == index for span in linked):
            continue
        before = next((at for at, span in enumerate(linked) if span.entry == index - 1), -1)
        if index > 0 and before < 0:
            continue
        following = linked[before + 2 : before + 3]
        alone = not following or following[0].entry == index + 1
        if before + 1 < len(linked) and linked[before + 1].entry is None and alone:
            linked[before + 1] = replace(linked[before + 1], entry=index, score=0.0)
    return linked


def _differences(parts: Sequence[Part], spans: Sequence[TitleSpan], entries: Sequence[Entry]) -> list[str]:
    """What the 目录 and the titles say of each other."""
    if not entries:
        return []
    missing = set(range(len(entries))) - {span.entry for span in spans}
    found = [f"目录中的“{entries[index].title}”在正文里没有找到。" for index in sorted(missing)]
    titled = [part for part in parts if part.title]
    for span, part in zip(spans, titled, strict=True):
        title = join_title(part.title, part.entry, frozenset())
        if part.entry is None:
            found.append(f"“{title}”不在目录里。")
        elif span.score == 0.0:
            found.append(f"目录中的“{part.entry}”在正文里的标题是“{title}”。")
    return found


def _whole_sources(lines: Sequence[Line], contents: Contents, joiner: Joiner) -> list[Line]:
    """The lines, a source that ran over the edge put together again."""
    whole: list[Line] = []
    for line in lines:
        before = whole[-1] if whole else None
        if (
            before is not None
            and source_of(before.text)
            and joiner.is_full(before, 1.6)
            and line.width <= 12
            and not (line.bullet or line.is_section or is_date(line.text) or is_footer(line.text))
            and not any(squash(entry.title).startswith(squash(line.text)) for entry in contents.entries)
        ):
            whole[-1] = replace(before, text=before.text + line.text)
        else:
            whole.append(line)
    return whole


def _without_sections(lines: Sequence[Line], section: Section) -> tuple[Sequence[Line], Section]:
    """The lines without the sections' headings at their end, and the section that begins there."""
    end = len(lines)
    while end > 0 and lines[end - 1].is_section:
        end -= 1
    if end < len(lines):
        section = Section.BRIEF if any(is_brief(line.text) for line in lines[end:]) else Section.MAIN
    return lines[:end], section


def _unwrapped(lines: Sequence[Line], joiner: Joiner) -> tuple[str, ...]:
    """The lines of a title as they were printed, those that were wrapped put together again."""
    texts: list[str] = []
    start = 0
    while start < len(lines):
        end = joiner.wrapped(lines, start)
        texts.append(join_lines(lines[start:end]))
        start = end
    return tuple(texts)
