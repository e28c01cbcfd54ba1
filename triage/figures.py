"""Figures: a number with its unit, how exactly it is meant, and the words around it.

25688人, 2.57万余人 and 两万五千余名 are one figure said three ways: each is an interval of true values, and two
figures agree where the intervals meet and the units measure the same thing. Years, dates, clock times,
editions (第三期) and telephone numbers are no figures.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from math import floor, log10

from triage.numerals import DIGITS, chinese_number, interval, scale, significant

# What a unit measures. Units of one class may agree with each other; a factor turns one into the other.
_UNITS: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("人", "名", "位", "人员", "口"), ("人", 1)),
    **dict.fromkeys(("户", "户家庭"), ("户", 1)),
    **dict.fromkeys(("个", "家", "所", "座", "处", "站", "厅", "室", "支", "队"), ("个", 1)),
    **dict.fromkeys(("人次", "人份"), ("人次", 1)),
    **dict.fromkeys(("场", "次", "场次", "期", "趟", "回", "节"), ("次", 1)),
    **dict.fromkeys(("项", "条", "件", "例", "宗", "起", "笔", "单", "桩", "枚", "面", "款"), ("件", 1)),
    **dict.fromkeys(("份", "册", "本", "篇", "张", "幅", "封"), ("份", 1)),
    **dict.fromkeys(("套", "台", "辆", "架", "部", "盒", "箱", "包", "袋", "桶", "瓶", "顶"), ("套", 1)),
    **dict.fromkeys(("间", "栋", "幢", "床"), ("间", 1)),
    **dict.fromkeys(("村", "镇", "乡", "社区", "街道", "县"), ("村", 1)),
    **dict.fromkeys(("株", "棵"), ("株", 1)),
    **dict.fromkeys(("头", "只", "匹"), ("头", 1)),
    **dict.fromkeys(("元", "块", "块钱"), ("元", 1)), "美元": ("美元", 1),
    "亩": ("亩", 1), "公顷": ("亩", 15), "平方公里": ("亩", 1500), "平方米": ("平方米", 1), "立方米": ("立方米", 1),
    "公里": ("公里", 1), "千米": ("公里", 1), "米": ("米", 1), "吨": ("吨", 1),
    "公斤": ("公斤", 1), "千克": ("公斤", 1), "斤": ("公斤", 0.5),
    "千瓦": ("千瓦", 1), "千瓦时": ("千瓦时", 1), "兆瓦": ("千瓦", 1000),
    "%": ("%", 1), "‰": ("‰", 1), "百分点": ("百分点", 1), "/10万": ("/10万", 1), "倍": ("倍", 1),
    "岁": ("岁", 1), "周岁": ("岁", 1), "小时": ("小时", 1), "分钟": ("小时", 1 / 60), "天": ("天", 1),
    "课时": ("课时", 1), "学时": ("课时", 1), "章": ("章", 1), "度": ("度", 1), "班": ("班", 1),
    "校": ("个", 1), "组": ("组", 1), "对": ("对", 1), "类": ("类", 1), "种": ("种", 1), "门": ("门", 1),
    "剂": ("剂", 1), "剂次": ("剂", 1), "车次": ("车次", 1), "架次": ("架次", 1),
}  # fmt: skip

# 8.12万贫困妇女: counted without a unit, so it may agree with any count.
ANY_COUNT = ""
_COUNTS = frozenset(
    ("人", "户", "个", "人次", "件", "份", "套", "株", "头", "间", "村", "次", "组", "对", ANY_COUNT)
)

_UNIT = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=lambda unit: -len(unit)))
_ARABIC = r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,4})?|\d{1,12}(?:\.\d{1,4})?"
_FIGURE = re.compile(
    rf"""
    (?=[\d百千零〇一二两三四五六七八九十万])(?P<hundred>百分之|千分之)?
    (?:(?<![\d./a-z第])(?P<digits>{_ARABIC})(?P<scale>万亿|[十百千]?[万亿]|[百千](?=[余多]|[{"".join(set("名人户个元"))}]))?
       |(?<![第几数])(?P<words>[零〇一二两三四五六七八九十百千万亿]{{1,16}}(?:点[零〇一二三四五六七八九]{{1,4}}[万亿]?)?))
    (?P<to>(?:-|—|–|~|至|到)(?P<upper>{_ARABIC})(?P<upscale>万亿|[十百千]?[万亿])?)?
    (?P<tenth>成(?P<half>[一二三四五六七八九半])?(?=以上|以下|多|的|[,。;、\\s]|$))?
    (?P<more>余|多|来)?(?P<late>[万亿])?
    (?P<unit>(?:/10万)|(?:个|户(?!家庭))?(?:{_UNIT}))?
    """,
    re.VERBOSE,
)
_PREFIX = re.compile("(近|约|大约|超过|超|逾|突破|不少于|不低于|至少)$")
# 近千个, 上百名: a bare 百 or 千 is a figure only with such a word.
_ABOUT = re.compile("(?:[近约超逾]|(?<!以)上)$")
_AT_LEAST = re.compile("以上")
# 起薪四千五, 每月一千六上下: said without a unit.
_BARE = re.compile("[,。;!?)]|上下|左右|以上|$")
_PHONE = re.compile("^.{0,8}(?:热线|服务台|电话|平台)")
_NOT_UNIT = re.compile("^(?:个月|年|月|日|时|分(?!钟)|届|级|大|代|号)")
_SPLIT_DIGITS = re.compile(
    r"(?<=[^\x00-\x7f])[^\S\n]+(?=\d)|(?<=\d)[^\S\n]+(?=[^\x00-\x7f]|%|\. ?\d)|(?<=\d\.)[^\S\n]+(?=\d)"
    r"|(?<=[\d ][万亿])[^\S\n]+(?=\S)"
)
_SPLIT_POINT = re.compile(r"(?<=\d) \. ?(?=\d)")
_SPACED_OUT = re.compile(r"(?<![\d.])(?<!\d )\d(?: \d){2,11}(?!\d| \d)")


# How many characters before and after a figure say what it counts; more are looked at for an agreement.
_NARROW, _WIDE = (9, 7), (20, 14)
_NO_WORD = re.compile(r"[\W\d_]+")


@dataclass(frozen=True)
class Figure:
    """One figure. True values lie in [low, high]; `digits` is the count of significant digits.

    `unit` is what is measured ("人" also for 名), `before` and `after` are the words around it.
    """

    text: str
    value: float
    low: float
    high: float
    unit: str
    digits: int
    before: str
    after: str
    start: int

    @property
    def exact(self) -> bool:
        """Whether the figure names one value."""
        return self.low == self.high

    @cached_property
    def context(self) -> frozenset[str]:
        """Bigrams of the words next to the figure."""
        return self._words(_NARROW)

    @cached_property
    def surroundings(self) -> frozenset[str]:
        """Bigrams of the words around the figure, farther out."""
        return self._words(_WIDE)

    def _words(self, reach: tuple[int, int]) -> frozenset[str]:
        parts = (*_NO_WORD.split(self.before[-reach[0] :]), *_NO_WORD.split(self.after[: reach[1]]))
        return frozenset(part[at : at + 2] for part in parts for at in range(len(part) - 1))


def join_digits(text: str) -> str:
    """Blanks that print puts around and into figures taken out (`改造 3 4 5 4 个` -> `改造3454个`)."""
    text = _SPACED_OUT.sub(lambda match: match.group().replace(" ", ""), text)
    return _SPLIT_DIGITS.sub("", _SPLIT_POINT.sub(".", text))


def _number(match: re.Match[str]) -> tuple[float, float, int, float] | None:
    """(value, worth of the last significant digit, their count, worth of the last written digit or 0), or None.

    The last is 0 for what is not counted in 万 or 亿, and so meant exactly.
    """
    if (text := match["digits"]) is not None:
        factor = scale(match["scale"]) * scale(match["late"])
        digits, step = significant(text)
        written = factor * 10.0 ** -len(text.partition(".")[2])
        return (
            float(text.replace(",", "")) * factor,
            step * factor,
            digits,
            written if factor >= 1000 else 0.0,
        )
    words = match["words"]
    if words[0] in "百千万亿" and not (match["more"] or _ABOUT.search(match.string[: match.start()][-2:])):
        return None
    value = chinese_number(words)
    if value is not None and match["half"]:
        value += 0.5 if match["half"] == "半" else DIGITS[match["half"]] / 10
    if value is not None and match["late"]:
        value *= scale(match["late"])
    if value is None or (value < 10 and not (match["hundred"] or match["tenth"] or "点" in words)):
        return None
    digits, step = significant(f"{value:.0f}" if value == int(value) else f"{value:g}")
    return value, step, digits, scale(words[-1]) if words[-1] in "千万亿" else 0.0


def _unit(match: re.Match[str], text: str) -> tuple[str, float] | None:
    """What is measured, and by which factor, or None where this is no figure."""
    if match["tenth"]:
        return ("%", 10.0) if not match["scale"] else None
    if match["hundred"]:
        return ("%", 1.0) if match["hundred"] == "百分之" else ("‰", 1.0)
    unit = match["unit"]
    if not unit:
        bare = match["words"] and _BARE.match(text[match.end() :]) and len(match["words"]) > 2
        large = (match["late"] or match["scale"] or "")[-1:] in ("万", "亿")
        return (ANY_COUNT, 1.0) if bare or large else None
    if _NOT_UNIT.match(text[match.start("unit") :]):
        return None
    name = unit if unit in _UNITS else unit[1:]
    return _UNITS[name]


def find(text: str) -> list[Figure]:
    """Every figure in a folded `text` whose blanks around digits were taken out."""
    found = []
    for match in _FIGURE.finditer(text):
        unit = _unit(match, text)
        number = _number(match) if unit else None
        if unit is None or number is None or (number[0] > 10_000 and _PHONE.match(text[match.end() :])):
            continue
        figure = _figure(match, text, unit, number)
        if figure.value > 0:
            found.append(figure)
    return found


def _figure(
    match: re.Match[str], text: str, unit: tuple[str, float], number: tuple[float, float, int, float]
) -> Figure:
    value, step, digits, written = number
    before = text[max(0, match.start() - 20) : match.start()]
    prefix = _PREFIX.search(before)
    low, high = interval(
        value,
        step,
        written,
        prefix=prefix.group() if prefix else "",
        more=bool(match["more"]),
        at_least=bool(_AT_LEAST.match(text, match.end())),
    )
    if match["to"]:
        factor = scale(match["upscale"]) if match["upscale"] else scale(match["scale"])
        high = float(match["upper"].replace(",", "")) * factor
        low = float(match["digits"].replace(",", "")) * factor if match["digits"] else value
        low, high = min(low, high), max(low, high)
    name, factor = unit
    return Figure(
        text=(prefix.group() if prefix else "") + match.group(),
        value=value * factor,
        low=low * factor,
        high=high * factor,
        unit=name,
        digits=digits,
        before=before[: prefix.start()] if prefix else before,
        after=text[match.end() : match.end() + 14],
        start=match.start(),
    )


def same_measure(one: str, other: str) -> bool:
    """Whether two units measure the same thing."""
    return one == other or (ANY_COUNT in (one, other) and one in _COUNTS and other in _COUNTS)


def both_counts(one: str, other: str) -> bool:
    """Whether two units count something (187人, 187例): the same thing, perhaps, with another word."""
    if ANY_COUNT in (one, other) and "元" in (one, other):
        return True
    return one in _COUNTS and other in _COUNTS


def agree(one: Figure, other: Figure) -> bool:
    """Whether both may mean the same value; which things they count is not looked at."""
    if not one.exact and not other.exact:  # 1.86万 and 1.87万 only touch
        return one.low < other.high * (1 - 1e-9) and other.low < one.high * (1 - 1e-9)
    return one.low <= other.high * (1 + 1e-9) and other.low <= one.high * (1 + 1e-9)


def keys(figure: Figure) -> set[str]:
    """Keys under which a figure is looked up: two figures that agree nearly always share one."""
    if figure.digits < 2:
        return set()
    unit = "n" if figure.unit in _COUNTS else figure.unit
    magnitude = 10.0 ** (floor(log10(figure.value)) - 1)
    down = floor(figure.value / magnitude + 1e-9) * magnitude
    near = floor(figure.value / magnitude + 0.5) * magnitude
    return {f"{unit}~{down:g}", f"{unit}~{near:g}", f"{unit}={figure.value:g}"}
