"""Why a printed item had been proposed, or why not."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from desk.cited import Cited
from desk.trail import Trail, explain
from storage.catches import Listing
from storage.models import Caught

PRINTED, SINCE, BEGAN = date(2026, 11, 30), date(2026, 11, 2), date(2026, 10, 1)
READ = datetime(2026, 11, 10, 2, tzinfo=UTC)
CLOSED = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)
WATCHED = Cited("甘肃妇女网", "women", watched=True)
TRAIL = Trail(PRINTED, SINCE, BEGAN, WATCHED, closed=CLOSED)


@pytest.mark.parametrize(
    ("known", "caught", "note"),
    [
        ({"listings": [Listing(date(2026, 11, 11), 3, False, 7)]}, Caught.PROPOSED, ""),
        (
            {"listings": [Listing(date(2026, 11, 9), 2, True, 7), Listing(date(2026, 11, 11), 3, False, 7)]},
            Caught.PROPOSED,
            "",
        ),
        ({"listings": [Listing(date(2026, 11, 9), 2, True, 7)]}, Caught.LOW, "11月9日起列在折叠里"),
        ({"covered": [(date(2026, 11, 9), "旧条目")]}, Caught.COVERED, "11月9日判为往期已刊：《旧条目》"),
        ({"read": [READ], "published": date(2026, 11, 9)}, Caught.LOW, "没有列为候选"),
        ({"read": [READ], "published": date(2026, 10, 9), "outside": True}, Caught.OUTSIDE, "时间范围"),
        ({"read": [datetime(2026, 12, 3, tzinfo=UTC)]}, Caught.NOT_REACHED, "12月3日才读到，在印发之后"),
        (
            {"read": [datetime(2026, 11, 30, 1, tzinfo=UTC)]},
            Caught.NOT_REACHED,
            "11月30日才读到，在最后一次每日候选之后",
        ),
        (
            {"troubles": [date(2026, 11, 5), date(2026, 11, 5), date(2026, 11, 6)]},
            Caught.NOT_REACHED,
            "甘肃妇女网在11月5日、11月6日没有读成",
        ),
        ({}, Caught.NOT_FOUND, "在看，没有读到这一篇"),
        ({"cited": Cited("某县融媒", media=True)}, Caught.NOT_WATCHED, "没有看某县融媒"),
        (
            {"cited": Cited("省总工会", "union", watched=False, off_reason="需要浏览器")},
            Caught.NOT_WATCHED,
            "没有启用：需要浏览器",
        ),
        ({"cited": Cited("某市妇联")}, Caught.OFFLINE, "某市妇联供稿"),
        ({"cited": Cited("某市妇联", "m", watched=True, submits=True)}, Caught.OFFLINE, "直接供稿"),
        ({"cited": Cited(None)}, Caught.OFFLINE, "没有注明信息来源"),
        ({"began": date(2026, 11, 20)}, Caught.BEFORE, "还没有启用"),
        ({"began": date(2026, 11, 20), "cited": Cited("某市妇联")}, Caught.OFFLINE, "供稿"),
        (
            {"began": date(2026, 11, 8), "read": [READ], "published": date(2026, 11, 9)},
            Caught.LOW,
            "没有列为候选",
        ),
    ],
)
def test_every_item_is_explained(known: dict[str, object], caught: Caught, note: str) -> None:
    found = explain(replace(TRAIL, **known))  # type: ignore[arg-type]
    assert found.caught is caught
    assert note in found.note


def test_the_first_listing_that_was_not_folded_counts() -> None:
    listings = [Listing(date(2026, 11, 9), 2, True, 7), Listing(date(2026, 11, 11), 3, False, 7)]
    assert explain(replace(TRAIL, listings=listings)).listing == listings[1]
