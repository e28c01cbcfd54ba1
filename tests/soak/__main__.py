"""`make soak`: thirty simulated days, then a hundred kills on each database; `--days 0` or `--kills 0` leaves one out.

Prints a table of claims, writes it to `<SHIYI_HOME>/soak.json`, and ends with 1 if any of them fails.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from rich.console import Console

from base.settings import load_settings
from storage.database import Database
from tests import postgres
from tests.soak.claims import Claim, show
from tests.soak.kills import kill
from tests.soak.month import Month
from tests.soak.scenario import FIRST, scenario
from tests.soak.stored import Stored
from tests.soak.told import Told


def main() -> int:
    """Live, kill, judge, show."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--kills", type=int, default=100, help="on each database")
    options = parser.parse_args()
    parts: dict[str, dict[str, object]] = {}
    right = True
    console = Console(width=None if sys.stdout.isatty() else 140)
    with tempfile.TemporaryDirectory(prefix="shiyi-soak-") as folder:
        for name, claims in _parts(options.days, options.kills, Path(folder)):
            begun = time.monotonic()
            found = list(claims)
            minutes = round((time.monotonic() - begun) / 60, 1)
            show(console, found, f"{name}, in {minutes} minutes")
            parts[name] = {"minutes": minutes, "claims": [asdict(claim) for claim in found]}
            right = right and all(claim.holds for claim in found)
    home = load_settings().home
    home.mkdir(parents=True, exist_ok=True)
    (home / "soak.json").write_text(json.dumps(parts, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0 if right else 1


def _parts(days: int, kills: int, folder: Path) -> Iterator[tuple[str, Iterator[Claim]]]:
    if days:
        yield f"{days} days from {FIRST}", live(days, folder / "month")
    if kills:
        url = f"sqlite:///{folder / 'kills.sqlite'}"
        yield f"{kills} kills on SQLite", kill(url, folder / "sqlite", kills)
    programs = postgres.server_programs()
    if kills and programs is not None:
        with postgres.server(programs) as url:
            yield f"{kills} kills on PostgreSQL", kill(url, folder / "postgresql", kills)


def live(days: int, home: Path) -> Iterator[Claim]:
    """Live through so many days, and judge."""
    home.mkdir(parents=True)
    planned = scenario(FIRST, days)
    month = Month(planned, home)
    month.live()
    database = Database(f"sqlite:///{home / 'shiyi.sqlite'}")
    with database.reading() as session:
        yield from Stored(session, planned).claims()
        yield from Told(session, planned, month.lived).claims()
    database.close()


if __name__ == "__main__":
    sys.exit(main())
