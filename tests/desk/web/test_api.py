"""The JSON interface: what it says, and that it says only what its description promises."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient


def test_candidates(program: TestClient, filled: int) -> None:
    value = program.get("/api/candidates").json()
    assert (value["total"], value["page"], value["pages"], value["day"]) == (1, 1, 1, "2026-11-20")
    (listed,) = value["candidates"]
    assert listed["proposal"]["candidate"] == filled
    assert listed["proposal"]["lead"]["outlet"] == "新甘肃"
    assert (listed["state"], listed["decision"]) == ("open", None)
    assert program.get("/api/candidates?show=folded").json()["total"] == 1


def test_digests(program: TestClient) -> None:
    assert program.get("/api/digests").json() == [{"day": "2026-11-20", "candidates": 1}]
    value = program.get("/api/digests/2026-11-20").json()
    assert [c["piece"]["title"] for c in value["covered"]] == ["已刊：全省农村妇女“两癌”检查提前完成"]
    assert program.get("/api/digests/2026-11-01").status_code == 404


def test_articles_and_search(program: TestClient) -> None:
    value = program.get("/api/articles/1").json()
    assert [v["number"] for v in value["versions"]] == [2, 1]
    assert [piece["article"] for piece in value["story"]] == [2]
    found = program.get("/api/search", params={"q": "折叠"}).json()
    assert [piece["title"] for piece in found["articles"]] == ["折叠：全省农村妇女“两癌”检查提前完成"]
    assert program.get("/api/articles/99").json() == {"detail": "Not Found"}


def test_outlets_are_for_the_operator(program: TestClient, app: FastAPI) -> None:
    assert [o["state"] for o in program.get("/api/outlets").json()] == ["ok", "blocked"]


@pytest.mark.parametrize("token", ["", "x", "shiyi_x", "é", ":", "\t"])
def test_without_a_good_token_there_is_nothing(app: FastAPI, token: str) -> None:
    headers = {b"Authorization": f"Bearer {token}".encode()}
    answer = TestClient(app).get("/api/candidates", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer, Basic")
    assert answer.json() == {"detail": "A token is needed."}


def test_the_description_names_every_address_and_nothing_else(program: TestClient) -> None:
    described = program.get("/api/openapi.json").json()
    assert sorted(described["paths"]) == [
        "/api/articles/{article}",
        "/api/candidates",
        "/api/digests",
        "/api/digests/{day}",
        "/api/outlets",
        "/api/search",
    ]
    assert all(list(methods) == ["get"] for methods in described["paths"].values())
