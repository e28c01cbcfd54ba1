"""The catch rate: of the items that each issue printed, how many had been proposed before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from base.clock import CHINA, china_date
from desk.cited import resolve
from desk.digest import issue_name
from desk.trail import Finding, Trail, explain
from storage import catches
from storage.digests import watched_outlets
from storage.models import Article, Catch, Caught, Issue, Item, Outlet, Suggestion

# Items of issues that are older are settled: what comes in so late changes nothing.
_OPEN = timedelta(days=60)
# How far before an issue the news reaches that it prints.
_REACH = timedelta(days=45)

REASONS = {
    Caught.PROPOSED: "已列为候选",
    Caught.LOW: "排得低，折叠了",
    Caught.COVERED: "判为往期已刊",
    Caught.OUTSIDE: "不在时间范围",
    Caught.NOT_REACHED: "当时没有读到",
    Caught.NOT_WATCHED: "媒体没有在看",
    Caught.NOT_FOUND: "在看，没有读到",
    Caught.OFFLINE: "没有上网",
    Caught.BEFORE: "启用之前",
}


@dataclass(frozen=True, slots=True)
class ItemCatch:
    """One printed item and whether it had been proposed."""

    item: Item
    catch: Catch

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        day = self.catch.day
        return {
            "position": self.item.position,
            "title": self.item.title,
            "source": self.item.source,
            "caught": self.catch.caught.value,
            "candidate": self.catch.candidate_id,
            "article": self.catch.article_id,
            "day": day.isoformat() if day else None,
            "rank": self.catch.rank,
            "days_before": self.catch.days_before,
            "note": self.catch.note,
        }


@dataclass(frozen=True, slots=True)
class IssueCatch:
    """One issue: `proposed` of `total` items, of which `online` could be read on the web at all."""

    issue: Issue
    items: tuple[ItemCatch, ...]

    @property
    def name(self) -> str:
        """What editors call it."""
        return issue_name(self.issue.kind, self.issue.number, self.issue.issued_on)

    @property
    def proposed(self) -> int:
        """The items that had been proposed."""
        return sum(one.catch.caught is Caught.PROPOSED for one in self.items)

    @property
    def online(self) -> int:
        """The items that stood on the web while candidates were proposed."""
        return sum(one.catch.caught not in (Caught.OFFLINE, Caught.BEFORE) for one in self.items)

    @property
    def rate(self) -> float | None:
        """The catch rate, 0 to 1: what was proposed of what stood on the web."""
        return self.proposed / self.online if self.online else None

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        day = self.issue.issued_on
        return {
            "issue": self.name,
            "number": self.issue.number,
            "date": day.isoformat() if day else None,
            "proposed": self.proposed,
            "online": self.online,
            "total": len(self.items),
            "rate": None if self.rate is None else round(self.rate, 4),
            "items": [one.as_json() for one in self.items],
        }


def record(session: Session, now: datetime) -> int:
    """Find out for every item of the dated issues that are not settled; how many were looked at.

    Opens suggestions for outlets that are cited and not watched, and closes those that are watched by now.
    """
    outlets = watched_outlets(session)
    began = catches.first_digest_day(session)
    issues = catches.dated_issues(session)
    known = catches.catches_of(session, issues)
    looked = 0
    for before, issue in zip([None, *issues], issues, strict=False):
        if began is None or issue.issued_on is None or issue.issued_on < began:
            continue
        month = _Month.of(session, issue.issued_on, before.issued_on if before else None, began, outlets)
        for item in issue.items:
            if item.id not in known or issue.issued_on >= china_date(now) - _OPEN:
                _keep(session, item, month, now)
                looked += 1
    for suggestion in catches.suggestions(session):
        if resolve(suggestion.name, outlets).watched:
            close_suggestion(suggestion, "", now)
    session.flush()
    return looked


def report(session: Session) -> list[IssueCatch]:
    """Every issue that was measured, the newest first."""
    issues = catches.dated_issues(session)
    known = catches.catches_of(session, issues)
    found = []
    for issue in reversed(issues):
        items = tuple(ItemCatch(item, known[item.id]) for item in issue.items if item.id in known)
        if items:
            found.append(IssueCatch(issue, items))
    return found


def close_suggestion(suggestion: Suggestion, by: str, now: datetime) -> None:
    """It is watched by now, or `by` does not want it."""
    suggestion.closed_at, suggestion.closed_by = now, by or None


@dataclass(frozen=True, slots=True)
class _Month:
    """The time that an issue speaks of, (since, until], with its digests: day, cut-off, what they say."""

    since: date
    until: date
    began: date
    outlets: Sequence[Outlet]
    digests: list[tuple[date, datetime, dict[str, Any]]]

    @classmethod
    def of(
        cls, session: Session, until: date, before: date | None, began: date, outlets: Sequence[Outlet]
    ) -> "_Month":
        since = max(before or date.min, until - _REACH)
        return cls(since, until, began, outlets, catches.digests_between(session, since, until))

    def covered(self, articles: Sequence[Article]) -> list[tuple[date, str]]:
        """The days on which a digest listed one of the articles as printed before, and as what."""
        ids = {article.id for article in articles}
        return [
            (day, (one.get("item") or {}).get("title", ""))
            for day, _, content in self.digests
            for one in content.get("covered", [])
            if one["piece"]["article"] in ids
        ]

    def outside(self, articles: Sequence[Article]) -> bool:
        """Whether all of them were published before the window of candidates."""
        days = [article.published_on for article in articles]
        return all(day is not None and day < self.since for day in days)


def _keep(session: Session, item: Item, month: _Month, now: datetime) -> None:
    articles = catches.articles_of(session, item)
    cited = resolve(item.source, month.outlets)
    since, until = (datetime.combine(day, time(23, 59), CHINA) for day in (month.since, month.until))
    troubles = catches.troubled_days(session, cited.outlet, since, until) if cited.outlet else []
    found = explain(
        Trail(
            printed=month.until,
            since=month.since,
            began=month.began,
            cited=cited,
            listings=catches.listings(session, articles, month.until),
            covered=month.covered(articles),
            read=[article.first_seen_at for article in articles],
            published=min((a.published_on for a in articles if a.published_on), default=None),
            closed=month.digests[-1][1] if month.digests else None,
            outside=month.outside(articles),
            troubles=[china_date(slot) for slot in troubles],
        )
    )
    catches.keep_catch(session, _catch(item, articles, found, month.until, now))
    if found.caught is Caught.NOT_WATCHED and cited.name is not None:
        catches.open_suggestion(session, cited.name, now)


def _catch(item: Item, articles: Sequence[Article], found: Finding, printed: date, now: datetime) -> Catch:
    listing = found.listing
    return Catch(
        item_id=item.id,
        caught=found.caught,
        candidate_id=listing.candidate if listing else None,
        article_id=articles[0].id if articles else None,
        day=listing.day if listing else None,
        rank=listing.rank if listing else None,
        days_before=(printed - listing.day).days if listing else None,
        note=found.note,
        judged_at=now,
    )
