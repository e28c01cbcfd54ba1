"""The outlets of 甘肃: the province, its departments, its women's federation and its cities."""

from crawler.outlet import Column, Outlet, OutletKind
from reading import Reader
from spiders.families import gansu_platform, hanweb
from spiders.families.gansu_platform import GansuPlatformSpider
from spiders.families.hanweb import JpaasSpider, JpageSpider
from spiders.families.plain import PlainSpider
from spiders.families.rendered import RenderedSpider

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


class WomensFederation(PlainSpider):
    outlet = Outlet(
        key="gswomen",
        name="甘肃妇女网",
        aliases=("甘肃妇女网站", "甘肃省妇联", "甘肃省各市州妇联"),
        hosts=("www.gswomen.org.cn", "gswomen.org.cn"),
        columns=(
            Column(f"{_GSWOMEN}/fulianyaowen/", "妇联要闻"),
            *(
                Column(f"{_GSWOMEN}/shixiandongtai/{key}/", f"市县动态 {city}")
                for key, city in _CITIES.items()
            ),
        ),
        readers=(
            Reader("gswomen", own_source="甘肃妇女网", keys=(r"/xinwendongtai/[\w/]+/(\d{17})\.html",)),
        ),
        note="栏目地址按文章地址的目录推测，尚未在网站上核实",
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
        readers=(gansu_platform.reader_of("甘肃省卫生健康委"),),
    )


class EducationDepartment(GansuPlatformSpider):
    outlet = Outlet(
        key="jyt",
        name="甘肃省教育厅",
        aliases=("省教育厅",),
        hosts=("jyt.gansu.gov.cn",),
        columns=(
            Column("https://jyt.gansu.gov.cn/jyt/c110634/zwgklist.shtml", "教育要闻"),
            gansu_platform.channel(
                "https://jyt.gansu.gov.cn", "6ed9cac952e94022bd5bd213764b983d", "媒体聚焦"
            ),
            gansu_platform.channel(
                "https://jyt.gansu.gov.cn", "c7df0c0ea0b7444d9744d4a6c1fcca4b", "教育动态"
            ),
        ),
        readers=(gansu_platform.reader_of("甘肃省教育厅"),),
    )


class HumanResourcesDepartment(GansuPlatformSpider):
    outlet = Outlet(
        key="rst",
        name="甘肃省人力资源和社会保障厅",
        aliases=("甘肃省人社厅", "省人社厅"),
        hosts=("rst.gansu.gov.cn",),
        columns=(Column("https://rst.gansu.gov.cn/rst/c113672/xxgk_xxlist.shtml", "信息公开"),),
        readers=(gansu_platform.reader_of("甘肃省人力资源和社会保障厅"),),
        note="资料记载全站有防护（HTTP 412）",
    )


class StatisticsBureau(GansuPlatformSpider):
    outlet = Outlet(
        key="tjj",
        name="甘肃省统计局",
        aliases=("省统计局",),
        hosts=("tjj.gansu.gov.cn",),
        columns=(
            Column("https://tjj.gansu.gov.cn/tjj/c107471/tjgb.shtml", "统计公报"),
            Column("https://tjj.gansu.gov.cn/tjj/c109464/info_list.shtml", "信息列表"),
        ),
        readers=(gansu_platform.reader_of("甘肃省统计局"),),
        note="资料记载从境外打不开",
    )


class CivilAffairsDepartment(GansuPlatformSpider):
    outlet = Outlet(
        key="mzt",
        name="甘肃省民政厅",
        aliases=("省民政厅",),
        hosts=("mzt.gansu.gov.cn",),
        readers=(gansu_platform.reader_of("甘肃省民政厅"),),
        off_reason="网址是推测，栏目地址未见于资料，核实后补上",
    )


class ProvincialGovernment(GansuPlatformSpider):
    outlet = Outlet(
        key="gansu",
        name="甘肃省人民政府",
        aliases=("甘肃省政府", "省政府", "中国·甘肃"),
        hosts=("www.gansu.gov.cn",),
        columns=(
            Column("https://www.gansu.gov.cn/gsszf/c100002/ywdt.shtml", "甘肃要闻"),
            Column("https://www.gansu.gov.cn/gsszf/gsyw/common_noleftlist.shtml", "政务动态"),
        ),
        readers=(gansu_platform.reader_of("甘肃省人民政府"),),
    )


class TradeUnions(RenderedSpider):
    outlet = Outlet(
        key="gsgh",
        name="甘肃省总工会",
        aliases=("省总工会",),
        hosts=("www.gsgh.org.cn",),
        columns=(
            Column("https://www.gsgh.org.cn/#/moreNews_?position=省总新闻&categoryId=502", "省总新闻"),
            Column("https://www.gsgh.org.cn/#/moreNews_?position=基层动态&categoryId=503", "基层动态"),
        ),
        readers=(Reader("gsgh", own_source="甘肃省总工会", keys=(r"#/\w+\?(?:[^#]*&)?id=(\d+)",)),),
    )


class EpidemicControl(GansuPlatformSpider):
    outlet = Outlet(
        key="lflk",
        name="甘肃省联防联控领导小组办公室",
        kind=OutletKind.SUBMISSION,
        aliases=("联防联控领导小组", "甘肃省新冠肺炎疫情联防联控领导小组办公室"),
        off_reason="没有自己的网站，2020 至 2022 年的文件见省政府和卫生健康委网站；由编辑录入",
    )


class ChildrenAndWomenOffice(PlainSpider):
    outlet = Outlet(
        key="fegw",
        name="甘肃省政府妇儿工委办公室",
        kind=OutletKind.SUBMISSION,
        aliases=("省政府妇儿工委办公室", "省妇儿工委办"),
        off_reason="没有网页，来稿由编辑录入",
    )


class LanzhouWomensFederation(PlainSpider):
    outlet = Outlet(
        key="lzfl",
        name="兰州市妇联",
        kind=OutletKind.SUBMISSION,
        off_reason="自己的网站未见于资料；稿件见甘肃妇女网的兰州栏目，或由编辑录入",
    )


class Pingliang(JpaasSpider):
    outlet = Outlet(
        key="pingliang",
        name="平凉市人民政府",
        hosts=("www.pingliang.gov.cn",),
        columns=(
            Column("https://www.pingliang.gov.cn/zwdt/bmdt/index.html", "部门动态"),
            Column("https://www.pingliang.gov.cn/zwdt/xsqdt/index.html", "县市区动态"),
        ),
        readers=(hanweb.reader_of("平凉市人民政府"),),
        off_reason="栏目地址未见于资料，核实后启用",
    )


class Dingxi(JpageSpider):
    outlet = Outlet(
        key="dingxi",
        name="定西市人民政府",
        hosts=("www.dingxi.gov.cn",),
        columns=(
            Column("http://www.dingxi.gov.cn/col/col4729/index.html", "部门动态"),
            Column("http://www.dingxi.gov.cn/col/col4731/index.html", "县区动态"),
        ),
        readers=(hanweb.reader_of("定西市人民政府"),),
        off_reason="栏目地址未见于资料，核实后启用",
    )
