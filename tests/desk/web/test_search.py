"""The search page, and the links from it."""

import re

import pytest

from desk.find import marked
from tests.desk.web.conftest import Browser


def found(page: str) -> list[str]:
    return [re.sub("<[^>]+>", "", title) for title in re.findall(r"<h2><a[^>]*>(.*?)</a></h2>", page)]


def test_words_are_found_and_marked(editor: Browser, filled: int) -> None:
    page = editor.get("/search?q=两癌").text
    assert len(found(page)) == 5
    assert "<mark>两癌</mark>" in page
    assert f'href="/candidate/{filled}"' in page


def test_with_all_conditions(editor: Browser, filled: int) -> None:
    assert found(editor.get("/search?q=折叠").text) == ["折叠：全省农村妇女“两癌”检查提前完成"]
    assert found(editor.get("/search?q=折叠&outlet=union").text) == []
    assert found(editor.get("/search?q=折叠&since=2026-11-20").text) == []
    assert len(found(editor.get("/search?q=折叠&since=whenever").text)) == 1
    assert "没有找到" in editor.get("/search?q=没有这个词").text
    assert "一个字、两个字的词都可以" in editor.get("/search").text


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("全省两癌检查", ["两癌"], [(False, "全省"), (True, "两癌"), (False, "检查")]),
        ("婦女發展", ["妇女"], [(True, "婦女"), (False, "發展")]),
        ("WTO", ["wto"], [(True, "WTO")]),
        ("两癌两癌", ["两癌"], [(True, "两癌两癌")]),
        ("没有", ["别的"], [(False, "没有")]),
        ("", ["别的"], []),
    ],
)
def test_marks(text: str, words: list[str], expected: list[tuple[bool, str]]) -> None:
    assert marked(text, words) == expected
