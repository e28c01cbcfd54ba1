import json
from datetime import date, datetime

import pytest

from base.clock import CHINA
from reading import ListPage, PageKind, dig, load_json, rows_from_json, rows_from_records
from reading.lists import clean_title, first_text, is_pinned
from tests.reading.saved import NOW

URL = "http://www.example.gov.cn/col/col4729/index.html"


def records(*rows: str) -> bytes:
    inside = "".join(f"<record><![CDATA[{row}]]></record>" for row in rows)
    return (
        "<html><body><script type='text/xml'><datastore><nextgroup><![CDATA[<a href='/jpage/x'></a>]]>"
        f"</nextgroup><recordset>{inside}</recordset></datastore></script></body></html>"
    ).encode()


def test_records_inside_a_script() -> None:
    data = records(
        '<li><a href="/art/2018/4/11/art_4729_1.html" title="孤儿基本生活费标准\n再提高">孤儿基本生活…</a>'
        "<span>2018-04-11</span></li>",
        '<li><a href="/art/2018/4/10/art_4729_2.html">[置顶] 一封家书里的好家风</a><span>[04-10]</span></li>',
        "<li>没有链接</li>",
    )
    page = rows_from_records(data, URL, now=NOW)
    assert page.kind is PageKind.LIST
    assert [(row.url, row.title, row.published_at, row.pinned) for row in page.rows] == [
        (
            "http://www.example.gov.cn/art/2018/4/11/art_4729_1.html",
            "孤儿基本生活费标准 再提高",
            date(2018, 4, 11),
            False,
        ),
        (
            "http://www.example.gov.cn/art/2018/4/10/art_4729_2.html",
            "一封家书里的好家风",
            date(2026, 4, 10),
            True,
        ),
    ]


def test_the_answer_of_the_proxy_with_escaped_records() -> None:
    record = "&lt;a href='/art/1.html'&gt;会议召开&lt;/a&gt; 2018-04-11"
    data = f"<totalrecord>1</totalrecord><record>{record}</record>"
    (row,) = rows_from_records(data.encode(), URL, now=NOW).rows
    assert (row.url, row.title, row.published_at) == (
        "http://www.example.gov.cn/art/1.html",
        "会议召开",
        date(2018, 4, 11),
    )


def test_records_without_rows_are_an_empty_list_and_a_challenge_is_blocked() -> None:
    assert rows_from_records(records("<li></li>"), URL, now=NOW).kind is PageKind.EMPTY
    assert rows_from_records(b"<html><body></body></html>", URL, now=NOW).kind is PageKind.EMPTY
    challenge = b"<script>$_ts=window['$_ts'];</script>"
    assert rows_from_records(challenge, URL, now=NOW).kind is PageKind.BLOCKED
    assert rows_from_records(challenge, URL, now=NOW, status=412).kind is PageKind.BLOCKED


ANSWER = {
    "data": {
        "results": [
            {
                "title": "<em>两癌</em>检查&amp;治疗",
                "url": "/wsjk/c113038/202604/1.shtml",
                "publishedTime": 1775755803000,  # eight hours slow, as the platform is
                "publishedTimeStr": "2026-04-10 09:30:03",
                "meta": [{"value": "妇幼处"}],
            },
            {"title": "", "url": "/2.shtml"},
            {"title": "没有地址"},
            "no object",
            {"title": "脚本", "url": "javascript:alert(1)"},
        ]
    }
}


def rows(data: bytes) -> ListPage:
    dates = ("publishedTimeStr", "publishedTime")
    return rows_from_json(data, URL, now=NOW, rows="data.results", date=dates, source="meta.0.value")


@pytest.mark.parametrize(
    "form", ["{}", "callback({});", " /**/ jQuery1_2({})", "var a = {};", "globalCache = {};", "\ufeff{}"]
)
def test_json_in_any_wrapping(form: str) -> None:
    page = rows(form.replace("{}", json.dumps(ANSWER)).encode())
    (row,) = page.rows
    assert row.url == "http://www.example.gov.cn/wsjk/c113038/202604/1.shtml"
    assert row.title == "两癌检查&治疗"
    assert row.published_at == datetime(2026, 4, 10, 9, 30, 3, tzinfo=CHINA)
    assert row.source == "妇幼处"


def test_an_address_made_of_an_id() -> None:
    data = json.dumps([{"id": 7, "title": "会议召开"}]).encode()
    page = rows_from_json(data, URL, now=NOW, rows="", link="id", link_format="https://a.cn/p/{}.html")
    assert page.rows[0].url == "https://a.cn/p/7.html"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", PageKind.EMPTY),
        (b'{"data": {"results": []}}', PageKind.EMPTY),
        (b'{"data": null}', PageKind.EMPTY),
        (b"{broken", PageKind.EMPTY),
        (b"[" * 100_000, PageKind.EMPTY),
        ("<html><body>请稍候</body></html>".encode(), PageKind.BLOCKED),
        (b"<script>$_ts={}</script>", PageKind.BLOCKED),
        ("<html><p>您访问的页面不存在</p></html>".encode(), PageKind.GONE),
    ],
)
def test_what_is_no_list_is_said_so(data: bytes, kind: PageKind) -> None:
    assert rows(data).kind is kind


def test_code_is_never_run() -> None:
    assert load_json("callback(alert(1))") is None
    assert load_json("callback({a: 1})") is None


def test_dotted_paths() -> None:
    value = {"a": [{"b": 0}, {"b": "x"}], "n": 5}
    assert dig(value, "a.1.b") == "x"
    assert dig(value, "") == value
    assert dig(value, "a.7.b") is None
    assert dig(value, "n.b") is None
    assert first_text(value, ("z", "a", "n")) == "5"
    assert first_text({"a": True, "b": "  "}, ("a", "b")) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("· 省妇联召开会议 2022-03-28", "省妇联召开会议"),
        ("省妇联召开会议 [03-28]", "省妇联召开会议"),
        ("【置顶】省妇联召开会议", "省妇联召开会议"),
        ("5月20日至31日，京沪高速封闭", "5月20日至31日，京沪高速封闭"),
        ("顶层设计 3.15", "顶层设计"),
        ("2022-03-28", "2022-03-28"),
    ],
)
def test_titles_of_rows(text: str, expected: str) -> None:
    assert clean_title(text) == expected


def test_pinned_rows() -> None:
    assert is_pinned("[置顶] 会议召开")
    assert is_pinned("置顶 会议召开")
    assert not is_pinned("把人民放在最高位置 顶住压力")
