"""What an item states that can be looked up: figures, dates, places, units, persons, documents. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from triage import dates, figures, names, places


class Kind(StrEnum):
    """What is looked up."""

    FIGURE = "数字"
    DATE = "日期"
    PLACE = "地名"
    UNIT = "单位"
    PERSON = "人名"
    DOCUMENT = "文件"


@dataclass(frozen=True, slots=True)
class Statement:
    """One of them: text[start:end] of a folded text, and what it was read as.

    `value` is a figures.Figure, a dates.Day, a place's path, a names.Organisation; the words themselves for
    what is looked up by its words alone.
    """

    kind: Kind
    start: int
    end: int
    value: object
    text: str


_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SMALL = re.compile(
    r"(?<![一二三四五六七八九十百千万第])[两二三四五六七八九](?=(?:个|项|名|位|家|所|场|次|户|件|条|批|类|种|年|天|轮|期|届|大))"
)
_D = "(?:3[01]|[12]\\d|0?[1-9])"
_M = "(?:1[0-2]|0?[1-9])月"
_DATE_WORDS = re.compile(
    rf"20\d\d[-./]\d{{1,2}}[-./]\d{{1,2}}|[今昨前][天日]"
    rf"|(?:\d{{4}}年|[今去前明本当]年)?(?:{_M}(?:{_D}[日号])?|{_D}[日号])?(?:[上中下]旬|[上下]半年|年?[初底末份])?"
    rf"(?:[至到—–~-]+(?:{_M})?{_D}日)?"
)
_DOCUMENT = re.compile("《([^《》\n]{2,60})》")
# What ends the name of an office, a school, a firm; with two characters before it, it is told from others.
_UNIT = re.compile(
    "[\u4e00-\u9fff]{2}(?:委员会|办公室|办公厅|联合会|基金会|促进会|研究会|研究院|研究所|保健院|福利院|幼儿园|检察院|法院|医院|学院|大学|中学|小学"
    "|学校|中心|集团|公司|协会|学会|合作社|银行|支队|大队|乡政府|县政府|市政府|州政府|区政府|省政府|街道|社区|[厅局镇乡村])"
)
_NO_UNIT = re.compile(
    "[的了在是和与及等为以从到把被将各每全该此某本这那有无新老大小多少几农乡城下进入建中]|社会|生活|美丽|示范|贫困|行政|自然|工作|服务|活动|就业|创业|人民|基层"
)


def statements(text: str, page: date | None) -> list[Statement]:
    """All statements of a folded text of the day `page`, in order; none overlaps another of its kind."""
    dated = list(_dates(text, page))
    taken = {at for statement in dated for at in range(statement.start, statement.end)}
    counted = [one for one in _figures(text) if not taken & set(range(one.start, one.end))]
    taken |= {at for statement in counted for at in range(statement.start, statement.end)}
    rest = (match for match in _NUMBER.finditer(text) if not taken & set(range(*match.span())))
    bare = [Statement(Kind.FIGURE, *match.span(), match[0], match[0]) for match in rest]
    small = [Statement(Kind.FIGURE, *match.span(), match[0], match[0]) for match in _SMALL.finditer(text)]
    found = [*dated, *counted, *bare, *(one for one in small if one.start not in taken)]
    found += [*_places(text), *_units(text), *_persons(text), *_documents(text)]
    return sorted(found, key=lambda one: (one.start, one.end, one.kind))


def _dates(text: str, page: date | None) -> Iterator[Statement]:
    for day in dates.find(text, page, len(text)):
        extent = _DATE_WORDS.match(text, day.start)
        if extent is None or not extent[0]:
            continue
        start = day.start
        while start and text[start - 1].isdigit():
            start -= 1
        if start < day.start:  # 31月18日 is no date, 2027年底 only half of one: looked up by their words
            words = text[start : extent.end()]
            yield Statement(Kind.DATE, start, extent.end(), words, words)
        else:
            yield Statement(Kind.DATE, *extent.span(), day, extent[0])


def _figures(text: str) -> Iterator[Statement]:
    for figure in figures.find(text):
        start = text.find(figure.text, max(figure.start - 4, 0))  # 近, 超过 … belong to the figure
        yield Statement(Kind.FIGURE, start, start + len(figure.text), figure, figure.text)


def _places(text: str) -> Iterator[Statement]:
    for mention in places.find(text):
        words = text[mention.start : mention.end]
        yield Statement(Kind.PLACE, mention.start, mention.end, mention.place, words)


def _units(text: str) -> Iterator[Statement]:
    known = set()
    for organisation in names.organisations(text):
        end = _end_of(organisation, text)
        known |= set(range(organisation.start, end))
        yield Statement(Kind.UNIT, organisation.start, end, organisation, text[organisation.start : end])
    for match in _UNIT.finditer(text):
        if known & set(range(*match.span())) or _NO_UNIT.search(match[0][:2]):
            continue
        yield Statement(Kind.UNIT, *match.span(), match[0], match[0])


_LONGEST_UNIT = 16
_LEVEL = 6  # so many characters before a short name may tell its level, without which it is none


def _end_of(organisation: names.Organisation, text: str) -> int:
    """Where the name that was recognised at `start` ends."""
    start = organisation.start
    head = max(start - _LEVEL, 0)
    for stop in range(start + 2, min(start + _LONGEST_UNIT, len(text)) + 1):
        read = names.organisations(text[head:stop])
        if any(o.start == start - head and o.body == organisation.body for o in read):
            return stop
    return start + 1


def _persons(text: str) -> Iterator[Statement]:
    for name in sorted(names.persons(text)):
        start = text.find(name)
        yield Statement(Kind.PERSON, start, start + len(name), name, name)


def _documents(text: str) -> Iterator[Statement]:
    for match in _DOCUMENT.finditer(text):
        yield Statement(Kind.DOCUMENT, *match.span(), match[1], match[0])
