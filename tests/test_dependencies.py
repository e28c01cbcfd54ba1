"""docs/dependencies.md names every dependency, with its licence, and the release that was tested."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
DECLARED = sorted(
    re.match(r"[\w.\-]+", line)[0].lower()  # type: ignore[index]
    for lines in (PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
    for line in lines
)
ROWS = {
    cells[0]: cells
    for line in (ROOT / "docs/dependencies.md").read_text().splitlines()
    if line.startswith("| ")
    for cells in [[cell.strip() for cell in line.strip("|").split("|")]]
}
PINS = {
    name.lower().replace("_", "-"): version
    for name, version in re.findall(r"^([\w.\-]+)==(\S+)$", (ROOT / "constraints.txt").read_text(), re.M)
}


@pytest.mark.parametrize("name", DECLARED)
def test_a_dependency_is_explained(name: str) -> None:
    _, licence, release, _, reason = ROWS[name]
    assert licence
    assert reason
    assert re.fullmatch(r"[\d.]+", release)
    assert PINS.get(name, release) == release


def test_nothing_is_explained_that_is_not_used() -> None:
    assert ROWS.keys() - {"library", "---"} == set(DECLARED)
