"""The press of 甘肃: news sites, newspapers, 学习强国, WeChat accounts."""

from crawler.outlet import Column, Outlet, OutletKind
from spiders.families import founder, news_cms, wechat, xuexi
from spiders.families.founder import FounderSpider
from spiders.families.news_cms import NewsCmsSpider
from spiders.families.wechat import WeChatSpider
from spiders.families.xuexi import XuexiSpider

_PAPERS = "https://szb.gansudaily.com.cn"


class GansuDaily(NewsCmsSpider):
    outlet = Outlet(
        key="gansudaily",
        name="每日甘肃",
        aliases=("每日甘肃网", "新甘肃", "新甘肃客户端"),
        hosts=("*.gansudaily.com.cn",),
        columns=(
            Column("http://gansu.gansudaily.com.cn/gsbb/index.shtml", "甘肃播报"),
            Column("http://gansu.gansudaily.com.cn/bwyc/index.shtml", "本网原创"),
            Column("http://hn.gansudaily.com.cn/qwfb/index.shtml", "权威发布"),
            Column("http://edu.gansudaily.com.cn/jyxw/index.shtml", "教育新闻"),
        ),
        readers=(news_cms.reader_of("每日甘肃"),),
    )


class GansuRibao(FounderSpider):
    outlet = Outlet(
        key="gsrb",
        name="甘肃日报",
        kind=OutletKind.EPAPER,
        bulletin_name="每日甘肃",
        hosts=("szb.gansudaily.com.cn", "epaper.gansudaily.com.cn"),
        columns=(
            Column(f"{_PAPERS}/gsrb/", "甘肃日报", f"{_PAPERS}/gsrb/pc/layout/{{day:%Y%m/%d}}/col01.html"),
        ),
        readers=(founder.reader_of("gsrb", "甘肃日报"),),
    )


class GansuJingjiRibao(FounderSpider):
    outlet = Outlet(
        key="gsjjrb",
        name="甘肃经济日报",
        kind=OutletKind.EPAPER,
        bulletin_name="每日甘肃",
        hosts=("szb.gansudaily.com.cn", "epaper.gansudaily.com.cn"),
        columns=(
            Column(
                f"{_PAPERS}/gsjjrb/", "甘肃经济日报", f"{_PAPERS}/gsjjrb/pc/layout/{{day:%Y%m/%d}}/col01.html"
            ),
        ),
        readers=(founder.reader_of("gsjjrb", "甘肃经济日报"),),
    )


class GansuFazhibao(FounderSpider):
    outlet = Outlet(
        key="gsfzb",
        name="甘肃法治报",
        kind=OutletKind.EPAPER,
        hosts=("szb.gansudaily.com.cn",),
        columns=(
            Column(
                f"{_PAPERS}/gsfzb/", "甘肃法治报", f"{_PAPERS}/gsfzb/pc/layout/{{day:%Y%m/%d}}/col01.html"
            ),
        ),
        readers=(founder.reader_of("gsfzb", "甘肃法治报"),),
        off_reason="简报很少引用；需要时在设置里启用",
    )


class Gscn(NewsCmsSpider):
    outlet = Outlet(
        key="gscn",
        name="中国甘肃网",
        hosts=("*.gscn.com.cn",),
        columns=(
            Column("http://gansu.gscn.com.cn/gsyw/index.shtml", "甘肃要闻"),
            Column("http://gov.gscn.com.cn/zwyw/index.shtml", "政务要闻"),
        ),
        readers=(news_cms.reader_of("中国甘肃网"),),
        off_reason="栏目地址未见于资料，核实后启用；政府网站被拦截时可作为补充来源",
    )


class XuexiGansu(XuexiSpider):
    outlet = Outlet(
        key="xuexi",
        name="学习强国甘肃学习平台",
        kind=OutletKind.APP,
        aliases=("学习强国", "“学习强国”甘肃学习平台"),
        hosts=("www.xuexi.cn", "boot-source.xuexi.cn"),
        columns=(
            Column("https://www.xuexi.cn/lgdata/0a8c5f1d7e3b4926a1c0d94f6b2e7583.json", "甘肃学习平台"),
        ),
        readers=(xuexi.READER,),
        off_reason="甘肃学习平台的频道编号未见于资料，栏目地址里的是占位编号，核实后启用；转发的链接照常读取",
    )


class ZhangyeWomen(WeChatSpider):
    outlet = wechat.account("wx_zhangye", "金张掖妇女")


class PingliangWomen(WeChatSpider):
    outlet = wechat.account("wx_pingliang", "平凉妇女")


class LinxiaWomen(WeChatSpider):
    outlet = wechat.account("wx_linxia", "临夏妇女")


class JiuquanWomen(WeChatSpider):
    outlet = wechat.account("wx_jiuquan", "酒泉妇女")


class WeChatAccounts(WeChatSpider):
    outlet = Outlet(
        key="weixin",
        name="微信公众号",
        kind=OutletKind.WECHAT,
        hosts=wechat.HOSTS,
        readers=(wechat.READER,),
        note="没有公开的文章列表，由编辑转发链接",
    )
    parts = (ZhangyeWomen.outlet, PingliangWomen.outlet, LinxiaWomen.outlet, JiuquanWomen.outlet)
