"""学习强国: lists are JSON; an article's page is an empty shell, and its text JSONP at another host.

Both are parsed as data. Crawlers that evaluate that script run whatever the server sends.
"""

from datetime import datetime

from scrapy.http import Response

from crawler.spider import OutletSpider
from reading import ListPage, Page, PageKind, Reader, Row, dig, load_json, rows_from_json
from reading.dates import parse
from reading.encoding import decode
from reading.fragment import read_fragment
from reading.lists import first_text

_DATA = "https://boot-source.xuexi.cn/data/app/{}.js?callback=callback"
READER = Reader("xuexi", keys=(r"[?&](?:item_)?id=(\d{5,25})",))


def read_list(body: bytes, url: str, now: datetime) -> ListPage:
    """The rows of a channel's list."""
    return rows_from_json(body, url, now=now, rows="", date=("publishTime",), source=("source",))


def read_item(body: bytes, url: str, now: datetime) -> Page:
    """What an article's data say. `url` is the address that people share."""
    data = load_json(decode(body).text)
    key = READER.key_of(url)
    title = first_text(data, "title")
    html = first_text(data, ("content", "normalized_content"))
    if not title or not html:
        return Page(url, PageKind.EMPTY, key, how={"kind": "no data"}, reader=READER.label)
    text = read_fragment(html, url)
    when = parse(first_text(data, "publish_time") or "", now)
    source = first_text(data, ("show_source", "source"))
    how = {"title": "json:title", "body": "json:content", "published_at": "json:publish_time"}
    return Page(
        url,
        PageKind.ARTICLE,
        key,
        title=title,
        published_at=when,
        source=source,
        body=text.body,
        images=text.images,
        attachments=text.attachments,
        how=how | ({"source": "json:show_source"} if source else {}),
        reader=READER.label,
    )


class XuexiSpider(OutletSpider):
    """Crawls a platform of 学习强国."""

    def read_list(self, response: Response) -> ListPage:
        """See `read_list`."""
        return read_list(response.body, response.url, self.now)

    def data_url(self, url: str) -> str:
        """Where the text of the article behind a shared address is."""
        key = self.key_of(url)
        return _DATA.format(key) if key else url

    def read_article(
        self, response: Response, url: str, row: Row | None = None, at: datetime | None = None
    ) -> Page:
        """See `read_item`; a missing item is a 404, a wall is a wall, as everywhere."""
        page = super().read_article(response, response.url, row, at)
        if response.status == 200 and dig(load_json(decode(response.body).text), "title"):
            return read_item(response.body, url, at or self.now)
        return page
