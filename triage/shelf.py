"""A shelf of texts with its two indexes, one over wording and one over facts: what is near a given text?

Wording alone misses another outlet's report of the same event, facts alone miss what has none; either finds.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from base.errors import BadFile
from base.text import paragraphs
from triage import figures, index
from triage.facts import bare, prepare
from triage.index import KEPT, PostingIndex
from triage.piece import Piece

# A passage of the wording index has at most about so many characters.
_PASSAGE = 500
# A fact that is shared is worth this many times what a bigram of the same rarity is.
_FACT_WEIGHT = 2.5
_INDEXES = ("text", "facts")


def passages(title: str, body: str) -> list[str]:
    """The title with as much of the body as fits, then the rest in stretches of about `_PASSAGE` characters."""
    found, current = [], title
    for line in paragraphs(body):
        for at in range(0, len(line), _PASSAGE):
            stretch = line[at : at + _PASSAGE]
            if len(current) + len(stretch) > _PASSAGE + 100 and current:
                found.append(current)
                current = ""
            current += "\n" + stretch
    return [*found, current] if current.strip() else found


def fact_keys(source: Piece) -> index.Keys:
    """What of a text's facts can be looked up: figures, days, documents, campaigns, persons, named places."""
    facts = source.facts
    names = {key for figure in facts.figures for key in figures.keys(figure)}
    names.update(f"{day.month}.{day.day}" for day in facts.days if day.month and day.day)
    names.update(f"《{name}" for name in facts.documents)
    names.update(f"“{name}" for name in facts.campaigns)
    names.update(f"@{person}" for person in facts.persons)
    names.update(f"#{name}" for name in facts.named)
    names.update(f"+{place}" for place in facts.places if "/" in place)
    return index.name_keys(names)


@dataclass
class Shelf:
    """Texts known by a number of the caller's. `near` finds the texts most like a given one."""

    _text: PostingIndex = field(default_factory=PostingIndex)
    _facts: PostingIndex = field(default_factory=PostingIndex)
    # The first passage of each text in the wording index; a text is a row of the fact index.
    _first: list[int] = field(default_factory=list)
    _ids: list[int] = field(default_factory=list)
    _row: dict[int, int] = field(default_factory=dict)
    _starts: npt.NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self._row)

    def __contains__(self, id_: int) -> bool:
        return id_ in self._row

    @property
    def ids(self) -> set[int]:
        """The numbers of all texts on the shelf."""
        return set(self._row)

    @property
    def nbytes(self) -> int:
        """Memory of the indexes."""
        return self._text.nbytes + self._facts.nbytes

    @property
    def worn(self) -> bool:
        """Whether so much was discarded that the shelf should be made again."""
        return len(self._ids) > 100 and len(self._row) < 0.7 * len(self._ids)

    def add(self, id_: int, title: str, body: str, prepared: Piece) -> None:
        """Add one text; one with the same number is replaced."""
        row = len(self._ids)
        self._starts = None
        self._first.append(len(self._text))
        for passage in passages(title, body) or [""]:  # a text without words takes its place too
            self._text.add(index.text_keys(bare(prepare(passage)))[:KEPT])
        self._facts.add(fact_keys(prepared))
        self._ids.append(id_)
        self._row[id_] = row

    def discard(self, id_: int) -> None:
        """Take a text off the shelf; its postings stay until the shelf is made again."""
        self._row.pop(id_, None)

    def near(self, wanted: Piece, count: int) -> list[int]:
        """The numbers of the texts most like `wanted`, in wording or in facts; the nearest first."""
        if not self._ids:
            return []
        if self._starts is None:
            self._starts = np.asarray(self._first)
        wording = np.maximum.reduceat(self._text.scores(index.text_keys(wanted.squashed)), self._starts)
        total = wording + _FACT_WEIGHT * self._facts.scores(fact_keys(wanted))
        # A few more than asked for, since some may have been discarded; ties go to the text added first.
        reach = min(len(total), 2 * count + len(self._ids) - len(self._row))
        best = np.argpartition(-total, reach - 1)[:reach]
        found: list[int] = []
        for row in sorted(best.tolist(), key=lambda row: (-total[row], row)):
            if total[row] > 0 and self._row.get(self._ids[row]) == row and len(found) < count:
                found.append(self._ids[row])
        return found

    def save(self, path: Path) -> None:
        """Write the indexes; the texts themselves stay in the database."""
        kept = [id_ if self._row.get(id_) == row else -1 for row, id_ in enumerate(self._ids)]
        extra: dict[str, npt.NDArray[Any]] = {
            "first": np.asarray(self._first, np.int64),
            "ids": np.asarray(kept, np.int64),
        }
        index.save(path, {"text": self._text, "facts": self._facts}, extra)

    @classmethod
    def load(cls, path: Path) -> "Shelf":
        """What `save` wrote; BadFile for any other file."""
        indexes, extra = index.load(path, _INDEXES)
        try:
            first, ids = extra["first"].tolist(), extra["ids"].tolist()
        except KeyError:
            raise BadFile(f"The index {path} is not complete; delete it and it is made again.") from None
        text, facts = indexes["text"], indexes["facts"]
        if len(first) != len(ids) or len(ids) != len(facts):
            raise BadFile(f"The index {path} does not fit together; delete it and it is made again.")
        return cls(text, facts, first, ids, {id_: row for row, id_ in enumerate(ids) if id_ >= 0})
