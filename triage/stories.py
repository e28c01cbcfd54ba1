"""Stories: the articles, in whatever outlets, that report the same event.

An article joins a story when it is judged to report the same event as the story's lead and is not unlike the
other members, so that A~B~C never chains unlike A and C. Leads are found in order of authority and fullness,
which makes the outcome independent of the order of the articles.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from base.text import squash
from triage.compare import compare
from triage.judge import chances
from triage.model import Article
from triage.piece import Piece
from triage.shelf import Shelf
from triage.weights import Weights

_WITH_LEAD = 0.5
_WITH_MEMBERS = 0.35
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
    """The chance that two articles report the same event (and not two stages of it)."""
    forth = chances(compare(one, other, weights, issue=False), weights)
    back = chances(compare(other, one, weights, issue=False), weights)
    return (forth[0] + back[0]) / 2


def reprint(one: Piece, other: Piece) -> bool:
    """Whether two texts are one text printed twice, perhaps cut."""
    if squash(one.body)[:400] == squash(other.body)[:400]:
        return True
    smaller = min(len(one.fourgrams), len(other.fourgrams))
    return len(one.fourgrams & other.fourgrams) >= _REPRINT * max(smaller, 1)


def rank(article: Article) -> tuple[int, int, str]:
    """What makes an article the lead of its story: authority, then fullness; smaller is better."""
    return -authority(article.outlet), -min(len(article.text), 5000), article.id


def joins(piece: Piece, members: Sequence[Piece], weights: Weights) -> float | None:
    """The chance that an article belongs to the story of `members` (the lead first); None where it does not."""
    chance = same_event(piece, members[0], weights)
    if chance < _WITH_LEAD:
        return None
    others = members[1 : 1 + _COMPARED]
    return chance if all(same_event(piece, other, weights) >= _WITH_MEMBERS for other in others) else None


def group(articles: Sequence[tuple[Article, Piece]], weights: Weights) -> list[Story]:
    """All articles in stories, in the order of their leads' rank."""
    ranked = sorted(articles, key=lambda pair: rank(pair[0]))
    shelf = Shelf()
    for number, (article, piece) in enumerate(ranked):
        shelf.add(number, article.title, article.text, piece)
    lead_of: dict[int, int] = {}
    members: dict[int, list[int]] = {}
    for number, (_, piece) in enumerate(ranked):
        best, chosen = 0.0, number
        leads = dict.fromkeys(lead_of[near] for near in shelf.near(piece, SHORTLIST) if near in lead_of)
        for lead in leads:
            chance = joins(piece, [ranked[member][1] for member in members[lead]], weights)
            if chance is not None and chance > best:
                best, chosen = chance, lead
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
