"""What is special in each family's lists."""

import json
from datetime import date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from base.clock import CHINA
from reading import PageKind
from spiders.families import founder, gansu_platform, hanweb, news_cms, trs, xuexi

NOW = datetime(2026, 11, 20, 9, tzinfo=CHINA)
ROWS = (
    '<ul><li><a href="/art_1.html">甲</a>2026-11-19</li><li><a href="/art_2.html">乙</a>2026-11-18</li></ul>'
)


def every(url: str) -> bool:
    return "/art_" in url or "/con/" in url or "content_" in url


COUNT = "http://gansu.gscn.com.cn/system/count//0018005/000000000000/000/000/c0018005000000000000_"


@pytest.mark.parametrize(
    ("url", "pager", "following"),
    [
        (f"{COUNT}000000012.shtml", "<script>var maxpage = 12;</script>", f"{COUNT}000000011.shtml"),
        (f"{COUNT}000000001.shtml", "", None),
        (
            "http://gansu.gscn.com.cn/gsyw/index.shtml",
            f"<script>go('{COUNT}000000012.shtml'); go('{COUNT}000000009.shtml')</script>",
            f"{COUNT}000000012.shtml",
        ),
        (
            "http://gansu.gscn.com.cn/gsyw/index.shtml",
            f'<a href="{urlsplit(COUNT).path}000000011.shtml">下一页</a>',
            f"{COUNT}000000011.shtml",
        ),
        ("http://gansu.gscn.com.cn/gsyw/index.shtml", "", None),
    ],
)
def test_count_pages_grow_with_time_so_older_ones_have_smaller_numbers(
    url: str, pager: str, following: str | None
) -> None:
    assert news_cms.read_list((ROWS + pager).encode(), url, NOW, every).next_url == following


SEARCH = "https://jyt.gansu.gov.cn/common/search/6ed9cac952e94022bd5bd213764b983d"


def answer(**data: object) -> bytes:
    result = {
        "title": "省卫生健康委部署妇幼工作",
        "url": "/wsjk/c1/202604/art_1.shtml",
        "publishedTime": 1775755803000,
        "publishedTimeStr": "2026-04-10 09:30:03",
    }
    values = {"page": 1, "rows": 20, "total": 41, "results": [result], **data}
    return json.dumps({"code": 200, "data": values}).encode()


def test_the_platforms_clock_is_not_believed_but_its_words_are() -> None:
    (row,) = gansu_platform.read_list(answer(), f"{SEARCH}?page=1", NOW, every).rows
    assert row.published_at == datetime(2026, 4, 10, 9, 30, 3, tzinfo=CHINA)
    assert row.url == "https://jyt.gansu.gov.cn/wsjk/c1/202604/art_1.shtml"


@pytest.mark.parametrize(
    ("number", "data", "following"),
    [
        (1, {}, "2"),
        (3, {}, None),
        (1, {"total": 20}, None),
        (1, {"total": "many"}, None),
        (1, {"rows": 0}, None),
    ],
)
def test_the_platforms_pages_end(number: int, data: dict[str, object], following: str | None) -> None:
    listing = gansu_platform.read_list(answer(**data), f"{SEARCH}?page={number}", NOW, every)
    page = parse_qs(urlsplit(listing.next_url).query)["page"][0] if listing.next_url else None
    assert page == following


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (answer(total=0, results=[]), PageKind.LIST),
        (answer(results=[]), PageKind.EMPTY),
        (b'{"code": 500}', PageKind.EMPTY),
        (b"{" * 100_000, PageKind.EMPTY),
        (b'{"data": {"results": [1, null, {"title": 1}], "total": 3, "rows": 20}}', PageKind.EMPTY),
    ],
)
def test_an_answer_without_rows_is_news_only_if_it_counts_none(body: bytes, kind: PageKind) -> None:
    listing = gansu_platform.read_list(body, f"{SEARCH}?page=1", NOW, every)
    assert (listing.kind, listing.rows) == (kind, ())


@pytest.mark.parametrize(
    ("script", "as_json"),
    [
        ("var channelId = '6ed9cac952e94022bd5bd213764b983d';", "true"),
        ('{"channelId":"6ed9cac952e94022bd5bd213764b983d","_isJson":false}', "false"),
        ('$.get("/common/search/6ed9cac952e94022bd5bd213764b983d", {_isJson: true})', "true"),
    ],
)
def test_a_shell_names_the_channel_of_its_rows(script: str, as_json: str) -> None:
    url = "https://jyt.gansu.gov.cn/jyt/c110634/zwgklist.shtml"
    feed = gansu_platform.feed_in(f"<script>{script}</script>".encode(), url)
    assert feed is not None
    assert feed.startswith(f"{SEARCH}?")
    assert parse_qs(urlsplit(feed).query)["_isJson"] == [as_json]
    assert gansu_platform.feed_in(script.encode(), feed) is None


LAYOUT = "https://szb.gansudaily.com.cn/gsrb/pc/layout/202611/20/col01.html"


def test_a_papers_pages_come_from_its_menu_and_its_stories_from_its_page() -> None:
    menu = "".join(f'<li><a href="col{n}.html">第{n}版</a></li>' for n in ("01", "02", "05"))
    other = '<a href="../../202611/19/col01.html">昨天</a><a href="/gsrb/pc/attach/202611/20/01.pdf">PDF</a>'
    story = '<li><a href="../../../con/202611/20/c1.html">省妇联会议</a></li>'
    body = f"<ul>{menu}</ul>{other}<ul>{story}</ul>".encode()
    base = LAYOUT.rpartition("/")[0]
    assert founder.pages_in(body, LAYOUT) == [f"{base}/col02.html", f"{base}/col05.html"]
    (row,) = founder.read_list(body, LAYOUT, NOW, every).rows
    assert (row.title, row.published_at) == ("省妇联会议", date(2026, 11, 20))


@pytest.mark.parametrize(
    ("url", "link", "before"),
    [
        (LAYOUT, "", LAYOUT.replace("202611/20", "202611/19")),
        (LAYOUT.replace("202611/20", "202603/01"), "", LAYOUT.replace("202611/20", "202602/28")),
        (LAYOUT.replace("col01", "col07"), "", LAYOUT.replace("202611/20", "202611/19")),
        (
            "http://szb.northnews.cn/nmgrb/html/2026-11/20/node_58311.htm",
            '<a href="../../2026-11/18/node_58290.htm">上一期</a>',
            "http://szb.northnews.cn/nmgrb/html/2026-11/18/node_58290.htm",
        ),
        ("http://szb.northnews.cn/nmgrb/html/2026-11/20/node_58311.htm", "", None),
        ("https://szb.gansudaily.com.cn/gsrb/", "", None),
        (LAYOUT.replace("202611/20", "202613/45"), "", None),
    ],
)
def test_the_edition_before(url: str, link: str, before: str | None) -> None:
    body = f"<html><body>{link}<p>没有稿件</p></body></html>".encode()
    assert founder.read_list(body, url, NOW, every).next_url == before


def test_a_papers_root_sends_to_its_newest_edition() -> None:
    body = b'<META HTTP-EQUIV="REFRESH" CONTENT="0; URL=html/2026-11/20/node_58311.htm">'
    found = founder.newest_edition(body, "http://szb.northnews.cn/nmgrb/")
    assert found == "http://szb.northnews.cn/nmgrb/html/2026-11/20/node_58311.htm"


PROXY = "http://www.dingxi.gov.cn/module/web/jpage/dataproxy.jsp"
RECORD = '<record><![CDATA[<li><a href="/art_1.html">甲</a><span>[2026-11-19]</span></li>]]></record>'


@pytest.mark.parametrize(
    ("url", "group", "following"),
    [
        (
            "http://www.dingxi.gov.cn/col/col1/index.html",
            "?page=1&amp;columnid=1",
            f"{PROXY}?page=2&columnid=1",
        ),
        (
            "http://www.dingxi.gov.cn/col/col1/index.html",
            "?startrecord=46&amp;endrecord=90&amp;columnid=1",
            f"{PROXY}?startrecord=46&endrecord=90&columnid=1",
        ),
        (f"{PROXY}?page=2&columnid=1", None, f"{PROXY}?page=3&columnid=1"),
        (f"{PROXY}?page=3&columnid=1", None, None),
        (f"{PROXY}?startrecord=46&endrecord=90", None, f"{PROXY}?startrecord=91&endrecord=135"),
        ("http://www.dingxi.gov.cn/col/col1/index.html", None, None),
    ],
)
def test_the_next_group_of_jpage_records(url: str, group: str | None, following: str | None) -> None:
    link = f'<nextgroup><![CDATA[<a href="{urlsplit(PROXY).path}{group}"></a>]]></nextgroup>' if group else ""
    body = f"<datastore>{link}<totalrecord>130</totalrecord><totalpage>3</totalpage>{RECORD}</datastore>"
    listing = hanweb.read_jpage(body.encode(), url, NOW, every)
    assert [row.title for row in listing.rows] == ["甲"]
    assert listing.next_url == following


@pytest.mark.parametrize(
    "ids",
    [
        "<script querydata=\"{'webId':'w','pageId':'p','tagId':'当前栏目list','tplSetId':'t'}\"></script>",
        '<script>var q = {"webId": "w", "pageId": "p", "tagId": "当前栏目list", "tplSetId": "t"}</script>',
        "<script>webId = 'w'; pageId = 'p'; tagId = '当前栏目list'; tplSetId = 't';</script>",
    ],
)
def test_the_ids_of_a_jpaas_column_stand_in_its_page(ids: str) -> None:
    feed = hanweb.jpaas_feed(ids.encode(), "https://www.pingliang.gov.cn/zwdt/bmdt/index.html")
    assert feed is not None
    query = {name: values[0] for name, values in parse_qs(urlsplit(feed).query).items()}
    assert (query["webId"], query["pageId"], query["tagId"]) == ("w", "p", "当前栏目list")
    assert json.loads(query["paramJson"]) == {"pageNo": 1, "pageSize": 15}


@pytest.mark.parametrize(("count", "following"), [(15, 2), (14, None)])
def test_a_jpaas_list_goes_on_while_its_pages_are_full(count: int, following: int | None) -> None:
    items = "".join(f'<li><a href="/art_{n}.html">甲{n}</a>2026-11-19</li>' for n in range(count))
    body = json.dumps({"success": True, "data": {"html": f"<ul>{items}</ul>"}}).encode()
    url = "https://a.example/api-gateway/jpaas-publish-server/front/page/build/unit?paramJson=%7B%22pageNo%22%3A1%7D"
    listing = hanweb.read_jpaas(body, url, NOW, every)
    assert len(listing.rows) == count
    asked = parse_qs(urlsplit(listing.next_url or "").query).get("paramJson")
    assert (json.loads(asked[0])["pageNo"] if asked else None) == following


@pytest.mark.parametrize(
    ("call", "following"),
    [
        ('createPageHTML(5, 0, "index", "html");', "https://www.nmg.gov.cn/a/index_1.html"),
        ("createPageHTML( 5 , 3 , 'index' , 'shtml' );", "https://www.nmg.gov.cn/a/index_4.shtml"),
        ('createPageHTML(5, 4, "index", "html");', None),
        ('createPageHTML(1, 0, "index", "html");', None),
        ("", None),
    ],
)
def test_trs_lists_are_numbered_from_nought(call: str, following: str | None) -> None:
    body = f"{ROWS}<script>{call}</script>".encode()
    assert trs.read_list(body, "https://www.nmg.gov.cn/a/", NOW, every).next_url == following


ITEM = "https://www.xuexi.cn/lgpage/detail/index.html?id=1234567890123456789"


def test_an_item_of_xuexi_is_data_and_never_run() -> None:
    data = {
        "title": "巾帼志愿服务",
        "content": "<p>第一段。</p><script>alert(1)</script><p>第二段。</p>",
        "publish_time": "2026-11-14 08:00:00",
        "show_source": "甘肃学习平台",
    }
    page = xuexi.read_item(f"callback({json.dumps(data)})".encode(), ITEM, NOW)
    assert (page.kind, page.key) == (PageKind.ARTICLE, "1234567890123456789")
    assert page.body == "第一段。\n第二段。"
    assert page.published_at == datetime(2026, 11, 14, 8, tzinfo=CHINA)
    assert page.source == "甘肃学习平台"


@pytest.mark.parametrize(
    "body", [b"", b"callback()", b"callback([])", b'callback({"title": "x"})', b"__import__('os').abort()"]
)
def test_what_is_no_item_is_empty(body: bytes) -> None:
    assert xuexi.read_item(body, ITEM, NOW).kind is PageKind.EMPTY
