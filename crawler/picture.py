"""One picture of an article, for an editor: `python -m crawler.picture KEY URL` writes it on stdout.

It goes the way of every fetch: the outlet's own hosts, robots.txt, the egress gate. Exit code 1 with a
sentence on stderr where it cannot be had.
"""

import argparse
import sys
from collections.abc import Iterator
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from base.documents.isolate import Crashed, TimedOut, run
from base.errors import ShiyiError
from base.settings import Settings
from crawler.check import Notebook
from crawler.run import crawl, scrapy_settings, spider_of
from crawler.spider import OutletSpider
from crawler.store import Store

_SECONDS = 60.0


def picking(spider: type[OutletSpider], url: str) -> type[OutletSpider]:
    """The outlet's spider, made to fetch one picture and nothing else."""

    class Picking(spider):  # type: ignore[misc, valid-type]
        picture: bytes | None = None
        why = "没有回应"

        def open_store(self, settings: Settings) -> Store:
            return Notebook()

        def _first_requests(self) -> Iterator[Request]:
            yield Request(url, callback=self.got, errback=self.failed, dont_filter=True)

        def got(self, response: Response) -> None:
            kind = (response.headers.get("Content-Type") or b"").decode("latin-1").lower()
            if response.status != 200 or kind.startswith("text/"):
                self.why = f"网站的回答是 {response.status} {kind}"
            else:
                self.picture = response.body

        def failed(self, failure: Failure) -> None:
            self.why = failure.getErrorMessage()

    return Picking


def pick(key: str, url: str) -> bytes:
    """The bytes of a picture; once in a process (see crawler/run.py). Raises ShiyiError."""
    settings = scrapy_settings("WARNING")
    crawler = crawl(picking(spider_of(key, settings), url), settings)
    spider: Any = crawler.spider
    if spider.picture is None:
        raise ShiyiError(f"取不到这张图片：{spider.why}。可以把图片存下来，再上传文件。")
    picture: bytes = spider.picture
    return picture


def fetch_picture(settings: Settings, key: str, url: str) -> bytes:
    """The same in a process of its own. Raises ShiyiError."""
    command = [sys.executable, "-m", "crawler.picture", key, url]
    try:
        return run(command, seconds=_SECONDS, env=settings.environment())
    except (Crashed, TimedOut, OSError) as error:
        raise ShiyiError("取不到这张图片，网站没有给。可以把图片存下来，再上传文件。") from error


def main() -> int:
    """The subprocess that `fetch_picture` starts."""
    parser = argparse.ArgumentParser(prog="python -m crawler.picture", description=__doc__)
    parser.add_argument("key")
    parser.add_argument("url")
    options = parser.parse_args()
    try:
        picture = pick(options.key, options.url)
    except ShiyiError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return error.exit_code
    sys.stdout.buffer.write(picture)
    return 0


if __name__ == "__main__":
    sys.exit(main())
