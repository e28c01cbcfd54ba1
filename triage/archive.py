"""The archive of past items, prepared for judging: which passages there are, and which are near an article."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from base.text import paragraphs
from bulletins.model import Issue, Item, Kind
from triage import places
from triage.facts import prepare
from triage.model import ItemRef
from triage.piece import Piece, piece
from triage.shelf import Shelf

# The province whose bulletins these are, where nothing else is said.
HOME = "甘肃"
# How many items are looked at closely.
SHORTLIST = 10
_REPORT = re.compile("讲话|报告|致辞|发言|述职|总结$|要点$")


@dataclass(frozen=True)
class Entry:
    """A past item: where it stands, the whole of it, and its paragraphs where it is a round-up.

    `report` marks speeches and reports: what they mention in passing they do not cover.
    """

    ref: ItemRef
    item: Item
    home: str
    report: bool

    @cached_property
    def whole(self) -> Piece:
        """The item as one text."""
        byline = f"{self.item.byline}\n" if self.item.byline else ""
        return piece(
            self.item.title, byline + self.item.body, day=self.ref.issued, home=self.home, daily=False
        )

    @cached_property
    def parts(self) -> tuple[Piece, ...]:
        """The paragraphs (or clauses) that are each about a place or body of their own; none for most items."""
        texts = _round_up(self.item.body)
        return tuple(
            piece(_opening(text), text, day=self.ref.issued, home=self.home, daily=False) for text in texts
        )


def _opening(text: str) -> str:
    """What stands for the title of a paragraph: its first clauses, until they say something (not just 10月以来)."""
    ends = [match.start() for match in re.finditer("[，,。；;：:]", text)]
    return text[: next((end for end in ends if end >= _OPENING[0]), len(text))][: _OPENING[1]]


# How long such a title is, in characters.
_OPENING = (12, 40)


def _round_up(body: str) -> list[str]:
    """The pieces of a round-up: at least three paragraphs or clauses that begin with places that differ."""
    pieces = [
        part
        for line in paragraphs(body)
        for part in (re.split("[；;]", line) if line.count("；") + line.count(";") > 2 else [line])
    ]
    heads = [{places.city(m.place) for m in places.find(prepare(part[:14]))} - {None} for part in pieces]
    subjects = {city for head in heads for city in head}
    if len(subjects) < 3:
        return []
    return [part for part in pieces if len(part) >= 20]


def entry(issue: Issue, item: Item, file: str, home: str = HOME) -> Entry:
    """An item of an issue that was read from `file`."""
    ref = ItemRef(file, item.position, item.title, issue.date)
    report = bool(_REPORT.search(item.title) or (item.byline and item.source is None))
    return Entry(ref, item, home, report or (issue.kind is Kind.SPECIAL and item.source is None))


@dataclass
class Archive:
    """Past items, each known by a number, on a shelf. Adding one is cheap."""

    home: str = HOME
    entries: dict[int, Entry] = field(default_factory=dict)
    shelf: Shelf = field(default_factory=Shelf)

    @classmethod
    def of(cls, issues: Iterable[tuple[str, Issue]], home: str = HOME) -> "Archive":
        """The archive of some issues, each with the name of its file."""
        archive = cls(home)
        for file, issue in issues:
            for item in issue.items:
                archive.add(len(archive.entries), entry(issue, item, file, home))
        return archive

    def __len__(self) -> int:
        return len(self.entries)

    def add(self, number: int, new: Entry) -> None:
        """Add one item under a number of its own."""
        self.entries[number] = new
        self.shelf.add(number, new.item.title, new.item.body, new.whole)

    def discard(self, number: int) -> None:
        """Take an item out, since its issue was superseded."""
        self.entries.pop(number, None)
        self.shelf.discard(number)

    def near(self, article: Piece, count: int = SHORTLIST) -> list[int]:
        """The numbers of the items most like an article, in wording or in facts; the nearest first."""
        return self.shelf.near(article, count)
