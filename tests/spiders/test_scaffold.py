"""A new outlet of each family, from the address of one of its lists."""

import ast
from collections.abc import Iterator

import pytest
from scrapy import Request

from demo.content import library
from demo.replica import Replica
from spiders.scaffold import declaration, feed_for, key_patterns, propose
from tests.spiders.answers import NOW, answer


@pytest.fixture(scope="module")
def replica() -> Iterator[Replica]:
    with Replica(NOW) as running:
        yield running


@pytest.mark.parametrize(
    ("outlet", "url", "family"),
    [
        ("gscn", "http://rss.gscn.com.cn/gansu.xml", "feed"),
        ("gscn", "http://rss.gscn.com.cn/gansu.json", "feed"),
        ("jyt", "https://jyt.gansu.gov.cn/jyt/c110634/zwgklist.shtml", "gansu_platform"),
        ("pingliang", "https://www.pingliang.gov.cn/zwdt/bmdt/index.html", "hanweb"),
        ("dingxi", "http://www.dingxi.gov.cn/col/col4729/index.html", "hanweb"),
        ("nmg", "https://www.nmg.gov.cn/zwyw/gzdt/bmdt/", "trs"),
        ("gansudaily", "http://gansu.gansudaily.com.cn/gsbb/index.shtml", "news_cms"),
        ("gsrb", "https://szb.gansudaily.com.cn/gsrb/", "founder"),
        ("nmgrb", "http://szb.northnews.cn/nmgrb/", "founder"),
        ("gswomen", "http://www.gswomen.org.cn/shouye/xinwendongtai/fulianyaowen/", "plain"),
    ],
)
def test_the_family_and_the_keys_are_found(replica: Replica, outlet: str, url: str, family: str) -> None:
    response = answer(replica, Request(url), "")
    proposal = propose(response, NOW)
    if proposal is None:
        feed = feed_for(response, NOW)
        assert feed is not None
        proposal = propose(answer(replica, Request(feed), url), NOW)
    assert proposal is not None
    assert proposal.family.__module__.rpartition(".")[2] == family
    addresses = [row.url for row in proposal.listing.rows]
    known = {article.key for article in library().of(outlet)}
    assert all(any(key in address for key in known) for address in addresses)
    text = declaration(proposal, key="new_one", name="某某网", url=url, column="要闻", province="甘肃")
    (made,) = [node for node in ast.parse(text).body if isinstance(node, ast.ClassDef)]
    assert made.name == "NewOne"
    assert max(map(len, text.splitlines())) < 200


def test_a_page_without_rows_fits_no_family(replica: Replica) -> None:
    assert propose(answer(replica, Request("https://www.gsgh.org.cn/"), ""), NOW) is None


def test_names_cannot_smuggle_code_into_a_declaration(replica: Replica) -> None:
    proposal = propose(answer(replica, Request("https://www.nmg.gov.cn/zwyw/gzdt/bmdt/"), ""), NOW)
    assert proposal is not None
    name = '"""), __import__("os").abort(), ("""\n'
    text = declaration(proposal, key="k", name=name, url="https://a.example/", column=name, province=name)
    calls = [node.func for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    assert {call.id for call in calls if isinstance(call, ast.Name)} <= {"Outlet", "Column", "Reader"}


@pytest.mark.parametrize(
    ("urls", "keyed"),
    [
        (["https://a.cn/x/t20261119_1234567.html", "https://a.cn/x/t20261118_1234566.html"], True),
        (["https://a.cn/art/2026/art_0123456789abcdef0123456789abcdef.html"], True),
        (["https://a.cn/2026-11/19/c_123456.htm", "https://a.cn/2026-11/18/c_123457.htm"], True),
        (["https://a.cn/show.php?id=12", "https://a.cn/show.php?id=13"], True),
        (["https://a.cn/about.html"], False),
        ([], False),
    ],
)
def test_key_patterns(urls: list[str], keyed: bool) -> None:
    assert bool(key_patterns(urls)) is keyed
