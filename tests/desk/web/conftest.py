"""A desk for tests: the application on a database of its own, with one user of each role."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from PIL import Image

from base.clock import china_date
from base.errors import BadFile
from base.settings import Settings
from desk import accounts
from desk.digest import compose, keep
from desk.web.app import create_app
from desk.web.context import Outside
from storage import users
from storage.database import Database
from storage.models import Role
from tests.conftest import Servers
from tests.desk.web.content import NOW, RAW, Maker

PASSWORD = "黄河之滨也很美 2026"
USERS = {Role.EDITOR: "李编辑", Role.REVIEWER: "王审核", Role.OPERATOR: "赵运维"}


@cache
def password_hash() -> str:
    """Hashing is slow on purpose; a cheap hash is as good for a test."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, time: timedelta) -> None:
        """Let time pass."""
        self.now += time


def outlet_of(url: str) -> str | None:
    """One outlet is watched."""
    return "paper" if url.startswith("https://paper.example/") else None


def raw_text(name: str) -> str:
    """One page is kept."""
    if name != RAW:
        raise BadFile("The raw page is not kept any more.")
    return "<html><script>alert(1)</script>原页</html>"


def picture(outlet: str, url: str) -> bytes:
    """Every picture that is asked for is the same."""
    written = BytesIO()
    Image.new("RGB", (64, 48)).save(written, "PNG")
    return written.getvalue()


@dataclass
class Browser:
    """A client that keeps cookies and fills in the token of the last page, as a browser's form does."""

    client: TestClient
    csrf: str = ""

    def get(self, path: str, **headers: str) -> Response:
        """Open a page."""
        answer = self.client.get(path, headers=headers)
        if found := re.search(r'name="csrf" value="([^"]+)"', answer.text):
            self.csrf = found[1]
        return answer

    def post(self, path: str, data: Mapping[str, str | list[str]] | None = None, **headers: str) -> Response:
        """Send a form of the page opened last; redirects are not followed."""
        return self.client.post(
            path, data={"csrf": self.csrf, **(data or {})}, headers=headers, follow_redirects=False
        )

    def sign_in(self, role: Role) -> "Browser":
        """As the user of this role."""
        self.get("/sign-in")
        answer = self.post("/sign-in", {"name": USERS[role], "password": PASSWORD})
        assert answer.status_code == 303
        self.get("/help")
        return self


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database(servers: Servers) -> Iterator[Database]:
    """SQLite: what differs between databases is tested with the queries."""
    database = servers.make("sqlite", tables=True)
    yield database
    database.close()


@pytest.fixture
def app(database: Database, clock: Clock, tmp_path: Path) -> FastAPI:
    with database.session() as session:
        for role, name in USERS.items():
            users.add_user(session, name, password_hash(), role, NOW)
    return create_app(Settings(home=tmp_path), database, clock, Outside(outlet_of, raw_text, picture))


@pytest.fixture
def browser(app: FastAPI) -> Browser:
    """A browser that is not signed in."""
    return Browser(TestClient(app))


@pytest.fixture
def editor(app: FastAPI) -> Browser:
    return Browser(TestClient(app)).sign_in(Role.EDITOR)


@pytest.fixture
def operator(app: FastAPI) -> Browser:
    return Browser(TestClient(app)).sign_in(Role.OPERATOR)


@pytest.fixture
def filled(database: Database) -> int:
    """One of everything on the desk; -> the candidate with two versions and a reprint."""
    with database.session() as session:
        maker = Maker(session)
        maker.outlets()
        return maker.everything()


@pytest.fixture
def program(app: FastAPI, database: Database, filled: int) -> TestClient:
    """A program with the operator's token."""
    with database.session() as session:
        user = accounts.known_user(session, USERS[Role.OPERATOR])
        token = accounts.new_token(session, user, "脚本", NOW)
        keep(session, compose(session, china_date(NOW), NOW), html="", text="", carry=7, now=NOW)
    return TestClient(app, headers={"Authorization": f"Bearer {token}"})
