"""One side of the crawl's bench in a process of its own: `python -m tests.bench.contender ours|bare PORT`.

Both read the same generated articles from the replica on that port, eight requests at a time, without delays.
Writes one JSON object: pages, seconds and CPU seconds between the spider's first request and its last, and the
process's peak memory in MB.
"""

import json
import resource
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.settings import Settings

from crawler.outlet import Column
from crawler.run import scrapy_settings
from spiders.families.news_cms import NewsCmsSpider
from spiders.gansu_press import GansuDaily

NOW = "2026-11-20T08:00:00+08:00"
HOST = "gansu.gansudaily.com.cn"
LIST = f"http://{HOST}/gsxw/index.shtml"
AT_ONCE = {"CONCURRENT_REQUESTS": 8, "CONCURRENT_REQUESTS_PER_DOMAIN": 8}


class Ours(NewsCmsSpider):
    """The product's own path: gate, robots.txt, reading by the family's reader, storing."""

    outlet = replace(GansuDaily.outlet, columns=(Column(LIST, "甘肃新闻"),))


class Bare(Spider):
    """What anybody would write first: two selectors, nothing stored."""

    name = "bare"
    port = 0

    async def start(self) -> AsyncIterator[Request]:
        """The list."""
        yield self._ask(LIST, self.parse)

    def _ask(self, url: str, callback: Any) -> Request:
        parts = urlsplit(url)
        headers = {"Host": parts.netloc, "X-Forwarded-Proto": parts.scheme}
        here = f"http://127.0.0.1:{self.port}{parts.path}"
        return Request(here, callback=callback, headers=headers)

    def parse(self, response: Response) -> Iterator[Request]:
        """Its articles, and the next page."""
        for link in response.css("#content li a::attr(href)").getall():
            yield self._ask(link, self.parse_article)
        older = response.xpath("//div[@id='content']//a[text()='下一页']/@href").get()
        if older:
            yield self._ask(f"http://{HOST}{urlsplit(older).path}", self.parse)

    def parse_article(self, response: Response) -> Iterator[dict[str, str | None]]:
        """Title and body."""
        body = "\n".join(response.css("#conter2018 p::text").getall())
        yield {"title": response.css("h1::text").get(), "body": body}


def run(side: str, port: int) -> dict[str, float]:
    """Crawl to the end; -> the figures."""
    ours = side == "ours"
    settings = scrapy_settings("ERROR") if ours else Settings({"LOG_LEVEL": "ERROR"})
    arguments: dict[str, Any] = {"now": NOW, "since": "2026-11-01"} if ours else {"port": port}
    settings.update({**AT_ONCE, "TELNETCONSOLE_ENABLED": False}, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(Ours if ours else Bare)
    moments: list[tuple[float, float]] = []

    def note(**_: Any) -> None:
        moments.append((time.monotonic(), time.process_time()))

    for signal in (signals.spider_opened, signals.spider_closed):
        crawler.signals.connect(note, signal, weak=False)
    process.crawl(crawler, **arguments)
    process.start()
    (started, busy), (ended, busied) = moments
    return {
        "pages": crawler.stats.get_value("item_scraped_count", 0),
        "seconds": ended - started,
        "cpu": busied - busy,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(sys.argv[1], int(sys.argv[2]))) + "\n")
