"""The publication date: every place that may tell it is asked, and what they say is set against each other.

One witness may be wrong (a document's own date, a list's date, an epoch eight hours off, a navigation bar);
the day with the most weight behind it wins, and the best witness of that day gives the minute.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice, pairwise

from lxml import etree

from reading import chrome, dates, metas, urls
from reading.dates import When
from reading.flow import Flow, Line
from reading.metas import Metas
from reading.patterns import any_of

_ENDS = r"\s{0,4}[:：丨|]?\s{0,4}$"
_PUBLISHED = re.compile(
    r"(?:(?:发布|发表|发稿|刊发|刊登|公开|公布|上传|发文|播发|出版)\s?(?:时\s{0,4}间|日\s{0,4}期)|(?:发布|发表|刊发)(?:[于在]|(?=\s?[:：])))"
    + _ENDS
)
_CHANGED = re.compile(r"(?:(?:更新|修改|录入|添加|编辑|创建|信息)\s?(?:时间|日期)|更新于)" + _ENDS)
_PLAIN = re.compile(r"(?<![\u4e00-\u9fff])(?:时\s{0,4}间|日\s{0,4}期)\s{0,4}[:：]\s{0,4}$")
# The date of something else: of the document, of an event, of a law's coming into force, of the visit.
_OTHER = re.compile(
    any_of(
        "成文 发文(?=日) 生成 印发 签发 施行 实施 生效 失效 废止 截止 截至 活动 会议 报名 考试 举办 开始",
        "结束 有效 执行 受理 出生 落款 制定 颁布 审批 开庭 召开 截稿 征集 公示",
    )
    + r"\s?(?:(?:时间|日期|期限|期|于|自|至)\s?[:：（(]?|[:：（(])\s{0,4}$|"
    r"(?:今[天日]是?|现在是?|查看旧版.{0,4})\s?[:：（(]?\s{0,4}$|"
    r"[\d日]\s{0,3}(?:至|到|[—–~～\-]{1,2})\s{0,3}$"  # the end of a span of days
)
_DIGIT = re.compile(r"\d{4}|[〇○零一二三四五六七八九]{4}年")
_LONGEST_LINE = 160
_TITLE_REACH = 14  # lines after the title in which a bare date can be the page's
_TAIL_REACH = 12
_SIGNED_REACH = 3  # last lines of the text, one of which may be a medium's name with day and minute

LISTED = 1.5  # what the date beside a list row is worth
_IN_URL, _MADE = 2.0, 0.5
_META, _LABELLED, _BARE, _PROPERTY, _LINKED_DATA = 3.0, 3.0, 2.5, 2.5, 2.0
_APART, _UPDATED = 1.0, 1.0  # a bare date over the title or under the text; 更新时间 may be a later day
_MONTH_AGREES = 0.5
_FAINT = 1.0
_SLIP = timedelta(hours=8)
_LONGEST_HALF, _LONGEST_SCRIPT, _MOST_HIDDEN = 60, 100_000, 50
_DATE_NAME = re.compile(r"(?:pub|publish|release|issue|create|fb)\w{0,8}(?:time|date|sj|rq)", re.I)
_IN_SCRIPT = re.compile(
    rf"(?:{_DATE_NAME.pattern}[\"']?\s{{0,3}}[:=]|document\.write\()\s{{0,3}}[\"'](?P<value>[^\"'<>]{{8,30}})[\"']",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Witness:
    """A date, what it is worth, and where it was read."""

    when: When
    weight: float
    how: str


def decide(witnesses: list[Witness], url: str) -> Witness | None:
    """The date most witnesses agree on, with the best-known minute of that day."""
    if not witnesses:
        return None
    witnesses = _without_slips(witnesses)
    month = urls.month_in(url)
    # The text may repeat a day (in comments, in a list): all it says of one day counts once.
    by_kind: dict[tuple[date, str], float] = {}
    for witness in witnesses:
        place = (dates.day_of(witness.when), witness.how)
        by_kind[place] = max(by_kind.get(place, 0.0), witness.weight)
    weights: dict[date, float] = defaultdict(float)
    for (day, _), weight in by_kind.items():
        weights[day] += weight + (_MONTH_AGREES if month == (day.year, day.month) else 0.0)
    best = max(weights.values())
    day = next(d for w in witnesses for d in [dates.day_of(w.when)] if weights[d] == best)
    same = sorted((w for w in witnesses if dates.day_of(w.when) == day), key=lambda w: -w.weight)
    timed = [w for w in same if isinstance(w.when, datetime)]
    if not timed:
        return same[0]
    chosen = timed[0]
    # A page that prints the minute may carry the second elsewhere.
    exact = [w for w in timed if _minute(w.when) == _minute(chosen.when)]
    return max(exact, key=lambda w: isinstance(w.when, datetime) and w.when.second > 0)


def _without_slips(witnesses: list[Witness]) -> list[Witness]:
    """Machine-made times eight hours off what the page prints (local time written as UTC) are put right."""
    printed = {_minute(w.when) for w in witnesses if w.how == "text" and isinstance(w.when, datetime)}
    on_day = next((w.when for w in witnesses if w.how == "url"), None)
    mended = []
    for witness in witnesses:
        when = witness.when
        if isinstance(when, datetime) and witness.how.startswith(("meta", "json-ld")):
            slipped = _minute(when - _SLIP) in printed or _minute(when + _SLIP) in printed
            if slipped:
                continue
            on_other_day = on_day is not None and dates.day_of(when) != on_day
            if on_other_day and not printed and dates.day_of(when - _SLIP) == on_day:
                mended.append(Witness(when - _SLIP, witness.weight, witness.how))
                continue
        mended.append(witness)
    return mended


def head_witnesses(
    page_metas: Metas, founder: Mapping[str, str], url: str, now: datetime
) -> Iterator[Witness]:
    """What metas, JSON-LD, the newspaper comment and the address say."""
    for names, weight in ((metas.PUBLISHED, _META), (metas.MADE, _MADE)):
        for meta in page_metas.every(names):
            when = dates.parse(meta.value, now)
            if when is not None:
                yield Witness(when, weight, f"meta:{meta.name}")
    for name in ("datePublished", "pubDate"):
        when = dates.parse(page_metas.linked_data.get(name, ""), now)
        if when is not None:
            yield Witness(when, _LINKED_DATA, f"json-ld:{name}")
    when = dates.parse(founder.get("date", ""), now)
    if when is not None:
        yield Witness(when, _PROPERTY, "comment:enpproperty")
    day = urls.day_in(url, now)
    if day is not None:
        yield Witness(day, _IN_URL, "url")


def text_witnesses(flow: Flow, title_end: int | None, body: range, now: datetime) -> Iterator[Witness]:
    """What the visible page says outside the text: labelled dates, and a bare one near the title."""
    near = near_title(flow, title_end, body)
    last = min(body.stop + _TAIL_REACH, len(flow.lines))
    bare: list[Witness] = []
    for at, line in enumerate(flow.lines[:last]):
        text = line.spaced
        if line.hidden or len(text) > _LONGEST_LINE or not _DIGIT.search(text):
            continue
        close = at in near
        if at in body and not (close or line.row or chrome.is_meta(text) or chrome.is_credit(text)):
            continue
        for found in dates.find(text, now):
            before = text[: found.start] or _label_before(flow, at)
            weight = _labelled(before, close, at >= body.stop)
            if weight:
                yield Witness(found.when, weight, "text")
            elif weight is None and _is_bare(line, found):
                if close:
                    above = title_end is not None and at < title_end
                    bare.append(Witness(found.when, _APART if above else _BARE, "text"))
                elif at >= body.stop - _SIGNED_REACH and isinstance(found.when, datetime):
                    bare.append(Witness(found.when, _APART, "text"))
    yield from sorted(bare, key=lambda each: -each.weight)[:1]


def faint_witnesses(
    root: etree._Element, flow: Flow, near: range, day: date | None, now: datetime
) -> Iterator[Witness]:
    """What is asked where no place tells a whole date: half a date under the title, hidden fields, scripts.

    `near` are the lines around the title, `day` is the address's if it tells one.
    """
    shown = [flow.lines[at].spaced for at in near if not flow.lines[at].hidden]
    # A day in large type is a line of its own: 05, then 2021-11.
    pairs = [f"{one} {other}" for one, other in pairwise(shown) if len(one) + len(other) <= 12]
    for text in (*shown, *pairs):
        if len(text) > _LONGEST_HALF or any(mark in text for mark in "，。；！？") or dates.find(text, now):
            continue  # a whole date has been judged before: it is not the page's
        when = dates.parse_partial(text, now, day)
        if when is not None:
            yield Witness(when, _FAINT, "text")
            break
    for value, how in islice(_hidden_values(root), _MOST_HIDDEN):
        when = dates.parse(value, now)
        if when is not None:
            yield Witness(when, _FAINT, how)
            break


def _hidden_values(root: etree._Element) -> Iterator[tuple[str, str]]:
    for element in root.iter("input"):
        name = element.get("id") or element.get("name") or ""
        if _DATE_NAME.search(name):
            yield element.get("value") or "", f"input:{name}"
    for script in root.iter("script"):
        for match in _IN_SCRIPT.finditer((script.text or "")[:_LONGEST_SCRIPT]):
            yield match["value"], "script"


def _label_before(flow: Flow, at: int) -> str:
    """The line before, where it is the label of this one: 发布时间："""
    text = flow.lines[at - 1].spaced if at else ""
    return text if len(text) <= 12 and text.endswith((":", "：")) else ""


def near_title(flow: Flow, title_end: int | None, body: range) -> range:
    """The lines from a little over the title to the text's first: where date, source and author stand."""
    start = title_end if title_end is not None else max(body.start - 6, 0)
    end = min(max(body.start + 1, start + 1), start + _TITLE_REACH, len(flow.lines))
    return range(max(start - 4, 0), end)


def _labelled(before: str, close: bool, after: bool) -> float | None:
    """The weight of a date by the words before it: 0 when they say it is another date, None if none do."""
    if _OTHER.search(before):
        return 0.0
    if _PUBLISHED.search(before):
        return _LABELLED
    if _CHANGED.search(before):
        return _UPDATED if close else 0.0
    if _PLAIN.search(before):
        return _BARE if close or after else 0.0
    return None


def _is_bare(line: Line, found: dates.Found) -> bool:
    """Whether the line is about its date: a meta line, no sentence that mentions one, no dated link."""
    rest = line.spaced[: found.start] + line.spaced[found.end :]
    return line.linked <= 12 and len(rest) <= 80 and not any(mark in rest for mark in "，。；！？")


def _minute(when: When) -> datetime | None:
    return when.replace(second=0, microsecond=0) if isinstance(when, datetime) else None
