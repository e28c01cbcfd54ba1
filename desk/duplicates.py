"""Does an item say what a past issue printed, or another item of the draft? Pure, by triage's judgement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bulletins.model import Issue, Item, Kind
from triage.archive import Archive, Entry, entry
from triage.judge import judge, judge_pair
from triage.model import Article, Verdict
from triage.piece import Piece, of_article
from triage.weights import shipped

# Two items of one draft are named from this chance on that they are about the same thing.
_SAME = 0.5


@dataclass(frozen=True, slots=True)
class Draught:
    """An item to be looked at: the caller's number for it, and its words."""

    number: int
    title: str
    body: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """What an item repeats, where that stands, how likely (0..1), and the lines that show it (Chinese).

    `number` is the other item of the draft, `past` the archive's number of a past one. `update`: it goes on
    where that stopped.
    """

    where: str
    title: str
    score: float
    update: bool
    evidence: tuple[str, ...]
    number: int | None = None
    past: int | None = None


def find_duplicates(
    items: Sequence[Draught], archive: Archive, day: date | None
) -> dict[int, list[Duplicate]]:
    """For each item, by its number, what it repeats."""
    pieces = {item.number: _piece(item, archive.home, day) for item in items}
    found: dict[int, list[Duplicate]] = {item.number: [] for item in items}
    for item in items:
        article, piece = pieces[item.number]
        past = judge(archive, article, piece, shipped())
        if past.verdict is not Verdict.NEW and past.item is not None:
            update = past.verdict is Verdict.UPDATE
            day_of = f"{past.item.issued}往期" if past.item.issued else "往期"
            one = Duplicate(day_of, past.item.title, past.score, update, past.evidence, past=past.number)
            found[item.number].append(one)
    entries = {item.number: _entry(item, archive.home, day) for item in items[1:]}
    for at, item in enumerate(items):
        for other in items[at + 1 :]:
            score = judge_pair(pieces[item.number][1], entries[other.number], shipped()).same
            if score >= _SAME:
                found[item.number].append(Duplicate("本期", other.title, score, False, (), other.number))
                found[other.number].append(Duplicate("本期", item.title, score, False, (), item.number))
    return found


def _piece(item: Draught, home: str, day: date | None) -> tuple[Article, Piece]:
    article = Article(str(item.number), item.title, item.body, item.source or None, day)
    return article, of_article(article, home)


def _entry(item: Draught, home: str, day: date | None) -> Entry:
    """An item of the draft as if a past issue had printed it, so that others can be held against it."""
    issue = Issue("", Kind.BULLETIN, None, day, ())
    return entry(issue, Item(item.number, item.title, item.body), "", home)
