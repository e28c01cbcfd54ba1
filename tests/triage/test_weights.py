"""The shipped weights mean what their names say, and the labelled set they come from is what it claims to be."""

import json
from importlib.resources import files

import pytest

from tests.quality.labelled import Labelled, frozen_hash, load
from triage.compare import AGREEMENTS, CONFLICTS, FEATURES, STAGES
from triage.model import Verdict
from triage.weights import parse, shipped

# A changed text in the frozen half shows here; docs/triage.md says when and why that was.
FROZEN = "021432204c3b81c8f4d14ddf96a040ddbc632532813fd3d6dee222ef9dc3f39a"


@pytest.mark.parametrize("name", AGREEMENTS)
def test_agreement_never_speaks_against(name: str) -> None:
    assert shipped().covered.weights[name] >= 0 and shipped().update.weights[name] >= 0


@pytest.mark.parametrize("name", CONFLICTS)
def test_contradiction_never_speaks_for(name: str) -> None:
    assert shipped().covered.weights[name] <= 0 and shipped().update.weights[name] <= 0


@pytest.mark.parametrize("name", STAGES)
def test_a_later_stage_speaks_for_an_update_alone(name: str) -> None:
    assert shipped().covered.weights[name] <= 0 <= shipped().update.weights[name]


def test_every_feature_has_its_weights_and_a_version() -> None:
    weights = shipped()
    assert set(weights.covered.weights) == set(weights.update.weights) == set(FEATURES)
    assert weights.version and all(0 < rarity < 1 for rarity in weights.words.values())


def test_the_file_is_what_is_shipped() -> None:
    data = json.loads(files("triage").joinpath("weights.json").read_text("utf-8"))
    assert parse(data) == shipped()


def test_the_size_of_the_labelled_set() -> None:
    labelled = load()
    pairs = [one for one in labelled.articles if one.event]
    own = [file for file, issue in labelled.issues if issue.number]
    assert len(labelled.issues) >= 10 and len(own) >= 9
    assert len({one.event for one in pairs}) >= 50 and len(pairs) >= 300
    assert len(labelled.articles) - len(pairs) >= 60 and len(labelled.articles) >= 200
    for verdict, least in ((Verdict.COVERED, 100), (Verdict.UPDATE, 30), (Verdict.NEW, 100)):
        assert sum(one.verdict is verdict for one in pairs) >= least


def test_an_event_is_in_one_half() -> None:
    halves: dict[tuple[str, int], set[bool]] = {}
    for one in load().articles:
        if one.event:
            halves.setdefault(one.event, set()).add(one.frozen)
    assert all(len(half) == 1 for half in halves.values())


def test_the_frozen_half_is_frozen() -> None:
    assert frozen_hash() == FROZEN


@pytest.mark.parametrize("half", [True, False])
def test_each_half_has_what_the_set_must_not_teach_wrongly(half: bool) -> None:
    kinds = {one.kind for one in load().half(frozen=half)}
    assert {
        "source",
        "report",
        "update",
        "update2",
        "year",
        "place",
        "sibling",
        "national",
        "figures",
        "reprint",
    } <= kinds
    assert any(_undated(one) for one in load().half(frozen=half))


def _undated(one: Labelled) -> bool:
    return one.verdict is Verdict.COVERED and one.article.published is None
