"""One article's page: its text, versions, story, past items, raw page."""

import re

import pytest

from storage.database import Database
from storage.models import Article, VerdictKind
from tests.desk.web.conftest import Browser
from tests.desk.web.content import NOW, Maker


def test_a_candidate_is_shown_with_all_that_is_known(editor: Browser, filled: int) -> None:
    page = editor.get(f"/candidate/{filled}").text
    for said in (
        "全省农村妇女“两癌”检查提前完成",
        "记者从省卫生健康委获悉",
        "转载：全省农村妇女",
        "2026年第9期《全省农村妇女“两癌”检查完成过八成》",
        "同一件事的可能性",
        '<b class="flag">84.0%</b>',
        '<b class="flag">100.6%</b>',
        "第 2 版",
        "<dt>正文</dt><dd>#content</dd>",
        "存档原页（纯文本）",
        "条目全文",
    ):
        assert said in page, said
    assert re.search(
        r'<a class="original" href="https://paper\.example/1" target="_blank" rel="noopener', page
    )


def test_changes_are_marked_with_words(editor: Browser, filled: int) -> None:
    page = editor.get(f"/candidate/{filled}").text
    assert "第 1 版与第 2 版的差别" in page
    assert "<ins><small>增</small>了</ins>" in page
    assert "<ins><small>增</small>新增一段话。</ins>" in page


def test_an_older_version_can_be_read(editor: Browser, filled: int) -> None:
    old = editor.get(f"/candidate/{filled}?version=1").text
    assert "新增一段话" not in old
    assert "<h1>全省农村妇女“两癌”检查提前完成</h1>" in old
    assert editor.get(f"/candidate/{filled}?version=9").status_code == 404


def test_the_raw_page_is_plain_text(editor: Browser, filled: int) -> None:
    answer = editor.get("/article/1/raw/1")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text.startswith("<html><script>")


def test_a_raw_page_that_is_not_kept_any_more_says_so(
    editor: Browser, database: Database, filled: int
) -> None:
    with database.session() as session:
        session.get_one(Article, 1).versions[0].raw = "b" * 64
    answer = editor.get("/article/1/raw/1")
    assert answer.status_code == 500
    assert "not kept any more" in answer.text


def test_an_article_that_was_taken_back_says_why(editor: Browser, database: Database, filled: int) -> None:
    with database.reading() as session:
        gone = session.query(Article).filter(Article.withdrawn_at.is_not(None)).one().id
    assert "发布者已删除" in editor.get(f"/article/{gone}").text


def test_what_was_decided_is_kept_in_the_history(editor: Browser, filled: int) -> None:
    editor.get("/")
    editor.post("/decide", {"candidate": [f"{filled}:0"], "act": "reject", "reason": "先放一放"})
    editor.post("/decide", {"candidate": [f"{filled}:1"], "act": "undo"})
    page = editor.get(f"/candidate/{filled}").text
    assert "先放一放" in page
    assert re.search("李编辑 11月20日 08:30 撤销", page)


def test_from_candidate_to_candidate(editor: Browser, database: Database) -> None:
    with database.session() as session:
        maker = Maker(session)
        maker.outlets()
        for number, kind in enumerate((VerdictKind.NEW, VerdictKind.NEW, VerdictKind.UPDATE)):
            maker.candidate(maker.article(f"稿{number}"), kind=kind, relevance=1 - number / 10)
    page = editor.get("/candidate/2").text
    assert re.search(r'href="/candidate/1" rel="prev"', page)
    assert re.search(r'href="/candidate/3" rel="next"', page)
    assert 'rel="next"' not in editor.get("/candidate/3").text


@pytest.mark.parametrize("url", ["javascript:alert(1)//", "data:text/html,x", "urn:sha256:ab", "ftp://x/"])
def test_only_web_addresses_become_links(editor: Browser, database: Database, url: str) -> None:
    with database.session() as session:
        maker = Maker(session)
        maker.outlets()
        maker.candidate(maker.article("稿", url=url, at=NOW))
    for path in ("/", "/candidate/1"):
        assert f'href="{url}' not in editor.get(path).text
