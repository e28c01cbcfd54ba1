"""One run's judgement of an outlet."""

from collections import Counter

import pytest

from crawler.judge import ListOutcome, Tally, judge
from reading import Page, PageKind
from storage.models import OutletState


@pytest.mark.parametrize(
    ("lists", "state", "said"),
    [
        ({}, OutletState.OK, None),
        ({"甲": "read", "乙": "same"}, OutletState.OK, None),
        ({"甲": "read", "乙": "unreachable"}, OutletState.OK, "2 个栏目中有 1 个打不开：乙（timeout）"),
        ({"甲": "unreachable", "乙": "unreachable"}, OutletState.UNREACHABLE, "2 个打不开：甲、乙"),
        ({"甲": "read", "乙": "blocked"}, OutletState.BLOCKED, "1 个被网站防护拦截：乙"),
        ({"甲": "unreachable", "乙": "changed"}, OutletState.CHANGED, "1 个没有读到任何条目"),
        ({"甲": "blocked", "乙": "disallowed"}, OutletState.DISALLOWED, "robots.txt"),
        ({"甲": "changed", "乙": "changed", "丙": "changed", "丁": "changed"}, OutletState.CHANGED, "丙等"),
    ],
)
def test_lists_decide(lists: dict[str, str], state: OutletState, said: str | None) -> None:
    tally = Tally()
    for name, outcome in lists.items():
        tally.list_seen(name, ListOutcome(outcome), "timeout")
    found, note = judge(tally)
    assert found is state
    assert (said in note) if said and note else note is said


@pytest.mark.parametrize(
    ("with_lists", "counts", "state"),
    [
        (True, {"read": 5}, OutletState.OK),
        (True, {"blocked": 2}, OutletState.OK),
        (True, {"blocked": 3}, OutletState.BLOCKED),
        (True, {"blocked": 3, "read": 1}, OutletState.OK),
        (True, {"unreachable": 2, "unavailable": 1}, OutletState.UNREACHABLE),
        (True, {"empty": 2, "list": 1}, OutletState.CHANGED),
        (True, {"read": 3, "without_date": 3}, OutletState.CHANGED),
        (True, {"read": 3, "without_date": 2}, OutletState.OK),
        (True, {"read": 3, "without_body": 3}, OutletState.CHANGED),
        (True, {"read": 3, "without_source": 3}, OutletState.OK),
        (True, {"unchanged": 9}, OutletState.OK),
        (False, {"blocked": 1}, OutletState.BLOCKED),
        (False, {"unreachable": 1}, OutletState.UNREACHABLE),
        (False, {"gone": 1}, OutletState.OK),
    ],
)
def test_articles_decide_where_the_lists_are_well(
    with_lists: bool, counts: dict[str, int], state: OutletState
) -> None:
    lists = {"甲": ListOutcome.READ} if with_lists else {}
    assert judge(Tally(lists=lists, counts=Counter(counts)))[0] is state


def test_the_worst_page_of_a_list_counts() -> None:
    tally = Tally()
    for outcome in (ListOutcome.READ, ListOutcome.BLOCKED, ListOutcome.READ):
        tally.list_seen("甲", outcome)
    assert tally.lists == {"甲": ListOutcome.BLOCKED}


def test_what_articles_lack_is_counted() -> None:
    tally = Tally()
    tally.look_kept("first", Page("u", PageKind.ARTICLE, title="题", images=("u/1.jpg",)))
    tally.look_kept("gone", Page("u", PageKind.GONE))
    tally.look_kept("unchanged", None)
    assert +tally.counts == Counter(first=1, gone=1, unchanged=1, read=1, without_date=1, without_source=1)
