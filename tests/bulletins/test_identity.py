"""The same issue read twice, corrected, or another one."""

from dataclasses import replace
from datetime import date

import pytest

from bulletins.identity import content_digest, fingerprint
from bulletins.model import Issue, Item, Kind

ISSUE = Issue(
    "青河省妇儿工委简报",
    Kind.BULLETIN,
    3,
    date(2023, 9, 15),
    (Item(1, "标题", "正文。", "青河日报"),),
    ("警告",),
)
FRAGMENT = replace(ISSUE, title="", kind=Kind.FRAGMENT, number=None, date=None)


@pytest.mark.parametrize(
    "other",
    [
        replace(ISSUE, warnings=()),
        replace(ISSUE, date=date(2023, 9, 16)),
        replace(ISSUE, title="青河省妇儿工委 简报"),
        replace(ISSUE, items=(Item(1, "标题", "改过的正文。", "青河日报"),)),
    ],
)
def test_readings_of_one_issue(other: Issue) -> None:
    assert fingerprint(other) == fingerprint(ISSUE)


@pytest.mark.parametrize(
    "other",
    [
        replace(ISSUE, number=4),
        replace(ISSUE, date=date(2022, 9, 15)),
        replace(ISSUE, title="云岭省妇儿工委简报"),
        replace(ISSUE, kind=Kind.SPECIAL),
        replace(ISSUE, number=None),
        FRAGMENT,
    ],
)
def test_other_issues(other: Issue) -> None:
    assert fingerprint(other) != fingerprint(ISSUE)


def test_fragments_and_newspapers() -> None:
    corrected = replace(FRAGMENT, items=(Item(1, "标题", "改过的正文。"),))
    assert fingerprint(corrected) == fingerprint(FRAGMENT)
    assert fingerprint(replace(FRAGMENT, items=(Item(1, "别的标题", "正文。"),))) != fingerprint(FRAGMENT)
    page = replace(ISSUE, kind=Kind.NEWSPAPER, number=None, title="青河日报 第3版")
    assert fingerprint(page) == "报纸版面/青河日报第3版/2023-09-15"


def test_long_names_are_cut_and_told_apart() -> None:
    long, longer = (fingerprint(replace(ISSUE, title="妇女儿童" * 30 + end)) for end in "甲乙")
    assert len(long) == len(longer) == 64
    assert long != longer
    assert fingerprint(ISSUE) == "简报/青河省妇儿工委简报/2023/3"


def test_the_digest_is_that_of_what_is_said() -> None:
    assert content_digest(replace(ISSUE, warnings=())) == content_digest(ISSUE)
    changes = (
        replace(ISSUE, number=4),
        replace(ISSUE, items=(Item(1, "标题", "正文", "青河日报"),)),
        replace(ISSUE, items=(Item(1, "标题", "正文。", None),)),
        replace(ISSUE, items=()),
    )
    assert len({content_digest(one) for one in (ISSUE, *changes)}) == 5
