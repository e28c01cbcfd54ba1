"""The marked differences: complete, readable, bounded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.text import paragraphs
from desk.diff import Mark, Paragraph, difference


def written(found: list[Paragraph]) -> list[str]:
    """As an editor would see it: [-deleted-] and {+added+}."""
    signs = {Mark.SAME: "{}", Mark.GONE: "[-{}-]", Mark.COME: "{{+{}+}}"}
    return ["".join(signs[stretch.mark].format(stretch.text) for stretch in p) for p in found]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("甲。", "甲。", ["甲。"]),
        ("救助1.26万名儿童", "救助1.62万名儿童", ["救助[-1.26-]{+1.62+}万名儿童"]),
        ("甲段。\n乙段。", "甲段。\n新段。\n乙段。", ["甲段。", "{+新段。+}", "乙段。"]),
        ("甲段。\n乙段。", "乙段。", ["[-甲段。-]", "乙段。"]),
        ("学员张巧云说今天来", "学员张巧芸说今天来", ["学员张巧[-云-]{+芸+}说今天来"]),
        ("完全不同的一句话", "ABC def 毫无关系", ["[-完全不同的一句话-]{+ABC def 毫无关系+}"]),
        ("", "新", ["{+新+}"]),
        ("旧", "", ["[-旧-]"]),
        ("", "", []),
    ],
)
def test_what_was_deleted_and_added(old: str, new: str, expected: list[str]) -> None:
    assert written(difference(old, new)) == expected


@given(st.text("甲乙丙丁12。\n", max_size=60), st.text("甲乙丙丁12。\n", max_size=60))
def test_both_texts_can_be_read_out_of_it(old: str, new: str) -> None:
    found = difference(old, new)

    def read(*marks: Mark) -> list[str]:
        lines = ("".join(s.text for s in p if s.mark in marks) for p in found)
        return [line for line in lines if line]

    assert read(Mark.SAME, Mark.COME) == paragraphs(new)
    assert sorted(read(Mark.SAME, Mark.GONE)) == sorted(paragraphs(old))


def test_long_paragraphs_are_marked_whole() -> None:
    old, new = "甲乙" * 3000, "乙丙" * 3000
    assert written(difference(old, new)) == [f"[-{old}-]{{+{new}+}}"]
