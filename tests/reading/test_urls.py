from datetime import UTC, date, datetime

import pytest

from reading.urls import absolute, day_in, is_home, month_in, same_site

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://gansu.gansudaily.com.cn/system/2019/10/21/017280001.shtml", date(2019, 10, 21)),
        ("https://www.nmg.gov.cn/zwyw/202202/t20220211_2004628.html", date(2022, 2, 11)),
        ("http://szb.northnews.cn/nmgrb/html/2021-07/13/content_30471_154771.htm", date(2021, 7, 13)),
        ("https://szb.gansudaily.com.cn/gsfzb/pc/con/202410/16/c202436.html", date(2024, 10, 16)),
        ("http://edu.people.com.cn/n1/2022/0213/c1006-0.html", date(2022, 2, 13)),
        ("http://www.gansu.gov.cn/art/2018/4/11/art_4729_357000.html", date(2018, 4, 11)),
        ("http://epaper.tywbw.com/tywb/20211125/article_0.html", date(2021, 11, 25)),
        ("http://www.example.cn/2019/2022/02/13/1.html", date(2022, 2, 13)),
        ("http://rst.gansu.gov.cn/rst/c113672/202212/169842573.shtml", None),
        ("http://www.example.cn/news/169842573.html", None),
        ("http://www.example.cn/2027/01/01/1.html", None),
        ("http://www.example.cn/2022/13/45/1.html", None),
        ("http://www.example.cn/a?d=2022-02-13", None),
        ("http://[::1", None),
    ],
)
def test_the_day_in_an_address(url: str, day: date | None) -> None:
    assert day_in(url, NOW) == day


def test_the_month_in_an_address() -> None:
    assert month_in("http://rst.gansu.gov.cn/rst/c113672/202212/169842573.shtml") == (2022, 12)
    assert month_in("http://rst.gansu.gov.cn/rst/c113672/1.shtml") is None


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("http://a.cn", True),
        ("http://a.cn/", True),
        ("http://a.cn/index.shtml", True),
        ("http://a.cn/?id=1", False),
        ("http://a.cn/gs/", False),
        ("https://www.gsgh.org.cn/#/moreNews_?categoryId=502", False),
        ("http://a.cn/#top", True),
        ("http://[", False),
    ],
)
def test_front_pages(url: str, home: bool) -> None:
    assert is_home(url) is home


def test_one_site_and_two() -> None:
    assert same_site("http://gansu.gansudaily.com.cn/a", "https://www.gansudaily.com.cn/")
    assert not same_site("http://a.gov.cn/", "http://b.gov.cn/")
    assert not same_site("http://[", "http://[")


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("../a.html", "http://a.cn/a.html"),
        ("//b.cn/x", "http://b.cn/x"),
        (" /a\n b.html", "http://a.cn/a b.html"),
        ("javascript:void(0)", None),
        ("mailto:a@b.cn", None),
        ("data:image/png;base64,x", None),
        ("http://[x", None),
    ],
)
def test_relative_addresses(href: str, expected: str | None) -> None:
    assert absolute("http://a.cn/x/y.html", href) == expected
