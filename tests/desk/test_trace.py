"""The way back from a folded text to the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.trace import Traced


@pytest.mark.parametrize(
    ("original", "folded", "back"),
    [
        ("共１２６人", "126", "１２６"),
        ("改造6 9 3个", "693", "6 9 3"),
        ("面積為３㎡", "3m2", "３㎡"),
        ("增\u200b加12.6\u00a0万人", "12.6万人", "12.6\u00a0万人"),
        ("⼥儿", "女儿", "⼥儿"),
    ],
)
def test_a_folded_stretch_leads_back_to_what_was_written(original: str, folded: str, back: str) -> None:
    traced = Traced.of(original)
    start = traced.text.index(folded)
    begin, end = traced.span(start, start + len(folded))
    assert original[begin:end] == back


@given(st.text(max_size=80))
def test_every_character_has_its_origin_in_order(original: str) -> None:
    traced = Traced.of(original)
    assert len(traced.at) == len(traced.text)
    assert list(traced.at) == sorted(traced.at)
    begin, end = traced.span(0, len(traced.text))
    assert 0 <= begin <= end <= len(original)
