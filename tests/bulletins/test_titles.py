"""The titles that a 目录 lists are found where they stand."""

import pytest

from base.documents import Block
from bulletins.contents import Entry
from bulletins.lines import Line
from bulletins.titles import anchored, is_boundary

A, B, C = "青河省召开妇女儿童工作会议", "云州市新建托育机构三十六家", "柳川县举办巾帼家政培训班"
TEXT = "9月6日，会议在云州召开，各市州负责同志、监测统计人员共八十六人参加会议并作了交流。"


def _lines(*texts: str) -> list[Line]:
    return [Line(text, "", Block(text, whole=False)) for text in texts]


def _found(lines: list[Line], *entries: str) -> list[tuple[int, int, int | None]]:
    return [
        (span.start, span.end, span.entry) for span in anchored(lines, [Entry(entry) for entry in entries])
    ]


@pytest.mark.parametrize(
    ("texts", "entries", "wanted"),
    [
        ([A, TEXT, B, TEXT], [A, B], [(0, 1, 0), (2, 3, 1)]),
        ([A[:6], A[6:], TEXT, B, TEXT], [A, B], [(0, 2, 0), (3, 4, 1)]),
        (["青河", "省召", "开妇女儿", "童工作会议", TEXT], [A], [(0, 4, 0)]),
        (["护航成长 温暖同行", "——云州市的做法", TEXT], ["护航成长 温暖同行——云州市的做法"], [(0, 2, 0)]),
        (["在全体会议上的讲话", TEXT], ["张某同志在全体会议上的讲话"], [(0, 1, 0)]),
        (["云州市托育机构新建三十六家", TEXT], [B], [(0, 1, 0)]),
        ([TEXT, f"近日，{A}，部署工作。", A, TEXT], [A], [(2, 3, 0)]),
        ([B, TEXT, A, TEXT], [A, B], [(0, 1, 1), (2, 3, 0)]),
        ([A, TEXT], [A, B, C], [(0, 1, 0)]),
        ([TEXT, TEXT], [A], []),
        ([], [A], []),
        ([A, TEXT], [], []),
    ],
)
def test_titles_of_the_contents(
    texts: list[str], entries: list[str], wanted: list[tuple[int, int, int | None]]
) -> None:
    assert _found(_lines(*texts), *entries) == wanted


def test_twins_keep_their_order() -> None:
    lines = _lines(A, TEXT, A + "二", TEXT, A, TEXT)
    assert _found(lines, A, A + "二", A) == [(0, 1, 0), (2, 3, 1), (4, 5, 2)]


def test_a_source_is_no_part_of_a_title() -> None:
    assert _found(_lines(A, "信息来源：青河日报", B, TEXT), A, B) == [(0, 1, 0), (2, 3, 1)]


@pytest.mark.parametrize(
    "before", ["信息来源：青河日报", "简讯：", f"{TEXT}（柳川县妇联）", "（柳川县妇联供稿）"]
)
def test_boundaries(before: str) -> None:
    assert is_boundary(_lines(before, A), 1)
    assert is_boundary(_lines(A), 0)
    assert not is_boundary(_lines(TEXT, A), 1)
