import json

from reading.embedded import find_embedded
from reading.tree import parse
from tests.reading.saved import NOW

HTML = "<p>会议总结去年工作，安排部署今年任务，表彰了先进集体。</p>" * 8


def found(page: str):  # type: ignore[no-untyped-def]
    root = parse(page)
    assert root is not None
    return find_embedded(root, NOW)


def test_the_longest_text_in_the_data_with_what_stands_around_it() -> None:
    data = {
        "page": {"title": "网站"},
        "detail": {
            "title": "会议召开",
            "info": {"source": "甘肃日报", "parts": [{"html": HTML}, {"html": HTML[:200]}]},
        },
    }
    article = found(f"<div id=app></div><script>window.__STATE__ = {json.dumps(data)};</script>")
    assert (article.html, article.title, article.source) == (HTML, "会议召开", "甘肃日报")


def test_a_textarea_that_holds_the_text() -> None:
    assert found(f"<textarea class='article-content' hidden>{HTML}</textarea>").html == HTML


def test_other_scripts_are_no_articles() -> None:
    assert found("<script>function f() { return {}; }</script><textarea>x</textarea>") is None
    assert found(f"<script>var a = {json.dumps({'html': '<p>short</p>'})}</script>") is None
    assert found("<script>var a = " + "[" * 100_000 + "</script>") is None
