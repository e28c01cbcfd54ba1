"""Signing in: what is refused, how often one may try, and what the cookies are like."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select

from desk import accounts
from desk.accounts import PER_ACCOUNT, PER_ADDRESS
from storage.database import Database
from storage.models import Role, SignIn
from tests.desk.web.conftest import PASSWORD, USERS, Browser, Clock, password_hash

NAME = USERS[Role.EDITOR]


def attempt(browser: Browser, name: str = NAME, password: str = "wrong", next_: str = "/") -> int:
    browser.get("/sign-in")
    return browser.post("/sign-in", {"name": name, "password": password, "next": next_}).status_code


@pytest.mark.parametrize(
    ("name", "password"), [(NAME, "wrong"), ("nobody", PASSWORD), (NAME, ""), (NAME, PASSWORD + " ")]
)
def test_wrong_ones_are_told_nothing(browser: Browser, name: str, password: str) -> None:
    browser.get("/sign-in")
    answer = browser.post("/sign-in", {"name": name, "password": password or "x"})
    assert answer.status_code == 403
    assert "姓名或密码不对" in answer.text
    assert "shiyi" not in answer.cookies


def test_an_account_has_so_many_tries_and_then_even_the_right_password_waits(
    browser: Browser, clock: Clock
) -> None:
    assert [attempt(browser) for _ in range(PER_ACCOUNT)] == [403] * PER_ACCOUNT
    assert attempt(browser, password=PASSWORD) == 429
    clock.pass_(timedelta(minutes=16))
    assert attempt(browser, password=PASSWORD) == 303


def test_an_address_has_so_many_tries_whatever_the_names(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "_NOBODY", password_hash())  # a cheap one: there are many tries
    assert {attempt(browser, name=f"name{n}") for n in range(PER_ADDRESS)} == {403}
    assert attempt(browser, password=PASSWORD) == 429


def test_the_right_password_clears_the_tries_of_its_account(browser: Browser) -> None:
    for _ in range(PER_ACCOUNT - 1):
        attempt(browser)
    assert attempt(browser, password=PASSWORD) == 303
    assert attempt(browser) == 403


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/candidate/3", "/candidate/3"),
        ("//evil.example/", "/"),
        ("https://evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_signing_in_leads_nowhere_else(browser: Browser, wanted: str, led_to: str) -> None:
    browser.get("/sign-in")
    answer = browser.post("/sign-in", {"name": NAME, "password": PASSWORD, "next": wanted})
    assert answer.headers["location"] == led_to


def test_a_form_from_elsewhere_signs_nobody_in(browser: Browser) -> None:
    browser.get("/sign-in")
    answer = browser.client.post(
        "/sign-in", data={"name": NAME, "password": PASSWORD, "csrf": "x"}, follow_redirects=False
    )
    assert answer.status_code == 403
    browser.client.cookies.clear()
    assert browser.post("/sign-in", {"name": NAME, "password": PASSWORD}).status_code == 403


@pytest.mark.parametrize(("base", "secure"), [("http://testserver", False), ("https://testserver", True)])
def test_cookies_are_for_the_server_alone(app: FastAPI, base: str, secure: bool) -> None:
    browser = Browser(TestClient(app, base_url=base))
    browser.get("/sign-in")
    answer = browser.post("/sign-in", {"name": NAME, "password": PASSWORD})
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("shiyi="))
    said = cookie.lower()
    assert "httponly" in said
    assert "samesite=lax" in said
    assert ("secure" in said) is secure
    assert ("strict-transport-security" in answer.headers) is secure


def test_the_database_holds_no_cookie(browser: Browser, database: Database) -> None:
    attempt(browser, password=PASSWORD)
    cookie = browser.client.cookies["shiyi"]
    with database.reading() as session:
        kept = session.scalars(select(SignIn)).one()
    assert cookie not in (kept.digest, kept.csrf)


def test_one_who_is_not_signed_in_comes_to_the_wanted_page_afterwards(browser: Browser) -> None:
    answer = browser.get("/days")
    assert answer.url.path == "/sign-in"
    assert 'name="next" value="/days"' in answer.text


def test_a_script_that_lost_its_sign_in_is_told_where_to_go(browser: Browser) -> None:
    answer = browser.client.post("/decide", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/sign-in?next=/")
