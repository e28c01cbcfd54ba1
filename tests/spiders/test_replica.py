"""Every family's spider walks its outlet's sites in the replica: all that is there is found.

Redirects are followed and requests answered here; what Scrapy itself does is tested in tests/crawler.
"""

import asyncio
import inspect
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from scrapy import Request

import spiders
from crawler.articles import Errand
from crawler.check import Notebook
from crawler.look import Look
from crawler.outlet import Column
from crawler.spider import OutletSpider
from crawler.walk import Walk
from demo.content import Article, Library, library
from demo.replica import Replica
from demo.sites.wechat import WeChat, short_id
from tests.spiders.answers import NOW, answer

KEYS = (
    "gansudaily", "gscn", "gsrb", "gsjjrb", "nmgrb", "gswomen", "wsjk", "jyt", "gansu", "xuexi", "pingliang",
    "dingxi", "nmg",
)  # fmt: skip


class Whole(Notebook):
    """Keeps everything in memory, and walks lists as far as a first crawl does, or one that knows the lists."""

    def __init__(self) -> None:
        super().__init__()
        self.digests: dict[str, str | None] = {}

    def walk(self, column: Column, *, horizon: date, since: date | None, max_pages: int) -> Walk:
        return Walk(column, horizon, digest=self.digests.get(column.url), max_pages=max_pages)

    def close_column(self, walk: Walk) -> None:
        self.digests[walk.column.url] = walk.new_digest


@pytest.fixture(scope="module")
def replica() -> Iterator[Replica]:
    with Replica(NOW) as running:
        yield running


async def crawl(
    key: str, replica: Replica, urls: tuple[str, ...] = (), store: Whole | None = None
) -> OutletSpider:
    """The outlet's spider after it has done all it asked for."""
    spider = spiders.spiders()[key](now=NOW.isoformat())
    spider.horizon, spider.store = date(2026, 10, 6), store or Whole()
    waiting: list[tuple[Request, str]] = [(request, "") async for request in spider.start()]
    waiting += [(spider.article_request(Errand(url, by_person=True)), "") for url in urls]
    for _ in range(1000):
        if not waiting:
            break
        request, referer = waiting.pop(0)
        response = answer(replica, request, referer)
        found: Any = request.callback(response, **request.cb_kwargs)  # type: ignore[misc]
        async for each in _each(found):
            if isinstance(each, Look):
                spider.kept(each, spider.store.keep([each])[0])
            else:
                waiting.append((each, response.url))
    return spider


async def _each(found: Any) -> AsyncIterator[Any]:
    if inspect.isasyncgen(found):
        async for each in found:
            yield each
    else:
        for each in found or ():
            yield each


def looks(spider: OutletSpider) -> list[Look]:
    assert isinstance(spider.store, Notebook)
    return spider.store.looks


def shown(outlet: str) -> list[Article]:
    """What the outlet's lists show: not what stands at old addresses only."""
    return [a for a in library().of(outlet) if a.listed(NOW) and a.published.year == NOW.year]


@pytest.mark.parametrize("key", KEYS)
def test_all_that_the_lists_show_is_found_and_read(key: str, replica: Replica) -> None:
    spider = asyncio.run(crawl(key, replica))
    found = {look.key.rpartition("-")[2]: look.page for look in looks(spider)}
    wanted = {article.key: article.at(NOW) for article in shown(key)}
    assert found.keys() == wanted.keys()
    assert len(looks(spider)) == len(wanted)
    for native, page in found.items():
        assert page is not None
        assert page.title == wanted[native].title
        day = page.published_at.date() if isinstance(page.published_at, datetime) else page.published_at
        assert day == wanted[native].published.date()
    assert set(spider.tally.lists.values()) == {"read"}


def test_a_paper_whose_newest_edition_has_a_cover_of_pictures_is_no_changed_paper() -> None:
    inside = [replace(article, columns=("02",)) for article in shown("gsjjrb")]
    with Replica(NOW, articles=Library(inside)) as replica:
        store = Whole()
        first = asyncio.run(crawl("gsjjrb", replica, store=store))
        assert set(first.tally.lists.values()) == {"read"}
        for walk in first._walks:
            store.close_column(walk)
        again = asyncio.run(crawl("gsjjrb", replica, store=store))
    assert set(again.tally.lists.values()) == {"same"}


def test_wechat_accounts_are_told_apart_by_their_pages() -> None:
    assert {part.name for part in spiders.spiders()["weixin"].parts} >= {"金张掖妇女", "酒泉妇女"}


def test_a_forwarded_link_belongs_to_its_account_under_either_address(replica: Replica) -> None:
    article = next(a for a in library().of("wx_zhangye") if not a.shape and a.listed(NOW))
    urls = (f"https://mp.weixin.qq.com/s/{short_id(article)}", WeChat.long_link(article))
    found = looks(asyncio.run(crawl("weixin", replica, urls)))
    assert [(look.outlet, look.key) for look in found] == [("wx_zhangye", article.key)] * 2
    assert found[0].page is not None
    assert found[0].page.title == article.title
