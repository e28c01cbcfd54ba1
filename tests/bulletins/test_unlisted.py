"""Titles that no 目录 lists, by what is around them, by their looks, by their shape."""

import pytest

from base.documents import Align, Block
from bulletins.joining import Joiner
from bulletins.lines import Line
from bulletins.titles import TitleSpan
from bulletins.unlisted import (
    after_boundaries,
    before_sources,
    by_looks,
    by_shape,
    is_title_like,
    title_block,
)

A, B = "青河省召开妇女儿童工作会议", "云州市新建托育机构三十六家"
TEXT = "会议在云州召开，各市州负责同志、监测统计人员共八十六人参加会议并作了交流。"
DATED = f"9月6日，{TEXT}"


def _lines(*texts: str) -> list[Line]:
    return [Line(text, "", Block(text, whole=False)) for text in texts]


def _at(spans: list[TitleSpan]) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in spans]


@pytest.mark.parametrize(
    "text", [A, "“一老一小”有人管，青河这样做", "三八节，怎么过？", "妇儿工委：做好五件事"]
)
def test_what_can_be_a_title(text: str) -> None:
    assert is_title_like(text)


@pytest.mark.parametrize(
    "text",
    [
        TEXT, "近日，会议在云州召开", "信息来源：青河日报", "简讯：", "同志们：", "（2021年5月10日）",
        "报：省领导",
        "会议指出，要提高站位，强化担当，狠抓落实，确保各项任务如期完成，取得新的更大的成效", "三个字",
        "青河省妇联", "本期要求，",
    ],
)  # fmt: skip
def test_what_can_be_no_title(text: str) -> None:
    assert not is_title_like(text)


@pytest.mark.parametrize(
    ("texts", "end"),
    [
        ([A, TEXT], 1),
        ([A[:7], A[7:], DATED], 2),
        ([A, "青河省妇联", TEXT], 1),
        ([A, "一、提高认识", TEXT], 1),
        ([TEXT, A], 0),
        ([A], 0),
        ([A, "报：省领导"], 0),
    ],
)
def test_the_lines_of_a_title(texts: list[str], end: int) -> None:
    assert title_block(_lines(*texts), 0, Joiner()) == end


def test_after_sources_and_sections() -> None:
    lines = _lines(A, TEXT, "信息来源：青河日报", "简讯", B, TEXT, "（云州市妇联供稿）", "报：省领导")
    assert _at(after_boundaries(lines, Joiner())) == [(0, 1), (4, 5)]


def test_before_sources_that_stand_under_the_title() -> None:
    lines = _lines(A, "来源：青河日报", TEXT, B, "来源：云州日报", TEXT)
    assert _at(before_sources(lines)) == [(0, 1), (3, 4)]
    assert before_sources(_lines(A, TEXT, "来源：青河日报", B, TEXT, "来源：云州日报")) == []


@pytest.mark.parametrize(
    "look",
    [
        {"heading": 2},
        {"size": 22.0},
        {"align": Align.CENTER, "bold": True},
        {"align": Align.CENTER},
        {"bold": True},
    ],
)
def test_looks(look: dict[str, object]) -> None:
    def line(text: str, **block: object) -> Line:
        return Line(text, "", Block(text, **({"size": 16.0} | block)))  # type: ignore[arg-type]

    lines = [
        line(A[:7], **look), line(A[7:], **look), line(TEXT), line("一、提高认识", bold=True), line(TEXT),
        line(B, **look), line(TEXT),
    ]  # fmt: skip
    assert _at(by_looks(lines)) == [(0, 2), (5, 6)]


def test_no_looks_no_titles() -> None:
    assert by_looks(_lines(A, TEXT, B, TEXT)) == []


@pytest.mark.parametrize(
    ("texts", "widest", "wanted"),
    [
        ([A, DATED, "主要做法", TEXT, B, DATED], 60.0, [(0, 1), (4, 5)]),
        ([A, TEXT, "主要做法", TEXT, B, TEXT], 12.0, [(0, 1), (4, 5)]),
        ([A, TEXT, B, TEXT], 60.0, []),
        ([A, "青河省妇联", TEXT, "一、加强青河省妇女儿童工作队伍", TEXT], 12.0, [(0, 1)]),
        ([TEXT, "会议强调，要加强人才队伍建设，切实提升各市", "州负责同志的能力。"], 12.0, []),
    ],
)
def test_shapes(texts: list[str], widest: float, wanted: list[tuple[int, int]]) -> None:
    lines = _lines(*texts)
    assert _at(by_shape(lines, Joiner.of(lines), widest_heading=widest)) == wanted


def test_the_rest_of_a_title_is_told_by_its_print() -> None:
    sizes = [("青河省儿童早期发", 22.0), ("展中心", 22.0), (DATED, 16.0)]
    lines = [Line(text, "", Block(text, size=size)) for text, size in sizes]
    assert title_block(lines, 0, Joiner.of(lines)) == 2
    same = [Line(text, "", Block(text, size=16.0)) for text, _ in sizes]
    assert title_block(same, 0, Joiner.of(same)) == 1


def test_a_title_may_begin_with_a_place_alone() -> None:
    lines = _lines(A, TEXT, "信息来源：青河日报", "云州市：", "“三个一”关爱行动", "温暖困境母亲", TEXT)
    assert (3, 6) in _at(after_boundaries(lines, Joiner.of(lines)))


@pytest.mark.parametrize(
    "text", ["谢谢大家！", "最后，祝大家工作顺利！", "会议指出，要抓好落实", "下一步，抓好落实"]
)
def test_what_ends_or_goes_on_is_no_title(text: str) -> None:
    assert not is_title_like(text)


def test_numbers_belong_to_titles_where_the_text_begins_with_one() -> None:
    lines = _lines(f"一、{A}", DATED, f"二、{B}", DATED)
    assert _at(by_shape(lines, Joiner.of(lines), widest_heading=12.0)) == [(0, 1), (2, 3)]
    inside = _lines(A, DATED, "一、提高认识，压实责任", DATED, "二、突出重点，补齐短板", DATED)
    assert _at(by_shape(inside, Joiner.of(inside), widest_heading=12.0)) == [(0, 1)]
