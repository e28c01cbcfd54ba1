"""`make quality`: measures reading and triage, prints the tables, and fails below a pinned floor.

The floors stand in `floors.json`; the figures of a run go to `<SHIYI_HOME>/quality.json`.
"""

import importlib
import json
import sys
from pathlib import Path

from rich.console import Console

from base.settings import load_settings

FLOORS = Path(__file__).with_name("floors.json")
PARTS = ("reading", "triage")


def below(part: str, measured: dict[str, float], floors: dict[str, float]) -> list[str]:
    """A sentence for each figure that is under its floor, or has one and was not measured.

    What begins with "real_" is measured only where the real pages are beside the project.
    """
    return [
        f"{part}: {name} is {measured.get(name, float('nan')):.3f}, its floor is {floor:.3f}"
        for name, floor in floors.items()
        if not measured.get(name, float("nan")) >= floor
        and (name in measured or not name.startswith("real_"))
    ]


def main() -> int:
    """0: all floors are held."""
    console = Console()
    floors: dict[str, dict[str, float]] = json.loads(FLOORS.read_text())
    found: dict[str, dict[str, float]] = {}
    for part in PARTS:
        module = importlib.import_module(f"tests.quality.{part}")
        found[part] = module.measure()
        module.table(console)
    home = load_settings().home
    home.mkdir(parents=True, exist_ok=True)
    (home / "quality.json").write_text(json.dumps(found, indent=1))
    failures = [line for part in PARTS for line in below(part, found[part], floors[part])]
    for line in failures:
        console.print(line, style="red")
    if not failures:
        console.print(f"All {sum(map(len, floors.values()))} floors are held.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
