"""The outlets of 甘肃."""

from crawler.outlet import Column, Outlet
from reading import Reader
from spiders.families.gansu_platform import GansuPlatformSpider
from spiders.families.news_cms import NewsCmsSpider
from spiders.families.plain import PlainSpider

NEWS_CMS = Reader("gansudaily", keys=(r"/system/\d{4}/\d\d/\d\d/(\d{9})",))
GSWOMEN = Reader("gswomen", keys=(r"/(\d{17})\.html",))
PLATFORM = Reader("gansu_platform", keys=(r"/c\d{5,6}/\d{6}/(\d{7,9})(?:\.shtml|/)",))

_GSWOMEN = "http://www.gswomen.org.cn/shouye/xinwendongtai"
_CITIES = {
    "lanzhou": "兰州",
    "jiayuguan": "嘉峪关",
    "jinchang": "金昌",
    "baiyin": "白银",
    "tianshui": "天水",
    "wuwei": "武威",
    "zhangye": "张掖",
    "pingliang": "平凉",
    "jiuquan": "酒泉",
    "qingyang": "庆阳",
    "dingxi": "定西",
    "longnan": "陇南",
    "linxia": "临夏",
    "gannan": "甘南",
}


class GansuDaily(NewsCmsSpider):
    outlet = Outlet(
        key="gansudaily",
        name="每日甘肃",
        aliases=("每日甘肃网", "新甘肃", "甘肃日报"),
        hosts=("*.gansudaily.com.cn",),
        columns=(
            Column("http://gansu.gansudaily.com.cn/gsbb/index.shtml", "甘肃播报"),
            Column("http://gansu.gansudaily.com.cn/bwyc/index.shtml", "本网原创"),
            Column("http://hn.gansudaily.com.cn/qwfb/index.shtml", "权威发布"),
            Column("http://edu.gansudaily.com.cn/jyxw/index.shtml", "教育新闻"),
        ),
        readers=(NEWS_CMS,),
    )


class HealthCommission(GansuPlatformSpider):
    outlet = Outlet(
        key="wsjk",
        name="甘肃省卫生健康委",
        aliases=("甘肃省卫生健康委员会", "甘肃省卫健委", "省卫生健康委"),
        hosts=("wsjk.gansu.gov.cn",),
        columns=(
            Column("https://wsjk.gansu.gov.cn/wsjk/c113038/list.shtml", "卫生健康要闻"),
            Column("https://wsjk.gansu.gov.cn/wsjk/c112818/list.shtml", "工作动态"),
            Column("https://wsjk.gansu.gov.cn/wsjk/c113471/info_list.shtml", "通知公告"),
        ),
        readers=(PLATFORM,),
    )


class WomensFederation(PlainSpider):
    outlet = Outlet(
        key="gswomen",
        name="甘肃妇女网",
        aliases=("甘肃妇女网站", "甘肃省妇联"),
        hosts=("www.gswomen.org.cn", "gswomen.org.cn"),
        columns=(
            Column(f"{_GSWOMEN}/fulianyaowen/", "妇联要闻"),
            *(
                Column(f"{_GSWOMEN}/shixiandongtai/{key}/", f"市县动态 {city}")
                for key, city in _CITIES.items()
            ),
        ),
        readers=(GSWOMEN,),
    )
