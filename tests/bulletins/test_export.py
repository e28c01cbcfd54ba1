"""What is exported reads back as the same issue, in every format, and hostile text comes out inert."""

import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from base.text import squash
from bulletins.edition import Edition, clean
from bulletins.export import Format, as_docx, as_html, as_text, export, file_name
from bulletins.model import Issue, Item, Kind
from bulletins.read import read_bulletin
from tests.bulletins.issues import IMPRINT, example, issues


def _same(text: str | None) -> str:
    return squash(text or "")


@pytest.mark.parametrize("format_", Format)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(issue=issues())
def test_an_exported_issue_reads_back_as_the_same_items(format_: Format, issue: Issue) -> None:
    read = read_bulletin(export(Edition(issue, IMPRINT), format_), f"issue.{format_}")
    assert (read.kind, read.number, read.date) == (issue.kind, issue.number, issue.date)
    assert [_same(item.title) for item in read.items] == [_same(item.title) for item in issue.items]
    assert [item.body for item in read.items] == [item.body for item in issue.items]
    assert [(i.source, i.section) for i in read.items] == [(i.source, i.section) for i in issue.items]
    assert [_same(i.byline) for i in read.items] == [_same(i.byline) for i in issue.items]


@pytest.mark.parametrize("format_", Format)
def test_a_marked_export_reads_back_the_same(format_: Format) -> None:
    edition = example()
    marked = read_bulletin(export(replace(edition, mark="未审"), format_), f"x.{format_}")
    assert marked == read_bulletin(export(edition, format_), f"x.{format_}")


def test_the_same_edition_gives_the_same_bytes() -> None:
    assert as_docx(example()) == as_docx(example())


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({}, "2026年第10期.docx"),
        ({"number": None, "kind": Kind.SPECIAL}, "专刊2026-11-15.docx"),
        ({"date": None}, "第10期.docx"),
        ({"number": None}, "简报2026-11-15.docx"),
    ],
)
def test_the_file_is_named_by_its_issue(change: dict[str, object], name: str) -> None:
    edition = example()
    assert file_name(replace(edition, issue=replace(edition.issue, **change)), Format.DOCX) == name  # type: ignore[arg-type]


def test_an_unreviewed_file_says_so_in_its_name_and_on_every_page() -> None:
    edition = replace(example(), mark="未审")
    assert file_name(edition, Format.DOCX) == "2026年第10期（未审）.docx"
    assert as_text(edition).startswith("（内部未审稿")
    assert '<p class="mark">内部未审稿 请勿印发</p>' in as_html(edition)
    with zipfile.ZipFile(BytesIO(as_docx(edition))) as package:
        headers = [package.read(name).decode() for name in package.namelist() if "header" in name]
    assert len(headers) == 2
    assert all("未审" in header for header in headers)


HOSTILE = (
    "<script>alert(1)</script>",
    "</w:t></w:r><w:r><w:t>",
    "]]>&lt;b&gt;&amp;",
    'x" onerror="alert(1)',
    "{{ 7*7 }}{% raw %}",
    "\x00\x07\x1b[31m\x0b\x0c",
    "\ud800\udfff\ufffe\uffff",
    "\u202e\u2066\u200b\ufeff翻转",
    '=HYPERLINK("http://evil.example")',
    'INCLUDETEXT "/etc/passwd"',
    "\r\n\t\u2028\u0085",
)


def _hostile(text: str) -> Edition:
    item = Item(1, f"标题{text}标题", f"正文{text}正文。\n第二段{text}。", f"来源{text}", f"署名{text}")
    imprint = replace(IMPRINT, name=f"机关{text}", report_to=f"某厅{text}", mail=text, printer=text)
    return Edition(replace(example().issue, items=(item,)), imprint)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.found |= {name for name, _ in attrs if name.startswith("on")}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_out_inert(text: str) -> None:
    edition = _hostile(text)
    with zipfile.ZipFile(BytesIO(as_docx(edition))) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                root = etree.fromstring(package.read(name))
                fields = root.iter("{*}instrText", "{*}fldSimple", "{*}hyperlink")
                assert {(field.text or "").split()[0] for field in fields} <= {"PAGE", "PAGEREF"}
        relations = package.read("word/_rels/document.xml.rels").decode()
    assert 'TargetMode="External"' not in relations
    tags = _Tags()
    tags.feed(as_html(edition))
    assert not tags.found & {"script", "img", "iframe", "onerror", "w:t", "b"}
    shown = as_text(edition)
    assert not any(ord(char) < 32 and char != "\n" for char in shown)
    assert not set(shown) & set("\u202e\u2066\u200b\ufeff\ud800\udfff\ufffe\uffff\u0085")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_an_export(text: str) -> None:
    edition = _hostile(text)
    for format_ in Format:
        assert export(edition, format_)
    assert "\n" not in clean(text)
