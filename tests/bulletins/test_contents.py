"""目录 in many forms."""

import pytest

from base.documents import Block
from base.text import squash
from bulletins.contents import read_contents, similarity, with_sections
from bulletins.lines import Line
from bulletins.marks import BULLET
from bulletins.model import Section

TITLES = ["青河省召开妇女儿童工作会议", "云州市新建托育机构36家", "柳川县举办家政培训班"]
BODY = "9月6日，会议在云州召开，各市州妇儿工委办公室负责同志、监测统计人员共86人参加会议。"


def _lines(*texts: str) -> list[Line]:
    found = [(text, BULLET.match(text)) for text in texts]
    return [
        Line(text[mark.end() :] if mark else text, mark[0].strip() if mark else "", Block(text, whole=False))
        for text, mark in found
    ]


def _issue(*contents: str) -> list[Line]:
    return _lines(*contents, *[line for title in TITLES for line in (title, BODY)])


@pytest.mark.parametrize(
    "contents",
    [
        ["目录", *[f"◆ {title}" for title in TITLES]],
        ["目 录", *[f"- ● {title}……………{page}" for page, title in enumerate(TITLES, 1)]],
        ["本期要目", *[f"{page}. {title}" for page, title in enumerate(TITLES, 1)]],
        ["导读", *[f"{mark}、{title}（{mark}）" for mark, title in zip("一二三", TITLES, strict=True)]],
        ["目录", *[f"{title} {page}" for page, title in enumerate(TITLES, 1)]],
        ["目录", *TITLES],
        ["目录", "◆ 青河省召开妇女", "儿童工作会议", *[f"◆ {title}" for title in TITLES[1:]]],
        ["目录", "青河省召开妇女", "儿童工作会议.......1", *[f"{title}......2" for title in TITLES[1:]]],
        ["目录", "青河省召开妇女", "儿童工作会议", *TITLES[1:]],
        ["目录", f"◆ {TITLES[0]}.....", ".....省妇联（）", *[f"◆ {title}....（3）" for title in TITLES[1:]]],
        [*[f"◆ {title}" for title in TITLES]],
    ],
)
def test_entries_and_end(contents: list[str]) -> None:
    read = read_contents(_issue(*contents), 0)
    assert [entry.title for entry in read.entries] == [title.replace("36家", "36家") for title in TITLES] or [
        entry.title.partition("（")[0] for entry in read.entries
    ] == TITLES
    assert read.end == len(contents)
    assert not read.has_sections


def test_sections() -> None:
    read = read_contents(
        _issue("目录", "要闻", f"◆ {TITLES[0]}", f"◆ {TITLES[1]}", "简讯：", f"◆ {TITLES[2]}"), 0
    )
    assert [entry.section for entry in read.entries] == [Section.MAIN, Section.MAIN, Section.BRIEF]
    assert read.has_sections


def test_a_section_before_the_first_title_is_not_in_the_contents() -> None:
    contents = ["目录", *[f"◆ {title}" for title in TITLES]]
    read = read_contents(_lines(*contents, "工作动态", TITLES[0], BODY), 0)
    assert read.end == len(contents)


def test_a_subtitle_belongs_to_its_entry() -> None:
    entries = read_contents(
        _issue("目录", "◆ 护航成长 温暖同行", "——云州市的做法", f"◆ {TITLES[1]}"), 0
    ).entries
    assert [entry.title for entry in entries] == ["护航成长 温暖同行——云州市的做法", TITLES[1]]


def test_no_contents() -> None:
    read = read_contents(_issue(), 0)
    assert (read.entries, read.end) == ((), 0)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ("青河省召开妇女儿童工作会议", "青河省召开妇女儿童工作会议", 1.0, 1.0),
        ("兰州市开展妇联关心行动", "兰州市妇联开展关心行动", 0.75, 0.95),
        ("张某同志在全体会议上的讲话", "在全体会议上的讲话", 0.75, 0.95),
        ("青河省召开妇女儿童工作会议", "东坪市免费接种疫苗", 0.0, 0.2),
        ("会议", "青河省召开妇女儿童工作会议", 0.0, 0.0),
        ("", "", 0.0, 0.0),
    ],
)
def test_similarity(one: str, other: str, low: float, high: float) -> None:
    assert low <= similarity(one, other) <= high


@pytest.mark.parametrize(
    "contents",
    [
        ["目录", "区县做法", f"◆ {TITLES[0]}", "我们身边的人", f"◆ {TITLES[1]}", f"◆ {TITLES[2]}"],
        ["目录", "区县做法", f"{TITLES[0]}…………1", "我们身边的人", f"{TITLES[1]}……2", f"{TITLES[2]}……3"],
        ["目录", "一、区县做法", f"1. {TITLES[0]}", "二、我们身边的人", f"2. {TITLES[1]}", f"3. {TITLES[2]}"],
    ],
)
def test_headings_of_any_words_are_told_by_their_place(contents: list[str]) -> None:
    first, second = contents[1], contents[3]
    text = [first, TITLES[0], BODY, second, TITLES[1], BODY, TITLES[2], BODY]
    lines = _lines(*contents, *text)
    found = read_contents(lines, 0)
    assert [entry.title for entry in found.entries] == TITLES
    assert found.end == len(contents)
    assert found.sections == {squash(first), squash(second)}
    marked = with_sections(lines[found.end :], found.sections)
    assert [line.text for line in marked if line.is_section] == [first, second]


def test_a_short_line_of_a_title_is_no_heading() -> None:
    lines = _lines(
        "目录",
        "守望相助",
        "——云州市结对关爱侧记……1",
        f"{TITLES[1]}……2",
        "守望相助",
        "——云州市结对关爱侧记",
        BODY,
    )
    assert read_contents(lines, 0).sections == frozenset()
