import pytest

from reading import read_page
from reading.sources import clean_source
from tests.reading.saved import NOW

BODY = "<p>会议总结去年工作，安排部署今年任务，表彰了先进集体。</p>" * 4


def source(meta_line: str = "", head: str = "", first: str = "", tail: str = "") -> tuple[str | None, str]:
    page = (
        f"<title>会议在兰州召开</title>{head}<h1>会议在兰州召开</h1><div>{meta_line}</div>"
        f"<div id=zoom>{first}{BODY}</div>{tail}"
    )
    read = read_page(page.encode(), "http://www.example.gov.cn/a/1.html", now=NOW)
    return read.source, read.how.get("source", "")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("来源：新华社", "新华社"),
        ("来源： <a>云南日报</a> <a>参与互动</a>", "云南日报"),
        ("2022-02-11 08:52 | 来源：人民网－甘肃频道", "人民网－甘肃频道"),
        ("来源：本站原创  作者：医技药剂党支部", "本站原创"),
        ("<span>来源：光明网-《光明日报》</span><span>2023-04-23</span>", "光明网-《光明日报》"),
        ("信息来源：内蒙古日报 打印 关闭", "内蒙古日报"),
        ("来源于：东区办事处", "东区办事处"),
        ("稿源：酒泉日报 编辑：魏玲", "酒泉日报"),
        ("<i>来源：</i><b>中国甘肃网</b>", "中国甘肃网"),
        ("来源：《中国妇女报》", "中国妇女报"),
        ("文章来源：省妇联（宣传部）", "省妇联（宣传部）"),
        ("2019-05-17 · 苏皖城市报道", "苏皖城市报道"),
        ("天水日报　　2004-6-7 10:22:35　　阅读 387 次", "天水日报"),
        ("时间:2017-09-04 来源: 作者: 浏览次数:208", None),
        ("来源：http://www.example.com/1.html", None),
        ("来源：打印", None),
        ("2022-02-11 08:52 星期五", None),
    ],
)
def test_the_line_under_the_title(line: str, expected: str | None) -> None:
    assert source(line)[0] == expected


def test_a_meta_wins_and_an_empty_one_does_not() -> None:
    assert source("来源：乙报", '<meta name="ContentSource" content="甲报">') == (
        "甲报",
        "meta:ContentSource",
    )
    assert source("来源：乙报", '<meta name="contentSource" content="">') == ("乙报", "text")
    assert source("", '<meta name="source" content="来源：人民网-文化频道">')[0] == "人民网-文化频道"


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("<p>每日甘肃网兰州5月10日讯（记者 李欣）近日，</p>", "每日甘肃网"),
        ("<p>新华社北京5月10日电（记者王铭）近日，</p>", "新华社"),
        ("<p>中新网兰州5月10日电 近日，</p>", "中新网"),
        ("<p>本报兰州5月10日讯（新甘肃·甘肃日报记者李欣瑶）近日，</p>", "甘肃日报"),
        ("<p>本报讯（记者 李欣）近日，</p>", None),
        ("<p>本站讯 近日，</p>", None),
        ("<p>据了解，网上流传的消息不属实。</p>", None),
    ],
)
def test_the_dateline_is_the_fall_back(first: str, expected: str | None) -> None:
    assert source(first=first) == (expected, "dateline" if expected else "")


def test_a_line_under_the_text() -> None:
    assert source(tail="<p>来源丨酒泉妇联</p>") == ("酒泉妇联", "text:end")


def test_a_notice_about_sources_names_none() -> None:
    notice = (
        "<p>① 凡本网注明“来源：振兴网”的作品，版权均属于本网，未经授权不得转载。</p><p>资料来源：海外媒体</p>"
    )
    assert source(tail=notice)[0] is None


@pytest.mark.parametrize("value", ["", "无", "佚名", "1024", "打印", "x", "：", "中" * 60])
def test_what_is_no_name(value: str) -> None:
    assert clean_source(value) is None
