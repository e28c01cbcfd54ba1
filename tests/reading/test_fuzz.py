"""No bytes raise: pages cut, shuffled, in the wrong charset, nested ten thousand deep, or no pages at all."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading import Page, read_page, rows_from_feed, rows_from_json, rows_from_records
from tests.reading.saved import NOW, Saved, own_pages

URLS = (
    "http://www.example.gov.cn/2022/02/11/t20220211_1.html",
    "https://mp.weixin.qq.com/s/AAAAAAAAAAAAAAAAAAAAAA",
)
CHARSETS = ("gb18030", "big5hkscs", "utf-16", "cp1252", "shift_jis")
PAGES = own_pages()


def read_all(data: bytes, url: str, status: int = 200) -> None:
    assert isinstance(read_page(data, url, now=NOW, status=status, requested_url=url + "x"), Page)
    rows_from_feed(data, url, now=NOW)
    rows_from_records(data, url, now=NOW)
    rows_from_json(data, url, now=NOW, rows="data.results")


def mutations(data: bytes, rng: random.Random) -> list[bytes]:
    """The same page, harmed in seven ways."""
    noisy = bytearray(data)
    for _ in range(len(data) // 60):
        noisy[rng.randrange(len(data))] = rng.randrange(256)
    one, two = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    tags = data.split(b"<")
    rng.shuffle(tags)
    return [
        data[:one],
        bytes(noisy),
        data.decode("utf-8", "replace").encode(rng.choice(CHARSETS), "replace"),
        data[two:] + data[one:two] + data[:one],
        b"<".join(tags),
        data.replace(b">", b"", 20),
        data.replace(b'"', b"'", 30).replace(b"</div>", b""),
    ]


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_harmed_pages(page: Saved) -> None:
    rng = random.Random(page.name)
    for data in mutations(page.data or b"<", rng):
        read_all(data, page.url, rng.choice((200, 200, 202, 400, 404, 412, 503)))


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize(
    "data",
    [
        "<div>" * 10_000 + "正文，" * 50 + "</div>" * 10_000,
        "<p>" + "<span>" * 10_000 + "正文，" * 50,
        "<table><tr><td>" * 10_000 + "正文，" * 50,
        "<ul><li>" * 10_000 + "正文，",
        "<font>正文，" * 10_000,
        "<a " + " ".join(f"a{n}=1" for n in range(50_000)) + ">正文</a>",
        "<p>来源：发布时间：2022-01-01 作者：</p>" * 5_000,
        "<title>省妇联召开会议</title>" + "<h1>省妇联</h1>" * 20_000,
        "1" * 500_000,
        "2022-02-11 " * 50_000,
        "<p>（记者 " + "王小 " * 100_000,
        "<" * 500_000,
        "&" * 500_000,
        "<!--enpproperty" * 50_000,
        "window.cgiDataNew = {title: JsDecode('\\x0a" * 20_000,
        "<script>var a = " + '{"a":' * 100_000,
        "<script>" + 'pubtime="aaaaaaaa";' * 70_000 + "</script><p>正文，",
        "<pre>" + "正文，\n" * 200_000,
        ("<li><a href=/1.html>全省文明村镇创建</a><p>" + "正文，" * 20) * 8_000,
        "<table>" + "<tr><td>来源<td>发布时间<td>2021-11-05" * 20_000,
        "\0" * 1000,
        "",
    ],
    ids=lambda data: repr(data[:16]),
)
def test_hostile_pages(data: str, url: str) -> None:
    read_all(data.encode(), url)


@given(st.binary(max_size=300), st.sampled_from(URLS), st.sampled_from((200, 202, 400, 404, 412, 500)))
def test_any_bytes(data: bytes, url: str, status: int) -> None:
    read_all(data, url, status)


TAGS = "<p> </p> <div> </div> <table> <tr> <td> </table> <a> </a> <br> <!-- --> <script> </script> <h1> <li>"
WORDS = "来源： 发布时间： 2022-02-11 新华社 会议召开 ， 。 下一页 &lt; <title> </title>"
MARKUP = [
    "<meta name=PubDate content=2022-02-11>",
    "<div class=content>",
    "<img src=a.jpg>",
    "<a href=x.doc>",
    " ",
]
FRAGMENTS = st.sampled_from(TAGS.split() + WORDS.split() + MARKUP)


@given(st.lists(FRAGMENTS, max_size=60), st.sampled_from(URLS))
def test_any_markup(parts: list[str], url: str) -> None:
    read_all("".join(parts).encode(), url)


@given(st.text(max_size=60))
def test_any_address(url: str) -> None:
    assert isinstance(read_page("<p>会议，召开。</p>".encode(), url, now=NOW), Page)
