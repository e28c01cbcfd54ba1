"""What the replica publishes in a month that never was: clones of its articles, at each outlet's own rhythm.

Always the same for the same first day. Some articles are changed later (a figure, mere wording, quotes alone),
some are taken back. Holidays are quiet; one outlet falls silent without a word.
"""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from demo.content import Article, Change, Library, library
from demo.web import CHINA
from tracking.calendar import is_working_day
from tracking.health import in_long_holiday

# Articles on a working day, on a day off, and the hours between which they come.
_RHYTHM: dict[str, tuple[float, float, int, int]] = {
    "gansudaily": (2, 1, 8, 18),
    "gsrb": (2, 2, 5, 6),
    "gsjjrb": (1, 0, 5, 6),
    "nmgrb": (1, 1, 5, 6),
    "gswomen": (1, 0, 9, 17),
    "wsjk": (1, 0, 9, 16),
    "gansu": (0.7, 0, 9, 17),
    "jyt": (0.4, 0, 9, 17),
    "gscn": (1, 0.5, 8, 18),
    "gsgh": (0.4, 0, 9, 17),
    "dingxi": (0.6, 0, 9, 17),
    "nmg": (0.5, 0, 9, 17),
    "pingliang": (0.5, 0, 9, 17),
    "xuexi": (0.5, 0.3, 9, 17),
    "wx_pingliang": (0.15, 0, 9, 17),
    "wx_zhangye": (0.15, 0, 9, 17),
}
BEFORE = 8
_HEX = set("0123456789abcdef")
# In a week off, outlets publish so much of what they otherwise do.
_HOLIDAY = 0.15


@dataclass(frozen=True, slots=True)
class Silence:
    """An outlet that publishes nothing in [since, until), for no reason given."""

    outlet: str
    since: date
    until: date


def month(first: date, days: int, silence: Silence | None = None) -> Library:
    """The articles of a month from its first day on, and of the days before: no outlet begins with nothing."""
    chance = random.Random(first.toordinal())
    end = datetime.combine(first + timedelta(days=days), datetime.min.time(), CHINA)
    found = []
    for outlet, rhythm in _RHYTHM.items():
        bases = [
            base
            for base in library().of(outlet)
            if not base.shape and not base.attachments and not base.pinned
        ]
        begin = first - timedelta(days=BEFORE)
        # Every column has an article from the beginning, which stays: no list is ever empty.
        opening = {base.columns: base for base in bases}.values()
        planned = [(base, datetime.combine(begin, time(4), CHINA)) for base in opening]
        moments = _moments(chance, outlet, rhythm, begin, days + BEFORE, silence)
        planned += [(bases[number % len(bases)], moment) for number, moment in enumerate(moments)]
        for number, (base, moment) in enumerate(planned):
            clone = _clone(chance, base, number, moment)
            found.append(_fate(chance, clone, end) if moment.date() >= first else clone)
    return Library(found)


def _moments(
    chance: random.Random,
    outlet: str,
    rhythm: tuple[float, float, int, int],
    first: date,
    days: int,
    silence: Silence | None,
) -> Iterator[datetime]:
    working, off, begin, end = rhythm
    for number in range(days):
        day = first + timedelta(days=number)
        if silence and silence.outlet == outlet and silence.since <= day < silence.until:
            continue
        mean = working if is_working_day(day) else off
        if in_long_holiday(day) and off < 1:
            mean *= _HOLIDAY
        count = int(mean) + (chance.random() < mean % 1)
        for _ in range(count):
            minute = chance.randrange(begin * 60, end * 60 + 1)
            yield datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=CHINA)


def _clone(chance: random.Random, base: Article, number: int, moment: datetime) -> Article:
    households = chance.randrange(1000, 99_000)
    title = f"{base.title.rstrip('。')}（{moment:%m月%d日}第{number + 1}篇）"
    body = (*base.body, f"“家门口”的服务又多了一处。第{number + 1}批共惠及家庭{households}户，各地反响热烈。")
    return replace(
        base,
        key=_key(base.key, base.outlet, number),
        published=moment,
        title=title,
        body=body,
        change=None,
        deleted_at=None,
    )


def _key(base: str, outlet: str, number: int) -> str:
    """A key of the same form as the outlet's own, and no other article's."""
    if base.isdigit():
        return f"{base[:-4]}{1000 + number}"
    if set(base) <= _HEX:
        return hashlib.md5(f"{outlet} {number}".encode(), usedforsecurity=False).hexdigest()[: len(base)]
    biz, mid, idx = base.rsplit("-", 2)
    return f"{biz}-{mid[:-4]}{1000 + number}-{idx}"


def _fate(chance: random.Random, article: Article, end: datetime) -> Article:
    """Most articles stay as they are. What is altered is altered while it is still looked at, and in time."""
    lot = chance.random()
    at = article.published + timedelta(minutes=chance.randrange(3 * 60, 5 * 24 * 60))
    if at > end - timedelta(days=9):
        return article
    if lot < 0.16:
        households = article.body[-1].partition("家庭")[2].partition("户")[0]
        return replace(article, change=Change(at, FIGURE, ((households, str(int(households) + 1111)),)))
    if lot < 0.22:
        return replace(article, change=Change(at, WORDING, (("反响热烈", "好评如潮"),)))
    if lot < 0.28:
        return replace(article, change=Change(at, QUOTES, (("“", "「"), ("”", "」"))))
    if lot < 0.40:
        return replace(article, deleted_at=at)
    return article


FIGURE, WORDING, QUOTES = "a figure", "wording alone", "quotes alone"
