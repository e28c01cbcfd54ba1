"""The few forms in which Chinese pages write a date, read as what an editor in China would take them for.

A form that leaves the day open is never guessed at: the answer is then None. A date after `now` is no
publication date. 00:00 means that only the day is known (a database column without a time).
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from base.clock import CHINA, china

When = datetime | date
"""An aware datetime in +08:00 where the minute is known, a bare date where only the day is."""

_EARLIEST = 1995  # the first Chinese news sites
_CLOCK_SLACK = timedelta(minutes=10)  # a server whose clock is ahead of ours

_WIDE = str.maketrans("０１２３４５６７８９：／－．　—–〇○Ｏ", "0123456789:/-. --000")
_NUMERALS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"0": 0}

_TIME = r"""
    (?:[T\s,，|/\-]{0,8}(?:(?:星期|周)[一二三四五六日天][\s,，|]{0,4})?(?P<half>凌晨|早上|上午|中午|下午|晚上?)?\s{0,2}
    (?P<hour>\d{1,2})\s?[:时点]\s?(?P<minute>\d{1,2})(?!\d)
    (?:\s?[:分]\s?(?P<second>\d{1,2})(?!\d)(?:\.\d{1,9})?)?
    (?:\s?(?P<zone>Z|[+-]\d{2}:?\d{2})(?![\d-]))?)?
"""
_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:\s{0,2}[年\-/.]\s{0,2}|\s(?=\d\d\s?/))(?P<month>\d{1,2})\s{0,2}[月\-/.]\s{0,2}"
    r"(?P<day>\d{2}(?=\d{1,2}:\d\d)|\d{1,2}(?!\d))\s{0,2}[日号]?" + _TIME,
    re.X,
)
_COMPACT = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])"
    r"(?:(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?P<second>[0-5]\d)?)?(?!\d)"
)
_NUMERAL_DAY = re.compile(
    r"(?P<year>二[0零][0零一二三四五六七八九]{2})年(?P<month>[一二三四五六七八九十]{1,2})月"
    r"(?P<day>[一二三四五六七八九十]{1,3})日"
)
# Java's Date.toString() and what mail and RSS use, without the weekday: both stand in real metas.
_ENGLISH = re.compile(
    r"(?:(?P<d1>\d{1,2})\s(?P<m1>[A-Z][a-z]{2})\s(?P<y1>\d{4})|(?P<m2>[A-Z][a-z]{2})\s(?P<d2>\d{1,2}))"
    r"\s(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?"
    r"\s(?P<zone>GMT\+0800|GMT\+08:00|CST|GMT|UTC|[+-]\d{4})(?:\s(?P<y2>\d{4}))?"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_EPOCH = re.compile(r"\s*(\d{10})(\d{3})?(?:\.0)?\s*")
_MONTH_DAY = re.compile(
    r"(?<![\d\-/.])(?P<month>\d{1,2})\s?[月\-/.]\s?(?P<day>\d{1,2})(?![\d\-/.])\s?日?" + _TIME, re.X
)
_SHORT_YEAR = re.compile(r"(?<!\d)(?P<year>\d\d)[\-/.](?P<month>\d\d)[\-/.](?P<day>\d\d)(?!\d)" + _TIME, re.X)
# A day that a list sets apart from its month or its year, in large type: "13 2022-02", "2022.02 13", "02-13 2022".
_SET_APART = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![\d\-/.])(?P<day>\d{1,2})\s+(?P<year>20\d\d)\s?[\-/.年]\s?(?P<month>\d{1,2})(?![\d\-/.])",
        r"(?<!\d)(?P<year>20\d\d)\s?[\-/.年]\s?(?P<month>\d{1,2})月?\s+(?P<day>\d{1,2})(?![\d\-/.:：])",
        r"(?<![\d\-/.])(?P<month>\d{1,2})[\-/.](?P<day>\d{1,2})\s+(?P<year>20\d\d)(?![\d\-/.])",
    )
)
_RELATIVE_DAY = re.compile(r"(?P<word>今天|今日|昨天|昨日|前天|前日)" + _TIME, re.X)
_AGO = re.compile(r"(?<!\d)(?P<count>\d{1,4})\s?个?(?P<unit>秒钟?|分钟|小时|天|周|星期)[之以]?前")
_WORD_DAYS = {"今": 0, "昨": 1, "前": 2}


@dataclass(frozen=True, slots=True)
class Found:
    """A date and where it stands in the text that was searched."""

    when: When
    start: int
    end: int


def find(text: str, now: datetime) -> list[Found]:
    """All full dates (with their year) in `text`, in order; none of them after `now`."""
    wide = text.translate(_WIDE)
    found = [
        Found(when, match.start(), match.start() + len(match[0].rstrip()))
        for pattern, year in ((_DAY, _plain_year), (_NUMERAL_DAY, _numeral_year))
        for match in pattern.finditer(wide)
        for when in [year(match, now)]
        if when is not None
    ]
    return sorted(found, key=lambda each: each.start)


def parse(text: str, now: datetime) -> When | None:
    """The date that a machine-made value states (a meta tag, a script's variable); None if it states none."""
    text = text.strip()[:200]
    if epoch := _EPOCH.fullmatch(text):
        return from_epoch(int(epoch[1]), now)
    first = next(iter(find(text, now)), None)
    if first is not None:
        return first.when
    if match := _COMPACT.search(text):
        return _when(match, int(match["year"]), int(match["month"]), int(match["day"]), now)
    return _english(text, now)


def parse_listed(text: str, now: datetime) -> When | None:
    """The date beside a row of a list, where the year may be missing or the day be said relative to `now`."""
    full = parse(text, now)
    if full is not None:
        return full
    wide = text.strip()[:200].translate(_WIDE)
    for read in (_set_apart, _relative, _short_year, _month_day):
        when = read(wide, now)
        if when is not None:
            return when
    return None


def parse_partial(text: str, now: datetime, day: date | None = None) -> When | None:
    """The date in a line under a title that lacks its year or its form: "11-05 08:03", "昨天", "05 2021-11".

    A year that is missing is that of `day`, which something else tells, else as in a list.
    """
    wide = text.strip()[:200].translate(_WIDE)
    told = _set_apart(wide, now) or _relative(wide, now) or _short_year(wide, now)
    match = _MONTH_DAY.search(wide)
    if told is not None or match is None or not match["hour"]:
        return told
    if day is not None:
        return _when(match, day.year, int(match["month"]), int(match["day"]), now)
    return _month_day(wide, now)


def from_epoch(seconds: int, now: datetime) -> When | None:
    """A moment given in seconds since 1970, in China's time."""
    try:
        return _checked(datetime.fromtimestamp(seconds, UTC).astimezone(CHINA), now)
    except (OverflowError, ValueError, OSError):
        return None


def day_of(when: When) -> date:
    """The day of either form, in China."""
    return china(when).date() if isinstance(when, datetime) else when


def _plain_year(match: re.Match[str], now: datetime) -> When | None:
    return _when(match, int(match["year"]), int(match["month"]), int(match["day"]), now)


def _numeral_year(match: re.Match[str], now: datetime) -> When | None:
    year = int("".join(str(_NUMERALS[char]) for char in match["year"]))
    return _on_day(year, _numeral(match["month"]), _numeral(match["day"]), now)


def _numeral(text: str) -> int:
    """十一 -> 11, 二十 -> 20, 三十一 -> 31, 九 -> 9."""
    if "十" not in text:
        return _NUMERALS.get(text, 0)
    tens, _, ones = text.partition("十")
    return _NUMERALS.get(tens, 1 if not tens else 0) * 10 + (_NUMERALS.get(ones, 0) if ones else 0)


def _english(text: str, now: datetime) -> When | None:
    match = _ENGLISH.search(text)
    if match is None:
        return None
    year = match["y1"] or match["y2"]
    name = match["m1"] or match["m2"]
    if not year or name not in _MONTHS:
        return None
    zone = {"CST": "+0800", "GMT": "Z", "UTC": "Z"}.get(match["zone"], match["zone"].removeprefix("GMT"))
    day = (int(year), _MONTHS.index(name) + 1, int(match["d1"] or match["d2"]))
    return _at(day, _clock(match), zone, now)


def _set_apart(text: str, now: datetime) -> When | None:
    matches = (pattern.search(text) for pattern in _SET_APART)
    return next((when for match in matches if match for when in [_plain_year(match, now)] if when), None)


def _relative(text: str, now: datetime) -> When | None:
    here = china(now)
    if text.startswith(("刚刚", "刚才")):
        return here.replace(second=0, microsecond=0)
    if match := _AGO.search(text):
        count, unit = int(match["count"]), match["unit"]
        if unit[0] in "秒分":
            moment = here - timedelta(**{"seconds" if unit[0] == "秒" else "minutes": count})
            return moment.replace(second=0, microsecond=0)
        if unit == "小时":
            # "3小时前" is any moment of that hour: near midnight the day is open.
            latest, earliest = here - timedelta(hours=count), here - timedelta(hours=count + 1)
            return latest.date() if latest.date() == earliest.date() else None
        return here.date() - timedelta(days=count) if unit == "天" else None
    if match := _RELATIVE_DAY.search(text):
        day = here.date() - timedelta(days=_WORD_DAYS[match["word"][0]])
        return _when(match, day.year, day.month, day.day, now)
    return None


def _short_year(text: str, now: datetime) -> When | None:
    match = _SHORT_YEAR.search(text)
    return (
        _when(match, 2000 + int(match["year"]), int(match["month"]), int(match["day"]), now)
        if match
        else None
    )


def _month_day(text: str, now: datetime) -> When | None:
    """A day without a year is the latest such day that is not in the future."""
    match = _MONTH_DAY.search(text)
    if match is None:
        return None
    today = china(now).date()
    for year in range(today.year, today.year - 5, -1):  # 02-29 can be up to four years back
        when = _when(match, year, int(match["month"]), int(match["day"]), now)
        if when is not None:
            return when
    return None


def _when(match: re.Match[str], year: int, month: int, day: int, now: datetime) -> When | None:
    groups = match.groupdict()
    return _at((year, month, day), _clock(match), groups.get("zone"), now)


def _clock(match: re.Match[str]) -> tuple[int, int, int] | None:
    groups = match.groupdict()
    if not groups.get("hour"):
        return None
    hour, minute, second = int(groups["hour"]), int(groups["minute"]), int(groups.get("second") or 0)
    if (groups.get("half") or "") in ("下午", "晚", "晚上") and hour < 12:
        hour += 12
    return (hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _at(
    day: tuple[int, int, int], clock: tuple[int, int, int] | None, zone: str | None, now: datetime
) -> When | None:
    if clock is None or clock[:2] == (0, 0):
        return _on_day(*day, now)
    try:
        moment = datetime(*day, *clock, tzinfo=CHINA)
        if zone:
            moment = datetime.fromisoformat(f"{moment:%Y-%m-%dT%H:%M:%S}{zone}").astimezone(CHINA)
    except (ValueError, OverflowError):
        return None
    return _checked(moment, now)


def _checked(moment: datetime, now: datetime) -> When | None:
    if moment.year < _EARLIEST or moment > now + _CLOCK_SLACK:
        return None
    return moment if (moment.hour, moment.minute) != (0, 0) else moment.date()


def _on_day(year: int, month: int, day: int, now: datetime) -> date | None:
    try:
        value = date(year, month, day)
    except ValueError:
        return None
    return value if year >= _EARLIEST and value <= china(now).date() else None
