"""Folding: what must be equal is equal, what must differ differs, and nothing raises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.text import canonical, fold, paragraphs, sentences, squash, tidy


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("婦聯", "妇联"),
        ("２０２６年", "2026年"),
        ("⺠⽣", "民生"),
        ("ＧＤＰ", "gdp"),
        ("妇\u200b联\ufeff", "妇联"),
    ],
)
def test_fold_makes_forms_of_one_text_equal(left: str, right: str) -> None:
    assert fold(left) == fold(right)


def test_squash_drops_punctuation_and_canonical_keeps_it() -> None:
    assert squash("“兰州”，市 妇联1.5。") == "兰州市妇联15"
    assert canonical("「兰州」 市") == canonical("“兰州”市")
    assert canonical("1.5万") != canonical("15万")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一句。第二句！第三句", ["第一句。", "第二句！", "第三句"]),
        ("他说：“好。”我们走。", ["他说：“好。”", "我们走。"]),
        ("（完。）后面", ["（完。）", "后面"]),
        ("一行\n\n二行", ["一行", "二行"]),
        ("3.5亿元。", ["3.5亿元。"]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_tidy_and_paragraphs() -> None:
    assert tidy("  甲\t 乙 \r\n\r\n\u202e丙\x00 ") == "甲 乙\n\n丙"
    assert paragraphs("甲\n\n 乙 \n") == ["甲", "乙"]


@given(st.text())
def test_folding_is_stable_and_keeps_all_sentences(text: str) -> None:
    assert squash(squash(text)) == squash(text)
    assert squash("".join(sentences(tidy(text)))) == squash(tidy(text))
