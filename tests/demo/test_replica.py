"""The clock, hosts, validators, robots, log and control interface."""

import json
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest

from demo.content import library
from demo.replica import Replica
from demo.truth import Truth, load
from demo.web import CHINA
from tests.demo.client import fetch
from tests.demo.conftest import LAST_DAY

TRUTHS = load()
# Outlets whose pages hold the text as UTF-8 HTML; the others are asked in test_families.py.
PLAIN = {
    "gansudaily",
    "wsjk",
    "gswomen",
    "gscn",
    "jyt",
    "gansu",
    "gsrb",
    "gsjjrb",
    "nmgrb",
    "pingliang",
    "nmg",
}
HOME = "https://gansu.gansudaily.com.cn"


@pytest.mark.parametrize(
    "truth", [t for t in TRUTHS if t.outlet in PLAIN], ids=lambda truth: f"{truth.outlet}-{truth.key}"
)
def test_every_planted_article_stands_at_its_address(web: Replica, truth: Truth) -> None:
    answer = fetch(web, truth.url)
    assert answer.status == 200
    assert not web.errors
    text = answer.text
    article = library().get(truth.outlet, truth.key, LAST_DAY)
    assert article is not None
    if truth.deleted_at:
        assert "已被删除" in text
        assert article.body[0] not in text
    else:
        assert article.title in text


def test_tomorrow_is_not_shown_today(replica: Replica) -> None:
    tomorrow = next(t for t in TRUTHS if t.outlet == "gansudaily" and t.published > replica.now)
    channel = f"{HOME}/gsbb/index.shtml"
    assert "页面没有找到" in fetch(replica, tomorrow.url).text
    assert tomorrow.key not in fetch(replica, channel).text
    replica.now = tomorrow.published
    assert tomorrow.title in fetch(replica, tomorrow.url).text


def test_a_change_and_a_deletion_follow_the_clock(replica: Replica) -> None:
    changed = next(truth for truth in TRUTHS if truth.changes_at and truth.outlet == "gansudaily")
    deleted = next(truth for truth in TRUTHS if truth.deleted_at and truth.outlet == "gswomen")
    assert changed.changes_at and deleted.deleted_at
    before = fetch(replica, changed.url)
    assert "1.26万" in before.text
    assert "该内容已被删除" not in fetch(replica, deleted.url).text
    replica.now = max(changed.changes_at, deleted.deleted_at)
    after = fetch(replica, changed.url, If_None_Match=before.headers["ETag"])
    assert after.status == 200
    assert "1.62万" in after.text
    gone = fetch(replica, deleted.url)
    assert (gone.status, "该内容已被删除" in gone.text) == (200, True)


def test_time_without_a_zone_is_china_time(replica: Replica) -> None:
    replica.now = datetime(2026, 11, 20, 9, 30)  # noqa: DTZ001
    assert replica.now == datetime(2026, 11, 20, 9, 30, tzinfo=CHINA)


def test_an_unknown_host_is_misdirected(web: Replica) -> None:
    assert fetch(web, "http://www.example.net/").status == 421


@pytest.mark.parametrize("header", ["ETag", "Last-Modified"])
def test_conditional_requests_at_gansudaily(web: Replica, header: str) -> None:
    url = f"{HOME}/gsbb/index.shtml"
    first = fetch(web, url)
    asked = {"ETag": "If_None_Match", "Last-Modified": "If_Modified_Since"}[header]
    again = fetch(web, url, **{asked: first.headers[header]})
    assert (again.status, again.body) == (304, b"")


def test_a_newer_list_is_sent_whole(replica: Replica) -> None:
    url = f"{HOME}/gsbb/index.shtml"
    first = fetch(replica, url)
    replica.now += timedelta(hours=6)
    again = fetch(replica, url, If_Modified_Since=first.headers["Last-Modified"])
    assert again.status == 200
    then, now = (parsedate_to_datetime(a.headers["Last-Modified"]) for a in (first, again))
    assert now > then


def test_some_servers_send_no_validators(web: Replica) -> None:
    for url in (
        "https://wsjk.gansu.gov.cn/wsjk/c113038/list.shtml",
        "http://www.gswomen.org.cn/shouye/xinwendongtai/fulianyaowen/",
    ):
        assert not {"ETag", "Last-Modified"} & fetch(web, url).headers.keys()


def test_robots_and_the_move_to_https(web: Replica) -> None:
    assert "Disallow: /search/" in fetch(web, f"{HOME}/robots.txt").text
    assert "Crawl-delay" in fetch(web, "http://www.gswomen.org.cn/robots.txt").text
    moved = fetch(web, "http://wsjk.gansu.gov.cn/wsjk/c113038/list.shtml?a=%E4%B8%AD")
    assert moved.status == 301
    assert moved.headers["Location"] == "https://wsjk.gansu.gov.cn/wsjk/c113038/list.shtml?a=%E4%B8%AD"


def test_the_log_says_who_asked_for_what(replica: Replica) -> None:
    fetch(replica, f"{HOME}/gsbb/index.shtml?x=1", User_Agent="Tester/1")
    (hit,) = replica.log
    assert (hit.host, hit.path, hit.status) == ("gansu.gansudaily.com.cn", "/gsbb/index.shtml?x=1", 200)
    assert hit.user_agent == "Tester/1"
    assert hit.bytes > 1000
    assert hit.ended >= hit.started
    (told,) = fetch(replica, "http://replica.invalid/__replica__/log").json()
    assert told["path"] == hit.path


def test_control_over_http(replica: Replica) -> None:
    def order(name: str, **value: str) -> int:
        return fetch(replica, f"http://localhost/__replica__/{name}", "POST", json.dumps(value)).status

    assert order("clock", now="2026-11-20T08:00") == 200
    assert (
        fetch(replica, "http://replica.invalid/__replica__/clock").json()["now"].startswith("2026-11-20T08")
    )
    assert order("fault", host="wsjk.gansu.gov.cn", kind="500") == 200
    assert fetch(replica, "https://wsjk.gansu.gov.cn/").status == 500
    assert order("fault", clear="yes") == 200
    assert fetch(replica, "https://wsjk.gansu.gov.cn/").status == 302
    assert order("fault", host="wsjk.gansu.gov.cn", kind="nonsense") == 400
    assert order("fault", host="www.example.net", kind="500") == 400
    assert order("nothing") == 400


def test_the_sites_take_no_orders(web: Replica) -> None:
    assert fetch(web, f"{HOME}/__replica__/clock", "POST", '{"now": "2026-01-01"}').status == 405
    assert web.now == LAST_DAY


def test_the_directory_leads_to_every_list_by_hand(web: Replica) -> None:
    page = fetch(web, "http://127.0.0.1/").text
    assert f"http://gansu.gansudaily.com.cn.localhost:{web.port}/gsbb/index.shtml" in page
    by_hand = fetch(web, "http://gansu.gansudaily.com.cn.localhost/gsbb/index.shtml")
    assert "甘肃播报" in by_hand.text
