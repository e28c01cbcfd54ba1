import pytest

from reading import metas
from reading.metas import Meta, Metas, read_metas
from reading.tree import parse


def read(head: str) -> Metas:
    root = parse(f"<html><head>{head}</head><body></body></html>")
    assert root is not None
    return read_metas(root)


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ('<meta name="ContentSource" content="内蒙古日报">', "ContentSource"),
        ('<meta name="contentsource" content=" 内蒙古日报 ">', "contentsource"),
        ('<META NAME="Content-Source" CONTENT="内蒙古日报">', "Content-Source"),
        ('<meta name="ContentSource" content="&lt;div&gt;内蒙古日报&lt;/div&gt;">', "ContentSource"),
        ('<meta name="mediaid" content="内蒙古日报">', "mediaid"),
        ('<div id="source_baidu" style="display:none">内蒙古日报</div>', "#source_baidu"),
    ],
)
def test_a_name_in_any_spelling(tag: str, name: str) -> None:
    assert read(tag).first(metas.SOURCE) == Meta(name, "内蒙古日报")


def test_an_empty_meta_is_none_and_the_first_of_two_wins() -> None:
    two = '<meta name="PubDate" content="2022-02-11"><meta name="PubDate" content="2022-02-12">'
    assert read('<meta name="ContentSource" content="">').first(metas.SOURCE) is None
    assert read(two).first(metas.PUBLISHED) == Meta("PubDate", "2022-02-11")


def test_the_names_of_government_sites_come_first() -> None:
    found = read('<meta property="og:title" content="乙"><meta name="ArticleTitle" content="甲">')
    assert found.first(metas.TITLE) == Meta("ArticleTitle", "甲")
    assert [meta.value for meta in found.every(metas.TITLE)] == ["甲", "乙"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ('{"datePublished": "2022-02-11"}', {"datePublished": "2022-02-11"}),
        (
            '[{"@type": "x"}, {"pubDate": "2022-02-11"}]',
            {"pubDate": "2022-02-11"},
        ),
        ('{"@graph": [{"datePublished": "2022-02-11"}]}', {"datePublished": "2022-02-11"}),
        ('{"datePublished": 5}', {}),
        ("{broken", {}),
        ("[" * 50_000, {}),
        ("", {}),
    ],
)
def test_linked_data(data: str, expected: dict[str, str]) -> None:
    assert read(f'<script type="application/ld+json">{data}</script>').linked_data == expected
