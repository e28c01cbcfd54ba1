"""What triage is asked about and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Verdict(StrEnum):
    """An article against the items of past issues (docs/triage.md says what each means)."""

    COVERED = "covered"
    UPDATE = "update"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Article:
    """One text to be judged. Only `id`, `title` and `text` are sure to be known.

    `text` is paragraphs joined by "\\n". `published` is the day at the outlet, None where the page does not say.
    """

    id: str
    title: str
    text: str
    outlet: str | None = None
    published: date | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class ItemRef:
    """Where a past item stands: the file of its issue, its position in it, its title, the issue's date."""

    file: str
    position: int
    title: str
    issued: date | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """The answer for one article.

    `score` is the chance (0..1) that article and `item` are about the same thing, `confidence` the chance that
    `verdict` is right. `item` is the nearest past item, also when the verdict is new, `number` what the archive
    knows it by, `part` which paragraph of a round-up. `evidence`, `related`
    and `reasons` are lines for an editor, in Chinese. `new_facts` says what an update adds.
    `version` names the weights.
    """

    article: str
    verdict: Verdict
    score: float
    item: ItemRef | None
    number: int | None
    part: int | None
    confidence: float
    unsure: bool
    evidence: tuple[str, ...]
    related: tuple[str, ...]
    new_facts: tuple[str, ...]
    version: str


def judgement_json(
    judgement: Judgement, *, relevance: float, reasons: tuple[str, ...], story: str
) -> Mapping[str, object]:
    """The object that `shiyi assess` writes for one article (docs/triage.md)."""
    item = judgement.item
    return {
        "id": judgement.article,
        "verdict": str(judgement.verdict),
        "score": round(judgement.score, 4),
        "item": None if item is None else {"file": item.file, "position": item.position, "title": item.title},
        "confidence": round(judgement.confidence, 4),
        "unsure": judgement.unsure,
        "evidence": list(judgement.evidence),
        "related": list(judgement.related),
        "relevance": round(relevance, 4),
        "reasons": list(reasons),
        "story": story,
    }
