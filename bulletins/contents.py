"""The 目录: what an issue says it holds. It anchors the titles, tells their phrases apart, groups them."""

import re
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from base.text import squash
from bulletins.lines import Line
from bulletins.marks import NUMBERED, is_brief, is_contents_head, is_footer, is_open, squeeze
from bulletins.model import Section
from bulletins.names import source_of

_LEADERS = re.compile(r"\s*(?:[.．。·•…‥_＿—–-]{3,}|…|(?:[.．·]\s){2,})[.．。·•…‥_＿\s—–-]*")
_PAGE = re.compile(r"[\s（(〔\[]*(?:第?\s*\d{1,3}(?:\s*[-—–]\s*\d{1,3})?\s*页?)?\s*[）)〕\]]*$")
_SUBTITLE = re.compile(r"^[—–－-]{1,4}(?=[\u4e00-\u9fff“《])")
_DIGIT = re.compile(r"\d{1,2}\s?[.．、]")
_WIDEST_SECTION = 10.0
_MOST_LINES = 200
_MOST_ENTRIES = 100
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Entry:
    """One title as the 目录 has it, its blanks kept, and the section it is listed under."""

    title: str
    section: Section = Section.MAIN


@dataclass(frozen=True, slots=True)
class Contents:
    """The entries in their order; `end` is the index of the first line after the 目录. `sections` are the
    headings in it that only it shows to be some, squashed."""

    entries: tuple[Entry, ...]
    end: int
    has_sections: bool = False
    sections: frozenset[str] = frozenset()


def similarity(one: str, other: str) -> float:
    """How much two squashed titles have in common, 0 to 1: their characters and their pairs of characters.

    Linear, where the longest common subsequence is not: a hostile file is full of titles.
    """
    if not one or not other or 3 * min(len(one), len(other)) < max(len(one), len(other)):
        return 0.0
    singles = (Counter(one) & Counter(other)).total() / (len(one) + len(other))
    mine, theirs = Counter(map("".join, pairwise(one))), Counter(map("".join, pairwise(other)))
    pairs = (mine & theirs).total() / max(mine.total() + theirs.total(), 1)
    return singles + pairs


def read_contents(lines: Sequence[Line], start: int) -> Contents:
    """The 目录 that begins at or soon after `start`; no entries and `end` = `start` where there is none."""
    head = next(
        (i for i in range(start, min(start + 6, len(lines))) if is_contents_head(lines[i].text)), None
    )
    first = start if head is None else head + 1
    if head is None and not _is_unnamed(lines, start):
        return Contents((), start)
    end = _end(lines, first)
    sections = _sections(lines[first:end], lines[end:])
    entries, has_sections = _entries(with_sections(lines[first:end], sections))
    text = "".join(squash(line.text) for line in lines[end:])
    return Contents(tuple(_whole(entries, text)), end, has_sections, sections)


def with_sections(lines: Sequence[Line], sections: Container[str]) -> list[Line]:
    """The lines, those that say one of `sections` known as headings."""
    return [replace(line, listed=squash(line.text) in sections) for line in lines]


def _sections(listed: Sequence[Line], text: Sequence[Line]) -> frozenset[str]:
    """Short lines of a 目录 without the mark, number or page that its entries have, and that stand in the text
    where an item may begin: headings of whatever words."""
    plain = [line for line in listed if not (line.bullet or _DIGIT.match(line.text) or _is_listed(line.text))]
    if len(listed) - len(plain) < 2:
        return frozenset()
    short = {squash(line.text) for line in plain if line.width <= _WIDEST_SECTION and " " not in line.text}
    found = set()
    for at, line in enumerate(text[:-1]):
        key = squash(line.text)
        if key not in short or _SUBTITLE.match(text[at + 1].text):
            continue
        before = text[at - 1].text if at else ""
        if not before or not is_open(before) or source_of(before) is not None:
            found.add(key)
    return frozenset(found)


def _whole(entries: Sequence[Entry], text: str) -> list[Entry]:
    """The entries, two put together where the text below writes them as one: a title on two lines."""
    whole: list[Entry] = []
    for entry in entries:
        if whole and squash(whole[-1].title + entry.title) in text:
            whole[-1] = Entry(whole[-1].title + entry.title, whole[-1].section)
        else:
            whole.append(entry)
    return whole


def _is_unnamed(lines: Sequence[Line], start: int) -> bool:
    """Marked lines at the top of which at least two come again below: a 目录 without its heading."""
    listed: list[str] = []
    for line in lines[start : start + 60]:
        if not is_open(line.text) or source_of(line.text) is not None:
            break
        if line.bullet or _LEADERS.search(line.text):
            listed.append(squash(_title_of(line.text)))
    below = {squash(line.text) for line in lines[start + len(listed) :]}
    return len(listed) >= 2 and sum(bool(title) and title in below for title in listed) >= 2


def _end(lines: Sequence[Line], first: int) -> int:
    """Where the 目录 ends: where its first title comes again, else after its last line with a mark or
    leaders, else before the title over the first text."""
    limit = min(first + _MOST_LINES, len(lines))
    text = next((i for i in range(first, limit) if _is_text(lines[i])), limit)
    again = _first_again(lines, first, text)
    if again is not None:
        return again
    marked = [i for i in range(first, text) if lines[i].bullet or _is_listed(lines[i].text)]
    if len(marked) >= 2:
        return marked[-1] + 1
    return max(text - 1, first)


def _is_text(line: Line) -> bool:
    """Running text, a source or a footer: nothing that a 目录 has."""
    if source_of(line.text) is not None or is_footer(line.text):
        return True
    return (
        not line.bullet
        and line.width > 30
        and line.text.endswith(("。", "；", "！"))
        and not _is_listed(line.text)
    )


def _is_listed(text: str) -> bool:
    return bool(_LEADERS.search(text)) or bool(re.search(r"\s[（(]?\d{1,3}[）)]?$", text))


def _first_again(lines: Sequence[Line], first: int, text: int) -> int | None:
    """The index at which the first title, on one line or several, stands for the second time."""
    own = next((i for i in range(first, text) if not lines[i].is_section), text)
    entries, _ = _entries(lines[own:text])
    wanted = squash(entries[0].title) if entries else ""
    best, index = 0.75, None
    for start in range(own + 1, min(text + 1, len(lines))) if len(wanted) >= 4 else ():
        joined = ""
        for line in lines[start : start + 4]:
            if joined and line.bullet:
                break
            joined += squash(line.text)
            score = similarity(wanted, joined)
            if score > best:
                best, index = score, start
    while index is not None and index - 1 > own and _opens_text(lines[index - 1]):
        index -= 1
    return index


def _opens_text(line: Line) -> bool:
    """Whether a line over the first title is a section's heading there, not the last one of the 目录."""
    return line.is_section and not is_brief(line.text)


def _entries(lines: Sequence[Line]) -> tuple[list[Entry], bool]:
    """The lines of a 目录 put together to titles, by their marks, their leaders, or one a line."""
    titled = [line for line in lines if not line.is_section]
    bulleted = sum(bool(line.bullet) for line in titled) >= 2
    numbered = sum(bool(NUMBERED.match(line.text)) for line in titled) >= 2
    listed = sum(_is_listed(line.text) for line in titled) >= 2
    section, sections = Section.MAIN, 0
    titles: list[tuple[str, Section]] = []
    done = True
    for line in lines:
        text = line.text
        if line.is_section and not (line.bullet and not is_brief(text)):
            section, sections, done = Section.BRIEF if is_brief(text) else Section.MAIN, sections + 1, True
            continue
        starts = bool(line.bullet) if bulleted else bool(NUMBERED.match(text)) if numbered else done
        if starts or not titles or not (_SUBTITLE.match(text) or bulleted or numbered or listed):
            titles.append((text, section))
        else:
            titles[-1] = (titles[-1][0] + text, titles[-1][1])
        done = _is_listed(text) if listed else True
    entries = [
        Entry(title[:_LONGEST], part) for text, part in titles if len(squeeze(title := _title_of(text))) >= 2
    ]
    return entries[:_MOST_ENTRIES], sections > 0


def _title_of(text: str) -> str:
    """An entry without its number, leaders, page, and without the office that follows the leaders."""
    text = NUMBERED.sub("", text)
    found = _LEADERS.search(text)
    if found and found.start() >= 4:
        rest = _LEADERS.sub("", text[found.end() :])
        subtitle = _SUBTITLE.match(rest)
        text = text[: found.start()] + (rest if subtitle else "")
    return (
        _PAGE.sub("", text).strip()
        if re.search(r"\s\d{1,3}\s*$|[（(]\s*\d*\s*[）)]\s*$", text)
        else text.strip()
    )
