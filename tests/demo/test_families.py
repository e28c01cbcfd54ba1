"""The page shapes of the families that came after the first three outlets."""

import json
import re
import shutil
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode, urljoin
from xml.etree import ElementTree as ET

import pytest
from parsel import Selector
from playwright.sync_api import Route, sync_playwright

from demo.content import Article, library
from demo.replica import Replica
from demo.sites.wechat import WeChat
from demo.truth import load
from demo.web import CHINA
from tests.demo.client import fetch
from tests.demo.conftest import LAST_DAY

LINKS = {(truth.outlet, truth.key): truth.url for truth in load()}


def of(outlet: str, **wanted: str) -> list[Article]:
    """The articles of an outlet whose fields are as wanted."""
    found = library().of(outlet)
    return [article for article in found if all(getattr(article, k) == v for k, v in wanted.items())]


def listed(outlet: str, column: str) -> set[str]:
    return {article.key for article in library().column(outlet, column, LAST_DAY)}


def link(article: Article) -> str:
    return LINKS[article.outlet, article.key]


class TestFounder:
    @pytest.mark.parametrize("paper", ["gsrb", "gsjjrb"])
    def test_all_of_a_day_is_on_its_pages(self, web: Replica, paper: str) -> None:
        way = fetch(web, f"https://szb.gansudaily.com.cn/{paper}/")
        first = way.headers["Location"]
        assert (way.status, first[-19:]) == (302, "/202611/20/col01.html"[-19:])
        found = set()
        menu = Selector(fetch(web, first).text).css("div.nav-list ul li a.btn.btn-block::attr(href)").getall()
        for page in menu:
            rows = Selector(fetch(web, urljoin(first, page)).text)
            for href in rows.css("div.news-list ul li.resultList a::attr(href)").getall():
                found.add(urljoin(urljoin(first, page), href))
        assert found == {link(a) for a in of(paper) if a.published.date() == LAST_DAY.date()}

    def test_an_article_and_its_comment(self, web: Replica) -> None:
        (article,) = of("gsrb", key="301302")
        text = fetch(web, link(article)).text
        page = Selector(text)
        assert page.css("#PreTitle::text").get() == "民生一线"
        assert page.css("#SubTitle::text").get() == article.subtitle
        assert len(page.css("#ozoom founder-content p")) == len(article.body)
        assert "<!--enpproperty <date>2026-11-18 00:00:00.0</date>" in text
        assert "甘肃日报 2026年11月18日 第04版:民生" in text

    @pytest.mark.parametrize("shape", ["2016", "2021"])
    def test_old_generations_stand_at_their_old_addresses_only(self, web: Replica, shape: str) -> None:
        (article,) = of("gsrb", shape=shape)
        assert article.title in fetch(web, link(article)).text
        day = article.published
        now = f"https://szb.gansudaily.com.cn/gsrb/pc/con/{day:%Y%m/%d}/c{article.key}.html"
        assert fetch(web, now).status == 404

    def test_no_edition_at_the_weekend(self, web: Replica) -> None:
        assert fetch(web, "https://szb.gansudaily.com.cn/gsjjrb/pc/layout/202611/15/col01.html").status == 404


class TestNorthNews:
    ROOT = "http://szb.northnews.cn/nmgrb/"

    def test_from_the_root_back_through_all_editions(self, web: Replica) -> None:
        target = re.findall(r"URL=([^\"]+)", fetch(web, self.ROOT).text)[0]
        url, found, nodes = urljoin(self.ROOT, target), set(), []
        while url:
            first = Selector(fetch(web, url).text)
            for page in first.css("#bmdhTable a#pageLink::attr(href)").getall():
                nodes.append(int(re.findall(r"node_(\d+)", page)[0]))
                rows = Selector(fetch(web, urljoin(url, page)).text)
                hrefs = rows.css("#main-ed-articlenav-list a::attr(href)").getall()
                found |= {urljoin(url, href) for href in hrefs}
            before = first.css("a.preart::attr(href)").get()
            url = urljoin(url, before) if before else ""
        assert found == {link(article) for article in of("nmgrb")}
        assert len(nodes) == len(set(nodes))

    def test_two_hosts_one_article(self, web: Replica) -> None:
        article = of("nmgrb")[0]
        twin = link(article).replace("szb.northnews.cn", "szb.nmgnews.com.cn")
        assert fetch(web, twin).body == fetch(web, link(article)).body


class TestWeChat:
    def test_short_and_long_address_lead_to_one_article(self, web: Replica) -> None:
        (article,) = of("wx_pingliang", key="MzA4NTIxNzM5Mg==-2651204417-1")
        short, long = fetch(web, link(article)), fetch(web, WeChat.long_link(article))
        assert short.body == long.body
        assert re.fullmatch(r"https://mp\.weixin\.qq\.com/s/[\w-]{22}", link(article))

    def test_what_the_raw_page_holds(self, web: Replica) -> None:
        (article,) = of("wx_pingliang", key="MzA4NTIxNzM5Mg==-2651204417-1")
        answer = fetch(web, link(article))
        page = Selector(answer.text)
        assert 2_000_000 < len(answer.body) < 5_000_000
        assert page.css("#publish_time::text").get() is None
        assert f'var ct = "{int(article.published.timestamp())}"' in answer.text
        assert "visibility: hidden" in (page.css("#js_content::attr(style)").get() or "")
        assert page.css("#js_content img::attr(data-src)").get()

    @pytest.mark.parametrize(("outlet", "shape"), [("wx_jiuquan", "8"), ("wx_zhangye", "10")])
    def test_pictures_and_text_are_in_the_script_alone(self, web: Replica, outlet: str, shape: str) -> None:
        (article,) = of(outlet, shape=shape)
        text = fetch(web, link(article)).text
        assert not Selector(text).css("h1, #js_content")
        assert "var ct" not in text
        assert f"item_show_type: '{shape}' * 1" in text
        assert f"create_time: JsDecode('{article.published:%Y-%m-%d %H:%M}')" in text
        assert article.body[0][:20] in text
        assert text.count("cdn_url") == (3 if shape == "8" else 0)

    @pytest.mark.parametrize(
        ("outlet", "shape", "words"),
        [
            ("wx_pingliang", "violation", "违规"),
            ("wx_jiuquan", "unavailable", "该内容暂时无法查看"),
            ("wx_jiuquan", "verify", "完成验证后即可继续访问"),
        ],
    )
    def test_farewells_answer_200(self, web: Replica, outlet: str, shape: str, words: str) -> None:
        (article,) = of(outlet, shape=shape)
        answer = fetch(web, link(article))
        assert (answer.status, words in answer.text, article.body[0] in answer.text) == (200, True, False)

    def test_deleted_expired_and_wrong(self, replica: Replica) -> None:
        article = next(a for a in of("wx_linxia") if a.deleted_at)
        assert article.deleted_at
        assert article.title in fetch(replica, link(article)).text
        replica.now = article.deleted_at
        assert "该内容已被发布者删除" in fetch(replica, link(article)).text
        temporary = "https://mp.weixin.qq.com/s?timestamp=1794960000&signature=abc"
        assert "链接已过期" in fetch(replica, temporary).text
        assert "参数错误" in fetch(replica, "https://mp.weixin.qq.com/s/aaaaaaaaaaaaaaaaaaaaaa").text


class TestJpaas:
    COLUMN = "https://www.pingliang.gov.cn/zwdt/bmdt/index.html"

    def unit(self, web: Replica, referer: bool = True, **param: int) -> tuple[int, str]:
        page = Selector(fetch(web, self.COLUMN).text)
        script = page.css("script[querydata]")
        query = json.loads((script.attrib["querydata"]).replace("'", '"')) | {"paramJson": json.dumps(param)}
        url = urljoin(self.COLUMN, f"{script.attrib['url']}?{urlencode(query, quote_via=quote)}")
        answer = fetch(web, url, **({"Referer": self.COLUMN} if referer else {}))
        return answer.status, answer.text

    def test_rows_are_html_in_json(self, web: Replica) -> None:
        status, text = self.unit(web, pageNo=1, pageSize=15)
        rows = Selector(json.loads(text)["data"]["html"]).css("li")
        assert status == 200
        assert {row.css("a::attr(href)").re(r"art_(\w+)\.html")[0] for row in rows} == listed(
            "pingliang", "zwdt/bmdt"
        )
        assert all("\n" in row.css("a").attrib["title"] for row in rows)

    def test_without_a_referer_there_is_nothing(self, web: Replica) -> None:
        assert self.unit(web, referer=False)[0] == 403

    def test_pages_of_the_list(self, web: Replica) -> None:
        seen = [self.unit(web, pageNo=number, pageSize=2)[1].count("art_") for number in (1, 2, 3)]
        assert seen == [2, 1, 0]

    def test_another_year_and_a_day_early(self, web: Replica) -> None:
        (odd,) = of("pingliang", shape="year")
        assert "/art/2025/" in link(odd)
        assert odd.title in fetch(web, link(odd)).text
        (early,) = of("pingliang", shape="dayslip")
        day = early.published - timedelta(days=1)
        assert f"<span>{day:%Y-%m-%d}</span>" in json.loads(self.unit(web)[1])["data"]["html"]
        assert f'content="{early.published:%Y-%m-%d %H:%M}"' in fetch(web, link(early)).text


class TestJpage:
    ROOT = "http://www.dingxi.gov.cn"

    def test_rows_of_the_script_and_of_the_proxy(self, web: Replica) -> None:
        text = fetch(web, f"{self.ROOT}/col/col4731/index.html").body.decode("gb18030")
        assert not Selector(text).css("li a")
        first = re.findall(r"<record><!\[CDATA\[(.*?)\]\]></record>", text, re.DOTALL)
        proxy = re.findall(r'<nextgroup><!\[CDATA\[<a href="([^"]+)"', text)[0].replace("page=1", "page=2")
        other = ET.fromstring(fetch(web, urljoin(self.ROOT, proxy)).body.decode())
        assert other.findtext("totalrecord") == str(len(listed("dingxi", "4731")))
        records = [*first, *(record.text or "" for record in other.iter("record"))]
        keys = {re.findall(r"art_\d+_(\d+)\.html", record)[0] for record in records}
        assert keys == listed("dingxi", "4731")

    @pytest.mark.parametrize("article", of("dingxi"), ids=lambda article: article.key)
    def test_an_article_in_gbk(self, web: Replica, article: Article) -> None:
        answer = fetch(web, link(article))
        text = answer.body.decode("gb18030")
        assert answer.headers["Content-Type"] == "text/html"
        assert "charset=gb2312" in text
        body = text.partition("<!--ZJEG_RSS.content.begin-->")[2].partition("<!--ZJEG_RSS.content.end-->")[0]
        assert [line.strip() for line in Selector(body).css("p::text").getall()] == list(article.body)
        assert f"begin-->{article.source}<!--<$[信息来源]>end" in text
        assert f'name="Maketime" content="{article.published:%Y-%m-%d %H:%M:%S}"' in text

    def test_some_characters_are_not_in_gb2312(self, web: Replica) -> None:
        (article,) = of("dingxi", key="1893021")
        with pytest.raises(UnicodeDecodeError):
            fetch(web, link(article)).body.decode("gb2312")


class TestTrs:
    def test_lists_by_number(self, web: Replica) -> None:
        root, found = "https://www.nmg.gov.cn/zwyw/gzdt/bmdt/", set()
        pages = int(re.findall(r"createPageHTML\((\d+), 0", fetch(web, root).text)[0])
        for number in range(pages):
            page = Selector(
                fetch(web, urljoin(root, f"index_{number}.html" if number else "index.html")).text
            )
            found |= {urljoin(root, href) for href in page.css(".tab_list a::attr(href)").getall()}
        assert pages > 1
        assert found == {link(article) for article in of("nmg")}
        assert fetch(web, urljoin(root, f"index_{pages}.html")).status == 404

    def test_the_meta_date_is_the_day_alone(self, web: Replica) -> None:
        article = of("nmg")[0]
        assert 'name="PubDate" content="2026-11-10 00:00:00"' in fetch(web, link(article)).text


class TestXuexi:
    def test_list_and_text_are_data(self, web: Replica) -> None:
        rows = fetch(
            web, "https://www.xuexi.cn/lgdata/0a8c5f1d7e3b4926a1c0d94f6b2e7583.json?_st=29915520"
        ).json()
        assert {row["itemId"] for row in rows} == listed("xuexi", "gansu")
        for row in rows:
            url = f"https://boot-source.xuexi.cn/data/app/{row['itemId']}.js?callback=callback&_st=1"
            text = fetch(web, url).text
            data = json.loads(text.removeprefix("callback(").removesuffix(")"))
            article = library().get("xuexi", row["itemId"], LAST_DAY)
            assert article and data["normalized_content"] == "\n".join(article.body)
            assert data["publish_time"] == row["publishTime"] == f"{article.published:%Y-%m-%d %H:%M:%S}"

    def test_the_page_is_a_shell(self, web: Replica) -> None:
        assert '<div id="root"></div>' in fetch(web, link(of("xuexi")[0])).text


class TestGscn:
    def test_an_article(self, web: Replica) -> None:
        (article,) = of("gscn", key="013061540")
        page = Selector(fetch(web, link(article)).text)
        assert page.css("div.info > span.m-frt::text").get() == "2026-11-18 16:50:00"
        assert page.css("#source_baidu::text").get() == "来源：中国甘肃网-金昌日报"
        assert len(page.css("div.a-container p")) == len(article.body)

    def test_a_picture_story(self, web: Replica) -> None:
        (article,) = of("gscn", shape="pictures")
        page = Selector(fetch(web, link(article)).text)
        assert page.css("#info h1::text").get() == article.title
        assert len(page.css("#pic_mainbox img")) == 2

    @pytest.mark.parametrize(
        ("name", "path"),
        [("gansu.xml", "channel/item/link"), ("gansu.atom", "{http://www.w3.org/2005/Atom}entry/{*}link")],
    )
    def test_feeds(self, web: Replica, name: str, path: str) -> None:
        feed = ET.fromstring(fetch(web, f"http://rss.gscn.com.cn/{name}").text)
        links = [entry.text or entry.attrib["href"] for entry in feed.findall(path)]
        assert {re.findall(r"(\d{9})\.shtml", link)[0] for link in links} == listed("gscn", "gansu")

    def test_json_feed(self, web: Replica) -> None:
        feed = fetch(web, "http://rss.gscn.com.cn/gansu.json").json()
        assert {item["id"] for item in feed["items"]} == listed("gscn", "gansu")
        assert all(datetime.fromisoformat(item["date_published"]).tzinfo for item in feed["items"])


class TestPlatformLists:
    def test_rows_as_pieces_of_html(self, web: Replica) -> None:
        url = "https://jyt.gansu.gov.cn/common/search/695dc7247ea148ad8e01ad5988132d63"
        page = Selector(fetch(web, f"{url}?sort=&_rangeTimeLt=&_isJson=false&_pageSize=10&page=1").text)
        assert page.css("#body li div.date::text").get() == "2026-11-19"
        keys = {href[-15:-6] for href in page.css("#body li a::attr(href)").getall()}
        assert keys == listed("jyt", "c110634")

    def test_a_list_that_the_server_renders(self, web: Replica) -> None:
        page = Selector(fetch(web, "https://www.gansu.gov.cn/gsszf/c100002/ywdt.shtml").text)
        rows = page.xpath("//ul[@id='list']/li")
        assert {row.css("a::attr(href)").get("")[-15:-6] for row in rows} == listed("gansu", "c100002")
        assert all(row.css("a::attr(title)") and row.css("span.date") for row in rows)

    def test_a_column_under_a_path_of_words(self, web: Replica) -> None:
        shell = fetch(web, "https://www.gansu.gov.cn/gsszf/gsyw/common_noleftlist.shtml").text
        assert "77b4ad617c73434dba6491e1de8a615a" in shell
        (article,) = of("gansu", key="174600240")
        assert "/gsszf/gsyw/202611/174600240.shtml" in link(article)
        assert article.title in fetch(web, link(article)).text


def test_the_unions_pages_need_a_browser(web: Replica) -> None:
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        pytest.skip("Chromium is not installed; to run this test too: apt install chromium")
    article = of("gsgh", columns=("502",))[-1]  # type: ignore[arg-type]

    def answer(route: Route) -> None:
        got = fetch(web, route.request.url)
        route.fulfill(status=got.status, content_type=got.headers["Content-Type"], body=got.body)

    assert article.title not in fetch(web, "https://www.gsgh.org.cn/").text
    with (
        sync_playwright() as player,
        player.chromium.launch(executable_path=program, args=["--no-sandbox"]) as browser,
    ):
        page = browser.new_page()
        page.route("**/*", answer)
        page.goto("https://www.gsgh.org.cn/#/moreNews_?position=省总新闻&categoryId=502")
        page.wait_for_selector(".news-item")
        hrefs = page.eval_on_selector_all(".news-item a", "links => links.map(a => a.getAttribute('href'))")
        assert {re.findall(r"id=(\d+)&", href)[0] for href in hrefs} == listed("gsgh", "502")
        page.goto(link(article))
        page.wait_for_selector(".detail-content p")
        assert page.text_content(".detail-content") == "".join(article.body)


def test_old_days_are_in_china_time() -> None:
    assert of("gsrb", shape="2016")[0].published == datetime(2016, 3, 13, 6, 0, tzinfo=CHINA)
