"""Where the items of an issue begin: the titles over their bodies.

The 目录 anchors titles by likeness and order. What it does not list, or where there is none, is found by
what stands before (a source line, a section's heading), by looks (style, size, place), or by shape.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from base.text import squash
from bulletins.contents import Entry, similarity
from bulletins.lines import Line
from bulletins.marks import is_open
from bulletins.names import source_at_end, source_of

_MOST_TITLE_LINES = 6
_CANDIDATES = 24
_SURE = 0.66
_LIKELY = 0.45


@dataclass(frozen=True, slots=True)
class TitleSpan:
    """The lines [start, end) that are a title, and the entry of the 目录 that it answers to."""

    start: int
    end: int
    entry: int | None = None
    score: float = 1.0


def anchored(lines: Sequence[Line], entries: Sequence[Entry]) -> list[TitleSpan]:
    """The titles that the 目录 lists, in order of the lines; an entry that fits nowhere has none.

    Among all ways to give entries places in their order, the one that fits best is taken; an entry left over
    may still stand out of order if it fits almost exactly.
    """
    grounds = [_Ground.of(lines, index) for index in range(len(lines))]
    found = [_candidates(lines, grounds, entry, index) for index, entry in enumerate(entries)]
    chain = _best_chain(found)
    for index, candidates in enumerate(found):
        if any(span.entry == index for span in chain):
            continue
        for span in sorted(candidates, key=lambda span: -span.score):
            if span.score >= 0.85 and all(
                span.end <= other.start or other.end <= span.start for other in chain
            ):
                chain.append(span)
                break
    return sorted(chain, key=lambda span: span.start)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What one line is to every entry: its key, whether it can be a title's, whether an item is due there."""

    key: str
    barred: bool
    boundary: bool

    @classmethod
    def of(cls, lines: Sequence[Line], index: int) -> "_Ground":
        line = lines[index]
        barred = source_of(line.text) is not None or line.is_section or line.block.row
        return cls(squash(line.text), barred, is_boundary(lines, index))


def _candidates(
    lines: Sequence[Line], grounds: Sequence[_Ground], entry: Entry, index: int
) -> list[TitleSpan]:
    """The places where an entry's title may stand, the best of each start, at most two dozen."""
    forms = _forms(entry.title)
    spans: list[TitleSpan] = []
    for start, ground in enumerate(grounds):
        if not ground.key or not _shares(forms[0], ground.key):
            continue
        best: TitleSpan | None = None
        joined = ""
        for end, part in enumerate(grounds[start : start + _MOST_TITLE_LINES], start + 1):
            joined += part.key
            if part.barred or len(joined) > 1.6 * len(forms[0]) + 8:
                break
            likeness = max(similarity(form, joined) for form in forms)
            if likeness < (_LIKELY if ground.boundary else _SURE):
                continue
            score = likeness + _bonus(lines, start, end, at_boundary=ground.boundary)
            if best is None or score >= best.score:
                best = TitleSpan(start, end, index, score)
        if best is not None:
            spans.append(best)
    return sorted(spans, key=lambda span: -span.score)[:_CANDIDATES]


def _forms(title: str) -> list[str]:
    """A title whole, and without its subtitle, which may be missing on either side."""
    main = title.split("——", 1)[0]
    return [squash(title)] + ([squash(main)] if len(squash(main)) >= 4 and main != title else [])


def _shares(title: str, key: str) -> bool:
    """Whether a line may begin a title: enough of its first characters' pairs are the title's."""
    own = [key[at : at + 2] for at in range(min(len(key), 12) - 1)]
    return not own or sum(pair in title for pair in own) >= 0.25 * len(own)


def _bonus(lines: Sequence[Line], start: int, end: int, *, at_boundary: bool) -> float:
    """What the surroundings add: titles follow a boundary and do not end like sentences."""
    bonus = 0.12 if at_boundary else 0.0
    if start > 0 and not at_boundary and is_open(lines[start - 1].text) and lines[start - 1].width > 20:
        bonus -= 0.15  # in the middle of a sentence
    if not is_open(lines[end - 1].text):
        bonus -= 0.25
    if any("。" in line.text or "，" in line.text[:12] for line in lines[start:end]):
        bonus -= 0.1
    return bonus


def is_boundary(lines: Sequence[Line], index: int) -> bool:
    """Whether a new item is due at `index`: at the top, after a source, after a section's heading."""
    if index == 0:
        return True
    before = lines[index - 1]
    return source_of(before.text) is not None or before.is_section or source_at_end(before.text) is not None


def _best_chain(found: Sequence[Sequence[TitleSpan]]) -> list[TitleSpan]:
    """The spans, at most one an entry, rising in both entry and line, with the highest sum of scores."""
    chains: list[tuple[float, TitleSpan, int | None]] = []
    for candidates in found:
        rows: list[tuple[float, TitleSpan, int | None]] = []
        for span in candidates:
            best, back = 0.0, None
            for index, (total, other, _) in enumerate(chains):
                if other.end < span.start and total > best:
                    best, back = total, index
            rows.append((best + max(span.score, 0.05), span, back))
        chains += rows
    if not chains:
        return []
    at: int | None = max(range(len(chains)), key=lambda index: chains[index][0])
    chain: list[TitleSpan] = []
    while at is not None:
        chain.append(chains[at][1])
        at = chains[at][2]
    return chain[::-1]
