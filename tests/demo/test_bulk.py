"""The generated articles for benches."""

import statistics
from datetime import datetime

from parsel import Selector

from demo.bulk import generated
from demo.replica import Replica
from demo.web import CHINA
from tests.demo.client import fetch


def test_many_pages_of_60_kb_behind_their_lists() -> None:
    with Replica(datetime(2026, 11, 20, 8, 0, tzinfo=CHINA), bulk=120) as replica:
        url, found = "http://gansu.gansudaily.com.cn/gsxw/index.shtml", set[str]()
        for _ in range(9):
            page = Selector(fetch(replica, url).text)
            found |= set(page.css("#content li a::attr(href)").getall())
            older = page.xpath("//div[@id='content']//a[text()='下一页']/@href").get()
            if not older:
                break
            url = f"http://gansu.gansudaily.com.cn{older}"
        assert len(found) == 120
        sizes = [len(fetch(replica, address).body) for address in sorted(found)[:20]]
        assert 55_000 < statistics.mean(sizes) < 65_000


def test_the_same_every_time_and_none_like_another() -> None:
    first, again = generated(200), generated(200)
    assert first == again
    assert len({article.body for article in first.articles.values()}) == 200
