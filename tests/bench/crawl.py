"""The whole path (fetch, read, store) beside a bare Scrapy spider on 2,000 pages of 60 kB, and a day without news.

All times are of this machine; what matters is how the two stand to each other. They take turns, the replica in
a process of its own, and the better of two rounds counts for each.
"""

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from base.settings import Settings
from storage.database import Database
from tests.bench.contender import NOW

PAGES = 2_000
ROUNDS = 2
# One outlet of each family that answers without a browser.
QUIET = ("gansudaily", "gsrb", "gswomen", "jyt", "nmgrb", "wsjk")


@contextmanager
def replica(bulk: int) -> Iterator[int]:
    """The port of a replica in its own process."""
    command = [sys.executable, "-m", "demo", "--port", "0", "--at", NOW, "--bulk", str(bulk)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(re.findall(r":(\d+)/", process.stdout.readline())[0])
        finally:
            process.terminate()


def home_of(folder: Path, port: int) -> Settings:
    """An empty home whose requests go to the replica."""
    settings = Settings(home=folder, replica_port=port)
    database = Database(settings.database)
    database.upgrade()
    database.close()
    return settings


def contend(side: str, port: int) -> dict[str, float]:
    """One crawl of all the pages, into an empty home."""
    with tempfile.TemporaryDirectory() as folder:
        env = home_of(Path(folder), port).environment()
        command = [sys.executable, "-m", "tests.bench.contender", side, str(port)]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    assert found["pages"] == PAGES, f"{side} found {found['pages']} pages of {PAGES}: {done.stderr[-2000:]}"
    return found


def quiet_day(port: int) -> list[dict[str, float | str]]:
    """What each outlet's second run costs, when nothing has come since its first."""
    found: list[dict[str, float | str]] = []
    with tempfile.TemporaryDirectory() as folder:
        env = home_of(Path(folder), port).environment()
        for key in QUIET:
            command = [sys.executable, "-m", "crawler.run", key, "--now", NOW, "--log-level", "ERROR"]
            first = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
            started = time.monotonic()
            second = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
            seconds = time.monotonic() - started
            before, counts = (json.loads(each.stdout)["counts"] for each in (first, second))
            found.append(
                {
                    "outlet": key,
                    "first_requests": before["requests"],
                    "requests": counts["requests"],
                    "bytes": counts["bytes"],
                    "seconds": seconds,
                }
            )
    return found


def run(console: Console) -> dict[str, object]:
    """Print the tables; -> the figures."""
    rounds: dict[str, list[dict[str, float]]] = {"bare": [], "ours": []}
    with replica(PAGES) as port:
        for _ in range(ROUNDS):
            for side, found in rounds.items():
                found.append(contend(side, port))
    best = {side: min(found, key=lambda each: each["seconds"]) for side, found in rounds.items()}
    with replica(0) as port:
        quiet = quiet_day(port)
    ratios = {name: best["bare"][name] / best["ours"][name] for name in ("seconds", "cpu", "megabytes")}
    console.print(_crawl_table(best, ratios))
    console.print(_quiet_table(quiet))
    return {"best": best, "ratio": ratios, "rounds": rounds, "quiet": quiet}


def _crawl_table(best: dict[str, dict[str, float]], ratios: dict[str, float]) -> Table:
    table = Table(title=f"Crawling {PAGES:,} pages of 60 kB, the better of {ROUNDS} rounds")
    for head in ("", "pages/s", "CPU ms a page", "peak MB"):
        table.add_column(head, justify="right" if head else "left")
    for side, name in (("bare", "bare Scrapy, two selectors"), ("ours", "shiyi: fetch, read, store")):
        found = best[side]
        table.add_row(
            name,
            f"{found['pages'] / found['seconds']:.0f}",
            f"{1000 * found['cpu'] / found['pages']:.2f}",
            f"{found['megabytes']:.0f}",
        )
    table.add_row(
        "ratio (1: as good as bare)", *(f"{ratios[name]:.2f}" for name in ("seconds", "cpu", "megabytes"))
    )
    return table


def _quiet_table(quiet: list[dict[str, float | str]]) -> Table:
    table = Table(title="A day without news: an outlet's second run")
    for head in ("outlet", "requests of the first run", "requests", "kB", "seconds"):
        table.add_column(head, justify="left" if head == "outlet" else "right")
    for each in quiet:
        kilobytes, seconds = float(each["bytes"]) / 1000, float(each["seconds"])
        table.add_row(
            str(each["outlet"]),
            str(each["first_requests"]),
            str(each["requests"]),
            f"{kilobytes:.1f}",
            f"{seconds:.1f}",
        )
    return table
