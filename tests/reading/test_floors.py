"""Reading does not get worse: the floors of `make quality` are held."""

import json

from tests.quality.__main__ import FLOORS, below
from tests.quality.reading import measure


def test_no_figure_is_below_its_floor() -> None:
    assert below("reading", measure(), json.loads(FLOORS.read_text())["reading"]) == []
