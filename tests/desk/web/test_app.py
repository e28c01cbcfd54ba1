"""Around every page: the headers, the limits, what is said when something goes wrong."""

import re

import pytest
from fastapi.testclient import TestClient

from desk.web.app import BODY_LIMIT
from desk.web.pages import local
from tests.desk.web.conftest import Browser


@pytest.mark.parametrize("path", ["/", "/sign-in", "/nowhere", "/static/desk.css", "/api/candidates"])
def test_every_answer_has_the_headers(editor: Browser, path: str) -> None:
    headers = editor.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", "/help", "/account", "/add", "/search", "/days"])
def test_pages_need_no_inline_script_or_style_and_nothing_from_elsewhere(editor: Browser, path: str) -> None:
    page = editor.get(path)
    assert page.headers["cache-control"] == "no-store"
    assert not re.search(r"<script(?![^>]*\bsrc=)", page.text)
    assert not re.search(r"<style|\sstyle=|\son\w+=", page.text)
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page.text)


def test_static_files_may_be_kept_under_an_address_that_changes_with_them(editor: Browser) -> None:
    page = editor.get("/")
    address = re.search(r'href="(/static/desk\.css\?\w+)"', page.text)
    assert address
    assert "immutable" in editor.get(address[1]).headers["cache-control"]
    assert editor.get("/static/desk.css").headers["cache-control"] == "no-cache"
    assert editor.get("/static/nothing.css").status_code == 404
    assert editor.get("/static/..%2fapp.py").status_code == 404


def test_a_body_that_is_too_large_is_refused(editor: Browser) -> None:
    answer = editor.client.post("/add/links", data={"csrf": editor.csrf, "links": "x" * (BODY_LIMIT + 1)})
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nowhere", 404),
        ("/candidate/999", 404),
        ("/candidate/99999999999999999999", 404),
        ("/candidate/x", 422),
        ("/article/999", 404),
        ("/article/1/raw/99999999999999999999", 404),
        ("/day/2026-11-01", 404),
        ("/day/yesterday", 422),
        ("/?page=0", 422),
        ("/?show=nothing", 422),
        ("/decide", 405),
    ],
)
def test_what_is_wrong_is_said_on_a_page(editor: Browser, path: str, status: int) -> None:
    answer = editor.get(path)
    assert answer.status_code == status
    assert "<h1>" in answer.text
    assert "Traceback" not in answer.text


def test_what_nobody_foresaw_is_a_page_and_a_log_entry(
    editor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("desk.web.today.digests.digest_days", fail)
    client = TestClient(editor.client.app, raise_server_exceptions=False, cookies=editor.client.cookies)
    answer = client.get("/days")
    assert answer.status_code == 500
    assert "出错了" in answer.text
    assert "secret detail" not in answer.text


@pytest.mark.parametrize("path", ["//x", "http://x", "/\\x", "", "x", "/a\nb"])
def test_only_paths_of_ours_are_led_back_to(path: str) -> None:
    assert local(path) == "/"
