import pytest

from reading import read_page
from reading.authors import clean_author
from tests.reading.saved import NOW

BODY = "<p>会议总结去年工作，安排部署今年任务，表彰了先进集体。</p>" * 4


def author(meta_line: str = "", head: str = "", first: str = "", last: str = "") -> str | None:
    page = (
        f"<title>会议在兰州召开</title>{head}<h1>会议在兰州召开</h1><div>{meta_line}</div>"
        f"<div id=zoom>{first}{BODY}{last}</div>"
    )
    return read_page(page.encode(), "http://www.example.gov.cn/a/1.html", now=NOW).author


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("来源：产科 作者：产科 张慧 发布时间：2022-09-23", "产科 张慧"),
        ("<span>作者：王小芳</span><span>浏览次数：3</span>", "王小芳"),
        ("<span>2022-02-11</span><span>记者 丁雪茹</span>", "丁雪茹"),
        ("作者： 浏览次数：3", None),
        ("作者：104363", None),
        ("作者：admin", None),
    ],
)
def test_the_line_under_the_title(line: str, expected: str | None) -> None:
    assert author(line) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("<p>新华社兰州5月10日电（记者王铭禹）近日，</p>", "", "王铭禹"),
        ("<p>本报讯（新甘肃·甘肃日报记者 李欣瑶 通讯员 马金）近日，</p>", "", "李欣瑶"),
        ("<p>新华网黑龙江频道 记者 伊琳 李清芬</p>", "", "伊琳 李清芬"),
        ("<p>图为活动现场。（刘通摄）</p>", "<p>合作共赢，共同发展。（张巨峰）</p>", "张巨峰"),
        ("<p>某网10月4日讯（记者陈智 整合）近日，</p>", "", "陈智"),
        ("<p>顶端新闻·河南商报记者马俊峰/文受访者供图</p>", "", "马俊峰"),
        ("", "<p>□ 本报记者 葛灵丹</p>", "葛灵丹"),
        ("", "<p>记者 刘涛</p>", "刘涛"),
        ("", "<p>大家度过了一个祥和的新春佳节。（常书香 马丹阳 ）</p>", "常书香 马丹阳"),
        ("<p>记者从景泰县文化体育局获悉，假期接待游客十万人次。</p>", "", None),
        ("<p>“谢谢记者同志！”她说。</p>", "", None),
    ],
)
def test_bylines(first: str, last: str, expected: str | None) -> None:
    assert author(first=first, last=last) == expected


def test_a_meta_counts_unless_it_is_a_number_a_site_or_the_editor() -> None:
    meta = '<meta name="author" content="{}">'
    assert author(head=meta.format("元霸")) == "元霸"
    assert author(head=meta.format("104363")) is None
    assert author(head=meta.format("F_104485")) is None
    assert author(head=meta.format("www.yunnan.cn,云南日报报业集团,云南网")) is None
    assert author(head=meta.format("刘嘉"), last="<p>[ 责编：刘嘉 ]</p>") is None


def test_names_are_cut_at_the_next_label() -> None:
    assert clean_author("张慧 来源：产科") == "张慧"
    assert clean_author("记者：张慧") == "张慧"
    assert clean_author("x") is None
