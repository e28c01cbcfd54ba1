"""The day's page: what is on it, in what order, filtered, page by page, and on other days as it was."""

import re
from datetime import timedelta

import pytest

from base.clock import china_date
from desk.day import PAGE
from desk.digest import compose, keep
from storage.database import Database
from storage.models import CandidateState, Role, VerdictKind
from tests.desk.web.conftest import Browser, Clock
from tests.desk.web.content import NOW, Maker

DAY = china_date(NOW)


def titles(page: str) -> list[str]:
    return re.findall(r'<h3><a class="open"[^>]*>([^<]+)</a>', page)


@pytest.fixture
def several(database: Database) -> None:
    """Three candidates of two outlets, two subjects and two cities."""
    with database.session() as session:
        maker = Maker(session)
        maker.outlets()
        maker.candidate(maker.article("甲稿"), relevance=0.5)
        maker.outlet = "union"
        maker.candidate(maker.article("乙稿"), relevance=0.9, domain="教育", city="天水")
        maker.candidate(maker.article("丙稿"), kind=VerdictKind.UPDATE, relevance=0.99)


def test_a_day_with_nothing_says_so(editor: Browser) -> None:
    assert "今天没有新的候选稿" in editor.get("/").text


def test_everything_has_its_section(editor: Browser, filled: int) -> None:
    page = editor.get("/").text
    for heading in ("有进展", "稿件改动", "撤稿", "折叠", "往期已刊"):
        assert re.search(f"<h2 [^>]*>{heading}", page), heading
    for said in (
        "2026年11月20日 星期五",
        "另有 1 篇，最早见于新甘肃",
        "84.0%→100.6%",
        "拿不准",
        "发布者已删除",
        "媒体 1 家正常",
        "被拦截",
    ):
        assert said in page, said
    assert f'href="/candidate/{filled}"' in page


def test_new_ones_stand_by_relevance_and_updates_after_them(editor: Browser, several: None) -> None:
    page = editor.get("/").text
    assert titles(page) == ["乙稿", "甲稿", "丙稿"]
    assert re.findall(r'<p class="rank"[^>]*>(\d+)', page) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("outlet=paper", ["甲稿"]),
        ("outlet=union", ["乙稿", "丙稿"]),
        ("domain=教育", ["乙稿"]),
        ("city=天水", ["乙稿"]),
        ("city=兰州&domain=健康&outlet=union", ["丙稿"]),
        ("city=敦煌", []),
        ("show=accepted", []),
    ],
)
def test_filters(editor: Browser, several: None, query: str, found: list[str]) -> None:
    page = editor.get(f"/?{query}").text
    assert titles(page) == found
    assert ("没有符合条件的候选稿" in page) == (not found)


def test_a_filter_offers_what_there_is(editor: Browser, several: None) -> None:
    page = editor.get("/").text
    for said in ("省总工会 2", "新甘肃 1", "健康 2", "教育 1", "兰州 2", "天水 1"):
        assert f">{said}</option>" in page


@pytest.mark.parametrize("state", [s for s in CandidateState if s is not CandidateState.OPEN])
def test_each_state_can_be_looked_up(editor: Browser, database: Database, state: CandidateState) -> None:
    with database.session() as session:
        maker = Maker(session)
        maker.outlets()
        maker.candidate(maker.article("甲稿"), state=state)
    assert titles(editor.get(f"/?show={state}").text) == ["甲稿"]


def test_many_candidates_come_page_by_page_and_keep_the_filter(editor: Browser, database: Database) -> None:
    with database.session() as session:
        maker = Maker(session)
        maker.outlets()
        for number in range(PAGE + 3):
            maker.candidate(maker.article(f"稿{number}"), relevance=1 - number / 100)
    first = editor.get("/?domain=健康").text
    assert len(titles(first)) == PAGE
    older = re.search(r'href="([^"]+)" rel="next"', first)
    assert older
    second = editor.get(older[1].replace("&amp;", "&")).text
    assert titles(second) == [f"稿{number}" for number in range(PAGE, PAGE + 3)]
    assert 'rel="prev"' in second


def test_what_was_decided_today_stays_in_its_place_until_tomorrow(
    editor: Browser, several: None, clock: Clock
) -> None:
    editor.get("/")
    editor.post("/decide", {"candidate": ["2:0"], "act": "reject.minor"})
    page = editor.get("/").text
    assert titles(page) == ["乙稿", "甲稿", "丙稿"]
    assert "李编辑 11月20日 08:30：分量不足" in page
    clock.pass_(timedelta(hours=24))
    editor.sign_in(Role.EDITOR)
    assert titles(editor.get("/").text) == ["甲稿", "丙稿"]


def test_another_day_is_shown_as_it_was_with_what_was_decided_since(
    editor: Browser, database: Database, several: None
) -> None:
    with database.session() as session:
        content = compose(session, DAY, NOW)
        keep(session, content, html="", text="", carry=7, now=NOW)
        maker = Maker(session, count=50)
        maker.candidate(maker.article("丁稿"))
    editor.get("/")
    editor.post("/decide", {"candidate": ["1:0"], "act": "accept"})
    page = editor.get(f"/day/{DAY}").text
    assert titles(page) == ["乙稿", "甲稿", "丙稿"]
    assert "已采用" in page
    assert titles(editor.get(f"/day/{DAY}?show=accepted").text) == ["甲稿"]
    assert titles(editor.get(f"/day/{DAY}?city=天水").text) == ["乙稿"]
    days = editor.get("/days").text
    assert f'href="/day/{DAY}"' in days
    assert "3 条" in days
    assert "今早发出的每日候选" in editor.get("/").text
