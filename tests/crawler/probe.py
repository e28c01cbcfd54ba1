"""Run by test_attacks.py in a process of its own: asks for the addresses given, says what became of each.

`python -m tests.crawler.probe HOSTS URL…` writes {"answers": {url: [status, bytes] | error}, "stats": {…}}.
PROBE_NAMES in the environment is {name: [address, …]}: what the machine's resolver would answer. With
PROBE_RENDER a browser asks, and the answer holds the text of #said in place of the number of bytes.
"""

import json
import os
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, ClassVar

_NAMES: dict[str, list[str]] = json.loads(os.environ.get("PROBE_NAMES", "{}"))


def _getaddrinfo(host: str, port: int, *_: object, **__: object) -> list[Any]:
    if host not in _NAMES:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    found = []
    for address in _NAMES[host]:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        where = (address, port, 0, 0) if family is socket.AF_INET6 else (address, port)
        found.append((family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", where))
    return found


if _NAMES:
    socket.getaddrinfo = _getaddrinfo  # type: ignore[assignment]  # before Twisted takes hold of it

from scrapy import Request  # noqa: E402
from scrapy.crawler import AsyncCrawlerProcess  # noqa: E402
from scrapy.http import Response  # noqa: E402
from scrapy.settings import Settings  # noqa: E402
from twisted.python.failure import Failure  # noqa: E402

from crawler.outlet import Outlet  # noqa: E402
from crawler.spider import OutletSpider  # noqa: E402

HOSTS, *URLS = sys.argv[1:]
ANSWERS: dict[str, Any] = {}


class Probe(OutletSpider):
    outlet: ClassVar[Outlet] = Outlet(key="probe", name="probe", hosts=tuple(HOSTS.split(",")))

    async def start(self) -> AsyncIterator[Request]:
        for url in URLS:
            yield Request(
                url,
                callback=self.answered,
                errback=self.refused,
                cb_kwargs={"url": url},
                meta={"render": "PROBE_RENDER" in os.environ},
                dont_filter=True,
            )

    def answered(self, response: Response, url: str) -> None:
        said = response.css("#said::text").get() if "PROBE_RENDER" in os.environ else len(response.body)
        ANSWERS[url] = [response.status, said]

    def refused(self, failure: Failure) -> None:
        url = failure.request.cb_kwargs["url"]  # type: ignore[attr-defined]
        ANSWERS[url] = f"{type(failure.value).__name__}: {failure.value}"


def _peak() -> int:
    """The most memory this process held, in bytes.

    Not getrusage's figure, which begins with what the process that forked this one held.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def main() -> None:
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(Probe)
    process.crawl(crawler, now="2026-11-20")
    process.start()
    stats = {
        key: value for key, value in crawler.stats.get_stats().items() if isinstance(value, int | float | str)
    }
    print(json.dumps({"answers": ANSWERS, "stats": stats, "peak": _peak()}))  # noqa: T201


if __name__ == "__main__":
    main()
