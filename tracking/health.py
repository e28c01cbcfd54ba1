"""How an outlet fares, from its own history. Pure: the history and the present moment come in as arguments.

What one run showed is judged in `crawler/judge.py`. Here: is a silence usual for this outlet (its weekdays,
its hours, holidays), and has something that it used to show gone little by little? Shares and medians over
the last eight weeks, so that no single day weighs much.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from base.clock import china
from storage.models import OutletState
from tracking.calendar import is_working_day

HISTORY = timedelta(weeks=8)
# Less history than this says nothing about a rhythm.
FEWEST_DAYS = 14
FEWEST_DAYS_WITH_NEWS = 5
# A silence this unlikely, were all in order, is no chance any more.
UNLIKELY = 0.01
# So many days off in a row are a holiday, in which no outlet keeps its rhythm.
LONG_HOLIDAY = 3
# An outlet that had news so lately is ok, otherwise quiet.
FRESH = timedelta(hours=24)
_FIELDS = {"title": "标题", "date": "日期", "body": "正文", "source": "来源"}
_FEWEST_READ, _FEWEST_READ_BEFORE = 10, 30
_FEWEST_LISTS = 10
_USUAL, _GONE = 0.8, 0.3
_SEEN = (OutletState.UNREACHABLE, OutletState.BLOCKED, OutletState.CHANGED, OutletState.DISALLOWED)


@dataclass(frozen=True, slots=True)
class Day:
    """One day on which the outlet could be read. `first` is when its first news came, in hours, or None."""

    day: date
    first: float | None


@dataclass(frozen=True, slots=True)
class Counts:
    """What one crawl saw, in the words of its counts: `lists`, `rows`, `read`, `without_title`, ..."""

    values: Mapping[str, int]

    def __getitem__(self, name: str) -> int:
        return self.values.get(name, 0)


@dataclass(frozen=True, slots=True)
class Judgement:
    """An outlet's state with a note in Chinese for people."""

    state: OutletState
    note: str | None


def judge_outlet(
    said: OutletState,
    note: str | None,
    *,
    now: datetime,
    last_news: datetime | None,
    days: Sequence[Day],
    before: Sequence[Counts],
    lately: Sequence[Counts],
) -> Judgement:
    """The outlet's state after a run that said `said`.

    `days` are those of the last eight weeks on which it could be read, the oldest first; `before` and
    `lately` are the counts of older and of the newest crawls.
    """
    if said in _SEEN:
        return Judgement(said, note)
    gone = what_is_gone(before, lately)
    if gone:
        return Judgement(OutletState.CHANGED, gone)
    if last_news is not None and now - last_news < FRESH:
        return Judgement(OutletState.OK, note)
    if unlikeliness(days, now) < UNLIKELY:
        silent = f"{china(last_news):%m-%d %H:%M}" if last_news else "开始抓取"
        return Judgement(OutletState.LATE, f"{silent} 以来没有新稿，按平时的规律早该有了")
    return Judgement(OutletState.QUIET, note)


def unlikeliness(days: Sequence[Day], now: datetime) -> float:
    """How likely the outlet's silence up to `now` would be if all were in order, by its own rhythm: 0..1.

    1 where there is too little history, and nothing can be said.
    """
    days = [day for day in days if not in_long_holiday(day.day)]
    newest = max((index for index, day in enumerate(days) if day.first is not None), default=-1)
    history, silence = days[: newest + 1], days[newest + 1 :]
    with_news = [day for day in history if day.first is not None]
    if len(history) < FEWEST_DAYS or len(with_news) < FEWEST_DAYS_WITH_NEWS:
        return 1.0
    here = china(now)
    likely = 1.0
    for day in silence:
        share = _share_with_news(history, day.day)
        if day.day == here.date():
            share *= _share_by(with_news, day.day, here.hour + here.minute / 60)
        likely *= 1 - share
    return likely


def in_long_holiday(day: date) -> bool:
    """Whether a day lies in a row of days off that is longer than a weekend."""
    if is_working_day(day):
        return False
    length = 1
    for step in (-1, 1):
        other = day + timedelta(days=step)
        while not is_working_day(other) and length < LONG_HOLIDAY:
            length += 1
            other += timedelta(days=step)
    return length >= LONG_HOLIDAY


def what_is_gone(before: Sequence[Counts], lately: Sequence[Counts]) -> str | None:
    """What the outlet's pages used to have and have no more, for people; None where nothing is missing."""
    read_before, read = (sum(counts["read"] for counts in part) for part in (before, lately))
    if read_before >= _FEWEST_READ_BEFORE and read >= _FEWEST_READ:
        for name, said in _FIELDS.items():
            usual = median(_share_with(counts, name) for counts in before if counts["read"])
            now = 1 - sum(counts[f"without_{name}"] for counts in lately) / read
            if usual >= _USUAL and now <= _GONE:
                return f"平时 {usual:.0%} 的稿件有{said}，最近 {read} 篇中只有 {now:.0%}，页面可能已改版"
    sizes = [counts["rows"] / counts["lists"] for counts in before if counts["lists"]]
    small = [counts["rows"] / counts["lists"] for counts in lately if counts["lists"]]
    if len(sizes) >= _FEWEST_LISTS and len(small) >= 3 and max(small) < _GONE * median(sizes):
        return f"平时每个列表约 {median(sizes):.0f} 条，最近最多 {max(small):.0f} 条，页面可能已改版"
    return None


def _share_with(counts: Counts, name: str) -> float:
    return 1 - counts[f"without_{name}"] / counts["read"]


def _share_with_news(history: Sequence[Day], day: date) -> float:
    """The share of such days that brings news: of the same weekday, leaning a little on all days of its kind.

    Never surer than the number of days allows: that none of 30 was silent does not mean that none ever is.
    """
    working = is_working_day(day)
    kin = [other for other in history if is_working_day(other.day) is working]
    same = [other for other in kin if not working or other.day.weekday() == day.weekday()]
    of_kin = (_count(kin) + 0.5) / (len(kin) + 1)
    return min((_count(same) + of_kin) / (len(same) + 1), 1 - 0.5 / (len(kin) + 1))


def _count(days: Sequence[Day]) -> int:
    return sum(day.first is not None for day in days)


def _share_by(with_news: Sequence[Day], day: date, hour: float) -> float:
    """The share of days with news whose first news had come by this hour."""
    kin = [other for other in with_news if is_working_day(other.day) is is_working_day(day)] or with_news
    return sum((other.first or 0.0) <= hour for other in kin) / len(kin)
