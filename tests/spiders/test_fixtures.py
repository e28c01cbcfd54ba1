"""Each outlet beside a saved list and a saved article, and what must be read in them.

`python -m crawler.check KEY --save tests/spiders/fixtures/KEY` makes such a folder; a person looks once at
what it wrote. One test a field, so that a break names the field.
"""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import TextResponse

import spiders
from crawler.check import FIELDS
from crawler.spider import OutletSpider
from reading import Page

FOLDER = Path(__file__).with_name("fixtures")
KEYS = sorted(path.parent.name for path in FOLDER.glob("*/expected.json"))


@cache
def expected(key: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / key / "expected.json").read_text("utf-8"))
    return found


def spider(key: str) -> OutletSpider:
    return spiders.spiders()[key](now=expected(key)["now"])


@cache
def article(key: str) -> Page:
    url = expected(key)["article"]["url"]
    answer = TextResponse(spider(key).data_url(url), body=(FOLDER / key / "article.html").read_bytes())
    return spider(key).read_article(answer, url)


def plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


@pytest.mark.parametrize("key", KEYS)
def test_the_rows_of_a_list(key: str) -> None:
    wanted = expected(key)["list"]
    answer = TextResponse(wanted["url"], body=(FOLDER / key / "list.html").read_bytes())
    rows = [
        {"title": row.title, "url": row.url, "date": plain(row.published_at)}
        for row in spider(key).read_list(answer).rows
    ]
    assert rows == wanted["rows"]


@pytest.mark.parametrize("key", KEYS)
def test_the_rows_lead_to_articles_of_the_outlet(key: str) -> None:
    for row in expected(key)["list"]["rows"]:
        assert spider(key).is_article(row["url"])


@pytest.mark.parametrize("key", KEYS)
def test_the_key_of_an_article(key: str) -> None:
    assert spider(key).key_of(expected(key)["article"]["url"]) == expected(key)["article"]["key"]


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("key", KEYS)
def test_a_field_of_an_article(key: str, name: str) -> None:
    assert plain(getattr(article(key), name)) == expected(key)["article"][name]


def test_every_outlet_that_is_crawled_by_default_and_served_by_the_replica_has_its_pages() -> None:
    crawled = {outlet.key for outlet in spiders.outlets() if outlet.enabled and outlet.columns}
    not_on_the_replica = {"rst", "tjj"}
    assert crawled - not_on_the_replica <= set(KEYS)


def test_the_times_in_fixtures_are_whole() -> None:
    for key in KEYS:
        assert datetime.fromisoformat(expected(key)["now"]).tzinfo is not None
