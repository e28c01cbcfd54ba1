"""Deciding on the pages: with and without script, one and many, undone, and never over another's."""

import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from storage import drafts
from storage.database import Database
from storage.decisions import decisions_on
from storage.models import Candidate, CandidateState, DecisionKind, Role
from tests.desk.web.conftest import Browser
from tests.desk.web.content import Maker

HX = {"HX-Request": "true"}


@pytest.fixture
def three(database: Database) -> None:
    with database.session() as session:
        maker = Maker(session)
        maker.outlets()
        for title in ("甲稿", "乙稿", "丙稿"):
            maker.candidate(maker.article(title))


@pytest.fixture
def reviewer(app: FastAPI) -> Browser:
    return Browser(TestClient(app)).sign_in(Role.REVIEWER)


def states(database: Database) -> list[str]:
    with database.reading() as session:
        return [c.state for c in session.query(Candidate).order_by(Candidate.id)]


@pytest.mark.parametrize(
    ("form", "state", "kind", "reason"),
    [
        ({"act": "accept"}, "accepted", DecisionKind.ACCEPT, ""),
        ({"act": "later"}, "pending", DecisionKind.PENDING, ""),
        ({"act": "reject"}, "rejected", DecisionKind.REJECT, ""),
        ({"act": "reject", "reason": " 另有安排 "}, "rejected", DecisionKind.REJECT, "另有安排"),
        ({"act": "reject.minor"}, "rejected", DecisionKind.REJECT, "分量不足"),
        ({"act": "accept", "reason": "not for this"}, "accepted", DecisionKind.ACCEPT, ""),
    ],
)
def test_a_plain_form_decides_and_leads_back(
    editor: Browser, database: Database, three: None, form: dict[str, str], state: str, kind: str, reason: str
) -> None:
    editor.get("/")
    answer = editor.post("/decide", {"candidate": ["2:0"], "back": "/?page=1", **form})
    assert (answer.status_code, answer.headers["location"]) == (303, "/?page=1")
    assert states(database) == ["open", state, "open"]
    with database.reading() as session:
        made = decisions_on(session, 2)
    assert [(d.kind, d.reason, d.by) for d in made] == [(kind, reason, "李编辑")]


def test_with_script_only_what_changed_comes_back(editor: Browser, three: None) -> None:
    editor.get("/")
    answer = editor.post("/decide", {"candidate": ["2:0"], "act": "accept"}, **HX)
    assert answer.status_code == 200
    assert re.findall(r'id="(\w+)"[^>]*hx-swap-oob', answer.text) == ["s2", "said"]
    assert "已采用 1 条" in answer.text
    assert 'value="2:1"' in answer.text
    assert "<html" not in answer.text


def test_many_at_once_and_undone_at_once(editor: Browser, database: Database, three: None) -> None:
    editor.get("/")
    editor.post("/decide", {"candidate": ["1:0", "3:0"], "act": "reject", "reason": "重复"}, **HX)
    assert states(database) == ["rejected", "open", "rejected"]
    answer = editor.post("/decide", {"candidate": ["3:1", "1:1"], "act": "undo"}, **HX)
    assert "已撤销 2 条决定" in answer.text
    assert states(database) == ["open", "open", "open"]


def test_two_editors_never_overwrite_each_other_silently(
    editor: Browser, reviewer: Browser, database: Database, three: None
) -> None:
    editor.get("/")
    reviewer.get("/")
    assert editor.post("/decide", {"candidate": ["1:0"], "act": "accept"}).status_code == 303
    late = reviewer.post("/decide", {"candidate": ["1:0"], "act": "reject"})
    assert late.status_code == 409
    assert "李编辑" in late.text
    assert "没有保存" in late.text
    assert states(database)[0] == "accepted"
    # The page that says so shows the candidate as it is now, so that it can be decided about again.
    assert 'value="1:1"' in late.text
    assert reviewer.post("/decide", {"candidate": ["1:1"], "act": "reject"}).status_code == 303
    assert states(database)[0] == "rejected"


def test_of_many_the_others_are_decided_and_the_lost_ones_told(
    editor: Browser, reviewer: Browser, database: Database, three: None
) -> None:
    editor.get("/")
    reviewer.get("/")
    editor.post("/decide", {"candidate": ["2:0"], "act": "accept"})
    late = reviewer.post("/decide", {"candidate": ["1:0", "2:0", "3:0"], "act": "reject"}, **HX)
    assert late.status_code == 409
    assert "已定为不采用 2 条。有 1 条刚被他人处理" in late.text
    assert states(database) == ["rejected", "accepted", "rejected"]


def test_what_is_accepted_is_in_the_draft_until_it_is_undone(
    editor: Browser, database: Database, three: None
) -> None:
    def drafted() -> list[str]:
        with database.reading() as session:
            return [item.title for item in drafts.open_drafts(session)[0].items]

    editor.get("/")
    editor.post("/decide", {"candidate": ["1:0", "2:0"], "act": "accept"})
    assert drafted() == ["甲稿", "乙稿"]
    editor.post("/decide", {"candidate": ["1:1"], "act": "undo"})
    editor.post("/decide", {"candidate": ["2:1"], "act": "later"})
    assert drafted() == []


@pytest.mark.parametrize(
    "form",
    [
        {"act": "accept"},
        {"candidate": ["1"], "act": "accept"},
        {"candidate": ["1:x"], "act": "accept"},
        {"candidate": ["1:0"], "act": "delete"},
        {"candidate": ["1:0"], "act": "reject.whatever"},
        {"candidate": ["1:0"], "act": "accept.minor"},
        {"candidate": ["1:0"], "act": "reject", "reason": "长" * 201},
        {"candidate": ["1:0"] * 201, "act": "accept"},
        {"candidate": ["99999999999999999999:0"], "act": "accept"},
    ],
)
def test_a_form_that_makes_no_sense_changes_nothing(
    editor: Browser, database: Database, three: None, form: dict[str, str | list[str]]
) -> None:
    editor.get("/")
    assert editor.post("/decide", form).status_code == 422
    assert states(database) == [CandidateState.OPEN] * 3


def test_one_that_is_not_there_is_nobodys(editor: Browser, three: None) -> None:
    editor.get("/")
    assert editor.post("/decide", {"candidate": ["77:0"], "act": "accept"}).status_code == 409


def test_the_way_back_leads_nowhere_else(editor: Browser, three: None) -> None:
    editor.get("/")
    answer = editor.post("/decide", {"candidate": ["1:0"], "act": "accept", "back": "//evil.example/"})
    assert answer.headers["location"] == "/"
