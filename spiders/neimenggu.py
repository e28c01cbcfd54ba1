"""The outlets of 内蒙古, watched for their experience."""

from crawler.outlet import Column, Outlet, OutletKind
from reading import Reader
from spiders.families import trs
from spiders.families.founder import FounderSpider
from spiders.families.trs import TrsSpider


class NeimengguRibao(FounderSpider):
    outlet = Outlet(
        key="nmgrb",
        name="内蒙古日报",
        kind=OutletKind.EPAPER,
        province="内蒙古",
        hosts=("szb.northnews.cn", "szb.nmgnews.com.cn"),
        columns=(Column("http://szb.northnews.cn/nmgrb/", "内蒙古日报"),),
        readers=(
            # The node number of a page is no part of an article's identity: it differs between the two hosts.
            Reader(
                "nmgrb",
                own_source="内蒙古日报",
                keys=(r"/nmgrb/html/(\d{4}-\d\d)/(\d\d)/content_(?:\d+_)?(\d+)\.html?",),
            ),
        ),
    )


class NeimengguGovernment(TrsSpider):
    outlet = Outlet(
        key="nmg",
        name="内蒙古自治区人民政府",
        province="内蒙古",
        hosts=("www.nmg.gov.cn",),
        columns=(
            Column("https://www.nmg.gov.cn/zwyw/gzdt/bmdt/", "部门动态"),
            Column("https://www.nmg.gov.cn/zwyw/gzdt/msdt/", "盟市动态"),
        ),
        readers=(trs.reader_of("内蒙古自治区人民政府"),),
        off_reason="栏目地址未见于资料，核实后启用",
    )
