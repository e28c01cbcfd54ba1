"""Signs that an article tells of a later stage of what an item told: later, referring back, with new facts."""

import re
from dataclasses import dataclass
from datetime import date

from triage import dates
from triage.figurematch import Conflict, FigureMatch
from triage.piece import Piece

# What is said when a thing has moved on. An item that says the same word is no earlier stage for it.
_STAGE = re.compile(
    "收官|结业|闭幕|落幕|圆满结束|圆满完成|累计|截[至止]|第[二三四五]批|第[二三四五]期|竣工|投入使用|投用|投入运行|验收|揭晓|颁奖"
    "|兑现|发放到位|拨付到位|全部到位|进展|已完成|全部完成|完成率|中期评估|回访|再次|后续|揭牌|启用|正式运营|交付|见成效|初见成效"
    "|审议通过|正式施行|正式实施|实施细则|配套|总结会|总结大会|新增|扩大到|增至|升至|上升至|达到|公布结果|结果出炉|反馈|整改|返乡"
)
_BACK = re.compile(
    "以来|此前|前期|上月|上个月|去年|日前已|早前|曾|继.{2,20}(?:之后|后)|据了解.{0,12}(?:启动|开始)|启动后|实施后|开展后|自.{2,16}起"
)
_HEAD = 300


@dataclass(frozen=True, slots=True)
class Progress:
    """`later` by its dates; `stage` and `refers_back` as strengths of 0..1; `grown` figures that went up."""

    later: bool
    later_as_of: bool
    stage: float
    refers_back: float
    grown: tuple[Conflict, ...]
    words: tuple[str, ...]


def read(article: Piece, item: Piece, figures: FigureMatch) -> Progress:
    """What in `article` says that it comes after `item`."""
    head = article.head + article.body[:_HEAD]
    its = set(_STAGE.findall(item.head + item.body))
    words = tuple(dict.fromkeys(word for word in _STAGE.findall(head) if word not in its))
    in_title = any(word in article.head for word in words)
    later = _later(article, item)
    grown = tuple(
        c for c in figures.conflicts if c.article.low > c.item.high and c.article.value < c.item.value * 50
    )
    return Progress(
        later=later,
        later_as_of=_later_as_of(article, item),
        stage=min(1.0, 0.35 * len(words) + (0.4 if in_title else 0.0)),
        refers_back=_refers_back(article, item, later),
        grown=grown,
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


def _later(article: Piece, item: Piece) -> bool:
    """Later than the event the item tells of; where that has no day, than the issue."""
    mine = _told(article) or article.day
    event = item.facts.event.until if item.facts.event else None
    its = event or _told(item)
    if mine and its:
        return mine > its
    if mine and item.day:
        return mine > item.day
    return False


def _later_as_of(article: Piece, item: Piece) -> bool:
    mine, its = article.facts.as_of, item.facts.as_of
    if mine is None or mine.year is None or mine.month is None:
        return False
    if its is not None and its.year is not None and its.month is not None:
        return (mine.year, mine.month, mine.day or 31) > (its.year, its.month, its.day or 31)
    return item.day is not None and (mine.year, mine.month) >= (item.day.year, item.day.month)


def _refers_back(article: Piece, item: Piece, later: bool) -> float:
    """The item's own day told as past beside a later one, its month, or words like 启动以来."""
    event = item.facts.event
    strength = 0.0
    if event is not None and later:
        mine = article.facts.event
        for day in article.facts.days:
            if day is mine or day.month != event.month:
                continue
            if dates.gap(day, event) == 0 and mine is not None and (dates.gap(mine, event) or 0) > 0:
                return 1.0
            if day.day is None:
                strength = 0.5
    if _BACK.search(article.head + article.body[: 2 * _HEAD]):
        strength = max(strength, 0.5)
    return strength
