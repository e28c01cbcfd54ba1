"""The past items nearest to an article, set side by side: what agrees, what contradicts."""

import re
import threading
from collections.abc import Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from base.settings import Settings
from desk.digest import issue_name
from storage.archive import current_issue_ids
from storage.models import Item, Version
from triage import evidence
from triage.archive import Archive, Entry
from triage.judge import judge_pair
from triage.model import Article
from triage.piece import Piece, of_article
from triage.shelves import Shelves
from triage.weights import shipped

_ITEMS = 3
_PAIRS = 4
# The nearest is shown from this chance on that both are about the same thing, the others where a sentence
# says the same.
_LEAST = 0.05
_ABOUT = 12
# Another figure with its unit, which says nothing of what the next one counts; and what stands between words.
_FIGURE = re.compile(r"\d[\d.]*%?[万亿千余多]*[人名例户个所家元次]*的?")
_BETWEEN = re.compile(r"[^\u4e00-\u9fff]+")
# Lines of evidence that the sentences and figures, which are shown themselves, say better.
_SHOWN = ("对照：", "数字")


class Sign(StrEnum):
    """What a stretch of a sentence is: words, or a figure that agrees or contradicts."""

    WORDS = "words"
    AGREES = "agrees"
    DIFFERS = "differs"


Signed = list[tuple[Sign, str]]


@dataclass(frozen=True, slots=True)
class PastItem:
    """A past item beside the article. `same` is the chance (0..1) that both are about the same thing.

    `aligned` are sentences that say the same, (the item's, the article's); `agreeing` figures likewise;
    `conflicts` are what is counted, the item's figure, the article's. `notes` say what else there is.
    """

    item: int
    issue: str
    title: str
    source: str | None
    body: str
    same: float
    aligned: list[tuple[Signed, Signed]]
    agreeing: list[tuple[str, str]]
    conflicts: list[tuple[str, str, str]]
    notes: list[str]


class Nearest:
    """The archive in memory, brought up to date when issues came or went. For several threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._shelves: Shelves | None = None
        self._issues: set[int] = set()

    def near(self, session: Session, version: Version) -> list[PastItem]:
        """The past items most like what an article says, the likeliest to be the same first."""
        archive = self._current(session).archive
        outlet = version.article.outlet
        text = Article(
            str(version.article_id), version.title, version.body, outlet.name, version.published_on
        )
        piece = of_article(text, outlet.province or self._settings.home_province)
        found = []
        for number in archive.near(piece, _ITEMS):
            item, entry = session.get(Item, number), archive.entries.get(number)
            if item is not None and entry is not None:
                found.append(_beside(piece, item, entry))
        found.sort(key=lambda past: -past.same)
        return [past for past in found[:1] if past.same >= _LEAST] + [p for p in found[1:] if p.aligned]

    def archive(self, session: Session) -> Archive:
        """All past items, ready for comparing."""
        return self._current(session).archive

    def _current(self, session: Session) -> Shelves:
        with self._lock:
            issues = current_issue_ids(session)
            if self._shelves is None or issues != self._issues:
                self._shelves = Shelves(self._settings.home / "index", self._settings.home_province)
                self._shelves.sync_items(session)
                self._issues = issues
            return self._shelves


def _beside(piece: Piece, item: Item, entry: Entry) -> PastItem:
    pair = judge_pair(piece, entry, shipped())
    other = pair.text
    figures = pair.comparison.figures
    aligned = [(its, mine) for its, mine, _ in evidence.aligned(piece, other)[:_PAIRS]]
    # Where the sentences beside each other write it alike, it is that, however else the article puts it.
    agreeing = [
        (
            its.text,
            its.text if any(its.text in one and its.text in two for one, two in aligned) else mine.text,
        )
        for mine, its in figures.agreeing
    ]
    conflicts = [
        (_about(c.item.before), c.item.text, c.article.text)
        for c in figures.conflicts
        if _stand_together(c.item.text, c.article.text, aligned)
    ]
    same = {text for both in agreeing for text in both}
    different = {text for _, *both in conflicts for text in both}
    return PastItem(
        item=item.id,
        issue=issue_name(item.issue.kind, item.issue.number, item.issue.issued_on),
        title=item.title,
        source=item.source,
        body=item.body,
        same=pair.same,
        aligned=[(_signed(its, same, different), _signed(mine, same, different)) for its, mine in aligned],
        agreeing=agreeing,
        conflicts=conflicts,
        notes=[line for line in evidence.lines(piece, other, pair.comparison) if not line.startswith(_SHOWN)],
    )


def _about(before: str) -> str:
    """What a figure counts: the last words before it.

    >>> _about("确诊癌前病变1286例、乳腺癌"), _about("占年度任务46万人的")
    ('乳腺癌', '占年度任务')
    """
    return _BETWEEN.split(_FIGURE.sub("", before))[-1][-_ABOUT:]


def _stand_together(its: str, mine: str, aligned: Sequence[tuple[str, str]]) -> bool:
    """Whether a sentence beside that of the item's figure has the article's; true where none is beside it."""
    beside = [said for sentence, said in aligned if its in sentence]
    return not beside or any(mine in said for said in beside)


def _signed(sentence: str, same: Set[str], different: Set[str]) -> Signed:
    """A sentence with its figures marked, where they are written as they were read."""
    known = sorted(same | different, key=len, reverse=True)
    if not known:
        return [(Sign.WORDS, sentence)]
    pieces = re.split("(" + "|".join(map(re.escape, known)) + ")", sentence)
    signs = [Sign.DIFFERS if p in different else Sign.AGREES if p in same else Sign.WORDS for p in pieces]
    return [(sign, text) for sign, text in zip(signs, pieces, strict=True) if text]
