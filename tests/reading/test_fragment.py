"""Pieces of HTML from data: cleaned, then read as the lines of an article."""

import pytest

from reading.fragment import clean, read_fragment

URL = "https://www.example.gov.cn/app/1.html"


@pytest.mark.parametrize(
    ("html", "body"),
    [
        ("<p>会议召开。</p><p>会议强调，要抓落实。</p>", "会议召开。\n会议强调，要抓落实。"),
        ("会议召开。<br/>会议强调，要抓落实。", "会议召开。\n会议强调，要抓落实。"),
        ("&lt;p&gt;会议召开。&lt;/p&gt;&lt;p&gt;强调落实。&lt;/p&gt;", "会议召开。\n强调落实。"),
        ("<div>&lt;p&gt;A&amp;amp;B公司到会。&lt;/p&gt;</div>", "A&B公司到会。"),
        ("<p>会议&nbsp;召开。</p><script>var a = '<p>不是</p>';</script>", "会议 召开。"),
        ("<xml><w:View>Normal</w:View></xml><p>会议召开。<o:p></o:p></p>", "会议召开。"),
        ("<p>一<p>二<div>三", "一\n二\n三"),
        ("<table><tr><td>市州</td><td>户数</td></tr><tr><td>兰州</td><td>12</td></tr></table>", "市州\t户数\n兰州\t12"),
        ("", ""),
        ("\ud800", "?"),
    ],
)  # fmt: skip
def test_a_piece_is_paragraphs(html: str, body: str) -> None:
    assert read_fragment(html, URL).body == body


def test_pictures_and_files_have_whole_addresses_and_inlined_pictures_none() -> None:
    html = (
        f'<p>会议召开。<img src="/a/1.jpg"><img src="data:image/png;base64,{"A" * 900_000}"></p>'
        '<p>要求如下。</p><p><a href="../b/2.docx">附件</a></p>'
    )
    found = read_fragment(html, URL)
    assert found.images == ("https://www.example.gov.cn/a/1.jpg",)
    assert found.attachments == ("https://www.example.gov.cn/b/2.docx",)
    assert [line.text for line in found.lines][:2] == ["会议召开。", "要求如下。"]


@pytest.mark.parametrize("html", ["<p>" * 400_000, "<font>正文" * 400_000, "&" * 3_000_000, "<" * 3_000_000])
def test_what_is_cleaned_is_bounded(html: str) -> None:
    assert len(clean(html)) < 4_000_000
