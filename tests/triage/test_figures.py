"""Figures: one value said many ways, and what is no figure at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.text import fold
from triage.figures import Figure, agree, find, join_digits, keys
from triage.numerals import chinese_number


def figures(text: str) -> list[Figure]:
    return find(join_digits(fold(text)))


def one(text: str) -> Figure:
    (figure,) = figures(text)
    return figure


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("二十", 20),
        ("十五", 15),
        ("一百零八", 108),
        ("两万五千", 25_000),
        ("一千六", 1600),
        ("两万七", 27_000),
        ("一亿三千六百万", 136_000_000),
        ("三万亿", 3e12),
        ("五点四四", 5.44),
        ("一二三", None),
    ],
)
def test_chinese_numbers(words: str, value: float | None) -> None:
    assert chinese_number(words) == value


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("改造3454个", 3454, "个"),
        ("改造 3 4 5 4 个", 3454, "个"),
        ("投资 84 . 08 亿元", 84.08e8, "元"),
        ("１５０名学员", 150, "人"),
        ("1,234.5万元", 12_345_000, "元"),
        ("起薪4500块", 4500, "元"),
        ("百分之五十", 50, "%"),
        ("达到 98.94％", 98.94, "%"),
        ("六成以上", 60, "%"),
        ("千分之五点四四", 5.44, "‰"),
        ("8.17/10万", 8.17, "/10万"),
        ("新增3.2公顷绿地", 48, "亩"),
        ("二十六分钟", 26 / 60, "小时"),
        ("8.12万贫困妇女", 81_200, ""),
        ("起薪四千五。", 4500, ""),
        ("惠及500多万元", 5_000_000, "元"),
        ("三百余万人次", 3_000_000, "人次"),
        ("43万多户家庭", 430_000, "户"),
        ("2 . 57 万 余人", 25_700, "人"),
        ("完成八成六，", 86, "%"),
        ("两成半的家长", 25, "%"),
        ("累计5.44亿，", 5.44e8, ""),
    ],
)
def test_values_and_units(text: str, value: float, unit: str) -> None:
    figure = one(text)
    assert figure.value == pytest.approx(value)
    assert figure.unit == unit


@pytest.mark.parametrize(
    "text",
    [
        "2021年10月12日",
        "上午9时30分",
        "第3期简报",
        "第十四届全运会",
        "“十四五”规划",
        "12338妇女维权热线",
        "坚持“三个优先”",
        "千家万户",
        "一要加强领导",
    ],
)
def test_no_figures(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    ("one_way", "another"),
    [
        ("25688人", "2.57万余人"),
        ("25688人", "两万五千余人"),
        ("2.57万余人", "两万五千余名"),
        ("43.07万户", "43万余户"),
        ("150万人", "一百五十万人"),
        ("近40万人", "38.6万人"),
        ("约500名", "489名"),
        ("超过1000家", "1012家"),
        ("33—64岁", "40岁"),
        ("近千个", "946个"),
    ],
)
def test_what_may_be_the_same_value(one_way: str, another: str) -> None:
    assert agree(one(one_way), one(another))
    assert agree(one(another), one(one_way))


@pytest.mark.parametrize(
    ("one_way", "another"),
    [
        ("80亿元", "84.08亿元"),
        ("17所", "19所"),
        ("1万元", "2万元"),
        ("1.86万人", "1.87万人"),
        ("近40万人", "41万人"),
        ("98.9%", "98.94%"),
    ],
)
def test_what_differs(one_way: str, another: str) -> None:
    assert not agree(one(one_way), one(another))


@pytest.mark.parametrize(
    ("one_way", "another"), [("25688人", "2.57万余人"), ("25688人", "两万五千余人"), ("693个", "近700个")]
)
def test_figures_that_agree_share_a_key(one_way: str, another: str) -> None:
    assert keys(one(one_way)) & keys(one(another)) or one(another).digits < 2


@given(st.text(alphabet="0123456789.,万亿千百十零一二两余多近约%人名户个所年月日第至-", max_size=60))
def test_any_text_is_read(text: str) -> None:
    for figure in figures(text):
        assert 0 <= figure.low <= figure.high
        assert agree(figure, figure)
