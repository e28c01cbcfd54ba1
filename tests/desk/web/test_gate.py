"""Nobody gets in by a route that was forgotten: with too little, with the right role, without a token."""

import re
from datetime import timedelta

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from fastapi.testclient import TestClient

from desk import accounts
from desk.web.gate import access, allow
from storage import users
from storage.database import Database
from storage.models import Role
from tests.desk.web.conftest import USERS, Browser, Clock

OPEN_TO_ALL = {("GET", "/sign-in"), ("POST", "/sign-in"), ("GET", "/static/{name}")}


def routes(app: FastAPI) -> list[tuple[str, str, Role | None]]:
    """Method, path and role of each route."""
    found = []
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        assert isinstance(route, APIRoute), f"{route} is a route that the gate does not see"
        found += [(method, context.path or "", access(route.endpoint)) for method in route.methods or ()]
    return found


def filled_in(path: str) -> str:
    """The path with something in the place of each parameter."""
    return re.sub(r"{day}", "2026-11-20", re.sub(r"{(?!day)[^}]+}", "1", path))


def send(client: TestClient, method: str, path: str, csrf: str | None = None) -> int:
    data = {"csrf": csrf} if csrf else {}
    answer = client.request(
        method, filled_in(path), data=data if method == "POST" else None, follow_redirects=False
    )
    if answer.status_code == 303 and answer.headers["location"].startswith("/sign-in?"):
        return 401
    return answer.status_code


def test_only_these_routes_are_open_to_all(app: FastAPI) -> None:
    assert {(method, path) for method, path, role in routes(app) if role is None} == OPEN_TO_ALL


def test_every_route_needs_a_sign_in(app: FastAPI) -> None:
    client = TestClient(app)
    for method, path, role in routes(app):
        if role is not None:
            assert send(client, method, path) == 401, (method, path)


@pytest.mark.parametrize("mine", list(Role))
def test_every_route_lets_in_its_roles_and_no_others(app: FastAPI, mine: Role) -> None:
    browser = Browser(TestClient(app, raise_server_exceptions=True)).sign_in(mine)
    ranks = list(Role)
    for method, path, role in routes(app):
        if role is None or path == "/sign-out":
            continue
        status = send(browser.client, method, path, browser.csrf)
        if ranks.index(mine) < ranks.index(role):
            assert status == 403, (method, path)
        else:
            assert status in (200, 303, 404, 422), (method, path, status)


def test_nothing_is_changed_without_the_forms_token(app: FastAPI) -> None:
    browser = Browser(TestClient(app)).sign_in(Role.OPERATOR)
    for method, path, role in routes(app):
        if method != "GET" and role is not None:
            for wrong in (None, "wrong", browser.csrf[:-1]):
                assert send(browser.client, method, path, wrong) == 403, (method, path, wrong)


def test_another_browsers_token_is_not_good(app: FastAPI) -> None:
    mine, other = (Browser(TestClient(app)).sign_in(Role.EDITOR) for _ in range(2))
    assert send(mine.client, "POST", "/account/keys", other.csrf) == 403
    assert send(mine.client, "POST", "/account/keys", mine.csrf) == 303


def test_a_route_that_says_nothing_lets_in_nobody(app: FastAPI) -> None:
    router = APIRouter()

    @router.get("/forgotten")
    def forgotten() -> str:
        return "secret"

    app.include_router(router)
    assert send(TestClient(app), "GET", "/forgotten") == 403
    assert send(Browser(TestClient(app)).sign_in(Role.OPERATOR).client, "GET", "/forgotten") == 403


def test_a_mark_is_for_one_function_alone() -> None:
    def one() -> None: ...

    def other() -> None: ...

    allow(Role.OPERATOR)(one)
    assert access(one) is Role.OPERATOR
    with pytest.raises(KeyError):
        access(other)


def test_a_token_reads_and_changes_nothing(app: FastAPI, database: Database, clock: Clock) -> None:
    with database.session() as session:
        user = accounts.known_user(session, USERS[Role.OPERATOR])
        token = accounts.new_token(session, user, "脚本", clock())
    client = TestClient(app, headers={"Authorization": f"Bearer {token}"})
    assert client.get("/api/outlets").status_code == 200
    assert send(client, "POST", "/account/keys", "") == 403
    with database.session() as session:
        users.revoke_tokens(session, user.id, clock())
    assert client.get("/api/outlets").status_code == 401


def test_a_sign_in_ends_by_disuse_and_by_age(app: FastAPI, clock: Clock) -> None:
    browser = Browser(TestClient(app)).sign_in(Role.EDITOR)
    for _ in range(14):
        clock.pass_(timedelta(hours=11))
        assert send(browser.client, "GET", "/") == 200
    clock.pass_(timedelta(hours=15))
    assert send(browser.client, "GET", "/") == 401

    idle = Browser(TestClient(app)).sign_in(Role.EDITOR)
    clock.pass_(timedelta(hours=12, minutes=11))
    assert send(idle.client, "GET", "/") == 401


def test_a_disabled_user_is_out_at_once(editor: Browser, database: Database, clock: Clock) -> None:
    with database.session() as session:
        accounts.known_user(session, USERS[Role.EDITOR]).disabled_at = clock()
    assert send(editor.client, "GET", "/") == 401


def test_signed_out_is_out_also_for_whoever_kept_the_cookie(editor: Browser) -> None:
    cookies = dict(editor.client.cookies)
    assert editor.post("/sign-out").status_code == 303
    editor.client.cookies.update(cookies)
    assert send(editor.client, "GET", "/") == 401
