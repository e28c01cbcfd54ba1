"""The soak, short: three days of the month, and a few kills; `make soak` is the whole of it."""

from pathlib import Path

import pytest

from tests.soak.__main__ import live
from tests.soak.claims import Claim
from tests.soak.kills import kill

pytestmark = pytest.mark.timeout(900)


def wrong(claims: list[Claim]) -> list[Claim]:
    return [claim for claim in claims if not claim.holds]


def test_three_days_unattended(tmp_path: Path) -> None:
    claims = list(live(3, tmp_path / "home"))
    assert wrong(claims) == []
    assert [claim.planted > 0 for claim in claims if claim.what.startswith("articles")] == [True]


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_whatever_is_killed_nothing_is_lost_and_nothing_doubled(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """How soon the work goes on is for a machine that has nothing else to do."""
    url = f"sqlite:///{tmp_path / 'x.sqlite'}"
    if engine == "postgresql":
        url = request.getfixturevalue("servers").make(engine, tables=False).url.render_as_string(False)
    soon, *claims = kill(url, tmp_path / "home", 2)
    assert soon.planted == 2
    assert wrong(claims) == []
