"""Signs that an article tells of a later stage of what an item told: later, referring back, with new facts."""

import re
from dataclasses import dataclass
from datetime import date

from triage import dates
from triage.figurematch import Conflict, FigureMatch
from triage.piece import Piece

# What is said when a thing has moved on. An item that says the same word is no earlier stage for it. Words that
# any report may hold (累计, 截至, 新增) are left to the figures and "as of" dates they stand with.
_STAGE = re.compile(
    "收官|结业|闭幕|落幕|圆满|竣工|投入使用|投用|投入运行|验收|揭晓|兑现|发放到位|拨付到位|全部到位|全部完成|全部开工|超额完成|提前完成"
    "|第[二三四五]批|第[二三四五]期|中期评估|回访|后续|正式运营|交付|总结会|增至|扩至|升至|突破|扩大到|推广至|扩展到|翻番|结果出炉|首例|整改"
    "|走遍|首年|周年|一年来|半年来|覆盖率达|全覆盖|时间过半|阶段性|见成效|进展|再添|再获|又有|实施细则|分解方案|配套举措|搬进|搬入|启程|收到"
)
_BEGUN = "启动|开展|实施|印发|施行|举行|揭牌|成立|开班|运营|投用|启用|开放|开讲|推出|部署|公布|发布|签约|上线"
_BACK = re.compile(
    f"自[^,。;]{{2,24}}(?:以来|起)|(?:{_BEGUN})(?:以来|之后|以后|后)|此前|前期|早前|继[^,。;]{{2,20}}(?:之后|后)"
    f"|(?:上月|上个月|去年)[^,。;]{{0,16}}(?:{_BEGUN})"
)
# 由213个增至…, 比8月底的693个多…: the old total beside the new one. 9月…以来: since the month of the event.
_OLD_TOTAL = re.compile("(?:由|从|较|(?<!占)比(?![例重率]))[^,。;]{0,10}$")
_SINCE = re.compile("[^,。;]{1,30}(?:以来|之后|以后|后)")
_HEAD = 300
# What such a word is worth where the text is later, is not, and where no day is known.
_DATED = {True: 1.0, False: 0.4, None: 0.8}
# A count that is more than so many times the earlier one counts something else.
_GROWTH = 50


@dataclass(frozen=True, slots=True)
class Progress:
    """`later` by its dates, `later_day` by the event it tells of; `stage` and `refers_back` as strengths of 0..1.

    Contradicting figures are `grown` where they went up and the article is the later one, else `unexplained`.
    """

    later: bool
    later_day: bool
    later_as_of: bool
    stage: float
    refers_back: float
    grown: tuple[Conflict, ...]
    unexplained: tuple[Conflict, ...]
    words: tuple[str, ...]


def read(article: Piece, item: Piece, figures: FigureMatch) -> Progress:
    """What in `article` says that it comes after `item`."""
    its = set(_STAGE.findall(item.head + item.body))
    later = _later(article, item)
    in_title = [word for word in _STAGE.findall(article.head) if word not in _STAGE.findall(item.head)]
    in_body = [word for word in _STAGE.findall(article.body[:_HEAD]) if word not in its]
    words = tuple(dict.fromkeys(in_title + in_body))
    later_as_of = _later_as_of(article, item)
    grown = tuple(
        conflict
        for conflict in figures.conflicts
        if (later or later_as_of)
        and conflict.article.low > conflict.item.high
        and conflict.article.value < conflict.item.value * _GROWTH
    )
    return Progress(
        later=bool(later),
        later_day=_later_day(article, item),
        later_as_of=later_as_of,
        stage=min(1.0, 0.35 * len(words) + (0.4 if in_title else 0.0)) * _DATED[later],
        refers_back=_refers_back(article, item, bool(later), later_as_of, figures),
        grown=grown,
        # Where several counts went up since, the others are later ones too.
        unexplained=()
        if later_as_of and len(grown) > 1
        else tuple(conflict for conflict in figures.conflicts if conflict not in grown),
        words=words,
    )


def _told(piece: Piece) -> date | None:
    """The latest day a text tells of as past."""
    days = [
        day.until
        for day in piece.facts.days
        if day.role in (dates.Role.EVENT, dates.Role.AS_OF, dates.Role.DATELINE)
    ]
    known = [day for day in days if day]
    return max(known) if known else None


def _later(article: Piece, item: Piece) -> bool | None:
    """Later than the event the item tells of; where that has no day, than the issue. None: nobody says when."""
    mine = _told(article) or article.day
    event = item.facts.event.until if item.facts.event else None
    its = event or _told(item)
    if mine and its:
        return mine > its
    if mine and item.day:
        return mine > item.day
    return None


def _later_day(article: Piece, item: Piece) -> bool:
    """Whether the event it tells of came more than a day after the item's."""
    mine, its = article.facts.event, item.facts.event
    if mine is None or its is None or not mine.when or not its.until:
        return False
    return (mine.when - its.until).days > 1


def _later_as_of(article: Piece, item: Piece) -> bool:
    """Whether its totals are of a later day; a day of an open year is taken to be of the item's."""
    mine, its = article.facts.as_of, item.facts.as_of
    if mine is None or mine.month is None:
        return False
    if its is not None and its.month is not None:
        year = its.year or mine.year or 0
        return (mine.year or year, mine.month, mine.day or 31) > (year, its.month, its.day or 31)
    if item.day is None:
        return False
    return (mine.year or item.day.year, mine.month) >= (item.day.year, item.day.month)


def _refers_back(article: Piece, item: Piece, later: bool, later_as_of: bool, figures: FigureMatch) -> float:
    """The item's own day or month told as past beside a later one, its totals beside new ones, or 启动以来."""
    if any(
        _OLD_TOTAL.search(mine.before) and not _OLD_TOTAL.search(its.before) for mine, its in figures.agreeing
    ):
        return 1.0
    event, mine = item.facts.event, article.facts.event
    if later_as_of and event is not None and mine is not None and dates.gap(mine, event) == 0:
        return 1.0
    if not later:
        return 0.0
    strength = 0.5 if _BACK.search(article.head + article.body[: 2 * _HEAD]) else 0.0
    if event is None:
        return strength
    text = f"{article.head}\n{article.body}"
    for day in article.facts.days:
        if day is mine or day.month != event.month:
            continue
        if dates.gap(day, event) == 0 and (mine is None or (dates.gap(mine, event) or 0) > 0):
            return 1.0
        if day.day is None and _SINCE.match(text, day.start):
            return 1.0
    return strength
