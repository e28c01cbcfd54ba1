"""The verdict on one article: covered, update or new, how sure, and why."""

from dataclasses import dataclass
from math import exp

from triage import evidence
from triage.archive import Archive, Entry
from triage.compare import Comparison, compare
from triage.model import Article, Judgement, Verdict
from triage.piece import Piece, of_article
from triage.weights import Weights, shipped

# Below this confidence a verdict is shown as unsure, with both texts.
UNSURE = 0.75


@dataclass(frozen=True, slots=True)
class Pair:
    """An article and one past item (or one paragraph of it), judged."""

    entry: Entry
    part: int | None
    comparison: Comparison
    covered: float
    update: float

    @property
    def same(self) -> float:
        """The chance that both are about the same thing."""
        return self.covered + self.update

    @property
    def text(self) -> Piece:
        """What the article was compared with."""
        return self.entry.whole if self.part is None else self.entry.parts[self.part]


def chances(comparison: Comparison, weights: Weights) -> tuple[float, float]:
    """(covered, update): the chances that an article reports the item, or a later stage of it."""
    covered = weights.covered.score(comparison.values)
    update = weights.update.score(comparison.values)
    top = max(covered, update, 0.0)
    parts = exp(covered - top), exp(update - top), exp(-top)
    total = sum(parts)
    chance, later = parts[0] / total, parts[1] / total
    return chance, later


def judge_pair(article: Piece, entry: Entry, weights: Weights) -> Pair:
    """The best reading of an article against an item: the whole of it, or one paragraph of a round-up."""
    comparison = compare(article, entry.whole, weights, report=entry.report)
    best = Pair(entry, None, comparison, *chances(comparison, weights))
    for number, part in enumerate(entry.parts if not entry.report else ()):
        other = compare(article, part, weights)
        pair = Pair(entry, number, other, *chances(other, weights))
        if pair.same > best.same + 0.05:
            best = pair
    return best


def assess(archive: Archive, article: Article, weights: Weights | None = None) -> Judgement:
    """Judge one article against the archive. Depends on nothing but these and the weights."""
    return judge(archive, article, of_article(article, archive.home), weights or shipped())


def judge(archive: Archive, article: Article, prepared: Piece, weights: Weights) -> Judgement:
    """The same for an article that was prepared before."""
    numbers = archive.near(prepared)
    pairs = [judge_pair(prepared, archive.entries[number], weights) for number in numbers]
    if not pairs:
        return Judgement(
            article.id, Verdict.NEW, 0.0, None, None, None, 0.99, False, (), (), (), weights.version
        )
    best = max(pairs, key=lambda pair: (pair.same, -pairs.index(pair)))
    verdict, confidence = _verdict(best)
    return Judgement(
        article=article.id,
        verdict=verdict,
        score=best.same,
        item=best.entry.ref,
        number=numbers[pairs.index(best)],
        part=best.part,
        confidence=confidence,
        unsure=confidence < UNSURE,
        evidence=evidence.lines(prepared, best.text, best.comparison),
        related=evidence.related(
            prepared, [pair.entry for pair in pairs if pair is not best or verdict is Verdict.NEW]
        ),
        new_facts=evidence.new_facts(prepared, best.entry.whole, best.comparison)
        if verdict is Verdict.UPDATE
        else (),
        version=weights.version,
    )


def _verdict(pair: Pair) -> tuple[Verdict, float]:
    chances = {Verdict.COVERED: pair.covered, Verdict.UPDATE: pair.update, Verdict.NEW: 1 - pair.same}
    verdict = max(chances, key=lambda kind: chances[kind])
    return verdict, chances[verdict]
