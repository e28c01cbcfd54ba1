"""Pasted links and typed-in pieces."""

import pytest
from sqlalchemy import select

from storage.database import Database
from storage.mailbox import MailRow, folder, note_mail, settle_mail
from storage.models import Article, InboxLink, Mail, Outlet
from storage.outlets import OutletRow, sync_outlets
from tests.desk.web.conftest import Browser
from tests.desk.web.content import NOW

PIECE = {
    "unit": "西和县妇联",
    "title": "西和县办家长学校",
    "body": "第一段。\n\n 第二段。",
    "published": "2026-11-18",
}


def test_each_pasted_link_says_what_became_of_it(editor: Browser, database: Database, filled: int) -> None:
    editor.get("/add")
    pasted = (
        "https://paper.example/new\nhttps://paper.example/1\nhttps://elsewhere.example/x\n随便写的\n"
        "javascript:alert(1)\nhttps://paper.example/new"
    )
    page = editor.post("/add/links", {"links": pasted}).text
    assert page.count("已收下") == 1
    assert page.count("已经在库里") == 1
    assert page.count("不在登记的媒体之内") == 1
    assert page.count("这一行不是网址") == 2
    with database.reading() as session:
        links = [(link.url, link.outlet_key, link.by) for link in session.scalars(select(InboxLink))]
    assert links == [("https://paper.example/new", "paper", "李编辑")]


def test_a_typed_in_piece_becomes_an_article_of_its_unit(editor: Browser, database: Database) -> None:
    editor.get("/add")
    answer = editor.post("/add/piece", PIECE)
    assert answer.status_code == 303
    page = editor.get(answer.headers["location"]).text
    for said in ("西和县办家长学校", "西和县妇联", "<p>第二段。</p>", "编辑录入（李编辑）", "11月18日"):
        assert said in page, said
    with database.session() as session:
        # Another tick: the unit stays, though no program declares it, and its piece is never fetched.
        sync_outlets(session, [OutletRow("paper", "新甘肃", None, "site", "甘肃", True, None, {})])
        article = session.scalars(select(Article)).one()
        assert article.outlet.off_reason == "来稿单位"
        assert (article.next_check_at, article.checked_at) == (None, None)
    assert 'value="西和县妇联"' in editor.get("/add").text


def test_the_same_piece_is_kept_once(editor: Browser, database: Database) -> None:
    editor.get("/add")
    first = editor.post("/add/piece", PIECE)
    again = editor.post("/add/piece", PIECE | {"body": "第一段。第二段。"})
    assert first.headers["location"] == again.headers["location"]
    with database.reading() as session:
        assert len(session.scalars(select(Outlet)).all()) == 1


def test_what_became_of_each_mail_is_shown(editor: Browser, database: Database, filled: int) -> None:
    with database.session() as session:
        folder(session, "office", 1)
        rows = [
            MailRow("a", 1, "women@anping.example", "安平市妇联", "投稿：培训班", NOW),
            MailRow("b", 2, "women@anping.example", "安平市妇联", "", NOW, refused="邮件太大"),
        ]
        for row in rows:
            note_mail(session, "office", row)
        settle_mail(session.scalars(select(Mail).where(Mail.key == "a")).one(), [1], 2, "图.docx 是图片")
    page = editor.get("/add").text
    for said in (
        "投稿：培训班",
        "已入库",
        "/article/1",
        "链接 2 个",
        "图.docx 是图片",
        "（无主题）",
        "没有收",
        "邮件太大",
    ):
        assert said in page, said


@pytest.mark.parametrize("name", list(PIECE))
@pytest.mark.parametrize("value", ["", " \u200b"])
def test_what_is_missing_is_asked_for_and_nothing_typed_is_lost(
    editor: Browser, name: str, value: str
) -> None:
    editor.get("/add")
    answer = editor.post("/add/piece", PIECE | {name: value})
    assert answer.status_code == 422
    assert "请填写单位、标题、正文和日期" in answer.text
    assert all(value in answer.text for key, value in PIECE.items() if key != name)
