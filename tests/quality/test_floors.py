"""The floors of triage are held: the frozen half, judged whole, in a few seconds."""

import json

from tests.quality import triage
from tests.quality.__main__ import FLOORS, below


def test_triage_holds_its_floors() -> None:
    floors = json.loads(FLOORS.read_text())["triage"]
    assert {"covered_precision", "covered_recall", "three_way", "relevance_ap"} <= set(floors)
    assert below("triage", triage.measure(), floors) == []
