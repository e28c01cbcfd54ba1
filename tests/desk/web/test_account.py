"""One's own account."""

import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from desk.accounts import PER_ACCOUNT
from storage.models import Role
from tests.desk.web.conftest import PASSWORD, USERS, Browser

NEW = "另一个很长的密码 8"


def change(browser: Browser, old: str = PASSWORD, new: str = NEW, again: str = NEW) -> tuple[int, str]:
    browser.get("/account")
    answer = browser.post("/account/password", {"old": old, "new": new, "again": again})
    return answer.status_code, answer.text


def test_a_new_password_signs_out_every_other_browser(app: FastAPI, editor: Browser) -> None:
    other = Browser(TestClient(app)).sign_in(Role.EDITOR)
    status, text = change(editor)
    assert status == 200
    assert "密码已修改" in text
    assert editor.get("/").url.path == "/"
    assert other.get("/").url.path == "/sign-in"
    other.get("/sign-in")
    assert other.post("/sign-in", {"name": USERS[Role.EDITOR], "password": PASSWORD}).status_code == 403
    other.get("/sign-in")
    assert other.post("/sign-in", {"name": USERS[Role.EDITOR], "password": NEW}).status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        ("wrong", NEW, NEW, "现在的密码不对"),
        (PASSWORD, NEW, NEW + "x", "不一致"),
        (PASSWORD, "short", "short", "至少要有 10 个字符"),
    ],
)
def test_a_password_is_not_changed_by(editor: Browser, old: str, new: str, again: str, said: str) -> None:
    status, text = change(editor, old, new, again)
    assert status == 422
    assert said in text


def test_whoever_sits_down_at_an_open_desk_cannot_guess_the_password(editor: Browser) -> None:
    for _ in range(PER_ACCOUNT):
        assert "现在的密码不对" in change(editor, old="wrong")[1]
    assert "试错次数太多" in change(editor)[1]


def test_single_keys_can_be_switched_off_and_on(editor: Browser) -> None:
    assert 'data-keys="on"' in editor.get("/").text
    editor.post("/account/keys", {"single_keys": "false"})
    assert 'data-keys="off"' in editor.get("/").text
    editor.post("/account/keys", {"single_keys": "true"})
    assert 'data-keys="on"' in editor.get("/").text


def test_a_token_is_shown_once_works_and_is_revoked(app: FastAPI, editor: Browser) -> None:
    editor.get("/account")
    shown = re.search(r"<code>(shiyi_[\w-]+)</code>", editor.post("/account/token", {"name": "脚本"}).text)
    assert shown
    program = TestClient(app, headers={"Authorization": f"Bearer {shown[1]}"})
    assert program.get("/api/candidates").status_code == 200
    page = editor.get("/account").text
    assert shown[1] not in page
    number = re.search(r'name="token" value="(\d+)"', page)
    assert number
    editor.post("/account/token/revoke", {"token": number[1]})
    assert program.get("/api/candidates").status_code == 401


def test_nobody_revokes_anothers_token(app: FastAPI, editor: Browser) -> None:
    editor.get("/account")
    editor.post("/account/token", {"name": "脚本"})
    other = Browser(TestClient(app)).sign_in(Role.OPERATOR)
    other.post("/account/token/revoke", {"token": "1"})
    assert 'name="token" value="1"' in editor.get("/account").text
