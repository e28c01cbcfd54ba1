"""Numbers that Word puts before paragraphs by itself."""

import pytest
from lxml import etree

from base.documents.word_numbering import Numbering

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _level(number: int, form: str, text: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def _numbering(levels: str, nums: str = "") -> Numbering:
    nums = nums or '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    xml = f'<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>{nums}</w:numbering>'
    return Numbering.of(etree.fromstring(xml))


@pytest.mark.parametrize(
    ("form", "text", "start", "labels"),
    [
        ("chineseCountingThousand", "%1、", 1, ["一、", "二、", "三、"]),
        ("chineseCounting", "（%1）", 9, ["（九）", "（十）", "（十一）"]),
        ("japaneseCounting", "第%1章", 20, ["第二十章", "第二十一章", "第二十二章"]),
        ("decimal", "%1.", 99, ["99.", "100.", "101."]),
        ("decimalEnclosedCircle", "%1", 19, ["⑲", "⑳", "21"]),
        ("upperLetter", "%1)", 25, ["Y)", "Z)", "27)"]),
        ("decimalZero", "%1", 1, ["01", "02", "03"]),
        ("bullet", "\uf06c", 1, ["●", "●", "●"]),
        ("none", "", 1, ["", "", ""]),
        ("no such form", "%1.", 1, ["1.", "2.", "3."]),
        ("decimal", "x" * 500, 1, ["x" * 40] * 3),
    ],
)
def test_forms(form: str, text: str, start: int, labels: list[str]) -> None:
    numbering = _numbering(_level(0, form, text, start))
    assert [numbering.next("1", 0) for _ in labels] == labels


def test_deeper_levels_begin_again() -> None:
    numbering = _numbering(_level(0, "chineseCounting", "%1、") + _level(1, "decimal", "%1.%2"))
    asked = [0, 1, 1, 0, 1]
    assert [numbering.next("1", level) for level in asked] == ["一、", "一.1", "一.2", "二、", "二.1"]


def test_lists_of_one_pattern_count_together_unless_one_begins_anew() -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    numbering = _numbering(_level(0, "decimal", "%1."), nums)
    assert [numbering.next(number, 0) for number in "11233"] == ["1.", "2.", "3.", "1.", "2."]


@pytest.mark.parametrize(("number", "level"), [("0", 0), ("", 0), ("9", 0), ("1", 8)])
def test_a_list_that_is_not_there_says_nothing(number: str, level: int) -> None:
    assert _numbering(_level(0, "decimal", "%1.")).next(number, level) == ""


@pytest.mark.parametrize(
    "broken", ["<w:lvl/>", '<w:lvl w:ilvl="x"/>', '<w:lvl w:ilvl="99"/>', "<w:nothing/>"]
)
def test_broken_levels_are_passed_over(broken: str) -> None:
    assert _numbering(broken).next("1", 0) == ""
