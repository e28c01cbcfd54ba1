"""What was deleted and what was added between two texts, as an editor would mark it. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from base.text import paragraphs

# Texts are compared piece by piece (a Chinese character, a number, a Latin word) up to this many pairs of
# pieces; beyond, a paragraph is shown as deleted and added whole.
_MOST_PAIRS = 4_000_000
_PIECE = re.compile(r"\d+(?:[.,]\d+)*%?|[A-Za-z]+|\s+|.", re.DOTALL)
# What stays between two changes and is shorter than this is shown as changed too: less to puzzle out.
_ISLAND = 2


class Mark(StrEnum):
    """What became of a stretch of text."""

    SAME = "same"
    GONE = "gone"
    COME = "come"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some text and what became of it."""

    mark: Mark
    text: str


Paragraph = list[Stretch]


def difference(old: str, new: str) -> list[Paragraph]:
    """The new text's paragraphs, with what was deleted in its old place."""
    before, after = paragraphs(old), paragraphs(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    budget = _MOST_PAIRS
    found: list[Paragraph] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            found += [[Stretch(Mark.SAME, text)] for text in after[j1:j2]]
            continue
        for mine, its in _paired(before[i1:i2], after[j1:j2]):
            budget -= len(mine) * len(its)
            found.append(_words(mine, its) if mine and its and budget > 0 else _whole(mine, its))
    return found


def _paired(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """Changed paragraphs in their order; where there are more on one side, the rest stands alone."""
    for at in range(max(len(old), len(new))):
        yield (old[at] if at < len(old) else "", new[at] if at < len(new) else "")


def _whole(old: str, new: str) -> Paragraph:
    return [Stretch(mark, text) for mark, text in ((Mark.GONE, old), (Mark.COME, new)) if text]


def _words(old: str, new: str) -> Paragraph:
    before, after = _PIECE.findall(old), _PIECE.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.quick_ratio() < 0.4:
        return _whole(old, new)
    found: Paragraph = []
    gone = come = ""
    codes = matcher.get_opcodes()
    for at, (tag, i1, i2, j1, j2) in enumerate(codes):
        island = tag == "equal" and i2 - i1 < _ISLAND and 0 < at < len(codes) - 1
        if tag == "equal" and not island:
            found += _whole(gone, come)
            gone = come = ""
            found.append(Stretch(Mark.SAME, "".join(after[j1:j2])))
        else:
            gone += "".join(before[i1:i2])
            come += "".join(after[j1:j2])
    return found + _whole(gone, come)
