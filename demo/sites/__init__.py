"""The sites of the replica, one module per kind of site."""

from demo.bulk import generated
from demo.content import Library
from demo.sites.enorth import gansudaily, gscn
from demo.sites.feeds import Feeds
from demo.sites.founder import GansuPapers
from demo.sites.gsgh import Gsgh
from demo.sites.gswomen import Gswomen
from demo.sites.jpaas import Jpaas
from demo.sites.jpage import Jpage
from demo.sites.northnews import NorthNews
from demo.sites.platform import gansu, jyt, wsjk
from demo.sites.trs import Trs
from demo.sites.wechat import WeChat
from demo.sites.xuexi import Xuexi
from demo.web import Site


def build(library: Library, bulk: int = 0) -> list[Site]:
    """Every site of the replica; `bulk` generated articles stand at 每日甘肃."""
    reprints = gscn(library)
    return [
        gansudaily(library, generated(bulk) if bulk else None),
        wsjk(library),
        Gswomen(library),
        reprints,
        Feeds(library, reprints),
        jyt(library),
        gansu(library),
        GansuPapers(library),
        NorthNews(library),
        WeChat(library),
        Jpaas(library),
        Jpage(library),
        Trs(library),
        Xuexi(library),
        Gsgh(library),
    ]
