from datetime import UTC, date, datetime

from base.clock import CHINA
from reading import PageKind, Reader, read_page
from tests.reading.saved import NOW

URL = "http://news.example.cn/system/2022/02/11/030582924.shtml"
PROSE = "<p>会议总结去年工作，安排部署今年任务，表彰了先进集体。</p>"
PAGE = (
    "<title>会议在兰州召开_某网</title><meta name=PubDate content='2022-02-12 10:00'>"
    "<h1>会议在兰州召开</h1><h2 class=over>本网特稿</h2><h2 class=under>表彰先进</h2>"
    "<div class=bar><b class=when>2022/02/11/ 18:03</b><i class=who>来源：某网</i>"
    "<u class=by>记者 王小芳</u></div>"
    f"<div class=first>{PROSE * 3}</div><div class=second>{PROSE}<p>【本网声明】</p><p>其他，其他。</p></div>"
).encode()

READER = Reader(
    "some-news",
    version=3,
    title=("h1",),
    pretitle=(".over",),
    subtitle=(".missing", ".under"),
    published=(".when",),
    source=(".who",),
    author=(".by",),
    body=(".gone", ".second"),
    cuts=("【本网声明】",),
    keys=(r"example\.cn/system/\d{4}/\d\d/\d\d/(\d{9})\.shtml",),
)


def test_what_a_reader_declares_wins_over_all_else() -> None:
    page = read_page(PAGE, URL, now=NOW, reader=READER)
    assert page.title == "会议在兰州召开"
    assert (page.pretitle, page.subtitle) == ("本网特稿", "表彰先进")
    assert page.published_at == datetime(2022, 2, 11, 18, 3, tzinfo=CHINA)
    assert (page.source, page.author) == ("某网", "王小芳")
    assert page.body == "会议总结去年工作，安排部署今年任务，表彰了先进集体。"
    assert page.key == "030582924"
    assert page.reader.startswith("some-news/3+")
    assert page.how["published_at"] == "css:.when"
    assert page.how["body"] == "css:.second"


def test_without_a_declaration_the_general_rules_read() -> None:
    page = read_page(PAGE, URL, now=NOW)
    assert page.body.count("会议总结") >= 3
    assert page.reader == Reader("generic").label
    assert page.key is None


def test_a_declaration_that_finds_nothing_is_no_loss() -> None:
    other = Reader("old-layout", title=(".t",), published=(".d",), source=(".s",), body=(".b",))
    page = read_page(PAGE, URL, now=NOW, reader=other)
    plain = read_page(PAGE, URL, now=NOW)
    assert (page.title, page.published_at, page.source, page.body) == (
        plain.title,
        plain.published_at,
        plain.source,
        plain.body,
    )


def test_the_source_that_a_newspaper_is_itself() -> None:
    page = f"<title>会议在兰州召开</title><h1>会议在兰州召开</h1><div id=ozoom>{PROSE * 3}</div>".encode()
    read = read_page(page, URL, now=NOW, reader=Reader("paper", own_source="甘肃日报"))
    assert (read.source, read.how["source"]) == ("甘肃日报", "reader")


def test_a_key_of_several_groups_is_joined() -> None:
    reader = Reader("paper", keys=(r"/(\w+)/html/(\d{4}-\d\d)/(\d\d)/content_\d+_(\d+)\.htm",))
    url = "http://szb.example.cn/nmgrb/html/2021-07/13/content_30471_154771.htm"
    assert read_page(b"", url, now=NOW, reader=reader).key == "nmgrb-2021-07-13-154771"


def test_the_same_bytes_give_the_same_page_whenever_they_are_read_again() -> None:
    later = datetime(2030, 1, 1, tzinfo=UTC)
    assert read_page(PAGE, URL, now=NOW) == read_page(PAGE, URL, now=later)


def test_only_the_first_eight_megabytes_are_read() -> None:
    page = PAGE + b" " * (8 * 1024 * 1024) + "<p>末尾，末尾。</p>".encode()
    assert "末尾" not in read_page(page, URL, now=NOW).body


def test_the_day_of_an_undated_page_is_that_of_its_address() -> None:
    page = read_page(f"<h1>会议在兰州召开</h1><div>{PROSE * 3}</div>".encode(), URL, now=NOW)
    assert (page.kind, page.published_at, page.how["published_at"]) == (
        PageKind.ARTICLE,
        date(2022, 2, 11),
        "url",
    )


def test_a_declared_body_that_is_nearly_empty_is_not_believed() -> None:
    page = PAGE.replace(b"<div class=second>", b"<div class=gone><p>[1]</p></div><div class=second>")
    read = read_page(page, URL, now=NOW, reader=READER)
    assert read.body.count("会议总结去年工作") == 4
