"""The facts of one text: figures, dates, places, organisations, documents, names. They decide what is the same.

>>> facts = read("甘肃省老旧小区改造推进会在白银召开", "10月12日，推进会在白银市召开，100余人参加。", home="甘肃")
>>> facts.focus, facts.event.month, facts.event.day
(('甘肃/白银',), 10, 12)
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from base.text import fold
from triage import dates, figures, names, places
from triage.dates import Day, Role
from triage.figures import Figure
from triage.names import PROVINCIAL, Document, Edition, Organisation
from triage.places import Mention

# Within this many characters of the body a text says what it is about.
LEAD = 160
# And within this many where it took place.
VENUE = 80
# A text is read up to this length (characters); the longest real source seen had 12,000.
MAX_LENGTH = 40_000

_VENUE_WORD = re.compile("(?:在|赴|于|到|来|抵|进|从|回|往|乘)$")
# 各市州妇联、民政局: a document's first line says to whom it goes, not who acts.
_ADDRESSED = re.compile(r"(?:各|省直|省级|中央|有关)[^。\n]{0,160}:$")
# What is dated earlier than so many days before its page is not what the page calls "today".
_PRINTED = 7

_PUNCTUATION = re.compile(r"[\W_]+")
_BYLINE = re.compile(r"[((][^()\n]{0,60}(?:记者|通讯员|实习生|文/)[^()\n]{0,60}[))]")
_CHROME = re.compile(
    r"^(?:来源|信息来源|稿源|作者|发布时间|发布日期|时间|日期|浏览次数|编辑|责任编辑|原标题|当前位置|您当前的位置|分享到|字体|字号|打印)[::\s]"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What one text says, so far as it decides sameness. Positions are in the folded title + body.

    `issued` are the documents a text is about. `focus` is where the subject is (the deepest places named in the
    title, else in the lead), `head_places` are all of title and lead, `subject_place` is the first in the title
    that says who acts, and not where (在兰州). `round_up` marks a text about several cities at once.
    """

    figures: tuple[Figure, ...]
    days: tuple[Day, ...]
    event: Day | None
    as_of: Day | None
    years: frozenset[int]
    focus: tuple[str, ...]
    places: frozenset[str]
    head_places: frozenset[str]
    subject_place: str | None
    round_up: bool
    organisations: tuple[Organisation, ...]
    issuers: frozenset[Organisation]
    documents: dict[str, Document]
    issued: frozenset[str]
    campaigns: frozenset[str]
    editions: frozenset[Edition]
    persons: frozenset[str]
    named: frozenset[str]


def prepare(text: str) -> str:
    """Folded, figures joined, long names shortened: the form in which facts are read and texts compared."""
    return names.shortened(figures.join_digits(fold(text[:MAX_LENGTH])))


def bare(text: str) -> str:
    """A prepared text without white space and punctuation."""
    return _PUNCTUATION.sub("", text)


def strip_head(body: str) -> str:
    """A prepared body without the page's own lines on top (来源：…), addressees, reporters' bylines, dateline."""
    lines = body.split("\n")
    while len(lines) > 1 and len(lines[0]) < 60 and _CHROME.match(lines[0]):
        lines.pop(0)
    if len(lines) > 1 and _ADDRESSED.match(lines[0]):
        lines.pop(0)
    body = "\n".join(lines)
    start = dates.dateline_end(body)
    head = _BYLINE.sub("", body[start : start + 400])
    return (head + body[start + 400 :]).lstrip(" ,:;。\n")


def read(
    title: str, body: str, *, page: date | None = None, home: str | None = None, daily: bool = True
) -> Facts:
    """The facts of a text of the day `page`, written by somebody who speaks for the place `home`.

    `daily` says that "today" is that day; for an item it is some day before that of its issue.
    """
    return read_prepared(prepare(title), prepare(body), page=page, home=home, daily=daily)


def read_prepared(title: str, body: str, *, page: date | None, home: str | None, daily: bool) -> Facts:
    """The same for a title and body that went through `prepare`."""
    stripped = strip_head(body)
    lead = stripped[:LEAD]
    text = f"{title}\n{stripped}"
    dateline = body[: len(body) - len(stripped)] if body.endswith(stripped) else body[:80]
    days = _days(title, stripped, dateline, page, daily=daily)
    as_of = [day for day in days if day.role is Role.AS_OF]
    mentions = places.find(text)
    organisations = names.organisations(text)
    in_title = _mentions(title, home, organisations)
    title_focus = [mention.place for mention in in_title]
    lead_places = [mention.place for mention in _mentions(lead, home, names.organisations(lead))]
    # 全省…推进会召开: the title says whose it is, the first lines in which city or county.
    venue = [
        mention.place
        for mention in _mentions(stripped[:VENUE], home, ())
        if any(mention.place.startswith(f"{name}/") for name in title_focus)
    ]
    focus = title_focus + venue[:2] if title_focus else lead_places
    documents = names.documents(text)
    head_end = len(title) + 1 + LEAD
    return Facts(
        figures=tuple(figures.find(text)),
        days=tuple(days),
        event=next((day for day in days if day.role is Role.EVENT), None),
        as_of=max(as_of, key=lambda day: (day.year or 0, day.month or 0, day.day or 31)) if as_of else None,
        years=frozenset(dates.years(title) or dates.years(lead[:80])),
        focus=tuple(places.deepest(focus)),
        places=frozenset(mention.place for mention in mentions),
        head_places=frozenset(title_focus) | frozenset(lead_places),
        subject_place=next((m.place for m in in_title if not _VENUE_WORD.search(title[: m.start])), None),
        round_up=len({places.city(mention.place) for mention in mentions} - {None}) > 3,
        organisations=tuple(organisations),
        issuers=frozenset(Organisation(o.body, o.level, 0) for o in organisations if o.start < head_end),
        documents=documents,
        issued=frozenset(names.issued(title, lead)),
        campaigns=frozenset(names.campaigns(text)),
        editions=frozenset(names.editions(f"{title}\n{lead}")),
        persons=frozenset(names.persons(text)),
        named=frozenset(names.named(text)),
    )


def _days(title: str, body: str, dateline: str, page: date | None, *, daily: bool) -> list[Day]:
    years = dates.years(title)
    year = next(iter(years)) if page is None and len(years) == 1 else None
    found = [dates.with_year(day, year) for day in dates.find(dateline, page, 0)]
    written = next((day.when for day in reversed(found) if day.when), None)
    page = page or written
    # A paper prints on the 12th what was written on the 11th of "today".
    fresh = page and written and 0 <= (page - written).days <= _PRINTED
    today = (written if fresh else page) if daily else None
    found = dates.find(f"{title}\n{body}", page, len(title) + 1 + LEAD, today=today)
    return [dates.with_year(day, year) for day in found]


def _mentions(text: str, home: str | None, organisations: Iterable[Organisation]) -> list[Mention]:
    """Places named, and those meant: 我省 and 省妇联 are the province of whoever speaks."""
    mentions = places.find(text) + places.implied(text, home)
    if home is not None:
        province = places.province(home)
        mentions += [
            Mention(province, o.start, o.start)
            for o in organisations
            if o.level == PROVINCIAL and o.start < len(text) and _says(text, o.start, province)
        ]
    found = sorted(mentions, key=lambda mention: mention.start)
    # "全国" beside a place is a word of its praise (获全国一等奖).
    return [mention for mention in found if mention.place != places.NATION] or found


def _says(text: str, start: int, province: str) -> bool:
    """Whether 自治区 or 省 in front of a body is what that province says of itself."""
    return ("自治区" in text[max(0, start - 4) : start]) == (province in places.regions())
