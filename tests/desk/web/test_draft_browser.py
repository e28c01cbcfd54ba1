"""The next issue in a real browser: by keyboard to the exported file, by dragging, without script, on a phone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from storage.database import Database
from storage.drafts import open_drafts
from storage.models import Role
from tests.desk.web.test_browser import (  # noqa: F401 (fixtures)
    NARROW,
    Open,
    address,
    chromium,
    opened,
    several,
    sign_in,
    violations,
)

PAGES = ("/draft", "/draft/item/1", "/draft/1/check", "/caught")


def _accept(page: Page, count: int) -> None:
    """Accept the first candidates of the day by keyboard, and go to the draft."""
    for number in range(count):
        page.keyboard.press("j" if number == 0 else "k")
        page.keyboard.press("j")
        page.keyboard.press("a")
        expect(page.locator("#said")).to_have_text("已采用 1 条。")
        expect(page.locator(".done")).to_have_count(number + 1)
    page.goto("/draft")
    expect(page.locator(".piece")).to_have_count(count)


def _titles(database: Database) -> list[str]:
    with database.reading() as session:
        return [item.title for item in open_drafts(session)[0].items]


def test_from_sign_in_to_the_exported_issue_by_keyboard_alone(opened: Open, tmp_path: Path) -> None:  # noqa: F811
    page = sign_in(opened())
    _accept(page, 2)
    page.locator(".piece a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/draft/item/*")
    title = page.get_by_label("标题")
    title.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("编辑改过的标题")
    page.get_by_role("button", name="保存").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("编辑改过的标题")
    page.get_by_role("link", name="回到本期").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/draft/1#*")
    with page.expect_download(timeout=60_000) as waiting:
        page.get_by_role("link", name="导出 Word").focus()
        page.keyboard.press("Enter")
    assert waiting.value.suggested_filename.endswith("（未审）.docx")
    waiting.value.save_as(tmp_path / "issue.docx")
    assert (tmp_path / "issue.docx").read_bytes().startswith(b"PK")


def test_items_are_ordered_by_dragging(opened: Open, database: Database) -> None:  # noqa: F811
    page = sign_in(opened())
    _accept(page, 3)
    before = _titles(database)
    with page.expect_navigation():
        page.locator(".piece").nth(2).drag_to(page.locator(".piece").first, target_position={"x": 40, "y": 3})
    assert _titles(database) == [before[2], before[0], before[1]]


def test_items_are_ordered_and_edited_without_script(opened: Open, database: Database) -> None:  # noqa: F811
    page = sign_in(opened(java_script_enabled=False))
    for number in range(2):
        page.locator(".cand").nth(number).get_by_role("button", name="采用", exact=True).first.click()
    page.goto("/draft")
    before = _titles(database)
    page.get_by_role("button", name=f"下移：{before[0]}").click()
    assert _titles(database) == before[::-1]
    page.locator(".piece a").first.click()
    page.get_by_label("信息来源").fill("每日甘肃网")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="回到本期").click()
    expect(page.locator(".piece").first).to_contain_text("信息来源：每日甘肃网")


@pytest.mark.parametrize("size", [NARROW, {"width": 640, "height": 450}], ids=["a phone", "200 % zoom"])
def test_nothing_is_cut_off(opened: Open, size: dict[str, int]) -> None:  # noqa: F811
    page = sign_in(opened(viewport=size))
    page.locator(".cand").first.get_by_role("button", name="采用", exact=True).first.click()
    expect(page.locator(".done")).to_have_count(1)
    for path in PAGES:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(opened: Open, scheme: str) -> None:  # noqa: F811
    page = sign_in(opened(color_scheme=scheme, bypass_csp=True), Role.REVIEWER)
    _accept(page, 1)
    page.goto("/draft/item/1")
    page.get_by_label("正文").first.fill("全省完成46.82万人，占年度目标任务的100.6%。")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("mark.doubt")).to_have_count(1)
    found = []
    for path in PAGES:
        page.goto(path)
        for summary in page.locator("details > summary").all():
            summary.click()
        found += violations(page)
    assert found == []
