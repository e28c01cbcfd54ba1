"""One run of one spider in a process of its own: `python -m crawler.run KEY --now ISO`.

Writes one JSON object on stdout: {"outlet", "state", "note", "error", "counts"}; the log goes to stderr.
Exit code 0: done; 3: done, but the outlet is blocked, unreachable, changed or disallowed; 1: failed;
2: wrong use. SIGTERM ends it in good order, and a run that was cut short is simply repeated.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings as ScrapySettings
from scrapy.spiderloader import SpiderLoader

from base.errors import ShiyiError, UsageError
from crawler.judge import judge
from crawler.spider import OutletSpider
from storage.database import Database
from storage.models import OutletState

_STATS = {
    "requests": "downloader/request_count",
    "bytes": "downloader/response_bytes",
    "retries": "retry/count",
    "egress_refused": "egress/refused",
    "robots_refused": "robots/refused",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to. `error` is set where the run itself failed, not where its outlet did."""

    outlet: str
    state: OutletState
    note: str | None
    error: str | None = None
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        """As the module's docstring says."""
        if self.error:
            return 1
        return 0 if self.state is OutletState.OK else 3

    def as_json(self) -> str:
        """One line."""
        values = {
            "outlet": self.outlet,
            "state": self.state,
            "note": self.note,
            "error": self.error,
            "counts": self.counts,
        }
        return json.dumps(values, ensure_ascii=False)


def run_outlet(
    key: str,
    now: datetime,
    *,
    recheck: Sequence[int] = (),
    urls: Sequence[str] = (),
    since: date | None = None,
    log_level: str = "INFO",
) -> Outcome:
    """Crawl one outlet, once in a process: the reactor cannot be started again.

    Raises UsageError for a key nobody declared or a database that is not ready.
    """
    settings = scrapy_settings(log_level)
    spider = spider_of(key, settings)
    database = Database(settings["SHIYI"].database)
    database.require_current()
    database.close()
    crawler = crawl(
        spider,
        settings,
        now=now.isoformat(),
        recheck=",".join(map(str, recheck)),
        urls=" ".join(urls),
        since=since.isoformat() if since else None,
    )
    return outcome_of(key, crawler)


def scrapy_settings(log_level: str) -> ScrapySettings:
    """The project's settings. Raises UsageError where one of ours is wrong."""
    settings = ScrapySettings()
    settings.setmodule("crawler.settings", priority="project")
    settings.set("LOG_LEVEL", log_level, priority="cmdline")
    return settings


def spider_of(key: str, settings: ScrapySettings) -> type[OutletSpider]:
    """The outlet's spider. Raises UsageError for a key that nobody declared."""
    loader = SpiderLoader.from_settings(settings)
    if key not in loader.list():
        raise UsageError(f"There is no outlet with the key {key}; `shiyi outlets` lists them.")
    spider = loader.load(key)
    assert issubclass(spider, OutletSpider)
    return spider


def crawl(spider: type[OutletSpider], settings: ScrapySettings, **arguments: Any) -> Crawler:
    """Run a spider to its end in this process; afterwards the crawler says what happened."""
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(spider)
    process.crawl(crawler, **arguments)
    process.start()
    return crawler


def outcome_of(key: str, crawler: Crawler) -> Outcome:
    """What a crawler that has run to its end came to."""
    spider: Any = crawler.spider
    if spider is None:
        return Outcome(key, OutletState.OK, None, error="the spider did not start; see the log")
    stats = crawler.stats.get_stats()
    state, note = judge(spider.tally)
    counts = dict(spider.tally.counts)
    counts |= {name: int(stats.get(stat, 0)) for name, stat in _STATS.items()}
    return Outcome(key, state, note, _error(stats, spider), counts)


def _error(stats: dict[str, Any], spider: Any) -> str | None:
    if spider.error:
        return str(spider.error)
    reason = stats.get("finish_reason")
    if reason != "finished":
        return f"the run ended early: {reason}"
    mistakes = stats.get("log_count/ERROR", 0) + stats.get("log_count/CRITICAL", 0)
    return f"{mistakes} errors; see the log" if mistakes else None


def main(arguments: Iterable[str] | None = None) -> int:
    """The subprocess that the scheduler starts."""
    parser = argparse.ArgumentParser(prog="python -m crawler.run", description=__doc__)
    parser.add_argument("key")
    parser.add_argument("--now", required=True, type=datetime.fromisoformat)
    parser.add_argument("--since", type=date.fromisoformat)
    parser.add_argument("--recheck", nargs="+", type=int, default=[], metavar="ID")
    parser.add_argument("--url", nargs="+", default=[], dest="urls")
    parser.add_argument("--log-level", default="INFO")
    options = parser.parse_args(None if arguments is None else list(arguments))
    try:
        outcome = run_outlet(
            options.key,
            options.now,
            recheck=options.recheck,
            urls=options.urls,
            since=options.since,
            log_level=options.log_level,
        )
    except ShiyiError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return error.exit_code
    print(outcome.as_json(), flush=True)  # noqa: T201
    return outcome.exit_code


if __name__ == "__main__":
    sys.exit(main())
