"""Names: organisations with their level, documents, campaigns, editions, persons, villages and schools."""

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from base.text import squash
from triage import places
from triage.lexicon import Hit, Lexicon, replace
from triage.numerals import chinese_number

NATIONAL, PROVINCIAL, LOCAL = "国", "省", "地"


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body (妇联, 卫健委) and the level at which it stands; an empty level was not told."""

    body: str
    level: str
    start: int


@dataclass(frozen=True, slots=True)
class Document:
    """A title in 《》 without the place in front of it; `place` is that place, if one was named."""

    name: str
    place: str | None


@dataclass(frozen=True, slots=True)
class Edition:
    """第三期, 第九届: what is counted, and which one it is."""

    kind: str
    number: int


@cache
def _organisations() -> dict[str, dict[str, object]]:
    return dict(json.loads(files("triage").joinpath("data/organisations.json").read_text("utf-8")))


@cache
def _bodies() -> Lexicon[tuple[str, bool]]:
    data = _organisations()
    names: dict[str, tuple[str, bool]] = {}
    for body, spellings in data["bodies"].items():
        names.update(dict.fromkeys(spellings, (body, False)))  # type: ignore[call-overload]
    names.update({name: (str(body), True) for name, body in data["national"].items()})
    return Lexicon(names)


@cache
def _same_words() -> Lexicon[str]:
    return Lexicon({name: str(short) for name, short in _organisations()["same_words"].items()})


def shortened(text: str) -> str:
    """A folded text in which long and short names of one thing read the same (妇女联合会 -> 妇联)."""
    hits: list[Hit[str]] = list(_same_words().find(text))
    return replace(text, hits) if hits else text


_LEVEL = re.compile(
    "(全国|国家|国务院|中国|中华)$|(省级?|自治区)(?:委、?省?|(?:人民)?政府)?$|([市州县区镇乡街])(?:级|委|(?:人民)?政府)?$"
)


_AD_HOC = re.compile("(国务院|中央|全国|[省市州县区])[\u4e00-\u9fff]{2,18}?(?:领导小组|指挥部|联席会议)")


def organisations(text: str) -> list[Organisation]:
    """Every known body named in a folded `text`, in order."""
    found = []
    for hit in _bodies().find(text):
        body, national = hit.value
        level = NATIONAL if national else _level(text, hit.start)
        if level or len(text[hit.start : hit.end]) > 2:
            found.append(Organisation(body, level, hit.start))
    for match in _AD_HOC.finditer(text):
        level = NATIONAL if len(match[1]) > 1 else PROVINCIAL if match[1] == "省" else LOCAL
        found.append(Organisation("领导小组", level, match.start()))
    return sorted(found, key=lambda organisation: organisation.start)


def _level(text: str, start: int) -> str:
    name = text[start : start + 3]
    if name.startswith(("团省", "省委", "省法")):
        return PROVINCIAL
    if name.startswith(("团市", "团县", "团区", "团州", "市委", "县委", "区委", "州委")):
        return LOCAL
    before = text[max(0, start - 6) : start]
    if "各" in before:  # 各市州妇联: whoever takes part, not who acts
        return ""
    if match := _LEVEL.search(before):
        return NATIONAL if match[1] else PROVINCIAL if match[2] else LOCAL
    named = [mention for mention in places.find(before) if mention.end == len(before)]
    if named:
        return LOCAL if "/" in named[-1].place else PROVINCIAL
    return ""


_DOCUMENT = re.compile("《([^《》\n]{2,60})》")
_PERIODICAL = re.compile("(?:日报|晚报|晨报|早报|时报|周刊|新闻联播)$")
_SHORT_FORM = frozenset(
    (
        "规划",
        "通知",
        "意见",
        "方案",
        "办法",
        "条例",
        "纲要",
        "计划",
        "措施",
        "细则",
        "报告",
        "决定",
        "工作方案",
        "实施方案",
    )
)
_ISSUED = re.compile("(?:印发|出台|发布|下发|制定|通过|公布|颁布|施行|关于)[^,。;《]{0,6}$")
_ISSUING = re.compile("^(?:关于)?(?:印发|转发|发布)")


def documents(text: str) -> dict[str, Document]:
    """The documents named in a folded `text`, by name; short forms (《规划》) and newspapers are none."""
    found: dict[str, Document] = {}
    for match in _DOCUMENT.finditer(text):
        name = match[1].strip()
        if name in _SHORT_FORM or _PERIODICAL.search(name):
            continue
        place = None
        if (named := places.find(name)) and named[0].start <= 3:
            place = named[0].place
            name = name[: named[0].start] + name[named[0].end :].removeprefix("省").removeprefix(
                "人民政府办公厅"
            )
        elif name.startswith(("中国", "全国", "国家")):
            place, name = places.NATION, name[2:]
        key = squash(_ISSUING.sub("", name))
        if len(key) >= 4:
            found.setdefault(key, Document(key, place))
    return found


def issued(title: str, lead: str) -> set[str]:
    """The documents that a text is about: named in its title, or issued in its lead."""
    found = set(documents(title))
    for match in _DOCUMENT.finditer(lead):
        if _ISSUED.search(lead[max(0, match.start() - 12) : match.start()]):
            found |= set(documents(match.group()))
    return found


_QUOTED = re.compile('[“「『"]([^“”「」『』"\n,。;:!?]{3,20})[”」』"]')


def campaigns(text: str) -> set[str]:
    """Names in quotation marks (“春蕾计划”), squashed; which of them are common is a matter of weights."""
    return {key for match in _QUOTED.finditer(text) if 3 <= len(key := squash(match[1])) <= 16}


_EDITION = re.compile(
    "第([一二三四五六七八九十百零\\d]{1,4})(届|期|批|季|轮|例|场|站|次(?=会议|全体|全国|普查))"
)


def editions(text: str) -> set[Edition]:
    """第三期, 第二批, 第九届 in a folded `text`; 首届, 首批, 首期 are the first."""
    found = set()
    for match in _EDITION.finditer(text):
        number = float(match[1]) if match[1].isdigit() else chinese_number(match[1])
        if number:
            found.add(Edition(match[2], int(number)))
    found.update(Edition(match[1], 1) for match in re.finditer("首([届期批季轮])", text))
    return found


_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵汪祁毛禹狄米贝明臧计伏成戴谈宋庞熊纪"
    "舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包"
    "诸左石崔吉龚程嵇邢裴陆荣翁荀羊惠甄曲家封芮储靳邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全班仰秋仲伊宫宁仇栾甘厉戎祖武符刘景詹"
    "束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍桑桂牛寿通边扈燕冀尚农温"
    "别庄晏柴瞿阎充慕连茹习艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越隆师巩厍聂晁勾敖融冷辛阚那简饶空曾毋沙"
    "养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公闫肖付代焦"
)
_POST = (
    "副省长|省长|副市长|市长|副州长|州长|副县长|县长|副区长|区长|副书记|书记|副主席|主席|副主任|主任|副部长|部长|副厅长|厅长|副局长|局长"
    "|副处长|处长|副院长|院长|副校长|校长|园长|理事长|董事长|总经理|负责人|副会长|会长|委员长|副秘书长|秘书长|教授|队长|组长|同志|选手|教师|老师|医生|护士|研究员|主播|村民|市民|居民|志愿者|大学生|学员|工程师|律师|法官|检察官"
)
_AFTER_NAME = (
    "出席|讲话|指出|强调|致辞|参加|主持|介绍|表示|说|在|到|率|代表|作|为|宣布|宣读|要求|带队|带领|义务|获|被|等|家庭|一行|对|就|同|与|和"
    "|、|,|。|;|\\)|:|\n|$"
)
_PERSON = re.compile(
    f"(?:{_POST})([\u4e00-\u9fff]{{2,3}}?)(?={_AFTER_NAME})|(?<=[市县区镇乡村、:])([\u4e00-\u9fff]{{2,3}})(?=家庭)"
)
_NOT_NAME = re.compile("女士|先生|[某的了是和与及在等们会议讲话工作指出强调表示介绍出席参加]")


def persons(text: str) -> set[str]:
    """Persons named after their post (副省长张某某出席); only what surely is a name."""
    found = (match[1] or match[2] for match in _PERSON.finditer(text))
    return {name for name in found if name[0] in _SURNAMES and not _NOT_NAME.search(name)}


_NAMED = re.compile(
    "([\u4e00-\u9fff]{2})(村|镇|乡|社区|街道|小学|中学|幼儿园|学院|大学|医院|保健院|公司|合作社|车间|基地|福利院|博物馆|图书馆|驿站|派出所|书屋|集团)"
)
_NOT_NAMED = re.compile(
    "[各全本该某个农乡城行贫示这每家省市县区州的和与及等在有一二三四五六七八九十\\d名优好美]|人民|中心|妇幼|扶贫|就业|实训|教育|孵化|帮扶|创业|自然|高等|普通|职业|特殊|公办|民办|所有|分公"
)


def named(text: str) -> set[str]:
    """Villages, schools, firms and the like, by the two characters before the word (杨河镇, 丰乐镇)."""
    return {match.group() for match in _NAMED.finditer(text) if not _NOT_NAMED.search(match[1])}
