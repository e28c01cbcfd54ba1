"""In a real browser: an editor's morning by keyboard, two editors at once, no script, a phone, and axe."""

import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from desk.digest import compose, keep
from storage.database import Database
from storage.decisions import decisions_on
from storage.models import Role, VerdictKind
from tests.desk.web.conftest import PASSWORD, USERS
from tests.desk.web.content import NOW, Maker
from tests.desk.web.test_today import DAY

AXE = Path(__file__).with_name("vendor") / "axe.min.js"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NARROW = {"width": 360, "height": 740}
# Seconds that a page may take on a machine that is busy with other tests.
PATIENCE = 30
expect.set_options(timeout=1000 * PATIENCE)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The system's Chromium; tests run as root, where its sandbox cannot."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed; to run these tests too: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def address(app: FastAPI, several: None) -> Iterator[str]:
    """Where the desk is served."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listening.close()


@pytest.fixture
def several(database: Database) -> None:
    """Five candidates, of which the first has everything; and a digest of the day."""
    with database.session() as session:
        maker = Maker(session)
        maker.outlets()
        maker.everything()
        for number in range(2, 6):
            version = maker.article(f"第{number}条：某县办家长学校")
            maker.verdict(version, VerdictKind.NEW)
            maker.candidate(version, relevance=1 - number / 10)
        keep(session, compose(session, DAY, NOW), html="", text="", carry=7, now=NOW)


Open = Callable[..., Page]


@pytest.fixture
def opened(chromium: Browser, address: str) -> Iterator[Open]:
    """Opens a browser of its own for each editor, at the sign-in page; errors on the console are failures."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_(**options: object) -> Page:
        context = chromium.new_context(base_url=address, locale="zh-CN", **options)  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(1000 * PATIENCE)
        page = context.new_page()
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto("/sign-in")
        return page

    yield open_
    for context in contexts:
        context.close()
    # A refused decision is an answer of 409, which Chromium also reports.
    assert [said for said in errors if "409" not in said] == []


def sign_in(page: Page, role: Role = Role.EDITOR) -> Page:
    """By keyboard: the first field has the focus."""
    expect(page.locator("[name=name]")).to_be_focused()  # which it gets a moment after the page is there
    page.keyboard.type(USERS[role])
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    return page


def current(page: Page) -> str:
    return page.locator(".cand.now h3").inner_text()


def test_a_morning_by_keyboard_alone(opened: Open, database: Database) -> None:
    page = sign_in(opened())
    said = page.locator("#said")

    page.keyboard.press("j")
    assert current(page).startswith("第2条")
    expect(page.locator(".cand.now a.open")).to_be_focused()
    page.keyboard.press("a")
    expect(said).to_have_text("已采用 1 条。")
    expect(page.locator(".cand.now h3")).to_contain_text("第3条")

    page.keyboard.press("x")
    expect(page.locator(".cand.now .reasons button").first).to_be_focused()
    page.keyboard.press("2")
    expect(said).to_have_text("已定为不采用 1 条。")
    expect(page.locator(".cand.now h3")).to_contain_text("第4条")

    page.keyboard.press("l")
    expect(said).to_have_text("已列为待定 1 条。")
    page.keyboard.press("u")  # the current one is undecided: the last decision is taken back
    expect(said).to_have_text("已撤销 1 条决定。")
    expect(page.locator(".cand.now h3")).to_contain_text("第4条")

    page.keyboard.press("m")
    page.keyboard.press("j")
    page.keyboard.press("m")
    page.keyboard.press("x")
    expect(said).to_have_text("已定为不采用 2 条。")

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url("**/candidate/*")
    page.keyboard.press("a")
    expect(said).to_have_text("已采用 1 条。")
    expect(page.locator(".verdict b").first).to_have_text("已采用")

    page.keyboard.press("/")
    page.wait_for_url("**/search")
    page.keyboard.type("家长")
    page.keyboard.press("Enter")
    expect(page.locator(".hits > li")).to_have_count(4)

    page.locator("h1").click()
    page.keyboard.press("?")
    page.wait_for_url("**/help")
    with database.reading() as session:
        made = [(d.kind, d.reason) for number in (3, 4, 5, 6) for d in decisions_on(session, number)]
    assert made == [("采用", ""), ("不采用", "分量不足"), ("待定", ""), ("不采用", ""), ("不采用", "")]


def test_a_focused_button_and_a_field_are_not_taken_for_keys(opened: Open) -> None:
    page = sign_in(opened())
    page.goto("/search")
    page.keyboard.type("jax?/")
    assert page.url.endswith("/search")
    assert page.locator("#q").input_value() == "jax?/"


def test_single_keys_can_be_switched_off(opened: Open) -> None:
    page = sign_in(opened())
    page.goto("/account")
    page.get_by_role("button", name="关闭").click()
    expect(page.get_by_text("单键操作已关闭")).to_be_visible()
    page.goto("/")
    for key in "jax?":
        page.keyboard.press(key)
    assert page.locator(".cand.now, .done").count() == 0
    assert page.url.endswith("/")


def test_two_editors_at_once(opened: Open, database: Database) -> None:
    one, other = sign_in(opened()), sign_in(opened(), Role.REVIEWER)
    for page in (one, other):
        page.keyboard.press("j")
    one.keyboard.press("a")
    expect(one.locator("#said")).to_have_text("已采用 1 条。")
    other.keyboard.press("l")
    row = other.locator(".cand.now")
    expect(row.locator(".problem")).to_contain_text("刚被他人处理")
    expect(row.locator(".verdict")).to_contain_text("李编辑")
    expect(other.locator("#said")).to_contain_text("您的决定没有保存")
    with database.reading() as session:
        assert [d.by for d in decisions_on(session, 3)] == ["李编辑"]


def test_everything_works_without_script(opened: Open, database: Database) -> None:
    page = sign_in(opened(java_script_enabled=False))
    row = page.locator(".cand").first
    row.get_by_role("button", name="采用", exact=True).first.click()
    expect(page.locator(".cand").first.locator(".verdict")).to_contain_text("已采用")
    page.locator(".cand").first.get_by_role("button", name="撤销").click()

    row = page.locator(".cand").nth(1)
    row.locator("summary").click()
    row.get_by_role("button", name="时效已过").click()
    expect(page.locator(".cand").nth(1).locator(".verdict")).to_contain_text("时效已过")

    for number in (0, 2):
        page.locator(".cand").nth(number).get_by_label("选中").check()
    page.locator("#bulk").get_by_role("button", name="待定").click()
    assert page.locator(".verdict.pending").count() == 2

    page.get_by_text("筛选", exact=True).first.click()
    page.get_by_label("状态").select_option("rejected")
    page.locator(".filter").get_by_role("button").click()
    assert page.locator(".cand").count() == 1
    with database.reading() as session:
        assert [d.kind for d in decisions_on(session, 3)] == ["采用", "待定"]


PAGES = (
    "/",
    f"/day/{DAY}",
    "/days",
    "/candidate/1",
    "/article/1",
    "/search?q=家长",
    "/add",
    "/account",
    "/health",
    "/help",
)


@pytest.mark.parametrize("size", [NARROW, {"width": 640, "height": 450}], ids=["a phone", "200 % zoom"])
def test_nothing_is_cut_off(opened: Open, size: dict[str, int]) -> None:
    """1280 pixels at 200 % are 640."""
    page = sign_in(opened(viewport=size), Role.OPERATOR)
    for path in PAGES:
        page.goto(path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"], path
    page.goto("/")
    row = page.locator(".cand").first
    row.locator(".reject summary").click()
    expect(row.get_by_role("button", name="与简报主题无关")).to_be_in_viewport()
    row.get_by_role("button", name="与简报主题无关").click()
    expect(page.locator("#said")).to_have_text("已定为不采用 1 条。")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(opened: Open, scheme: str) -> None:
    page = opened(color_scheme=scheme, bypass_csp=True)
    found = violations(page)
    sign_in(page, Role.OPERATOR)
    for path in PAGES:
        page.goto(path)
        found += violations(page)
    page.goto("/")
    page.locator(".reject summary").first.click()
    found += violations(page)
    page.keyboard.press("Escape")
    page.locator(".cand .accept").nth(1).click()
    expect(page.locator("#said")).not_to_be_empty()
    assert found + violations(page) == []


def violations(page: Page) -> list[str]:
    """What axe says of the page as it is, a line each."""
    page.add_script_tag(path=AXE)
    # Of what axe looks at, only colours are others in the dark.
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    wanted = {"resultTypes": ["violations"]} | ({"runOnly": ["color-contrast"]} if dark else {})
    found = page.evaluate("wanted => axe.run(wanted)", wanted)["violations"]
    return [
        f"{page.url} {one['id']}: {node['html'][:200]} {node['any'][0]['message'] if node['any'] else ''}"
        for one in found
        for node in one["nodes"]
    ]


def test_the_first_page_is_light(opened: Open) -> None:
    """Everything a browser fetches for it, before it is compressed or kept."""
    page = opened()
    sizes: dict[str, int] = {}
    page.on("response", lambda answer: sizes.update({answer.url: len(answer.body())} if answer.ok else {}))
    sign_in(page)
    page.wait_for_load_state("networkidle")
    assert any(re.search(r"/static/desk\.css", url) for url in sizes)
    assert sum(sizes.values()) < 200_000


def test_the_keyboard_finds_its_way(opened: Open) -> None:
    """The first stop is the way past the navigation; the page says which part has the focus."""
    page = sign_in(opened())
    page.goto("/help")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
