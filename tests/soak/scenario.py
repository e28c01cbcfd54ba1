"""What happens in the month: which trouble where and when, and what must be told of it within what time."""

import shutil
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from demo.content import Library
from demo.web import CHINA
from tests.soak.content import Silence, month

# New Year and the week of the Spring Festival within thirty days, and a State Council that has announced both.
FIRST = date(2022, 12, 30)
HOUR = timedelta(hours=1)
# Sites four times a day, papers twice, what needs a browser once: so a month's crawls fit in minutes.
SITES_AT, PAPERS_AT, RENDERED_AT = "0 7,9,13,18 * * *", "0 7,9 * * *", "0 9 * * *"
RENDERED = "gsgh"
PAPERS = ("gsrb", "gsjjrb", "nmgrb")
# The outlets of the replica with lists, and their hosts.
HOSTS: dict[str, tuple[str, ...]] = {
    "dingxi": ("www.dingxi.gov.cn",),
    "gansu": ("www.gansu.gov.cn",),
    "gansudaily": ("gansu.gansudaily.com.cn", "hn.gansudaily.com.cn", "edu.gansudaily.com.cn"),
    "gscn": ("gansu.gscn.com.cn", "gov.gscn.com.cn"),
    "gsgh": ("www.gsgh.org.cn",),
    "gsjjrb": ("szb.gansudaily.com.cn",),
    "gsrb": ("szb.gansudaily.com.cn",),
    "gswomen": ("www.gswomen.org.cn",),
    "jyt": ("jyt.gansu.gov.cn",),
    "nmg": ("www.nmg.gov.cn",),
    "nmgrb": ("szb.northnews.cn", "szb.nmgnews.com.cn"),
    "pingliang": ("www.pingliang.gov.cn",),
    "wsjk": ("wsjk.gansu.gov.cn",),
    "xuexi": ("www.xuexi.cn", "boot-source.xuexi.cn"),
}
WECHAT = ("weixin", "wx_jiuquan", "wx_linxia", "wx_pingliang", "wx_zhangye")
EDITORS = ("a@office.example", "b@office.example")
OPERATOR = "it@office.example"


@dataclass(frozen=True, slots=True)
class Trouble:
    """A fault of an outlet's hosts in [since, until), and the alerts one of which it must raise.

    No kinds: the outlet must be read as if nothing were wrong. Promised: the alert opens within `opens` of the
    beginning and closes within `closes` of the end.
    """

    fault: str
    outlet: str
    since: datetime
    until: datetime
    kinds: tuple[str, ...]
    opens: timedelta
    closes: timedelta


@dataclass(frozen=True, slots=True)
class Own:
    """Something of ours that is broken in [since, until): the alerts that it must raise within `opens`, and those
    that it may raise as well.
    """

    name: str
    since: datetime
    until: datetime
    must: tuple[str, ...] = ()
    opens: timedelta = timedelta()
    may: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scenario:
    """All that happens: at the outlets, at home, and what is silently not published."""

    first: date
    days: int
    outlets: tuple[str, ...]
    troubles: tuple[Trouble, ...]
    own: tuple[Own, ...]
    silence: Silence | None
    lost_workers: tuple[datetime, ...]

    def during(self, moment: datetime, *names: str) -> bool:
        """Whether any of these troubles of our own is on."""
        return any(own.name in names and own.since <= moment < own.until for own in self.own)


def at(day: date, hour: float) -> datetime:
    """An hour of a day in China."""
    return datetime(day.year, day.month, day.day, tzinfo=CHINA) + timedelta(hours=hour)


# (day of the month, fault, outlet, the alerts that are right for it)
_FAULTS = (
    (1, "challenge", "wsjk", ("blocked",)),
    (1, "500", "gswomen", ("unreachable",)),
    (2, "reset", "dingxi", ("unreachable",)),
    (2, "soft_404", "nmg", ("changed",)),
    (3, "robots_challenge", "gansu", ("blocked",)),
    (4, "layout_changed", "gansudaily", ("changed", "")),
    (5, "fields_gone", "gscn", ("changed",)),
    (6, "empty_shell", "gsgh", ("changed", "blocked")),
    (7, "redirect_loop", "jyt", ("unreachable", "changed")),
    (8, "redirect_private", "pingliang", ("changed", "unreachable")),
    (9, "redirect_foreign", "xuexi", ("changed", "unreachable")),
    (10, "redirect_home", "wsjk", ("changed", "unreachable")),
    (10, "meta_refresh", "gsrb", ("changed", "unreachable")),
    (11, "huge_body", "nmg", ("unreachable",)),
    (12, "gzip_bomb", "pingliang", ("unreachable",)),
    (13, "slow", "jyt", ("unreachable",)),
    (14, "404_flap", "dingxi", ("changed", "unreachable", "")),
    (15, "declares_gb2312", "gswomen", ()),
    (15, "declares_utf8", "nmg", ()),
)


# (name, day of the month, of a short life, hours of the day, alerts it must raise, within hours, may raise)
_OWN = (
    ("real processes", 4, None, (6.9, 8.0), (), 0, ()),
    ("real processes", None, 0, (7.5, 8.0), (), 0, ()),
    ("mail down", 6, 0, (6, 12), (), 0, ("outbox",)),
    ("mailbox full", 10, None, (6, 31.6), ("outbox",), 4, ()),
    ("outage", 20, None, (0, 56), ("missed", "digest"), 60, ()),
    ("network down", 23, None, (8, 16), ("network",), 2, ("failing",)),
    ("disk nearly full", 24, 1, (12.5, 20), ("disk",), 1, ()),
    ("disk full", 24, 1, (14, 20), (), 0, ("failing", "missed", "digest")),
    ("database locked", 25, 2, (8.9, 9.5), (), 0, ("missed",)),
    ("clock put back", 26, 2, (14, 16), ("clock",), 1, ("missed",)),
)


def scenario(first: date, days: int) -> Scenario:
    """The month from `first` on; of a short life, what fits into it."""
    short = days < 10
    # Where there is no Chromium, or little time, the outlet that needs a browser is left out.
    outlets = tuple(key for key in HOSTS if key != RENDERED or (shutil.which("chromium") and not short))
    own = (
        Own(name, at(day, begin), at(day, end), must, hours * HOUR, may)
        for name, of_month, of_short, (begin, end), must, hours, may in _OWN
        if (number := of_short if short else of_month) is not None
        for day in [first + timedelta(days=number)]
    )
    troubles = (
        _trouble(fault, outlet, first + timedelta(days=number), kinds)
        for number, fault, outlet, kinds in _FAULTS
        if outlet in outlets and (number == 1 or not short)
    )
    lost = (1,) if short else (5, 12, 18)
    return Scenario(
        first=first,
        days=days,
        outlets=outlets,
        troubles=tuple(troubles),
        own=tuple(own),
        silence=None if short else Silence("nmgrb", first + timedelta(days=17), first + timedelta(days=20)),
        lost_workers=tuple(at(first + timedelta(days=number), 9) for number in lost),
    )


def _trouble(fault: str, outlet: str, day: date, kinds: tuple[str, ...]) -> Trouble:
    """A site is read at 9 and 13 o'clock while it lasts, a paper at 7 and 9, a rendered one once."""
    if outlet in PAPERS:
        return Trouble(fault, outlet, at(day, 6), at(day, 24), kinds, 4 * HOUR, 8 * HOUR)
    return Trouble(
        fault, outlet, at(day, 8), at(day, 17), kinds, 6 * HOUR, (17 if outlet == RENDERED else 2) * HOUR
    )


@cache
def library_of(first: date, days: int) -> Library:
    """What is published in the month."""
    return month(first, days, scenario(first, days).silence)


def ticks(first: date, days: int) -> list[datetime]:
    """When the clock ticks: at each slot, and often enough between for what is due at odd hours."""
    hours = (3.52, 7.02, 7.77, 9.02, 13.02, 15.02, 18.02)
    return [at(first + timedelta(days=number), hour) for number in range(days) for hour in hours]
