"""What lies on the desk on one day: today's as it is now, another day's digest as it was."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from math import ceil

from sqlalchemy.orm import Session

from base.clock import CHINA, china_date
from desk.content import Content, Proposal
from desk.digest import beside, proposals, ranked
from storage import candidates, digests
from storage.candidates import Line
from storage.decisions import Standing, standings
from storage.digests import Span
from storage.models import CandidateState, VerdictKind

PAGE = 40
# So many lines of what is not decided about are shown; the rest is counted.
SHOWN = 30


class Show(StrEnum):
    """Which candidates a list shows: what is on the desk, or all in one state."""

    DESK = "desk"
    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    FOLDED = "folded"
    PRINTED = "printed"


@dataclass(frozen=True, slots=True)
class Filter:
    """What an editor wants to see; empty text means everything."""

    outlet: str = ""
    domain: str = ""
    city: str = ""
    show: Show = Show.DESK

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.outlet or self.domain or self.city or self.show is not Show.DESK)

    def lets(self, line: Line) -> bool:
        """Whether a candidate passes."""
        return (
            (not self.outlet or line.outlet == self.outlet)
            and (not self.domain or self.domain in line.domains)
            and (not self.city or self.city in line.cities)
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a filter: its value, its name, and how many candidates have it."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be filtered by, the most frequent first."""

    outlets: list[Choice]
    domains: list[Choice]
    cities: list[Choice]

    @classmethod
    def of(cls, lines: Iterable[Line]) -> "Choices":
        """The choices that the candidates themselves offer."""
        known = list(lines)
        outlets = Counter((line.outlet, line.outlet_name) for line in known)
        return cls(
            [Choice(key, name, count) for (key, name), count in outlets.most_common()],
            _labels(Counter(line.domains for line in known)),
            _labels(Counter(line.cities for line in known)),
        )


def _labels(sets: Mapping[tuple[str, ...], int]) -> list[Choice]:
    """From how many candidates have a set of labels to how many have each."""
    counts = Counter[str]()
    for labels, count in sets.items():
        counts.update(dict.fromkeys(labels, count))
    return [Choice(name, name, count) for name, count in counts.most_common()]


@dataclass(frozen=True, slots=True)
class Day:
    """One day's page. Of the candidates `content` has one page, of all else at most SHOWN entries.

    `counts` says how many of each list there are (candidates and updates: how many pass the filter), by the
    names of the lists of Content. `kept` says whether the day has a digest that was sent.
    """

    day: date
    content: Content
    counts: dict[str, int]
    standings: dict[int, Standing]
    choices: Choices
    page: int
    pages: int
    kept: bool

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to decide and nothing to know."""
        return not any(self.counts.values())


_BESIDE = ("changed", "withdrawn", "covered", "folded")


def today(session: Session, wanted: Filter, page: int, now: datetime) -> Day:
    """What waits now, with what was decided today in its place, and what came since the last digest."""
    day = china_date(now)
    if wanted.show is Show.DESK:
        lines = _on_the_desk(session, now)
    else:
        lines = candidates.in_state(session, CandidateState(wanted.show))
    passing = sorted(filter(wanted.lets, lines), key=_updates_last)
    ids = [line.candidate for line in passing]
    first = PAGE * (page - 1)
    found = ranked(proposals(session, candidates.load(session, ids[first : first + PAGE])), first + 1)
    span = Span(digests.last_cutoff(session, day), now)
    content = beside(session, day, span, SHOWN)
    if not wanted.narrows:
        content = replace(content, folded=ranked(proposals(session, digests.folded(session, span, SHOWN))))
    counts = {} if wanted.narrows else asdict(candidates.counts(session, span))
    counts |= _counted(line.kind for line in passing)
    return _day(
        session,
        _narrowed(content, wanted),
        found=found,
        counts=counts,
        choices=Choices.of(lines),
        page=page,
        kept=digests.has_digest(session, day),
    )


def past(session: Session, day: date, wanted: Filter, page: int) -> Day | None:
    """A day's digest as it was sent, with what has been decided since; None where there was none."""
    digest = digests.digest_of(session, day)
    if digest is None:
        return None
    content = Content.from_json(digest.content)
    proposed = content.candidates + content.updates
    lines = candidates.these(session, (p.candidate for p in proposed))
    passing = [p for p in proposed if p.candidate in lines and _passes(lines[p.candidate], wanted)]
    counts = {} if wanted.narrows else {name: len(getattr(content, name)) for name in _BESIDE}
    counts |= _counted(p.kind for p in passing)
    return _day(
        session,
        _narrowed(content, wanted),
        found=passing[PAGE * (page - 1) : PAGE * page],
        counts=counts,
        choices=Choices.of(lines.values()),
        page=page,
        kept=True,
    )


def neighbours(session: Session, candidate: int, now: datetime) -> tuple[int | None, int | None]:
    """The candidates before and after one on today's desk."""
    ids = [line.candidate for line in sorted(_on_the_desk(session, now), key=_updates_last)]
    if candidate not in ids:
        return None, None
    at = ids.index(candidate)
    return (ids[at - 1] if at else None), (ids[at + 1] if at + 1 < len(ids) else None)


def _on_the_desk(session: Session, now: datetime) -> list[Line]:
    return candidates.on_the_desk(session, datetime.combine(china_date(now), time(), CHINA))


def _updates_last(line: Line) -> bool:
    return line.kind is VerdictKind.UPDATE


def _passes(line: Line, wanted: Filter) -> bool:
    return wanted.lets(line) and (wanted.show is Show.DESK or line.state.value == wanted.show.value)


def _counted(kinds: Iterable[str]) -> dict[str, int]:
    updates = [kind == VerdictKind.UPDATE for kind in kinds]
    return {"candidates": updates.count(False), "updates": updates.count(True)}


def _narrowed(content: Content, wanted: Filter) -> Content:
    """A filter is about candidates: the rest is then left out. Else each list is cut to what is shown."""
    kept = {name: [] if wanted.narrows else getattr(content, name)[:SHOWN] for name in _BESIDE}
    return replace(content, **kept)


def _day(
    session: Session,
    content: Content,
    *,
    found: list[Proposal],
    counts: dict[str, int],
    choices: Choices,
    page: int,
    kept: bool,
) -> Day:
    updates = [p for p in found if p.kind == VerdictKind.UPDATE]
    new = [p for p in found if p.kind != VerdictKind.UPDATE]
    shown = [p.candidate for p in found + content.folded]
    return Day(
        day=date.fromisoformat(content.day),
        content=replace(content, candidates=new, updates=updates),
        counts=counts,
        standings=standings(session, shown),
        choices=choices,
        page=page,
        pages=max(1, ceil((counts["candidates"] + counts["updates"]) / PAGE)),
        kept=kept,
    )
