"""`make fit`: fit triage/weights.json anew, on the half of the labelled set that is for fitting.

Two linear scores (covered, update) against "another thing" (0), together a softmax, with the sign of every weight
fixed by what its feature means: a set of look-alikes would otherwise teach that common wording speaks against.
The prior pulls towards weights set by hand, so that few examples cannot carry a feature far.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from base.text import squash
from tests.quality.labelled import Labelled, LabelledSet, load
from triage.archive import Archive
from triage.compare import AGREEMENTS, CONFLICTS, FEATURES, STAGES
from triage.facts import prepare
from triage.judge import judge_pair
from triage.model import Verdict
from triage.piece import grams, of_article
from triage.relevance import Ranker, place, subject
from triage.weights import Weights, parse

WEIGHTS = Path(__file__).parents[2] / "triage" / "weights.json"
COMMON = Path(__file__).parents[1] / "data" / "triage" / "common_words.txt"
# What a pair of an article with an item of another event weighs, beside one with its own.
_OTHER = 1.0
# The same article without day and outlet, as many pages come.
_BARE = 0.5
_PRIOR = 0.08
_CLASSES = {Verdict.COVERED: 0, Verdict.UPDATE: 1, Verdict.NEW: 2}

# What the features were thought to weigh before anything was fitted: (covered, update).
PRIOR: dict[str, tuple[float, float]] = {
    "bias": (-2.0, -5.0),
    "verbatim": (2.0, 1.0),
    "subject": (2.5, 3.0),
    "subject_back": (1.0, 1.5),
    "rare": (1.0, 1.0),
    "figures": (4.0, 2.5),
    "figure_share": (3.0, 0.5),
    "figures_back": (1.5, 0.5),
    "same_day": (1.0, 1.2),
    "same_place": (0.8, 0.6),
    "same_name": (1.5, 1.5),
    "same_unit": (0.6, 0.5),
    "figure_conflict": (-4.0, -1.0),
    "other_day": (-3.5, -0.3),
    "other_year": (-4.0, -2.0),
    "other_place": (-5.0, -5.0),
    "other_city": (-3.0, -3.0),
    "other_issuer": (-2.5, -1.8),
    "other_edition": (-3.0, -1.0),
    "other_document": (-3.0, -2.0),
    "far_off": (-1.0, -0.3),
    "before": (-3.0, -4.0),
    "unspecific": (-2.0, -2.0),
    "bare_figures": (-2.0, -2.0),
    "passing": (-1.5, -1.5),
    "off_topic": (-1.5, -1.5),
    "missing_figures": (-1.0, 0.0),
    "aside": (-2.5, -2.5),
    "missing_name": (-2.5, -2.5),
    "later": (0.0, 1.0),
    "later_day": (-1.5, 0.5),
    "stage": (-0.8, 2.0),
    "refers_back": (-0.5, 1.8),
    "growth": (-1.0, 1.2),
    "later_as_of": (-1.0, 1.5),
}


RELEVANCE_BIAS = -2.2
RELEVANCE_PLACES = {"home": 1.0, "watched": 0.5, "unknown": 0.5, "nation": 0.3, "other": 0.12}
RELEVANCE: dict[str, float] = {
    "best_domain": 1.2,
    "domains": 0.6,
    "core": 0.8,
    "livelihood": 0.6,
    "actor": 0.9,
    "member": 0.3,
    "likeness": 2.0,
    "reprints": 0.3,
    "routine": -2.5,
    "ordinary_时政": -1.2,
    "ordinary_体育": -1.4,
    "ordinary_事故": -1.2,
    "ordinary_市场": -1.2,
    "ordinary_旅游": -1.2,
    "ordinary_天气": -1.2,
    "ordinary_农经": -1.0,
    "ordinary_科技": -1.0,
    "ordinary_机关": -1.4,
}
_RELEVANCE_PRIOR = 1.0


def _bounds(name: str) -> list[tuple[float | None, float | None]]:
    """The sign that a weight may have, for covered and for update."""
    if name in AGREEMENTS:
        return [(0.0, None), (0.0, None)]
    if name in CONFLICTS:
        return [(None, 0.0), (None, 0.0)]
    if name in STAGES:
        return [(None, 0.0), (0.0, None)]
    return [(None, None), (None, None)]


def examples(
    labelled: LabelledSet, articles: Iterable[Labelled], weights: Weights
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64], npt.NDArray[np.float64], list[str]]:
    """(features, classes, weights, events) of every article with its own item and with those near it."""
    articles = list(articles)
    events = {one.event for one in articles}
    archive = Archive.of(labelled.issues)
    own = {(known.ref.file, known.ref.position): number for number, known in archive.entries.items()}
    for key, number in own.items():
        if key not in events:
            archive.discard(number)
    rows, classes, worth, groups = [], [], [], []
    for one in articles:
        bare = replace(one.article, outlet=None, published=None)
        for article, share in ((one.article, 1.0), (bare, _BARE)):
            prepared = of_article(article, archive.home)
            mine = own.get(one.event) if one.event else None
            for number in {*archive.near(prepared), *([mine] if mine is not None else [])}:
                pair = judge_pair(prepared, archive.entries[number], weights)
                rows.append([pair.comparison[name] for name in FEATURES])
                classes.append(_CLASSES[one.verdict if number == mine else Verdict.NEW])
                worth.append(share * (1.0 if number == mine else _OTHER))
                groups.append(str(one.event or one.article.title))
    return np.array(rows), np.array(classes), np.array(worth), groups


def fit(
    features: npt.NDArray[np.float64], classes: npt.NDArray[np.int64], worth: npt.NDArray[np.float64]
) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """The weights of (covered, update) that explain the examples best."""
    names = ("bias", *FEATURES)
    start = np.array([PRIOR[name] for name in names])
    table = np.hstack([np.ones((len(features), 1)), features])
    truth = np.eye(3)[classes]

    def loss(flat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        matrix = flat.reshape(start.shape)
        scores = np.hstack([table @ matrix, np.zeros((len(table), 1))])
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        wrong = (chances - truth) * worth[:, None]
        pull = matrix - start
        value = -(worth * np.log(chances[np.arange(len(classes)), classes] + 1e-12)).sum()
        slope = table.T @ wrong[:, :2] + 2 * _PRIOR * pull
        return float(value + _PRIOR * (pull**2).sum()), slope.ravel()

    bounds = [bound for name in names for bound in _bounds(name)]
    found = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", bounds=bounds).x.reshape(start.shape)
    covered, update = (
        {name: round(float(row[at]), 3) for name, row in zip(names, found, strict=True)} for at in (0, 1)
    )
    return covered, update


def fit_relevance(labelled: LabelledSet, articles: Iterable[Labelled], weights: Weights) -> dict[str, Any]:
    """The weights of relevance; how much each kind of place counts is set by hand, not fitted.

    An article's own item is left out of the archive for it: most of what is relevant was never printed.
    """
    ranker = Ranker(Archive.of(labelled.issues), weights)
    own = {(known.ref.file, known.ref.position): number for number, known in ranker.archive.entries.items()}
    names = ("bias", *RELEVANCE)
    rows, places, truth = [], [], []
    for one in articles:
        prepared = of_article(one.article, ranker.archive.home)
        _, likeness = ranker.most_alike(prepared, own.get(one.event) if one.event else None)
        values = {**subject(prepared).values, "likeness": likeness, "bias": 1.0, "reprints": 0.0}
        rows.append([values[name] for name in names])
        places.append(RELEVANCE_PLACES[place(prepared, ranker.archive.home)])
        truth.append(one.relevant)
    table, factor, wanted = np.array(rows), np.array(places), np.array(truth, float)
    start = np.array([RELEVANCE_BIAS, *RELEVANCE.values()])

    def loss(flat: npt.NDArray[np.float64]) -> float:
        chance = np.clip(factor / (1 + np.exp(-table @ flat)), 1e-6, 1 - 1e-6)
        wrong = -(wanted * np.log(chance) + (1 - wanted) * np.log(1 - chance)).sum()
        return float(wrong + _RELEVANCE_PRIOR * ((flat - start) ** 2).sum())

    bounds = [(None, None), *((0.0, None) if value > 0 else (None, 0.0) for value in RELEVANCE.values())]
    found = minimize(loss, start, method="L-BFGS-B", bounds=bounds).x
    fitted = {name: round(float(value), 3) for name, value in zip(names, found, strict=True)}
    return {"bias": fitted.pop("bias"), "place": RELEVANCE_PLACES, "weights": fitted}


def words(labelled: LabelledSet, articles: Iterable[Labelled]) -> dict[str, str]:
    """Rarity -> bigrams that have it. 1 is what was never seen; each event is counted once.

    The set is small, so the bigrams of words known to be common count as if many more events had them.
    """
    by_event: dict[str, set[str]] = {}
    items = {(file, item.position): item for file, issue in labelled.issues for item in issue.items}
    for one in articles:
        text = one.article.title + one.article.text
        if one.event:
            text += items[one.event].title + items[one.event].body
        seen = by_event.setdefault(str(one.event or one.article.title), set())
        seen |= grams(squash(prepare(text)), 2)
    counts = Counter(gram for seen in by_event.values() for gram in seen)
    known = [word for line in COMMON.read_text("utf-8").split("\n")[1:] for word in line.split()]
    common = {gram for word in known for gram in grams(word, 2)}
    found: dict[str, list[str]] = {}
    for gram in sorted(common | {gram for gram, count in counts.items() if count > 1}):
        count = counts[gram] + (0.15 * len(by_event) if gram in common else 0)
        rarity = round(max(0.1, 1 - log(count) / log(len(by_event))), 1)
        if rarity < 0.9 and not any(char.isascii() for char in gram):
            found.setdefault(str(rarity), []).append(gram)
    return {rarity: " ".join(found[rarity]) for rarity in sorted(found)}


def main() -> int:
    """Fit and write the weights; the version must be raised by hand where verdicts change."""
    labelled = load()
    half = labelled.half(frozen=False)
    data: dict[str, Any] = json.loads(WEIGHTS.read_text("utf-8"))
    data["words"] = words(labelled, half)
    for _ in range(2):  # the best paragraph of a round-up depends on the weights
        features, classes, worth, _groups = examples(labelled, half, parse(data))
        data["covered"], data["update"] = fit(features, classes, worth)
    data["relevance"] = fit_relevance(labelled, half, parse(data))
    WEIGHTS.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
