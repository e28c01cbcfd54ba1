"""Page shapes of each kind of site, and that their lists lead to all that they should."""

import io
import re
from datetime import datetime, timedelta
from urllib.parse import urljoin

import docx
import pdfplumber
import pytest
from parsel import Selector

from demo.content import library
from demo.replica import Replica
from demo.web import CHINA
from tests.demo.client import fetch
from tests.demo.conftest import LAST_DAY


def listed(outlet: str, column: str) -> set[str]:
    return {article.key for article in library().column(outlet, column, LAST_DAY)}


class TestEnorth:
    INDEX = "http://gansu.gansudaily.com.cn/gsbb/index.shtml"

    def test_older_pages_lead_to_the_oldest_row(self, web: Replica) -> None:
        url, keys = self.INDEX, set[str]()
        for _ in range(9):
            page = Selector(fetch(web, url).text)
            hrefs = page.css("#content ul li a::attr(href)").getall()
            keys |= {href[-15:-6] for href in hrefs}
            older = page.xpath("//div[@id='content']//a[text()='下一页']/@href").get()
            if older is None:
                break
            url = urljoin(url, older)
        assert keys == listed("gansudaily", "gsbb")

    def test_count_pages_count_up_to_the_newest(self, web: Replica) -> None:
        page = fetch(web, self.INDEX).text
        last = int(re.findall(r"var maxpage = (\d+);", page)[0])
        folder = "http://gansu.gansudaily.com.cn/system/count//0018005/000000000000/000/000/"
        oldest, newest = (
            Selector(fetch(web, f"{folder}c0018005000000000000_{number:09d}.shtml").text)
            .css("#content li span::text")
            .getall()
            for number in (1, last)
        )
        assert last > 1
        assert oldest[-1] == "2026/11/09"
        assert newest[0] == "2026/11/20"

    def test_an_article(self, web: Replica) -> None:
        page = Selector(fetch(web, "https://gansu.gansudaily.com.cn/system/2026/11/09/031412007.shtml").text)
        assert page.css("#nleft span:nth-child(1)::text").get() == "2026/11/09/ 17:42"
        assert page.css("#nleft span:nth-child(2) a::text").get() == "新甘肃·甘肃日报"
        assert page.css("h1::text").get() == "212名“陇原妹”乘专列赴津就业"
        assert len(page.css("div.artical > #conter2018 p")) >= 5

    def test_a_long_article_goes_on(self, web: Replica) -> None:
        url = "https://gansu.gansudaily.com.cn/system/2026/11/17/031412801.shtml"
        first = Selector(fetch(web, url).text)
        onward = first.xpath("//*[@id='news_more_page_div_id']/a[text()='下一页']/@href").get() or ""
        second = Selector(fetch(web, urljoin(url, onward)).text)
        article = library().get("gansudaily", "031412801", LAST_DAY)
        assert article is not None
        lines = [p.strip() for page in (first, second) for p in page.css("#conter2018 p::text").getall()]
        assert [line for line in lines if line] == list(article.body)

    def test_the_channel_host_does_not_matter_but_the_date_does(self, web: Replica) -> None:
        path = "031412007.shtml"
        assert "陇原妹" in fetch(web, f"http://edu.gansudaily.com.cn/system/2026/11/09/{path}").text
        assert "没有找到" in fetch(web, f"http://edu.gansudaily.com.cn/system/2026/11/10/{path}").text


class TestPlatform:
    HOST = "https://wsjk.gansu.gov.cn"

    def test_rows_come_from_json_alone(self, web: Replica) -> None:
        shell = fetch(web, f"{self.HOST}/wsjk/c113038/list.shtml").text
        channel = re.findall(r'channelId = "([0-9a-f]{32})"', shell)[0]
        assert "/wsjk/c113038/2026" not in shell
        query = "_isAgg=true&_isJson=true&_pageSize=20&_template=index&_rangeTimeGte=&_channelName=&page=1"
        data = fetch(web, f"{self.HOST}/common/search/{channel}?{query}").json()["data"]
        assert {row["manuscriptId"] for row in data["results"]} == listed("wsjk", "c113038")
        assert data["total"] == len(data["results"])

    def test_the_epoch_is_eight_hours_early(self, web: Replica) -> None:
        url = f"{self.HOST}/common/search/5d8f0c1b7a934e6fb2c47c0a9e6d3f21?_pageSize=3&page=2"
        for row in fetch(web, url).json()["data"]["results"]:
            told = datetime.fromisoformat(row["publishedTimeStr"]).replace(tzinfo=CHINA)
            assert told - datetime.fromtimestamp(row["publishedTime"] / 1000, CHINA) == timedelta(hours=8)

    def test_one_manuscript_under_two_codes(self, web: Replica) -> None:
        pages = [
            fetch(web, f"{self.HOST}/wsjk/{code}/202611/174400118.shtml").text
            for code in ("c113038", "c112818")
        ]
        assert all('name="PubDate" content="2026-11-09 09:30"' in page for page in pages)
        assert fetch(web, f"{self.HOST}/wsjk/c113471/202611/174400118.shtml").status == 404

    def test_view_counts_never_stand_still(self, web: Replica) -> None:
        url = f"{self.HOST}/wsjk/c113038/202611/174400118.shtml"
        assert fetch(web, url).body != fetch(web, url).body

    def test_text_that_is_only_in_the_pdf(self, web: Replica) -> None:
        page = fetch(web, f"{self.HOST}/wsjk/c113471/202611/174400431.shtml").text
        assert "示范托育机构创建管理办法" not in page
        href = Selector(page).css(".fj a::attr(href)").get() or ""
        sent = fetch(web, urljoin(self.HOST, href))
        assert sent.headers["Content-Type"] == "application/pdf"
        with pdfplumber.open(io.BytesIO(sent.body)) as pdf:
            text = "".join((page.extract_text() or "").replace("\n", "") for page in pdf.pages)
        assert "共提供托位3270个" in text

    def test_a_word_attachment(self, web: Replica) -> None:
        page = fetch(web, f"{self.HOST}/wsjk/c113471/202611/174400402.shtml").text
        href = Selector(page).css(".fj a::attr(href)").get() or ""
        document = docx.Document(io.BytesIO(fetch(web, urljoin(self.HOST, href)).body))
        assert any("参赛对象" in paragraph.text for paragraph in document.paragraphs)


class TestGswomen:
    ROOT = "http://www.gswomen.org.cn/shouye/xinwendongtai"

    @pytest.mark.parametrize("host", ["www.gswomen.org.cn", "gswomen.org.cn"])
    @pytest.mark.parametrize("scheme", ["http", "https"])
    def test_all_four_addresses_answer(self, web: Replica, host: str, scheme: str) -> None:
        url = f"{scheme}://{host}/shouye/xinwendongtai/shixiandongtai/pingliang/99671204733920518.html"
        assert "妈妈岗" in fetch(web, url).text

    def test_pages_of_a_list_and_the_pinned_row(self, web: Replica) -> None:
        first = Selector(fetch(web, f"{self.ROOT}/fulianyaowen/").text)
        onward = first.xpath("//a[text()='下一页']/@href").get() or ""
        second = Selector(fetch(web, urljoin(f"{self.ROOT}/fulianyaowen/", onward)).text)
        hrefs = [href for page in (first, second) for href in page.css(".list-ul a::attr(href)").getall()]
        assert {href[-22:-5] for href in hrefs} == listed("gswomen", "fulianyaowen")
        assert first.css(".list-ul li")[0].css("em::text").get() == "[置顶]"
        assert first.css(".list-ul li span::text").get() == "2026-11-09"

    def test_source_and_author_are_empty_and_file_names_stand_as_text(self, web: Replica) -> None:
        page = Selector(fetch(web, f"{self.ROOT}/shixiandongtai/jiuquan/99671205390116472.html").text)
        spans = page.css(".detail-info span::text").getall()
        assert spans[:3] == ["时间:2026-11-11", "来源:", "作者:"]
        assert "IMG_9244.JPG" in "".join(page.css(".detail-content ::text").getall())
