"""Rows of HTML lists, whatever the markup."""

import time
from datetime import date, datetime

import pytest

from base.clock import CHINA
from reading import PageKind, Row
from spiders.families.rows import read_html_list

NOW = datetime(2026, 11, 20, 9, tzinfo=CHINA)
BASE = "https://a.example/news/index.html"


def is_article(url: str) -> bool:
    return url.startswith("https://a.example/news/art_")


def rows(html: str) -> tuple[Row, ...]:
    return read_html_list(html.encode(), BASE, NOW, is_article).rows


@pytest.mark.parametrize(
    "item",
    [
        '<li><a href="art_1.html">妇女之家</a><span>2026-11-19</span></li>',
        '<li><span>[11-19]</span><a href="/news/art_1.html">妇女之家</a></li>',
        '<li><a href="./art_1.html" title="妇女之家">妇女之...</a> 2026年11月19日</li>',
        '<li><a href="art_1.html" title="妇女\n之家">妇女之…</a><i>2026/11/19</i></li>',
        '<li><a href="art_1.html">· 妇女之家 2026-11-19</a></li>',
        '<li><a href="art_1.html"><img src="a.jpg"></a><a href="art_1.html">妇女之家</a>昨天</li>',
        '<tr><td><a href="art_1.html">妇女之家</a></td><td>2026-11-19 10:00</td></tr>',
        '<div class="x"><h3><a href="art_1.html">妇女之家</a></h3><p>摘要</p><em>2026-11-19</em></div>',
        '<dl><dt><a href="art_1.html">妇女之家</a></dt><dd>2026.11.19</dd></dl>',
        '<li><a href="/column/">要闻</a> <a href="art_1.html">妇女之家</a><span>11-19</span></li>',
    ],
)
def test_a_row_in_any_markup(item: str) -> None:
    more = item.replace("art_1", "art_2").replace("之家", "之友")
    html = f"<html><body><div><ul>{item}{more}</ul></div></body></html>"
    if item.startswith("<tr"):
        html = html.replace("<ul>", "<table>").replace("</ul>", "</table>")
    found = rows(html)
    assert [row.url for row in found] == [f"https://a.example/news/art_{n}.html" for n in (1, 2)]
    assert [row.title.replace(" ", "") for row in found] == ["妇女之家", "妇女之友"]
    day = found[0].published_at
    assert (day.date() if isinstance(day, datetime) else day) == date(2026, 11, 19)


def test_side_bars_without_dates_are_left_out() -> None:
    main = "".join(f'<li><a href="art_{n}.html">新闻{n}</a><b>2026-11-{n}</b></li>' for n in (18, 19))
    side = '<ul><li><em>1</em><a href="art_7.html">热点</a></li></ul>'
    assert [row.title for row in rows(f"<body><ul>{main}</ul>{side}</body>")] == ["新闻18", "新闻19"]


def test_without_any_date_beside_them_all_rows_stay_and_the_address_tells_the_day() -> None:
    html = '<ul><li><a href="art_20261118_1.html">甲</a></li><li><a href="art_x.html">乙</a></li></ul>'
    assert [(row.title, row.published_at) for row in rows(html)] == [("甲", date(2026, 11, 18)), ("乙", None)]


@pytest.mark.parametrize(
    ("item", "pinned"),
    [
        ('<li class="top"><a href="art_1.html">甲</a><b>2020-01-01</b></li>', True),
        ('<li><a href="art_1.html"><em>[置顶]</em>甲</a><b>2020-01-01</b></li>', True),
        ('<li class="topic"><a href="art_1.html">甲</a><b>2020-01-01</b></li>', False),
    ],
)
def test_pinned_rows_are_marked(item: str, pinned: bool) -> None:
    (row,) = rows(f"<ul>{item}</ul>")
    assert (row.pinned, row.title) == (pinned, "甲")


@pytest.mark.parametrize(
    ("pager", "following"),
    [
        ('<a href="index_2.html">下一页</a>', "https://a.example/news/index_2.html"),
        ('<a href="index_2.html">下页 &gt;</a>', "https://a.example/news/index_2.html"),
        ('<a href="index_2.html">»</a>', "https://a.example/news/index_2.html"),
        ('<a href="javascript:next()">下一页</a>', None),
        ('<a href="#">下一页</a>', None),
        ('<a href="index.html">下一页</a>', None),
        ('<a class="disabled" href="index_2.html">下一页</a>', None),
        ('<a href="index_9.html">尾页</a>', None),
    ],
)
def test_the_next_page(pager: str, following: str | None) -> None:
    html = f'<ul><li><a href="art_1.html">甲</a></li></ul>{pager}'
    assert read_html_list(html.encode(), BASE, NOW, is_article).next_url == following


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<div>共0条</div>", PageKind.LIST),
        ("<p>暂无数据</p>", PageKind.LIST),
        ("<div id='app'></div>", PageKind.EMPTY),
        ("<ul><li><a href='https://other.example/art_1.html'>别处</a></li></ul>", PageKind.EMPTY),
        ("", PageKind.EMPTY),
    ],
)
def test_a_list_without_rows_is_empty_only_if_it_says_so(html: str, kind: PageKind) -> None:
    found = read_html_list(html.encode(), BASE, NOW, is_article)
    assert (found.kind, found.rows) == (kind, ())


def test_a_gbk_list_is_read_in_its_own_encoding() -> None:
    html = '<meta charset="gb2312"><ul><li><a href="art_1.html">妇女之啰</a></li></ul>'
    assert read_html_list(html.encode("gb18030"), BASE, NOW, is_article).rows[0].title == "妇女之啰"


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 5000 + '<a href="art_1.html">甲</a>',
        "".join(f'<a href="art_{n}.html">{n}</a>' for n in range(5000)),
        "<div>{}</div>".format('<a href="art_1.html">甲</a>' * 5000),
        f'<li><a href="art_1.html">{"(" * 200_000}</a></li>',
        f'<li><a href="art_1.html">{"1-" * 200_000}</a>{" " * 200_000}</li>',
        "<li><a href=art_1.html>" * 2000,
    ],
)
def test_hostile_pages_take_no_time(html: str) -> None:
    started = time.process_time()
    read_html_list(html.encode(), BASE, NOW, is_article)
    assert time.process_time() - started < 3
