import pytest

from reading import PageKind, read_page
from tests.reading.saved import NOW

ROWS = "".join(
    f"<li><a href=t202202{n}_1.html>全省文明村镇创建工作推进会召开之{n}</a> 02-{n}</li>"
    for n in range(10, 22)
)
PROSE = "<p>会议总结去年工作，安排部署今年任务，表彰了先进集体。</p>"


@pytest.mark.parametrize(
    ("url", "body", "kind"),
    [
        ("http://a.gov.cn/xw/index.html", f"<h2>工作动态</h2><ul>{ROWS}</ul>", PageKind.LIST),
        ("http://a.gov.cn/", f"<div>{PROSE}<ul>{ROWS}</ul></div>", PageKind.LIST),
        ("http://a.gov.cn/wsjk/c113038/list.shtml", f"<ul>{ROWS}</ul>", PageKind.LIST),
        (
            "http://a.gov.cn/xw/t20220211_1.html",
            f"<h1>会议召开</h1><p>2022-02-11</p>{PROSE}<ul>{ROWS}</ul>",
            PageKind.ARTICLE,
        ),
        (
            "http://a.gov.cn/zt/",
            f"<h1>会议召开</h1><p>2022-02-11</p><div>{PROSE * 8}</div><ul>{ROWS}</ul>",
            PageKind.ARTICLE,
        ),
        ("http://a.gov.cn/xw/index.html", "<h2>工作动态</h2><ul></ul>", PageKind.EMPTY),
    ],
)
def test_columns_and_articles(url: str, body: str, kind: PageKind) -> None:
    assert read_page(f"<title>会议召开</title>{body}".encode(), url, now=NOW).kind is kind


ABSTRACTS = "".join(
    f"<div><a href=/n/{n}.html>全省文明村镇创建工作推进会召开之{n}</a><p>{'会议总结工作，安排任务。' * 4}</p></div>"
    for n in range(6)
)


def test_a_list_with_abstracts_is_a_list() -> None:
    page = f"<title>工作动态</title><h2>工作动态</h2>{ABSTRACTS}"
    assert read_page(page.encode(), "http://a.gov.cn/xw/?p=1", now=NOW).kind is PageKind.LIST


def test_abstracts_beside_a_short_article_are_not_its_text() -> None:
    meta = "<title>会议召开</title><h1>会议召开</h1><p>2022-02-11 来源：省妇联</p>"
    page = f"{meta}<div>{PROSE}</div><div>{ABSTRACTS}</div>"
    read = read_page(page.encode(), "http://a.gov.cn/xw/t20220211_1.html", now=NOW)
    assert read.body == "会议总结去年工作，安排部署今年任务，表彰了先进集体。"


def test_a_list_of_three_rows_is_a_list() -> None:
    rows = ROWS.split("</li>")
    page = f"<title>通知公告</title><ul>{'</li>'.join(rows[:3])}</ul>"
    assert read_page(page.encode(), "http://a.gov.cn/tzgg/index.html", now=NOW).kind is PageKind.LIST
