"""What the editors' decisions teach: a small linear model over words, and the decided text most like a new one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from base.text import squash
from triage import index

# One decision shifts little, fifteen as much as the shipped weights allow, and none more than this (log odds).
_HALF = 15
_MOST = 2.5
# What past issues printed stands beside the decisions as accepted, but each counts less than a decision.
_PRINTED = 0.3
_FEATURES = 1 << 12
_ALIKE = 0.25
_LENGTH = 1500


@dataclass(frozen=True)
class Lessons:
    """What was learned from `count` decisions. `shift` is in log odds."""

    count: int
    _model: Any
    _decided: tuple[tuple[str, bool, index.Keys], ...]

    @property
    def key(self) -> tuple[tuple[str, bool], ...]:
        """What was learned from, briefly: equal for the same lessons."""
        return tuple((title, accepted) for title, accepted, _ in self._decided)

    def shift(self, text: str) -> float:
        """By how much the decisions speak for (or against) a text."""
        if self._model is None:
            return 0.0
        score = float(self._model.decision_function(_rows([text]))[0])
        return self.count / (self.count + _HALF) * max(-_MOST, min(_MOST, score))

    def reason(self, text: str) -> str | None:
        """The decision on the text most like this one, in the editors' words."""
        keys = index.text_keys(squash(text[:_LENGTH]))
        best, title, accepted = _ALIKE, None, False
        for decided, decision, its in self._decided:
            likeness = len(np.intersect1d(keys, its, assume_unique=True)) / max(1, min(len(keys), len(its)))
            if likeness > best:
                best, title, accepted = likeness, decided, decision
        if title is None:
            return None
        return f"与{'采用' if accepted else '未采用'}过的《{title[:30]}》相近"


NONE = Lessons(0, None, ())


def _rows(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """Hashed bigrams, one row a text, each of length 1."""
    rows = np.zeros((len(texts), _FEATURES), np.float32)
    for row, text in zip(rows, texts, strict=True):
        row[index.text_keys(squash(text[:_LENGTH])) % _FEATURES] = 1.0
        row[:] = row / max(1.0, float(np.linalg.norm(row)))
    return rows


def learn(decisions: Sequence[tuple[str, bool]], printed: Sequence[str]) -> Lessons:
    """Lessons of `decisions` (a text, its title on the first line, and whether it was accepted).

    The same decisions in any order teach the same.
    """
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  (a second of imports that most commands do not need)

    decisions = sorted(decisions)
    decided = tuple(
        (text.split("\n", 1)[0], accepted, index.text_keys(squash(text[:_LENGTH])))
        for text, accepted in decisions
    )
    texts = [text for text, _ in decisions] + sorted(printed)
    accepted = [accepted for _, accepted in decisions] + [True] * len(printed)
    if not decisions or len(set(accepted)) < 2:
        return Lessons(len(decisions), None, decided)
    weights = [1.0] * len(decisions) + [_PRINTED] * len(printed)
    model = LogisticRegression(C=10.0, class_weight="balanced", max_iter=500)
    model.fit(_rows(texts), accepted, sample_weight=weights)
    return Lessons(len(decisions), model, decided)
