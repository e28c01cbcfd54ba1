"""Stories: the articles, in whatever outlets, that report the same event.

An article joins a story when it is judged to report the same event as the story's lead and is not unlike the
other members, so that A~B~C never chains unlike A and C. Leads are found in order of authority and fullness,
which makes the outcome independent of the order of the articles.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from base.text import squash
from triage.compare import compare
from triage.judge import chances
from triage.model import Article, Judgement, Verdict
from triage.piece import Piece
from triage.shelf import Shelf
from triage.weights import Weights

_WITH_LEAD = 0.55
_WITH_MEMBERS = 0.4
# Two texts that share this much of their 4-grams are one text printed twice.
_REPRINT = 0.6
SHORTLIST = 20
# With so many members beside the lead a newcomer is compared.
_COMPARED = 5


@dataclass(frozen=True, slots=True)
class Story:
    """The ids of a story's articles, the lead first; `reprints` are members that repeat another's text."""

    lead: str
    members: tuple[str, ...]
    reprints: tuple[str, ...]


def authority(outlet: str | None) -> int:
    """How near an outlet is to the event: its maker 3, the province's press 2, other press 1, unknown 0."""
    if not outlet:
        return 0
    if outlet.endswith(("委", "厅", "局", "妇联", "政府", "工会", "办公室", "妇女网", "妇女网站", "院")):
        return 3
    return 2 if outlet.startswith(("甘肃", "每日甘肃", "新甘肃", "新华")) else 1


def same_event(one: Piece, other: Piece, weights: Weights) -> float:
    """The chance that two articles report the same event (and not two stages of it).

    Judged both ways: a short report has little of a long one, but the long one has most of the short.
    """
    forth, _ = chances(compare(one, other, weights, issue=False), weights)
    back, _ = chances(compare(other, one, weights, issue=False), weights)
    return max(forth, back)


def reprint(one: Piece, other: Piece) -> bool:
    """Whether two texts are one text printed twice, perhaps cut."""
    if squash(one.body)[:400] == squash(other.body)[:400]:
        return True
    smaller = min(len(one.fourgrams), len(other.fourgrams))
    return len(one.fourgrams & other.fourgrams) >= _REPRINT * max(smaller, 1)


def rank(article: Article) -> tuple[int, int, str]:
    """What makes an article the lead of its story: authority, then fullness; smaller is better."""
    return -authority(article.outlet), -min(len(article.text), 5000), article.id


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive says of an article: which item (and which paragraph of a round-up) it reports, and how."""

    item: int | None
    part: int | None
    verdict: Verdict
    unsure: bool

    @classmethod
    def of(cls, judgement: Judgement) -> "Known":
        """The part of a judgement that tells of stories."""
        return cls(judgement.number, judgement.part, judgement.verdict, judgement.unsure)


def told_by_archive(one: Known | None, other: Known | None) -> bool | None:
    """Whether two articles surely report one item (True), an item and its sequel (False), or neither (None)."""
    if one is None or other is None or one.item is None or (one.item, one.part) != (other.item, other.part):
        return None
    if Verdict.NEW in (one.verdict, other.verdict):
        return None
    if one.verdict is not other.verdict:
        return False
    return True if one.verdict is Verdict.COVERED and not (one.unsure or other.unsure) else None


def joins(piece: Piece, members: Sequence[Piece], weights: Weights) -> float | None:
    """The chance that an article belongs to the story of `members` (the lead first); None where it does not."""
    chance = same_event(piece, members[0], weights)
    if chance < _WITH_LEAD:
        return None
    others = members[1 : 1 + _COMPARED]
    return chance if all(same_event(piece, other, weights) >= _WITH_MEMBERS for other in others) else None


def group(
    articles: Sequence[tuple[Article, Piece]], weights: Weights, judged: Mapping[str, Judgement] | None = None
) -> list[Story]:
    """All articles in stories, in the order of their leads' rank. `judged` holds their verdicts, where known."""
    known = {id_: Known.of(judgement) for id_, judgement in (judged or {}).items()}
    ranked = sorted(articles, key=lambda pair: rank(pair[0]))
    shelf = Shelf()
    for number, (article, piece) in enumerate(ranked):
        shelf.add(number, article.title, article.text, piece)
    lead_of: dict[int, int] = {}
    members: dict[int, list[int]] = {}
    leads_of: dict[int | None, list[int]] = {}
    for number, (_, piece) in enumerate(ranked):
        best, chosen = 0.0, number
        mine = known.get(ranked[number][0].id)
        near = [lead_of[other] for other in shelf.near(piece, SHORTLIST) if other in lead_of]
        for lead in dict.fromkeys([*near, *leads_of.get(mine.item if mine else None, ())]):
            told = told_by_archive(mine, known.get(ranked[lead][0].id))
            chance = 1.0 if told else None
            if told is None:
                chance = joins(piece, [ranked[member][1] for member in members[lead]], weights)
            if chance is not None and chance > best:
                best, chosen = chance, lead
        if chosen == number and mine and mine.item is not None:
            leads_of.setdefault(mine.item, []).append(number)
        lead_of[number] = chosen
        members.setdefault(chosen, []).append(number)
    return [_story(ranked, numbers) for numbers in members.values()]


def _story(ranked: Sequence[tuple[Article, Piece]], numbers: list[int]) -> Story:
    reprints = [
        number
        for at, number in enumerate(numbers)
        if any(reprint(ranked[number][1], ranked[earlier][1]) for earlier in numbers[:at])
    ]
    ids = [ranked[number][0].id for number in numbers]
    return Story(ids[0], tuple(ids), tuple(ranked[number][0].id for number in reprints))
