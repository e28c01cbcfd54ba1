"""The next issue on the pages: edited beside its source, ordered, reviewed, exported, closed, measured."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from fastapi import FastAPI
from fastapi.testclient import TestClient
from PIL import Image

from bulletins.model import Section
from desk.draft import add_by_hand, candidate_accepted, current
from desk.wording import Editor, Wording
from storage.database import Database
from storage.drafts import find_item, open_drafts
from storage.models import CandidateState, DraftItem, Role
from tests.desk.web.conftest import USERS, Browser
from tests.desk.web.content import NOW, Maker

LI = USERS[Role.EDITOR]


@pytest.fixture
def items(database: Database) -> list[int]:
    """Two accepted candidates and a piece by hand in short news."""
    with database.session() as session:
        maker = Maker(session)
        maker.outlets()
        ids = []
        for title in ("全省“两癌”检查超额完成", "某县办家长学校"):
            candidate = maker.candidate(maker.article(title), state=CandidateState.ACCEPTED)
            item = candidate_accepted(session, candidate, NOW, by="周编辑")
            assert item is not None
            ids.append(item.id)
        draft = current(session, NOW)
        words = Wording("来稿一篇", "来稿的正文。", "某县妇联", section=Section.BRIEF)
        ids.append(add_by_hand(session, draft, words, Editor("周编辑", NOW)).id)
    return ids


@pytest.fixture(autouse=True)
def no_libreoffice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It takes seconds; tests/desk/test_pages.py has it."""
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.fixture
def reviewer(app: FastAPI) -> Browser:
    return Browser(TestClient(app)).sign_in(Role.REVIEWER)


def _item(database: Database, item_id: int) -> DraftItem:
    with database.reading() as session:
        found = find_item(session, item_id)
        assert found is not None
        return found


def _order(database: Database) -> list[int]:
    with database.reading() as session:
        return [item.id for item in open_drafts(session)[0].items]


def _words(item: DraftItem, **changes: str) -> dict[str, str | list[str]]:
    kept = {"title": item.title, "body": item.body, "source": item.source or "", "section": item.section}
    return {**kept, **changes, "revision": str(item.revision)}


def test_the_first_visit_makes_the_next_issue(editor: Browser, database: Database) -> None:
    assert "还没有条目" in editor.get("/draft").text
    with database.reading() as session:
        assert len(open_drafts(session)) == 1


def test_the_list_shows_every_item_with_its_source_and_what_it_waits_for(
    editor: Browser, items: list[int]
) -> None:
    page = editor.get("/draft").text
    for said in ("全省“两癌”检查超额完成", "信息来源：每日甘肃", "拟摘编", "来稿一篇", "等待初审", "简讯"):
        assert said in page


def test_an_item_stands_beside_its_source_with_the_sentences_taken(editor: Browser, items: list[int]) -> None:
    page = editor.get(f"/draft/item/{items[0]}").text
    assert "全省农村妇女“两癌”检查项目已完成46.28万人" in page
    assert re.search(r'<mark class="taken" title="[^"]*数字：46.28万人', page)
    assert "疑点 0 处" in page


def test_a_wrong_figure_is_marked_after_saving(editor: Browser, items: list[int], database: Database) -> None:
    item = _item(database, items[0])
    editor.get(f"/draft/item/{item.id}")
    answer = editor.post(f"/draft/item/{item.id}", _words(item, body=item.body.replace("1538例", "1583例")))
    assert answer.status_code == 303
    page = editor.get(answer.headers["location"]).text
    assert '<mark class="doubt"' in page
    assert "原文相应处是“1538例”" in page
    assert "拟摘编" not in re.sub(r"底色.*?理由。", "", page)


def test_two_editors_lose_nothing(
    editor: Browser, reviewer: Browser, items: list[int], database: Database
) -> None:
    item = _item(database, items[0])
    editor.get(f"/draft/item/{item.id}")
    reviewer.get(f"/draft/item/{item.id}")
    assert editor.post(f"/draft/item/{item.id}", _words(item, title="李改的题")).status_code == 303
    answer = reviewer.post(f"/draft/item/{item.id}", _words(item, title="王改的题"))
    assert answer.status_code == 409
    assert "刚刚被别人改过" in answer.text
    assert "王改的题</textarea>" in answer.text
    assert "<h1>李改的题</h1>" in answer.text
    assert _item(database, item.id).title == "李改的题"


def test_words_that_cannot_be_kept_stay_in_the_form(
    editor: Browser, items: list[int], database: Database
) -> None:
    item = _item(database, items[0])
    editor.get(f"/draft/item/{item.id}")
    answer = editor.post(f"/draft/item/{item.id}", _words(item, title=" ", body="写了很久的正文"))
    assert answer.status_code == 422
    assert "条目要有标题" in answer.text
    assert "写了很久的正文</textarea>" in answer.text


def test_items_are_moved_by_buttons_and_by_a_whole_order(
    editor: Browser, items: list[int], database: Database
) -> None:
    one, two, three = items
    editor.get("/draft")
    assert editor.post(f"/draft/item/{one}/move", {"revision": "0", "places": "1"}).status_code == 303
    assert _order(database) == [two, one, three]
    sent: dict[str, str | list[str]] = {"revision": "1", "item": [str(one), str(two), str(three)]}
    assert editor.post("/draft/1/order", sent).status_code == 303
    assert _order(database) == [one, two, three]
    assert editor.post("/draft/1/order", sent).status_code == 409


def test_an_item_waits_for_the_next_issue_and_comes_back(
    editor: Browser, items: list[int], database: Database
) -> None:
    editor.get("/draft")
    editor.post(f"/draft/item/{items[0]}/hold", {"revision": "0", "held": "true"})
    assert _item(database, items[0]).held
    assert "放回本期" in editor.get("/draft").text
    editor.post(f"/draft/item/{items[0]}/hold", {"revision": "1", "held": "false"})
    assert not _item(database, items[0]).held


def test_only_a_piece_by_hand_can_be_taken_out(editor: Browser, items: list[int], database: Database) -> None:
    editor.get("/draft")
    assert editor.post(f"/draft/item/{items[0]}/remove", {"revision": "0"}).status_code == 422
    assert editor.post(f"/draft/item/{items[2]}/remove", {"revision": "0"}).status_code == 303
    assert _order(database) == items[:2]


def test_a_piece_is_written_by_hand(editor: Browser, items: list[int], database: Database) -> None:
    editor.get("/draft")
    editor.post(
        "/draft/1/add", {"title": "新来稿", "body": "正文。", "source": "某市妇联", "section": "简讯"}
    )
    added = _item(database, _order(database)[-1])
    assert (added.title, added.source, added.section, added.article_id) == (
        "新来稿",
        "某市妇联",
        "简讯",
        None,
    )


def test_approvals_are_by_reviewers_and_by_name(
    editor: Browser, reviewer: Browser, items: list[int], database: Database
) -> None:
    seen: dict[str, str | list[str]] = {"stage": "1", "item": [f"{id_}:0" for id_ in items]}
    editor.get("/draft")
    assert editor.post("/draft/1/review", seen).status_code == 403
    reviewer.get("/draft")
    assert reviewer.post("/draft/1/review", seen).status_code == 303
    page = editor.get("/draft").text
    assert page.count("初审：王审核") == 3
    assert "审核完毕" in page
    assert reviewer.post("/draft/1/review", seen).status_code == 409


@pytest.mark.parametrize("wrong", ["1", "a:b", "1:0:x:", ""])
def test_a_review_of_nothing_that_was_seen_is_refused(
    reviewer: Browser, items: list[int], wrong: str
) -> None:
    reviewer.get("/draft")
    assert reviewer.post("/draft/1/review", {"stage": "1", "item": [wrong]}).status_code in (409, 422)


def test_the_issue_is_exported_and_marked_until_it_is_reviewed(
    editor: Browser, reviewer: Browser, items: list[int]
) -> None:
    editor.get("/draft")
    word = editor.get("/draft/1/export/docx")
    assert word.headers["content-disposition"].endswith(".docx")
    assert "%E6%9C%AA%E5%AE%A1" in word.headers["content-disposition"]
    said = "\n".join(line.text for line in Document(BytesIO(word.content)).paragraphs)
    assert "全省“两癌”检查超额完成" in said
    reviewer.get("/draft")
    reviewer.post("/draft/1/review", {"stage": "1", "item": [f"{id_}:0" for id_ in items]})
    text = editor.get("/draft/1/export/txt")
    assert "%E6%9C%AA" not in text.headers["content-disposition"]
    assert "未审" not in text.text
    page = editor.get("/draft/1/export/html")
    assert page.headers["content-disposition"].startswith("attachment")
    assert editor.get("/draft/1/export/exe").status_code == 422


def test_the_check_names_what_is_doubtful_and_what_stands_twice(
    editor: Browser, items: list[int], database: Database
) -> None:
    item = _item(database, items[1])
    editor.get(f"/draft/item/{item.id}")
    editor.post(f"/draft/item/{item.id}", _words(item, body="全省完成46.82万人。"))
    page = editor.get("/draft/1/check").text
    assert "46.82万人" in page
    assert "没有原稿" in page


def test_a_printed_issue_is_closed_measured_and_changed_no_more(
    editor: Browser, items: list[int], database: Database
) -> None:
    editor.get("/draft")
    assert editor.post("/draft/1/close", {"revision": "0"}).status_code == 422
    masthead = {"revision": "0", "kind": "简报", "number": "10", "issued_on": "2026-11-30"}
    assert editor.post("/draft/1/masthead", masthead).status_code == 303
    assert editor.post("/draft/1/close", {"revision": "1"}).headers["location"] == "/caught"
    assert "结清" in editor.get("/draft/1").text
    item = _item(database, items[0])
    assert editor.post(f"/draft/item/{item.id}", _words(item, title="晚了")).status_code == 409
    assert "第11期" in editor.get("/draft").text


@pytest.mark.parametrize(
    "wrong", [{"number": "-1"}, {"number": "1e9"}, {"issued_on": "2026-13-45"}, {"kind": "报纸版面"}]
)
def test_what_is_no_masthead_is_refused(editor: Browser, items: list[int], wrong: dict[str, str]) -> None:
    editor.get("/draft")
    sent: dict[str, str | list[str]] = {"revision": "0", "kind": "简报", **wrong}
    assert editor.post("/draft/1/masthead", sent).status_code == 422


def _png() -> bytes:
    written = BytesIO()
    Image.new("RGB", (200, 100)).save(written, "PNG")
    return written.getvalue()


def test_a_picture_is_uploaded_shown_printed_and_taken_away(
    editor: Browser, items: list[int], database: Database
) -> None:
    path = f"/draft/item/{items[0]}/picture"
    editor.get(f"/draft/item/{items[0]}")
    sent = editor.client.post(
        path,
        data={"csrf": editor.csrf, "revision": "0"},
        files={"file": ("图.png", _png(), "image/png")},
        follow_redirects=False,
    )
    assert sent.status_code == 303
    shown = editor.get(path)
    assert (shown.headers["content-type"], shown.content[:2]) == ("image/jpeg", b"\xff\xd8")
    word = Document(BytesIO(editor.get("/draft/1/export/docx").content))
    assert len(word.inline_shapes) == 1
    editor.get(f"/draft/item/{items[0]}")
    assert editor.post(path, {"revision": "1"}).status_code == 303
    assert editor.get(path).status_code == 404


@pytest.mark.parametrize(
    ("name", "data"), [("a.svg", b"<svg onload=alert(1)>"), ("a.png", b"\x89PNG broken")]
)
def test_what_is_no_picture_is_refused(editor: Browser, items: list[int], name: str, data: bytes) -> None:
    editor.get(f"/draft/item/{items[0]}")
    sent = editor.client.post(
        f"/draft/item/{items[0]}/picture",
        data={"csrf": editor.csrf, "revision": "0"},
        files={"file": (name, data)},
    )
    assert sent.status_code == 422
    assert "不是能读的图片" in sent.text


def test_no_other_address_than_the_sources_own_pictures_is_fetched(editor: Browser, items: list[int]) -> None:
    editor.get(f"/draft/item/{items[0]}")
    answer = editor.post(
        f"/draft/item/{items[0]}/picture", {"revision": "0", "address": "http://169.254.169.254/"}
    )
    assert answer.status_code == 422
    assert "不在原稿里" in answer.text


def test_the_words_are_taken_anew(editor: Browser, items: list[int], database: Database) -> None:
    item = _item(database, items[0])
    editor.get(f"/draft/item/{item.id}")
    editor.post(f"/draft/item/{item.id}", _words(item, body="写坏了。"))
    assert editor.post(f"/draft/item/{item.id}/anew", {"revision": "1"}).status_code == 303
    assert _item(database, item.id).body == item.body


def test_a_special_issue_is_put_together_beside_the_next_one(editor: Browser, items: list[int]) -> None:
    editor.get("/draft")
    where = editor.post("/draft/new").headers["location"]
    assert "专刊" in editor.get(where).text
    assert where in editor.get("/draft").text


def test_hostile_words_come_out_as_text(editor: Browser, items: list[int]) -> None:
    bad = '"><script>alert(1)</script>\u202e{{ 7*7 }}'
    editor.get("/draft")
    editor.post("/draft/1/add", {"title": bad, "body": bad, "source": bad[:60], "section": "正文"})
    for path in ("/draft", "/draft/1/check", f"/draft/item/{items[2] + 1}"):
        page = editor.get(path).text
        assert "<script>alert" not in page
        assert "\u202e" not in page
        assert "{{ 7*7 }}" in page or "&lt;script&gt;" in page


def test_an_outlet_that_nobody_wants_is_suggested_no_more(editor: Browser, database: Database) -> None:
    from storage.catches import open_suggestion

    with database.session() as session:
        open_suggestion(session, "临河融媒", NOW)
    assert "临河融媒" in editor.get("/caught").text
    editor.get("/help")
    editor.get("/caught")
    assert editor.post("/caught/no", {"name": "临河融媒"}).status_code == 303
    assert "临河融媒" not in editor.get("/caught").text


@pytest.mark.parametrize("path", ["/draft/99", "/draft/99/check", "/draft/item/99", "/draft/99/export/txt"])
def test_what_is_not_there_is_not_there(editor: Browser, path: str) -> None:
    assert editor.get(path).status_code == 404
