"""`scrapy list` and `scrapy crawl KEY`, as a Scrapy user expects; and the manners of a crawl that is not hurried."""

import json
import os
import subprocess
import sys
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest

import spiders
from base.clock import CHINA
from demo.content import library
from demo.replica import Hit, Replica
from tests.crawler.conftest import ROOT, new_home

NOW = datetime(2026, 11, 20, 9, tzinfo=CHINA)
DELAY = 0.4

pytestmark = pytest.mark.timeout(400)


def scrapy(*command: str, home: Path, port: int = 1) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SHIYI_")}
    env = {"SHIYI_HOME": str(home), "SHIYI_REPLICA_PORT": str(port), "PYTHONWARNINGS": "error"}
    result = subprocess.run(
        [sys.executable, "-m", "scrapy", *command],
        cwd=ROOT,
        env=clean | env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-3000:]
    return result.stdout


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[dict[str, object]], list[Hit]]:
    """A crawl of 中国甘肃网 with delays: its items, and what the replica saw."""
    home = new_home(tmp_path_factory.mktemp("home"))
    file = home / "items.json"
    with Replica(NOW) as replica:
        manners = ("-s", "POLITE=1", "-s", f"DOWNLOAD_DELAY={DELAY}")
        scrapy(
            "crawl",
            "gscn",
            "-a",
            f"now={NOW.isoformat()}",
            "-O",
            str(file),
            *manners,
            home=home,
            port=replica.port,
        )
        hits = replica.log
    found: list[dict[str, object]] = json.loads(file.read_text("utf-8"))
    return found, hits


def test_every_outlet_is_listed(tmp_path: Path) -> None:
    assert scrapy("list", home=tmp_path).split() == list(spiders.spiders())


def test_items_are_exported_as_readable_json(crawled: tuple[list[dict[str, object]], list[Hit]]) -> None:
    shown = {article.key: article.title for article in library().of("gscn") if article.listed(NOW)}
    assert {item["key"]: item["page"]["title"] for item in crawled[0]} == shown  # type: ignore[index]


def test_one_request_at_a_time_goes_to_a_host_and_not_too_soon(
    crawled: tuple[list[dict[str, object]], list[Hit]],
) -> None:
    by_host: dict[str, list[Hit]] = {}
    for hit in sorted(crawled[1], key=lambda hit: hit.started):
        by_host.setdefault(hit.host, []).append(hit)
    assert max(len(hits) for hits in by_host.values()) >= 4
    for hits in by_host.values():
        for before, after in pairwise(hits):
            assert after.started >= before.ended
        # The delay varies by a quarter; a single one may look shorter where the request before it was long on the way.
        assert hits[-1].started - hits[0].started > (len(hits) - 1) * DELAY * 0.75 - DELAY
