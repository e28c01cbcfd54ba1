"""How far a list is read."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from base.clock import CHINA
from crawler.outlet import Column
from crawler.walk import MAX_PAGES, MAX_PAGES_WITHOUT_DATES, Walk, digest_of
from reading import ListPage, PageKind, Row

COLUMN = Column("http://a.example/", "要闻")
HORIZON = date(2026, 10, 1)
NEW = Row("http://a.example/1", "新", date(2026, 11, 1))
LIST = ListPage("http://a.example/", PageKind.LIST, (NEW,))
OLD = Row("http://a.example/2", "旧", date(2026, 9, 1))
UNDATED = Row("http://a.example/3", "无日期")
PINNED = Row("http://a.example/4", "置顶", date(2020, 1, 1), pinned=True)


def walk(*, settled: bool = True, since: date | None = None) -> Walk:
    return Walk(COLUMN, HORIZON, digest="before" if settled else None, since=since)


@pytest.mark.parametrize(
    ("way", "rows", "fresh", "number", "goes_on"),
    [
        (walk(), [NEW, NEW], [NEW], 1, True),
        (walk(), [NEW, NEW], [], 1, False),
        (walk(), [PINNED, NEW], [PINNED], 1, False),
        (walk(), [PINNED, NEW], [NEW], 1, True),
        (walk(), [OLD], [OLD], 1, False),
        (walk(settled=False), [NEW], [], 1, True),
        (walk(settled=False), [OLD], [OLD], 1, False),
        (walk(settled=False), [NEW], [NEW], MAX_PAGES, False),
        (walk(settled=False), [UNDATED], [UNDATED], 1, True),
        (walk(settled=False), [UNDATED], [UNDATED], MAX_PAGES_WITHOUT_DATES, False),
        (walk(since=date(2026, 8, 1)), [OLD], [], MAX_PAGES, True),
        (walk(since=date(2026, 9, 2)), [OLD], [OLD], 1, False),
        (walk(), [PINNED], [PINNED], 1, False),
        (walk(), [], [], 1, False),
    ],
)
def test_a_list_is_read_as_far_as_there_is_news(
    way: Walk, rows: list[Row], fresh: list[Row], number: int, goes_on: bool
) -> None:
    assert way.goes_on(rows, fresh, number) is goes_on


def test_a_list_is_the_same_only_after_a_complete_walk_without_since() -> None:
    before = digest_of(LIST)
    assert Walk(COLUMN, HORIZON, digest=before).first_page(LIST, None, None)
    assert not Walk(COLUMN, HORIZON, digest=before).first_page(replace(LIST, rows=(NEW, OLD)), None, None)
    assert not Walk(COLUMN, HORIZON, digest=None).first_page(LIST, None, None)
    assert not Walk(COLUMN, HORIZON, digest=before, since=HORIZON).first_page(LIST, None, None)


def test_a_walk_is_complete_when_all_it_led_to_is_kept() -> None:
    way = walk()
    assert not way.complete
    way.first_page(LIST, None, None)
    assert way.complete
    way.open.add("key")
    assert not way.complete
    way.open.clear()
    way.broken = True
    assert not way.complete


def test_a_digest_covers_what_rows_say() -> None:
    moment = replace(NEW, published_at=datetime(2026, 11, 1, 9, tzinfo=CHINA))
    lists = [(NEW,), (OLD,), (NEW, OLD), (OLD, NEW), (moment,), ()]
    assert digest_of(LIST) == digest_of(replace(LIST))
    assert len({digest_of(replace(LIST, rows=rows)) for rows in lists}) == len(lists)
    assert digest_of(replace(LIST, url="http://a.example/2")) != digest_of(LIST)
