import pytest

from reading import titles
from reading.flow import flow_of
from reading.metas import read_metas
from reading.titles import Title, without_site
from reading.tree import parse

TITLE = "巧手绣出致富路 三百妇女家门口就业"


def find(head: str, body: str, metas: str = "", founder: dict[str, str] | None = None) -> Title | None:
    root = parse(f"<html><head><title>{head}</title>{metas}</head><body>{body}</body></html>")
    assert root is not None
    return titles.find_title(flow_of(root), head, read_metas(root), founder or {})


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (f"{TITLE}_每日甘肃网", TITLE),
        (f"{TITLE}--甘肃频道--人民网", TITLE),
        (f"{TITLE} - 要闻云南 - 云南日报网", TITLE),
        (f"{TITLE} 河南日报网-河南日报官方网站", TITLE),
        (f"{TITLE}——浙江在线", TITLE),
        (f"{TITLE}|兰州|马拉松_网易订阅", TITLE),
        (TITLE, TITLE),
        ("一封家书里的好家风——记敦煌市田桂英家庭", "一封家书里的好家风——记敦煌市田桂英家庭"),
        ("“一带一路”2022-2023年度名单公布", "“一带一路”2022-2023年度名单公布"),
    ],
)
def test_the_names_of_column_and_site_are_cut(head: str, expected: str) -> None:
    assert without_site(head) == expected


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>{TITLE}</h1>",
        f"<h1>某某网</h1><div class=t>{TITLE}</div>",
        f"<p><a href=x>{TITLE}</a></p><h2>{TITLE}</h2>",
        "<h1>巧手绣出致富路 <br>三百妇女家门口就业</h1>",
        "<p>巧手绣出致富路</p><p>三百妇女家门口就业</p>",
        f"<div class=article_title>{TITLE}</div><h3>——积石山县见闻</h3>",
    ],
)
def test_the_title_is_what_the_page_prints_and_its_head_begins_with(body: str) -> None:
    found = find(f"{TITLE}_每日甘肃网", f"{body}<p>正文，正文。</p>")
    assert found is not None
    assert (found.text, found.end is not None) == (TITLE, True)


def test_a_meta_spells_the_title() -> None:
    found = find(
        "新闻", f"<h1>{TITLE.replace(' ', '')}</h1>", f'<meta name="ArticleTitle" content="{TITLE}">'
    )
    assert found is not None
    assert found.text == TITLE


def test_a_title_that_the_head_cuts_off_is_taken_whole() -> None:
    found = find(
        "关于做好2023年春风行动暨就业援助月专项…",
        "<h1>关于做好2023年春风行动暨就业援助月专项服务活动的通知</h1>",
    )
    assert found is not None
    assert found.text == "关于做好2023年春风行动暨就业援助月专项服务活动的通知"


def test_a_head_without_title_leaves_it_to_the_headings() -> None:
    body = f"<h1>甘肃省妇女联合会</h1><div class=article_title>{TITLE}</div><p>正文，正文。</p>"
    for head in ("", "通知公告", "甘肃省妇女联合会"):
        found = find(head, body)
        assert found is not None
        assert found.text == TITLE


def test_other_quotes_in_the_head_are_no_other_title() -> None:
    shown = "泾川：苹果园里的“妈妈岗”——让日子稳了"
    found = find('泾川:苹果园里的"妈妈岗"-让日子稳了 - 某网', f"<h1>某某网</h1><h2>{shown}</h2>")
    assert found is not None
    assert found.text == shown


def test_the_newspaper_comment_is_the_last_resort_but_one() -> None:
    found = find("甘肃日报数字报", "<p>正文，正文。</p>", founder={"title": TITLE})
    assert found == Title(TITLE, "comment:enpproperty")


def test_a_page_without_any_title_has_none() -> None:
    assert find("", "<p>正文，正文。</p>") is None


@pytest.mark.parametrize(
    ("under", "expected"),
    [
        ("<h3>成功举办双向经贸投资推介会</h3>", "成功举办双向经贸投资推介会"),
        ("<p>——积石山县见闻</p>", "——积石山县见闻"),
        ("<div id=SubTitle>积石山县见闻</div>", "积石山县见闻"),
        ("<h3>2022-02-11 来源：新华社</h3>", None),
        ("<h3>打印 关闭</h3>", None),
        ("<p>正文，正文。</p>", None),
    ],
)
def test_the_line_under_the_title(under: str, expected: str | None) -> None:
    root = parse(f"<h1>{TITLE}</h1>{under}")
    assert root is not None
    flow = flow_of(root)
    assert titles.find_under(flow, Title(TITLE, "h1", 0, 1)) == expected


def test_the_line_over_the_title() -> None:
    root = parse(f"<h3 class=pre>新春走基层</h3><h1>{TITLE}</h1>")
    assert root is not None
    assert titles.find_over(flow_of(root), Title(TITLE, "h1", 1, 2)) == "新春走基层"
