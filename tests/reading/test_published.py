from datetime import UTC, date, datetime

import pytest

from base.clock import CHINA
from reading import read_page
from reading.dates import When
from reading.page import Row
from reading.published import Witness, decide

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
URL = "http://www.example.gov.cn/xw/content_1.html"
TEXT = "<p>记者1月5日从省妇联获悉，2021年3月8日起全省开展宣传活动，至2022年12月31日结束。</p>" * 3


def at(*fields: int) -> datetime:
    return datetime(*fields, tzinfo=CHINA)  # type: ignore[misc, arg-type]


def published(
    page: str, url: str = URL, listed: When | None = None, now: datetime = NOW
) -> tuple[When | None, str]:
    row = Row(url, "标题", listed) if listed else None
    read = read_page(f"<title>标题在这里呢</title>{page}".encode(), url, now=now, listed=row)
    return read.published_at, read.how.get("published_at", "")


def page(meta_line: str = "", head: str = "", tail: str = "") -> str:
    return f"{head}<h1>标题在这里呢</h1><div>{meta_line}</div><div id=zoom>{TEXT}</div><div>{tail}</div>"


@pytest.mark.parametrize(
    "meta_line",
    ["2022-02-11 08:52", "发布时间：2022-02-11 08:52:00", "来源：新华社 2022年02月11日08:52 浏览次数：3",
     "<span>新华社</span><span>2022-02-11 08:52</span>", "发表于 2022-2-11 8:52", "日期：2022/02/11 08:52"],
)  # fmt: skip
def test_the_line_under_the_title(meta_line: str) -> None:
    assert published(page(meta_line)) == (at(2022, 2, 11, 8, 52), "text")


def test_dates_in_the_text_are_never_the_pages() -> None:
    assert published(page()) == (None, "")


def test_dates_of_the_site_are_never_the_pages() -> None:
    head = "<div>今天是2026年11月22日 星期日</div><a href=old.html>查看旧版(2007年11月18号以前)</a>"
    foot = "<p>Copyright 2015-2026</p><p>更新于2026-11-20</p>"
    assert published(page(head=head, tail=foot)) == (None, "")


def test_the_documents_own_date_is_not_the_day_it_was_published() -> None:
    cells = ("成文日期：", "2022年01月27日", "发布日期：", "2022年01月28日")
    table = "".join(f"<td>{cell}</td>" for cell in cells)
    assert published(page(head=f"<table><tr>{table}</tr></table>")) == (date(2022, 1, 28), "text")


def test_a_label_under_the_text_is_read() -> None:
    assert published(page(tail="[发布时间：2022-02-12] [阅读：92次]")) == (date(2022, 2, 12), "text")


def test_the_replies_to_a_post_do_not_date_it() -> None:
    replies = "".join(f"<p>{name} 发表于 2022-02-1{n}</p>" for n, name in enumerate(["甲", "乙", "丙"], 3))
    assert published(page("发表于 2022-02-11 08:52", tail=replies))[0] == at(2022, 2, 11, 8, 52)


@pytest.mark.parametrize(
    ("meta", "expected", "how"),
    [
        ('<meta name="PubDate" content="2022-02-11 08:52:25">', at(2022, 2, 11, 8, 52, 25), "meta:PubDate"),
        ('<META NAME="pubdate" CONTENT="2022-02-11 00:00:00">', date(2022, 2, 11), "meta:pubdate"),
        ('<meta property="article:published_time" content="2022-02-11T00:52:00Z">', at(2022, 2, 11, 8, 52),
         "meta:article:published_time"),
        ('<meta itemprop="datePublished" content="2022-02-11 08:52">', at(2022, 2, 11, 8, 52),
         "meta:itemprop:datePublished"),
        ('<script type="application/ld+json">{"pubDate": "2022-02-11T08:52:00"}</script>',
         at(2022, 2, 11, 8, 52), "json-ld:pubDate"),
        ('<div id="pubtime_baidu" style="display:none">2022-02-11 08:52:25</div>',
         at(2022, 2, 11, 8, 52, 25), "meta:#pubtime_baidu"),
        ("<!--enpproperty <date>2022-02-11 16:26:07.0</date>/enpproperty-->", at(2022, 2, 11, 16, 26, 7),
         "comment:enpproperty"),
    ],
)  # fmt: skip
def test_what_the_head_says(meta: str, expected: When, how: str) -> None:
    assert published(page(head=meta)) == (expected, how)


def test_the_page_prints_the_minute_and_the_meta_knows_the_second() -> None:
    meta = '<meta name="PubDate" content="2022-02-11 08:52:25">'
    assert published(page("发布日期：2022-02-11 08:52", meta))[0] == at(2022, 2, 11, 8, 52, 25)


def test_a_bare_day_takes_the_minute_from_whoever_knows_it() -> None:
    meta = '<meta name="publishdate" content="2022-02-13">'
    assert published(page("2022年02月13日07:48", meta))[0] == at(2022, 2, 13, 7, 48)


def test_local_time_that_a_machine_calls_utc_is_put_right() -> None:
    meta = '<meta property="article:published_time" content="2022-02-11T18:20:33Z">'
    assert published(page("2022-02-11 18:20", meta))[0] == at(2022, 2, 11, 18, 20)
    by_url = "http://www.example.gov.cn/2022/02/11/1.html"
    assert published(page(head=meta), by_url)[0] == at(2022, 2, 11, 18, 20, 33)


def test_the_address_and_the_list_fill_in_and_do_not_overrule() -> None:
    dated = "http://www.example.gov.cn/xw/202202/t20220210_1.html"
    assert published(page(), dated) == (date(2022, 2, 10), "url")
    assert published(page(), listed=date(2022, 2, 9)) == (date(2022, 2, 9), "list")
    meta = '<meta name="PubDate" content="2022-03-07 08:59">'
    assert published(page("发布时间：2022-03-07 08:59", meta), listed=date(2022, 3, 6))[0] == at(
        2022, 3, 7, 8, 59
    )


def test_nothing_is_published_in_the_future() -> None:
    assert published(page("发布时间：2027-01-01"))[0] is None
    early = datetime(2022, 2, 11, 1, 0, tzinfo=UTC)
    assert published(page("发布时间：2022-02-12"), now=early)[0] is None


def test_the_day_with_the_most_weight_wins() -> None:
    wrong, right = date(2021, 1, 1), at(2022, 2, 11, 8, 52)
    witnesses = [
        Witness(wrong, 3.0, "meta:a"),
        Witness(right, 2.0, "text"),
        Witness(right.date(), 2.0, "url"),
    ]
    assert decide(witnesses, URL) == Witness(right, 2.0, "text")
    assert decide([], URL) is None


@pytest.mark.parametrize(
    ("meta_line", "expected"),
    [
        ("11-05 08:03 来源：省妇联", (at(2026, 11, 5, 8, 3), "text")),
        ("11月21日 08:03", (at(2026, 11, 21, 8, 3), "text")),
        ("12-05 08:03", (at(2025, 12, 5, 8, 3), "text")),  # a year ago: never in the future
        ("昨天 08:03", (at(2026, 11, 21, 8, 3), "text")),
        ("<p>05</p><p>2021-11</p>", (date(2021, 11, 5), "text")),
        ("第3-5版", (None, "")),
        ("<time datetime=2021-11-05T08:03:00+08:00>五年前</time>", (at(2021, 11, 5, 8, 3), "meta:time@datetime")),
        ("<input type=hidden id=pubDate value='2021-11-05 08:03'>", (at(2021, 11, 5, 8, 3), "input:pubDate")),
        ("发布时间：<script>document.write('2021-11-05 08:03')</script>", (at(2021, 11, 5, 8, 3), "script")),
        ("<script>var publishTime = '2021-11-05 08:03:11';</script>", (at(2021, 11, 5, 8, 3, 11), "script")),
    ],
)  # fmt: skip
def test_half_a_date_and_hidden_ones_count_where_nothing_else_tells(
    meta_line: str, expected: tuple[When | None, str]
) -> None:
    assert published(page(meta_line)) == expected


def test_half_a_date_has_the_year_of_the_address() -> None:
    url = "http://www.example.gov.cn/2021/11/05/1.html"
    assert published(page("11-05 08:03"), url)[0] == at(2021, 11, 5, 8, 3)


def test_a_whole_date_outweighs_hidden_ones() -> None:
    hidden = "<input id=createTime value='2021-11-01 08:03'>"
    assert published(page(f"2021-11-05 {hidden}"))[0] == date(2021, 11, 5)


def test_the_days_of_an_event_are_not_the_pages() -> None:
    line = "<p>报名时间：2021-11-10 至 2021-11-15</p><p>发布：2021-11-05</p>"
    assert published(page(line))[0] == date(2021, 11, 5)
