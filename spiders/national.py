"""Outlets of the whole country that bulletins cite or that carry the same pieces."""

from crawler.outlet import Outlet, OutletKind
from reading import Reader
from spiders.families.founder import FounderSpider


class ChinaWomensNews(FounderSpider):
    outlet = Outlet(
        key="cnwomen",
        name="中国妇女报",
        kind=OutletKind.EPAPER,
        province="全国",
        hosts=("pcpaper.cnwomen.com.cn", "phpaper.cnwomen.com.cn"),
        readers=(
            Reader(
                "cnwomen", own_source="中国妇女报", keys=(r"/content/(20\d\d-\d\d)/(\d\d)/(\d{6})\.html",)
            ),
        ),
        off_reason="版面目录的地址未见于资料；转发的链接照常读取",
    )
