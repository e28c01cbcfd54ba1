"""The feeds: for a token alone, by the ways that feed readers know."""

from xml.etree import ElementTree

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient


@pytest.mark.parametrize(
    ("format_", "type_"),
    [("atom", "application/atom+xml"), ("rss", "application/rss+xml"), ("json", "application/feed+json")],
)
def test_candidates_as_a_feed(program: TestClient, format_: str, type_: str) -> None:
    answer = program.get(f"/feeds/candidates.{format_}")
    assert answer.headers["content-type"].startswith(type_)
    assert "全省农村妇女“两癌”检查提前完成了" in answer.text
    assert f"http://testserver/feeds/candidates.{format_}" in answer.text.replace("\\/", "/")
    if format_ == "json":
        assert len(answer.json()["items"]) == 1
    else:
        ElementTree.fromstring(answer.text)


def test_a_feed_reader_gives_the_token_as_a_password(app: FastAPI, program: TestClient) -> None:
    token = program.headers["Authorization"].removeprefix("Bearer ")
    assert TestClient(app).get("/feeds/candidates.atom", auth=("whoever", token)).status_code == 200
    assert TestClient(app).get("/feeds/candidates.atom", auth=("whoever", "wrong")).status_code == 401
    assert TestClient(app).get("/feeds/candidates.atom").status_code == 401


@pytest.mark.parametrize("value", ["!", "eA==", "/w==", "", "Ojo6"])
def test_a_broken_header_is_no_token(app: FastAPI, value: str) -> None:
    headers = {"Authorization": f"Basic {value}"}
    assert TestClient(app).get("/feeds/candidates.atom", headers=headers).status_code == 401


def test_there_are_three_formats(program: TestClient) -> None:
    assert program.get("/feeds/candidates.exe").status_code == 404
