"""Was it there? Why a printed item had been proposed before, or why not: decided from plain facts. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from base.clock import china_date
from desk.cited import Cited
from storage.catches import Listing
from storage.models import Caught

# A first digest so soon after an issue has the whole of the next one before it.
_FIRST_DAYS = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Trail:
    """All that is known of one printed item.

    `began` is the day of the first digest, `since` the day of the issue before. `covered` are the days on
    which a digest listed it as printed before, with that item; `read` when its articles were first seen,
    `published` the first day of theirs; `closed` the cut-off of the last digest before printing; `outside`:
    it was published before the window; `troubles` the days on which the cited outlet could not be read.
    """

    printed: date
    since: date
    began: date
    cited: Cited
    listings: Sequence[Listing] = ()
    covered: Sequence[tuple[date, str]] = ()
    read: Sequence[datetime] = ()
    published: date | None = None
    closed: datetime | None = None
    outside: bool = False
    troubles: Sequence[date] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a trail comes to; `note` is for an editor (Chinese)."""

    caught: Caught
    note: str = ""
    listing: Listing | None = None


def explain(trail: Trail) -> Finding:
    """Whether the item had been proposed, and if not, why not."""
    shown = next((listing for listing in trail.listings if not listing.folded), None)
    if shown is not None:
        return Finding(Caught.PROPOSED, "", shown)
    if trail.listings:
        first = trail.listings[0]
        return Finding(Caught.LOW, f"{_day(first.day)}起列在折叠里", first)
    if trail.covered:
        day, title = trail.covered[0]
        return Finding(Caught.COVERED, f"{_day(day)}判为往期已刊：《{title}》")
    found = _read_but_not_listed(trail) if trail.read else _never_read(trail)
    early = trail.published is None or trail.published < trail.began
    if early and trail.since + _FIRST_DAYS < trail.began and found.caught is not Caught.OFFLINE:
        return Finding(Caught.BEFORE, "当时还没有启用")
    return found


def _read_but_not_listed(trail: Trail) -> Finding:
    first = min(trail.read)
    if trail.closed is None or first > trail.closed:
        when = "印发之后" if china_date(first) > trail.printed else "最后一次每日候选之后"
        return Finding(Caught.NOT_REACHED, f"{_day(china_date(first))}才读到，在{when}")
    if trail.outside:
        return Finding(Caught.OUTSIDE, "发表早于候选的时间范围")
    return Finding(Caught.LOW, "读到了，没有列为候选")


def _never_read(trail: Trail) -> Finding:
    cited = trail.cited
    if cited.name is None:
        return Finding(Caught.OFFLINE, "没有注明信息来源")
    if cited.submits:
        return Finding(Caught.OFFLINE, f"{cited.name}直接供稿")
    if cited.outlet is not None and not cited.watched:
        return Finding(Caught.NOT_WATCHED, f"{cited.name}没有启用：{cited.off_reason or '原因未注明'}")
    if cited.outlet is not None:
        if trail.troubles:
            days = "、".join(_day(day) for day in list(dict.fromkeys(trail.troubles))[:4])
            return Finding(Caught.NOT_REACHED, f"{cited.name}在{days}没有读成")
        return Finding(Caught.NOT_FOUND, f"{cited.name}在看，没有读到这一篇")
    if cited.media:
        return Finding(Caught.NOT_WATCHED, f"没有看{cited.name}")
    return Finding(Caught.OFFLINE, f"{cited.name}供稿，网上没有读到")


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
