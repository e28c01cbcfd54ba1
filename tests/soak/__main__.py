"""`make soak`: thirty simulated days, then kills; `--days 3 --kills 0` is what the tests run.

Prints a table of claims, writes it to `<SHIYI_HOME>/soak.json`, and ends with 1 if any of them fails.
"""

import argparse
import json
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from base.settings import load_settings
from storage.database import Database
from tests.soak.month import Month
from tests.soak.scenario import FIRST, scenario
from tests.soak.verdict import Judge, Row, shown


def main() -> int:
    """Live, judge, show."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--home", type=Path, help="keep what the month leaves behind here")
    options = parser.parse_args()
    console = Console()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="shiyi-soak-") as folder:
        rows = live(options.days, options.home or Path(folder))
    minutes = (time.monotonic() - begun) / 60
    _show(console, rows, f"{options.days} days from {FIRST} in {minutes:.1f} minutes")
    home = load_settings().home
    home.mkdir(parents=True, exist_ok=True)
    said = {
        "days": options.days,
        "minutes": round(minutes, 1),
        "claims": [asdict(row) | {"holds": row.holds} for row in rows],
    }
    (home / "soak.json").write_text(json.dumps(said, ensure_ascii=False, indent=1))
    return 0 if all(row.holds for row in rows) else 1


def live(days: int, home: Path) -> list[Row]:
    """Live through so many days, and judge."""
    home.mkdir(parents=True, exist_ok=True)
    planned = scenario(FIRST, days)
    month = Month(planned, home)
    month.live()
    database = Database(f"sqlite:///{home / 'shiyi.sqlite'}")
    with database.reading() as session:
        rows = list(Judge(session, planned, month.lived).rows())
    database.close()
    return rows


def _show(console: Console, rows: list[Row], title: str) -> None:
    table = Table("claim", "planted", "right", "", title=title, title_justify="left")
    for row in rows:
        table.add_row(row.what, str(row.planted), str(row.right), "ok" if row.holds else "WRONG")
    console.print(table)
    for line in shown(rows):
        console.print(line, markup=False, highlight=False)


if __name__ == "__main__":
    sys.exit(main())
