"""The shipped weights: how rare words and names are, and how much each feature counts. Frozen under a version."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Model:
    """A linear score: `bias` + the sum of feature x weight."""

    bias: float
    weights: Mapping[str, float]

    def score(self, values: Mapping[str, float]) -> float:
        """The score of one set of features."""
        return self.bias + sum(weight * values[name] for name, weight in self.weights.items())


@dataclass(frozen=True, slots=True)
class Weights:
    """`words` holds the rarity (0..1) of common bigrams, all others have 1; `names` the worth of common
    documents and campaigns, all others count fully. `covered` and `update` are scored against "another thing",
    which is 0."""

    version: str
    words: Mapping[str, float]
    names: Mapping[str, float]
    covered: Model
    update: Model
    relevance: Mapping[str, Any]

    def rarity(self, gram: str) -> float:
        """How much a bigram says: 1 for one never seen, near 0 for 工作."""
        return self.words.get(gram, 1.0)

    def name_worth(self, name: str) -> float:
        """How much sharing this document (《…》) or campaign (“…”) says."""
        if name.endswith(("法》", "法典》")):
            return 0.2  # a law is named wherever its subject is
        return self.names.get(name, 1.0 if name.startswith("《") else 0.8)


def _model(data: Mapping[str, float]) -> Model:
    return Model(data["bias"], {name: weight for name, weight in data.items() if name != "bias"})


def parse(data: Mapping[str, Any]) -> Weights:
    """Weights from the content of weights.json."""
    words = {gram: float(value) for value, grams in data["words"].items() for gram in grams.split()}
    return Weights(
        version=str(data["version"]),
        words=words,
        names=dict(data["names"]),
        covered=_model(data["covered"]),
        update=_model(data["update"]),
        relevance=data["relevance"],
    )


@cache
def shipped() -> Weights:
    """The weights that this version of the program ships."""
    return parse(json.loads(files("triage").joinpath("weights.json").read_text("utf-8")))
