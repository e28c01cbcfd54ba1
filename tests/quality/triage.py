"""How good verdicts, stories and relevance are on the frozen half of the labelled set.

Whole articles are judged against the whole archive of ten issues; a verdict is right only if it names the right
item. Only totals are shown, never an article of the frozen half.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise

import numpy as np
from rich.console import Console
from rich.table import Table
from sklearn.metrics import average_precision_score

from tests.quality.labelled import Labelled, load
from triage.archive import Archive
from triage.assess import Assessment, assess
from triage.model import Verdict

# Round-ups hold several events in one item, so that their articles tell nothing about stories.
_ROUND_UPS = frozenset({("2020-05.txt", 1), ("2022-10.txt", 1)})
_BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)
_RESAMPLES = 500


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled article and what was said of it."""

    truth: Labelled
    said: Assessment

    @property
    def found(self) -> bool:
        """Whether the nearest item is the one the article was written for."""
        item = self.said.judgement.item
        return item is not None and (item.file, item.position) == self.truth.event

    @property
    def right(self) -> bool:
        """Whether the verdict is right, and of the right item."""
        return self.said.judgement.verdict is self.truth.verdict and (
            self.truth.verdict is Verdict.NEW or self.found
        )

    @property
    def same(self) -> bool:
        """Whether article and nearest item really are about the same thing."""
        return self.truth.verdict is not Verdict.NEW and self.found


@cache
def judged() -> tuple[Judged, ...]:
    """The frozen half, judged."""
    labelled = load()
    half = labelled.half(frozen=True)
    said = assess(Archive.of(labelled.issues), [one.article for one in half])
    return tuple(Judged(one, answer) for one, answer in zip(half, said, strict=True))


def verdicts(rows: Sequence[Judged]) -> dict[str, float]:
    """Precision and recall of "covered", and the share of right verdicts of the three."""
    said = [row for row in rows if row.said.judgement.verdict is Verdict.COVERED]
    true = [row for row in rows if row.truth.verdict is Verdict.COVERED]
    hits = sum(row.right for row in said)
    return {
        "covered_precision": hits / max(1, len(said)),
        "covered_recall": hits / max(1, len(true)),
        "three_way": sum(row.right for row in rows) / max(1, len(rows)),
    }


def relevance(rows: Sequence[Judged]) -> float:
    """Average precision of the relevance order."""
    return float(
        average_precision_score(
            [row.truth.relevant for row in rows], [row.said.relevance.chance for row in rows]
        )
    )


def stories(rows: Sequence[Judged]) -> tuple[float, float]:
    """(precision, recall) over pairs of articles that stand, or should stand, in one story."""

    def event(row: Judged) -> object:
        return row.truth.event if row.truth.verdict is Verdict.COVERED else row.truth.article.id

    rows = [row for row in rows if row.truth.event not in _ROUND_UPS]
    pairs = Counter(
        (event(one) == event(other), one.said.story is other.said.story)
        for one, other in combinations(rows, 2)
    )
    hits = pairs[True, True]
    return hits / max(1, hits + pairs[False, True]), hits / max(1, hits + pairs[True, False])


def measure() -> dict[str, float]:
    """All figures by name, each 0..1."""
    rows = judged()
    precision, recall = stories(rows)
    error = np.mean([(row.said.judgement.score - row.same) ** 2 for row in rows])
    return {
        **verdicts(rows),
        "relevance_ap": relevance(rows),
        "stories_precision": precision,
        "stories_recall": recall,
        "score_brier": float(error),
        "unsure": sum(row.said.judgement.unsure for row in rows) / len(rows),
    }


def intervals(rows: Sequence[Judged]) -> dict[str, tuple[float, float]]:
    """The middle 95 % of each figure when the events are drawn anew."""
    by_event: dict[object, list[Judged]] = {}
    for row in rows:
        by_event.setdefault(row.truth.event or row.truth.article.id, []).append(row)
    events = list(by_event.values())
    random = np.random.default_rng(1)
    drawn: dict[str, list[float]] = {}
    for _ in range(_RESAMPLES):
        sample = [row for at in random.integers(0, len(events), len(events)) for row in events[at]]
        for name, value in {**verdicts(sample), "relevance_ap": relevance(sample)}.items():
            drawn.setdefault(name, []).append(value)
    return {name: (float(np.quantile(v, 0.025)), float(np.quantile(v, 0.975))) for name, v in drawn.items()}


def baselines() -> dict[str, tuple[float, float, float]]:
    """(precision, recall, threshold) of "covered" by plain similarity, at the threshold that is best for F1."""
    # Here, since the floors are checked where these libraries are not.
    from tests.quality.baselines import SIMILARITIES

    labelled = load()
    rows = judged()
    items = [(file, item) for file, issue in labelled.issues for item in issue.items]
    texts = [f"{item.title}\n{item.body}" for _, item in items]
    articles = [f"{row.truth.article.title}\n{row.truth.article.text}" for row in rows]
    found = {}
    for name, similarity in SIMILARITIES.items():
        scores = similarity(articles, texts)
        best = scores.argmax(axis=1)
        top = scores.max(axis=1)
        right = np.array(
            [
                row.truth.verdict is Verdict.COVERED
                and (items[at][0], items[at][1].position) == row.truth.event
                for row, at in zip(rows, best, strict=True)
            ]
        )
        total = sum(row.truth.verdict is Verdict.COVERED for row in rows)
        found[name] = max(
            (_at(top, right, total, float(threshold)) for threshold in np.unique(top)),
            key=lambda row: 2 * row[0] * row[1] / max(1e-9, row[0] + row[1]),
        )
    return found


def _at(top: np.ndarray, right: np.ndarray, total: int, threshold: float) -> tuple[float, float, float]:
    said = top >= threshold
    hits = int((said & right).sum())
    return hits / max(1, int(said.sum())), hits / max(1, total), threshold


def table(console: Console) -> None:
    """Print everything that measure() counts, beside the plain similarities."""
    rows = judged()
    figures = measure()
    spread = intervals(rows)
    shown = Table("triage, frozen half", "value", "95 %", title=f"{len(rows)} articles", title_justify="left")
    for name, value in figures.items():
        low, high = spread.get(name, (None, None))
        shown.add_row(name, f"{value:.3f}", f"{low:.3f}-{high:.3f}" if low is not None else "")
    console.print(shown)
    _confusion(console, rows)
    judgements = [row.said.judgement for row in rows]
    _reliability(console, "score", [one.score for one in judgements], [row.same for row in rows])
    _reliability(console, "confidence", [one.confidence for one in judgements], [row.right for row in rows])
    _unsure(console, rows)
    beside = Table(
        "covered, by",
        "precision",
        "recall",
        "threshold",
        title="beside plain similarity",
        title_justify="left",
    )
    beside.add_row("triage", f"{figures['covered_precision']:.3f}", f"{figures['covered_recall']:.3f}", "")
    for name, (precision, recall, threshold) in baselines().items():
        beside.add_row(name, f"{precision:.3f}", f"{recall:.3f}", f"{threshold:.3f}")
    console.print(beside)


def _confusion(console: Console, rows: Sequence[Judged]) -> None:
    counts = Counter((row.truth.verdict, row.said.judgement.verdict) for row in rows)
    shown = Table(
        "truth \\ verdict", *(str(kind) for kind in Verdict), title="confusion", title_justify="left"
    )
    for truth in Verdict:
        shown.add_row(str(truth), *(str(counts[truth, said]) for said in Verdict))
    console.print(shown)


def _reliability(console: Console, name: str, said: Sequence[float], true: Sequence[bool]) -> None:
    """Of those given a chance of 0.9, are nine in ten so?"""
    shown = Table(name, "articles", "mean", "true", title=f"reliability of {name}", title_justify="left")
    for low, high in pairwise(_BINS):
        inside = [at for at, chance in enumerate(said) if low <= chance < high or chance == high == 1.0]
        if inside:
            mean, share = (np.mean([values[at] for at in inside]) for values in (said, true))
            shown.add_row(f"{low:.1f}-{high:.1f}", str(len(inside)), f"{mean:.2f}", f"{share:.2f}")
    console.print(shown)


def _unsure(console: Console, rows: Sequence[Judged]) -> None:
    """How many verdicts are shown as unsure, and how right these and the others are."""
    shown = Table("verdict is", "articles", "right", title="unsure", title_justify="left")
    for name, unsure in (("sure", False), ("unsure", True)):
        inside = [row.right for row in rows if row.said.judgement.unsure is unsure]
        shown.add_row(name, str(len(inside)), f"{np.mean(inside):.2f}" if inside else "")
    console.print(shown)
