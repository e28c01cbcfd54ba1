"""Proposes the declaration of a new outlet from the address of one of its lists, and writes it.

`python -m spiders.scaffold URL --key KEY --name NAME --now ISO` fetches the list as a person's request, finds
the family that reads it and writes spiders/KEY.py. docs/add-an-outlet.md tells the rest.
"""

import argparse
import json
import re
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from base.errors import ShiyiError, UsageError
from base.settings import Settings
from base.text import tidy
from crawler.check import Notebook
from crawler.outlet import Outlet
from crawler.run import crawl, scrapy_settings
from crawler.spider import OutletSpider
from crawler.store import Store
from reading import ListPage, Reader
from spiders.families import founder, gansu_platform, hanweb, news_cms, trs
from spiders.families.feed import FeedSpider
from spiders.families.founder import FounderSpider
from spiders.families.gansu_platform import GansuPlatformSpider
from spiders.families.hanweb import JpaasSpider, JpageSpider
from spiders.families.news_cms import NewsCmsSpider
from spiders.families.plain import PlainSpider
from spiders.families.trs import TrsSpider

SpiderClass = type[OutletSpider]

# How a list may be read; the first that finds rows in it is believed.
_READERS: tuple[SpiderClass, ...] = (FeedSpider, GansuPlatformSpider, JpaasSpider, JpageSpider)
# Whose shells say where their rows are.
_SHELLS: tuple[SpiderClass, ...] = (GansuPlatformSpider, JpaasSpider, FounderSpider)
# Whose articles have such addresses.
_OWNERS: dict[SpiderClass, tuple[str, ...]] = {
    GansuPlatformSpider: gansu_platform.reader_of("").keys,
    TrsSpider: trs.reader_of("").keys,
    NewsCmsSpider: news_cms.reader_of("").keys,
    JpageSpider: hanweb.reader_of("").keys,
    JpaasSpider: hanweb.reader_of("").keys,
}
_KEYS = (
    r"/(?:\w+_)?([0-9a-f]{32})\.s?html?",
    r"/(20\d{2}-?\d{2})[/-]?(\d{2})/(?:[a-z]+_?)?(?:\d+_)?(\d+)\.s?html?",
    r"[/_](\d{5,25})\.s?html?",
    r"[?&](?:article|news|item_)?a?id=(\w+)",
)
_LIKELY = r"(.*(?:\d{5,}[^/]*$|[0-9a-f]{32}|[?&]\w*id=).*)"
_NO_ARTICLE = re.compile(r"\.(?:pdf|jpe?g|png|docx?|apk)(?:$|\?)", re.I)
_SECOND = frozenset({"ac", "com", "edu", "gov", "net", "org"})
_MOST_PAGES = 3
_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Proposal:
    """A family that fits a list. `keys` are patterns for the addresses of its articles."""

    family: SpiderClass
    keys: tuple[str, ...]
    listing: ListPage


def domain_of(host: str) -> str:
    """What the hosts of one publisher share: gansudaily.com.cn, of gansu.gansudaily.com.cn."""
    labels = host.split(".")
    second = len(labels) > 2 and labels[-1] == "cn" and labels[-2] in _SECOND
    return ".".join(labels[-3:] if second else labels[-2:])


def trial(family: SpiderClass, url: str, now: datetime) -> OutletSpider:
    """A family's spider for the site of `url`, with nothing known but its domain."""
    host = urlsplit(url).hostname or ""
    hosts = (host, f"*.{domain_of(host)}")
    outlet = Outlet(key="trial", name="trial", hosts=hosts, readers=(Reader("trial", keys=(_LIKELY,)),))
    spider: OutletSpider = type("Trial", (family,), {"outlet": outlet})(now=now.isoformat())
    return spider


def feed_for(response: Response, now: datetime) -> str | None:
    """Where the rows of a page without any are, if one of the families knows such pages."""
    feeds = (trial(family, response.url, now).feed_of(response) for family in _SHELLS)
    others = founder.pages_in(response.body, response.url)
    return next((feed for feed in (*feeds, *others) if feed), None)


def propose(response: Response, now: datetime) -> Proposal | None:
    """The family that reads a list, and how its articles are known; None where none finds rows."""
    for reader in _READERS:
        spider = trial(reader, response.url, now)
        listing = spider.read_list(response)
        found = (row for row in listing.rows if spider.is_article(row.url))
        rows = tuple(
            row for row in found if not _NO_ARTICLE.search(row.url) and not founder.is_edition(row.url)
        )
        keys = key_patterns([row.url for row in rows])
        if keys:
            return Proposal(_family(reader, response.url, keys), keys, replace(listing, rows=rows))
    return None


def _family(reader: SpiderClass, url: str, keys: tuple[str, ...]) -> SpiderClass:
    if founder.is_edition(url):
        return FounderSpider
    if reader is not GansuPlatformSpider:
        return reader
    # Its rows were plain HTML, as those of several families are: the articles' addresses tell.
    by_gateway = "/api-gateway/" in url
    owners = (owner for owner, patterns in _OWNERS.items() if patterns == keys)
    return JpaasSpider if by_gateway else next(owners, PlainSpider)


def key_patterns(urls: list[str]) -> tuple[str, ...]:
    """The first patterns that give each of these addresses a key of its own; () where none does."""
    patterns: list[tuple[str, ...]] = [*_OWNERS.values(), *((pattern,) for pattern in _KEYS)]
    for keys in patterns:
        reader = Reader("trial", keys=keys)
        named = {key for url in urls if (key := reader.key_of(url))}
        if named and len(named) >= 0.8 * len(set(urls)):
            return keys
    return ()


def declaration(proposal: Proposal, *, key: str, name: str, url: str, column: str, province: str) -> str:
    """The module that declares the outlet."""
    family, spider = proposal.family.__module__.rpartition(".")[2], proposal.family.__name__
    addresses = (url, *(row.url for row in proposal.listing.rows))
    hosts = sorted({urlsplit(address).hostname or "" for address in addresses})
    if _OWNERS.get(proposal.family) == proposal.keys:
        imports = f"from spiders.families import {family}\n"
        reader = f"{family}.reader_of({_text(name)})"
    else:
        imports = "from reading import Reader\n"
        patterns = "".join(f'r"{pattern}", ' for pattern in proposal.keys)
        reader = f"Reader({_text(key)}, own_source={_text(name)}, keys=({patterns}))"
    return (
        f'"""{tidy(name).replace(chr(34), "").replace(chr(92), "")}."""\n\n'
        f"from crawler.outlet import Column, Outlet\n{imports}"
        f"from spiders.families.{family} import {spider}\n\n\n"
        f"class {key.title().replace('_', '')}({spider}):\n"
        f"    outlet = Outlet(\n"
        f"        key={_text(key)},\n"
        f"        name={_text(name)},\n"
        f"        province={_text(province)},\n"
        f"        hosts=({', '.join(map(_text, hosts))},),\n"
        f"        columns=(Column({_text(url)}, {_text(column)}),),\n"
        f"        readers=({reader},),\n"
        f"    )\n"
    )


def _text(value: str) -> str:
    """The value as Python writes it; JSON's strings are Python's too."""
    return json.dumps(tidy(value), ensure_ascii=False)


class Scaffold(OutletSpider):
    """Fetches one list, and what stands behind it, as a person's request."""

    start_url: str
    answer: Response | None = None
    trouble: str = ""
    asked: int = 1

    def open_store(self, settings: Settings) -> Store:
        """Nothing is stored."""
        return Notebook()

    async def start(self) -> AsyncIterator[Request]:
        """The list."""
        yield self._ask(self.start_url)

    def _ask(self, url: str) -> Request:
        meta = {"asked_by_person": True}
        return Request(url, callback=self.answered, errback=self.failed, meta=meta, dont_filter=True)

    def answered(self, response: Response) -> Iterator[Request]:
        """The list's page, or the answer behind it."""
        self.answer = response
        feed = feed_for(response, self.now)
        if feed and self.asked < _MOST_PAGES and propose(response, self.now) is None:
            self.asked += 1
            yield self._ask(feed)

    def failed(self, failure: Failure) -> None:
        """Nobody answered."""
        self.trouble = f"{type(failure.value).__name__}: {failure.value}"


def add_outlet(
    url: str, now: datetime, *, key: str, name: str, column: str, province: str, folder: Path = _FOLDER
) -> dict[str, Any]:
    """Write the declaration of a new outlet; -> its file, family, rows and first row. Once in a process.

    Raises UsageError for a key or an address that is none, ShiyiError where the list cannot be read.
    """
    file = folder / f"{key}.py"
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,39}", key) or file.exists():
        raise UsageError(f"{key} is taken, or is no key: use lower-case letters, digits and _.")
    host = urlsplit(url).hostname
    if urlsplit(url).scheme not in ("http", "https") or not host:
        raise UsageError(f"{url} is no address of a list; give the whole one, with https://.")
    outlet = Outlet(key="scaffold", name=name, hosts=(host, f"*.{domain_of(host)}"))
    spider: SpiderClass = type("Asked", (Scaffold,), {"outlet": outlet})
    crawled: Any = crawl(spider, scrapy_settings("WARNING"), now=now.isoformat(), start_url=url).spider
    if crawled.answer is None:
        raise ShiyiError(f"The list {url} could not be fetched: {crawled.trouble}.")
    proposal = propose(crawled.answer, crawled.now)
    if proposal is None:
        raise ShiyiError(
            f"No family finds rows in {url} (HTTP {crawled.answer.status}). A page that a script makes is "
            "declared by hand with RenderedSpider: docs/add-an-outlet.md says how."
        )
    text = declaration(proposal, key=key, name=name, url=url, column=column, province=province)
    file.write_text(text, encoding="utf-8")
    return {
        "file": str(file),
        "family": proposal.family.__module__.rpartition(".")[2],
        "rows": len(proposal.listing.rows),
        "first": proposal.listing.rows[0].title,
    }


def main() -> int:
    """The subprocess that `shiyi outlet add` starts."""
    parser = argparse.ArgumentParser(prog="python -m spiders.scaffold", description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--key", required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--column", default="要闻")
    parser.add_argument("--province", default="甘肃")
    parser.add_argument("--now", required=True, type=datetime.fromisoformat)
    options = vars(parser.parse_args())
    try:
        said = add_outlet(options.pop("url"), options.pop("now"), **options)
    except ShiyiError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return error.exit_code
    print(json.dumps(said, ensure_ascii=False), flush=True)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
