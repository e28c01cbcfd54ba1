"""A shelf of texts with its two indexes, one over wording and one over facts: what is near a given text?

Wording alone misses another outlet's report of the same event, facts alone miss what has none; either finds.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from base.errors import BadFile
from base.text import paragraphs, squash
from triage import figures, index
from triage.facts import prepare
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
    """Texts, numbered as they are added. `near` finds the texts most like a given one."""

    _text: PostingIndex = field(default_factory=PostingIndex)
    _facts: PostingIndex = field(default_factory=PostingIndex)
    _owner: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self._facts)

    @property
    def nbytes(self) -> int:
        """Memory of the indexes."""
        return self._text.nbytes + self._facts.nbytes

    def add(self, title: str, body: str, prepared: Piece) -> int:
        """Add one text; its number."""
        number = len(self)
        for passage in passages(title, body):
            self._text.add(index.text_keys(squash(prepare(passage)))[:KEPT])
            self._owner.append(number)
        self._facts.add(fact_keys(prepared))
        return number

    def near(self, wanted: Piece, count: int) -> list[int]:
        """The numbers of the texts most like `wanted`, in wording or in facts; the nearest first."""
        if not len(self):
            return []
        best = np.zeros(len(self), np.float32)
        np.maximum.at(best, np.asarray(self._owner), self._text.scores(index.text_keys(wanted.squashed)))
        total = best + _FACT_WEIGHT * self._facts.scores(fact_keys(wanted))
        chosen = np.argsort(-total, kind="stable")[:count]
        return [int(number) for number in chosen if total[number] > 0]

    def save(self, path: Path) -> None:
        """Write the indexes; the texts themselves stay in the database."""
        extra: dict[str, npt.NDArray[Any]] = {"owner": np.asarray(self._owner, np.int32)}
        index.save(path, {"text": self._text, "facts": self._facts}, extra)

    @classmethod
    def load(cls, path: Path) -> "Shelf":
        """What `save` wrote; BadFile for any other file."""
        indexes, extra = index.load(path, _INDEXES)
        if "owner" not in extra:
            raise BadFile(f"The index {path} is not complete; delete it and it is made again.")
        return cls(indexes["text"], indexes["facts"], [int(number) for number in extra["owner"]])
