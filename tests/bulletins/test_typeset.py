"""Where titles break, and what in a paragraph is a heading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletins.marks import em_width
from bulletins.typeset import TITLE_CHARACTERS, Level, levels, title_lines


@pytest.mark.parametrize(
    "lines",
    [
        ["安平市召开家庭教育推进会"],
        ["青川省妇女儿童发展规划统计监测工作会议", "在安平市召开"],
        ["“凝聚巾帼力量 共建美丽家园”", "妇女论坛在安平市举行"],
        ["凝心聚力谋发展 ", "全面推动妇女儿童事业再上新台阶", "——某同志在全省会议上的讲话"],
        ["青川省印发《妇女儿童健康促进", "三年行动计划（2026—2028年）》"],
        ["212名“陇原妹”乘专列赴津就业"],
    ],
)
def test_a_title_breaks_at_its_phrases(lines: list[str]) -> None:
    assert title_lines("".join(lines)) == [line.strip() for line in lines]


@given(st.text(alphabet="青川省妇女儿童工作会议在召开“”《》（）， 2026A——", max_size=80))
def test_breaking_a_title_loses_nothing(title: str) -> None:
    lines = title_lines(title)
    assert "".join("".join(lines).split()) == "".join(title.split())
    assert all(not line.startswith(("，", "”", "》", "）")) for line in lines[1:] if len(line) > 1)


@given(st.text(alphabet="青川省妇女儿童工作会议召开", min_size=1, max_size=80))
def test_lines_fit(title: str) -> None:
    assert all(em_width(line) <= TITLE_CHARACTERS for line in title_lines(title))


@pytest.mark.parametrize(
    ("paragraph", "found"),
    [
        ("一、总体要求", [("一、总体要求", Level.FIRST)]),
        (
            "（一）抓排查。各地要逐户走访。",
            [("（一）抓排查。", Level.SECOND), ("各地要逐户走访。", Level.TEXT)],
        ),
        ("1.抓排查。各地要逐户走访。", [("1.抓排查。各地要逐户走访。", Level.TEXT)]),
        ("一、" + "长" * 60 + "。", [("一、" + "长" * 60 + "。", Level.TEXT)]),
        ("一是抓排查。", [("一是抓排查。", Level.TEXT)]),
    ],
)
def test_headings_are_told_from_text(paragraph: str, found: list[tuple[str, Level]]) -> None:
    assert levels(paragraph) == found


@given(st.text(alphabet="一二十、（）()。要求长", max_size=60))
def test_headings_and_text_are_the_whole_paragraph(paragraph: str) -> None:
    assert "".join(text for text, _ in levels(paragraph)) == paragraph
