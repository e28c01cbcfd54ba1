from datetime import date, datetime

import pytest

from base.clock import CHINA
from reading import PageKind, rows_from_feed
from reading.dates import When
from tests.reading.saved import NOW

URL = "https://feed.example.cn/rss.xml"
AT = datetime(2022, 2, 11, 8, 52, 25, tzinfo=CHINA)
ITEM = "<item><title><![CDATA[会议 <b>召开</b>]]></title><link>{link}</link>{date}</item>"


@pytest.mark.parametrize(
    ("feed", "published"),
    [
        (
            '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>网</title>'
            + ITEM.format(link="/1.html", date="<pubDate>Fri, 11 Feb 2022 08:52:25 +0800</pubDate>")
            + "</channel></rss>",
            AT,
        ),
        (
            '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "x">'
            '<rss version="0.91">'
            f"<channel>{ITEM.format(link='/1.html', date='')}</channel></rss>",
            None,
        ),
        (
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
            'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel/>'
            + ITEM.format(link="/1.html", date="<dc:date>2022-02-11T08:52:25+08:00</dc:date>")
            + "</rdf:RDF>",
            AT,
        ),
        (
            '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>会议 召开</title>'
            '<link rel="edit" href="/e"/><link rel="alternate" href="/1.html"/>'
            "<published>2022-02-11T00:52:25Z</published><updated>2022-02-12T00:00:00Z</updated></entry></feed>",
            AT,
        ),
        (
            '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "url": "/1.html", '
            '"title": "会议 召开", "date_published": "2022-02-11T08:52:25+08:00"}, {"id": 3}, 4]}',
            AT,
        ),
        ("<rss><channel><item><title>会议 召开</title><guid>https://feed.example.cn/1.html</guid>", None),
        (
            "<rss><item><title>会议 召开</title><link>/1.html</link><pubDate>2022年02月11日</pubDate>",
            date(2022, 2, 11),
        ),
    ],
)
def test_feeds_of_all_kinds(feed: str, published: When | None) -> None:
    page = rows_from_feed(feed.encode(), URL, now=NOW)
    assert page.kind is PageKind.LIST
    assert [(row.url, row.title, row.published_at) for row in page.rows] == [
        ("https://feed.example.cn/1.html", "会议 召开", published)
    ]


def test_a_feed_in_gbk() -> None:
    feed = '<?xml version="1.0" encoding="gb2312"?><rss><item><title>镕基</title><link>/1</link></item></rss>'
    assert rows_from_feed(feed.encode("gb18030"), URL, now=NOW).rows[0].title == "镕基"


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    feed = f"{bomb}<rss><item><title>会议&b;&b;&b;</title><link>/1</link></item></rss>"
    rows = rows_from_feed(feed.encode(), URL, now=NOW).rows
    assert all("aaaa" not in row.title for row in rows)


def test_files_outside_are_not_read() -> None:
    feed = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><rss><item><title>会&x;</title><link>/1</link></item></rss>'
    assert [row.title for row in rows_from_feed(feed.encode(), URL, now=NOW).rows] in ([], ["会"], ["会&x;"])


@pytest.mark.parametrize(
    ("data", "status", "kind"),
    [
        (b"", 200, PageKind.EMPTY),
        (b"<html><body>x</body></html>", 200, PageKind.EMPTY),
        (b"{broken", 200, PageKind.EMPTY),
        (b"<rss><channel/></rss>", 200, PageKind.EMPTY),
        (b"<script>$_ts</script>", 200, PageKind.BLOCKED),
        (b"x", 403, PageKind.BLOCKED),
        (b"x", 404, PageKind.GONE),
    ],
)
def test_what_is_no_feed(data: bytes, status: int, kind: PageKind) -> None:
    assert rows_from_feed(data, URL, now=NOW, status=status).kind is kind
