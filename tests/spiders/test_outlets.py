"""The declarations as a whole."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import spiders
from crawler.outlet import Outlet, OutletKind
from spiders.families import table

ROOT = Path(__file__).resolve().parents[2]
OUTLETS = spiders.outlets()


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.key)
def test_a_declaration_is_sound(outlet: Outlet) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]{1,39}", outlet.key)
    assert re.search("[\u4e00-\u9fff]", outlet.name)
    assert len(outlet.name) <= 80
    assert len({column.url for column in outlet.columns}) == len(outlet.columns)
    assert len({column.name for column in outlet.columns}) == len(outlet.columns)
    for host in outlet.hosts:
        assert re.fullmatch(r"(\*\.)?([a-z0-9-]+\.)+[a-z]+", host)
    for column in outlet.columns:
        assert outlet.covers(column.url), column
        assert outlet.covers(column.feed or column.url), column
        assert urlsplit(column.url).scheme in ("http", "https")
    for reader in outlet.readers:
        assert all(re.compile(key).groups for key in reader.keys)
    assert outlet.readers or not outlet.columns


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.key)
def test_what_is_switched_off_says_why_in_chinese(outlet: Outlet) -> None:
    if outlet.off_reason is not None:
        assert re.search("[\u4e00-\u9fff]", outlet.off_reason)
    elif outlet.kind is not OutletKind.WECHAT:
        assert outlet.columns


def test_names_and_aliases_belong_to_one_outlet_each() -> None:
    names = [name for outlet in OUTLETS for name in {outlet.name, *outlet.aliases}]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://gansu.gansudaily.com.cn/system/2022/06/28/030582924.shtml", "gansudaily"),
        ("https://szb.gansudaily.com.cn/gsrb/pc/con/202501/08/c202436.html", "gsrb"),
        ("https://szb.gansudaily.com.cn/gsjjrb/202110/17/c277397.html", "gsjjrb"),
        ("http://epaper.gansudaily.com.cn/gsrb/html/2016-03/13/content_308067.htm", "gsrb"),
        ("http://szb.nmgnews.com.cn/nmgrb/html/2021-07/13/content_30471_154771.htm", "nmgrb"),
        ("https://gswomen.org.cn/shouye/xinwendongtai/fulianyaowen/99645528421180039.html", "gswomen"),
        ("https://wsjk.gansu.gov.cn/wsjk/c112818/202601/174265276.shtml", "wsjk"),
        ("https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv", "weixin"),
        ("https://www.xuexi.cn/lgpage/detail/index.html?id=1234567890123456789", "xuexi"),
        ("https://pcpaper.cnwomen.com.cn/content/2021-05/11/123456.html", "cnwomen"),
        ("https://www.gsgh.org.cn/#/newsDetail?id=8812&categoryId=502", "gsgh"),
        ("https://gansudaily.com.cn.evil.example/system/2022/06/28/030582924.shtml", None),
        ("https://mei-nu.com/", None),
        ("no address", None),
    ],
)
def test_an_address_finds_its_outlet(url: str, key: str | None) -> None:
    outlet = spiders.outlet_for(url)
    assert (outlet.key if outlet else None) == key


@pytest.mark.parametrize(
    ("key", "addresses"),
    [
        (
            "gswomen",
            [
                "http://www.gswomen.org.cn/shouye/xinwendongtai/fulianyaowen/99645528421180039.html",
                "https://gswomen.org.cn/shouye/xinwendongtai/shixiandongtai/linxia/99645528421180039.html",
            ],
        ),
        (
            "nmgrb",
            [
                "http://szb.northnews.cn/nmgrb/html/2021-07/13/content_30471_154771.htm",
                "http://szb.nmgnews.com.cn/nmgrb/html/2021-07/13/content_30471_154771.htm",
            ],
        ),
        (
            "wsjk",
            [
                "https://wsjk.gansu.gov.cn/wsjk/c113038/202601/174265276.shtml",
                "https://wsjk.gansu.gov.cn/wsjk/c112818/202601/174265276.shtml",
                "https://wsjk.gansu.gov.cn/wsjk/c112818/202601/174265276/files/0123456789abcdef.pdf",
            ],
        ),
        (
            "gansudaily",
            [
                "http://gansu.gansudaily.com.cn/system/2022/06/28/030582924.shtml",
                "https://lz.gansudaily.com.cn/system/2022/06/28/030582924_01.shtml",
            ],
        ),
        (
            "cnwomen",
            [
                "http://pcpaper.cnwomen.com.cn/content/2021-05/11/123456.html",
                "http://phpaper.cnwomen.com.cn/content/2021-05/11/123456.html",
            ],
        ),
    ],
)
def test_one_article_under_several_addresses_has_one_key(key: str, addresses: list[str]) -> None:
    outlet = spiders.spiders()[key].outlet
    assert len({outlet.key_of(address) for address in addresses} - {None}) == 1
    assert all(outlet.covers(address) for address in addresses)


def test_ids_that_were_reset_do_not_make_two_articles_one() -> None:
    outlet = spiders.spiders()["gsrb"].outlet
    base = "https://szb.gansudaily.com.cn/gsrb"
    keys = {
        outlet.key_of(f"{base}/202110/17/c277397.html"),
        outlet.key_of(f"{base}/pc/con/202501/08/c277397.html"),
    }
    assert len(keys) == 2


def test_the_table_of_outlets_is_fresh() -> None:
    """`python -m spiders.families.table` writes it."""
    assert (ROOT / "docs/outlets.md").read_text("utf-8") == table.render(spiders.spiders())
