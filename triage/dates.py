"""Dates in a text and what each is said of: the event, the dateline, an "as of" date, a deadline.

A date may lack its year, or its year and month: what is missing is taken from the page's date where that is
known, else it stays open, and an open part agrees with anything.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum


class Role(StrEnum):
    """What a date is said of. SINCE: from when on a rule holds or a thing runs (10月1日起施行); BACK: what was
    before this event (自10月11日启动以来, 继10月11日首批之后)."""

    EVENT = "event"
    DATELINE = "dateline"
    AS_OF = "as of"
    DEADLINE = "deadline"
    YEARLY = "yearly"
    SINCE = "since"
    BACK = "back"
    MENTION = "mention"


@dataclass(frozen=True, slots=True)
class Day:
    """A date, or the part of it that is known; `last` is the end of a range (the 11th to the 17th)."""

    year: int | None
    month: int | None
    day: int | None
    role: Role
    start: int
    last: tuple[int, int] | None = None

    @property
    def when(self) -> date | None:
        """The date where all of it is known."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return safe_date(self.year, self.month, self.day)

    @property
    def until(self) -> date | None:
        """The last day of a range, else the day itself."""
        if self.last is None or self.year is None:
            return self.when
        return safe_date(self.year, *self.last)


_YEAR = r"(?:(?P<year>(?:19|20)\d\d)\s?年|(?P<relative>今年|去年|前年|明年|本年|当年))"
_DAY = re.compile(
    rf"""
    (?=[\d今去前明本当年上下])(?:{_YEAR}\s?)?
    (?:(?P<month>1[0-2]|0?[1-9])\s?月(?:(?P<day>3[01]|[12]\d|0?[1-9])\s?[日号](?!线)|(?P<part>上旬|中旬|下旬|初|底|末|份)?)
       |(?<![\d.月])(?P<alone>3[01]|[12]\d|[1-9])日(?![报本夜照益常])
       |(?P<half>年初|年底|年末|上半年|下半年))
    (?:(?:至|到|-|—|–|~)+(?:(?P<lastmonth>1[0-2]|0?[1-9])月)?(?P<last>3[01]|[12]\d|0?[1-9])日)?
    """,
    re.VERBOSE,
)
_DOTTED = re.compile(
    r"(?<!\d)(?P<year>20\d\d)[-./](?P<month>1[0-2]|0?[1-9])[-./](?P<day>3[01]|[12]\d|0?[1-9])(?!\d)"
)
_HALVES = {"年初": 1, "上半年": 6, "年底": 12, "年末": 12, "下半年": 12}
_RELATIVE = re.compile("昨日|昨天|今日(?![头说])|今天|前天")
_OFFSET = {"昨日": 1, "昨天": 1, "今日": 0, "今天": 0, "前天": 2}
_AS_OF = re.compile("截[至止]到?(?:目前|今年|去年|当年)?$")
_DEADLINE_BEFORE = re.compile("(?:力争|确保|计划|预计)?(?:到|至|在|于)$")
_DEADLINE_AFTER = re.compile("^(?:之?前|以前|底前|底之前)")
# 持续至10月17日, 10月17日结束: when a thing will be over.
_UNTIL = re.compile("(?:持续|延续|延长|进行|开展)(?:到|至)$")
_OVER = re.compile("^(?:结束|止|截止|闭幕)")
_YEARLY = re.compile("(?:每年|每逢)$")
_SO_FAR = re.compile("[^,。;\\n]{0,24}以来")
_LEARNED = re.compile("^[^。;\n]{0,6}从[^。;\n]{2,20}(?:获悉|了解到|得知)")
_DATELINE = re.compile(
    r"^[^。;!?\n]{0,40}?(?:1[0-2]|[1-9])月(?:3[01]|[12]\d|[1-9])日(?:讯|电|消息)|^[^。;!?\n]{0,24}?(?:3[01]|[12]\d|[1-9])日(?:讯|电)"
)
_TITLE_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s?(?:年度|年(?!\s?\d{1,2}\s?月))|(?<!\d)(20\d\d)[-—–~至](20\d\d)\s?年"
)


def safe_date(year: int, month: int, day: int) -> date | None:
    """The date, None where there is none (31 June)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def dateline_end(text: str) -> int:
    """Where a dateline (本报兰州5月10日讯) at the head of `text` ends; 0 without one."""
    match = _DATELINE.match(text)
    return match.end() if match else 0


def _year_of(match: re.Match[str], month: int | None, day: int | None, page: date | None) -> int | None:
    groups = match.groupdict()
    if groups.get("year"):
        return int(groups["year"])
    if page is None:
        return None
    if relative := groups.get("relative"):
        return page.year + {"去年": -1, "前年": -2, "明年": 1}.get(relative, 0)
    if month is None:
        return None
    # The latest such day that is not far in the future: news tells of what was, or is near.
    guess = safe_date(page.year, month, day or 1)
    return page.year - 1 if guess and guess > page + timedelta(days=45) else page.year


def _role(text: str, match: re.Match[str], dateline: int, year: int | None, page: date | None) -> Role:
    if match.end() <= dateline:
        return Role.DATELINE
    before, after = text[max(0, match.start() - 8) : match.start()], text[match.end() : match.end() + 30]
    if _LEARNED.match(after):
        return Role.DATELINE
    if _AS_OF.search(before):
        return Role.AS_OF
    if _YEARLY.search(before):
        return Role.YEARLY
    if after.startswith("起"):
        return Role.SINCE
    if _SO_FAR.match(after) or before.endswith("继"):
        return Role.BACK
    ahead = page is not None and year is not None and year > page.year
    if _DEADLINE_AFTER.match(after) or (_DEADLINE_BEFORE.search(before) and ahead):
        return Role.DEADLINE
    if _DEADLINE_BEFORE.search(before) and match.groupdict().get("half"):
        return Role.DEADLINE
    if _UNTIL.search(before) or (_OVER.match(after) and not match.groupdict().get("last")):
        return Role.DEADLINE
    return Role.MENTION


def _from_match(
    match: re.Match[str], text: str, dateline: int, page: date | None, previous: int | None
) -> Day:
    groups = match.groupdict()
    month = int(groups["month"]) if groups["month"] else _HALVES.get(groups.get("half") or "")
    number = groups["day"] or groups.get("alone")
    day = int(number) if number else None
    if month is None and day is not None:
        month = previous or _month_of(day, page)
    year = _year_of(match, month, day, page)
    last = None
    if groups.get("last") and month is not None:
        last = (int(groups["lastmonth"]) if groups.get("lastmonth") else month, int(groups["last"]))
    return Day(year, month, day, _role(text, match, dateline, year, page), match.start(), last)


def _month_of(day: int, page: date | None) -> int | None:
    """Of which month a bare "10日" is: the latest 10th up to the page's date."""
    if page is None:
        return None
    return page.month if day <= page.day else (page.month - 2) % 12 + 1


def find(text: str, page: date | None, lead: int, *, today: date | None = None) -> list[Day]:
    """Every date in a folded `text` of a page of the day `page`.

    The first date that is told of within the first `lead` characters, and is neither a dateline, an "as of"
    date nor a deadline, is the event's. `today` is the day of which "today" is said, if that is known.
    """
    dateline = dateline_end(text)
    found: list[Day] = []
    previous: int | None = None
    for match in sorted([*_DAY.finditer(text), *_DOTTED.finditer(text)], key=lambda match: match.start()):
        day = _from_match(match, text, dateline, page, previous)
        if day.role is Role.DATELINE and page is None and (known := day.when):
            page = known
        previous = day.month if day.role is not Role.DEADLINE else previous
        found.append(day)
    if today is not None:
        for match in _RELATIVE.finditer(text, dateline, lead):
            moment = today - timedelta(days=_OFFSET[match.group()])
            after = text[match.end() : match.end() + 30]
            role = Role.SINCE if after.startswith("起") else Role.MENTION
            if _LEARNED.match(after):
                role = Role.DATELINE
            found.append(Day(moment.year, moment.month, moment.day, role, match.start()))
    return _with_event(sorted(found, key=lambda day: day.start), lead)


def with_year(day: Day, year: int | None) -> Day:
    """The day, where its year was open, of that year."""
    return day if day.year or year is None else replace(day, year=year)


def _with_event(days: list[Day], lead: int) -> list[Day]:
    for index, day in enumerate(days):
        if day.role is Role.MENTION and day.start < lead and day.day is not None:
            days[index] = Day(day.year, day.month, day.day, Role.EVENT, day.start, day.last)
            break
    return days


def years(text: str) -> set[int]:
    """The years a title or lead speaks of as years (2021年甘肃省…), ranges and dates left out."""
    return {int(match[1]) for match in _TITLE_YEAR.finditer(text) if match[1]}


def gap(one: Day, other: Day) -> int | None:
    """Days between two dates (0 where a range holds the other); None where too little is known of either.

    With an open year on one side only month and day are compared.
    """
    if one.month is None or one.day is None or other.month is None or other.day is None:
        return None
    shared = one.year or other.year or 2020
    first, second = _span(one, one.year or shared), _span(other, other.year or shared)
    if first is None or second is None:
        return None
    if first[0] <= second[1] and second[0] <= first[1]:
        return 0
    days = (second[0] - first[1]).days if second[0] > first[1] else (first[0] - second[1]).days
    return min(days, 365 - days) if (one.year is None or other.year is None) and days < 365 else days


def _span(day: Day, year: int) -> tuple[date, date] | None:
    if day.month is None or day.day is None:
        return None
    start = safe_date(year, day.month, day.day)
    if start is None:
        return None
    end = safe_date(year, *day.last) if day.last else start
    return start, max(start, end or start)
