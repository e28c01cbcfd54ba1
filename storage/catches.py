"""Was it there? What of an issue's items had been listed in digests before they were printed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from storage.models import (
    Article,
    Candidate,
    Catch,
    Digest,
    DigestEntry,
    Draft,
    DraftItem,
    Issue,
    Item,
    OutletState,
    Run,
    RunKind,
    RunState,
    StoryArticle,
    Suggestion,
    Verdict,
    VerdictKind,
    Version,
)
from storage.upsert import insert_missing

_TROUBLE = (OutletState.BLOCKED, OutletState.CHANGED, OutletState.DISALLOWED, OutletState.UNREACHABLE)


@dataclass(frozen=True, slots=True)
class Listing:
    """That a candidate stood in a digest: on which day, at what rank, folded or not."""

    day: date
    rank: int
    folded: bool
    candidate: int


def first_digest_day(session: Session) -> date | None:
    """Since when candidates are proposed."""
    return session.scalar(select(func.min(Digest.day)))


def dated_issues(session: Session) -> list[Issue]:
    """Issues in force that have a date, oldest first, with their items."""
    query = select(Issue).where(Issue.superseded_by_id.is_(None), Issue.issued_on.is_not(None))
    return list(session.scalars(query.options(selectinload(Issue.items)).order_by(Issue.issued_on, Issue.id)))


def articles_of(session: Session, item: Item) -> list[Article]:
    """The articles that report what an item printed: judged so, or what the item was made from; with the
    others of their stories."""
    judged = (
        select(Version.article_id)
        .join(Article, (Article.id == Version.article_id) & (Article.current == Version.number))
        .join(Verdict, Verdict.version_id == Version.id)
        .where(Verdict.item_id == item.id, Verdict.kind == VerdictKind.COVERED)
    )
    made_from = (
        select(DraftItem.article_id)
        .join(Draft)
        .where(
            Draft.issue_id == item.issue_id, DraftItem.position == item.position, DraftItem.held.is_(False)
        )
    )
    own = or_(Article.id.in_(judged), Article.id.in_(made_from))
    stories = select(StoryArticle.story_id).join(Article, Article.id == StoryArticle.article_id).where(own)
    beside = select(StoryArticle.article_id).where(StoryArticle.story_id.in_(stories))
    query = select(Article).where(or_(own, Article.id.in_(beside)))
    return list(session.scalars(query.order_by(Article.first_seen_at, Article.id)))


def listings(session: Session, articles: Iterable[Article], until: date) -> list[Listing]:
    """In which digests up to a day the stories of these articles were listed, the first day first."""
    ids = [article.id for article in articles]
    query = (
        select(Digest.day, DigestEntry.rank, DigestEntry.folded, DigestEntry.candidate_id)
        .join(Digest, Digest.id == DigestEntry.digest_id)
        .join(Candidate, Candidate.id == DigestEntry.candidate_id)
        .join(StoryArticle, StoryArticle.story_id == Candidate.story_id)
        .where(StoryArticle.article_id.in_(ids), Digest.day <= until)
        .order_by(Digest.day, DigestEntry.folded, DigestEntry.rank)
        .distinct()
    )
    return [Listing(*row) for row in session.execute(query)]


def digests_between(
    session: Session, after: date, until: date
) -> list[tuple[date, datetime, dict[str, Any]]]:
    """Day, cut-off and content of the digests of (after, until], oldest first."""
    query = select(Digest.day, Digest.cutoff, Digest.content).where(Digest.day > after, Digest.day <= until)
    return [(day, cutoff, content) for day, cutoff, content in session.execute(query.order_by(Digest.day))]


def troubled_days(session: Session, outlet_key: str, since: datetime, until: datetime) -> list[datetime]:
    """Slots in (since, until] in which an outlet was to be crawled and was not, or showed nothing."""
    query = select(Run.slot).where(
        Run.kind == RunKind.CRAWL,
        Run.subject == outlet_key,
        Run.slot > since,
        Run.slot <= until,
        or_(Run.state.in_((RunState.FAILED, RunState.MISSED)), Run.outcome.in_(_TROUBLE)),
    )
    return list(session.scalars(query.order_by(Run.slot)))


def keep_catch(session: Session, catch: Catch) -> None:
    """Keep what is known of an item now, in place of what was known before."""
    session.merge(catch)


def catches_of(session: Session, issues: Iterable[Issue]) -> dict[int, Catch]:
    """What is known of the items of some issues, by the item's id."""
    ids = [item.id for issue in issues for item in issue.items]
    query = select(Catch).where(Catch.item_id.in_(ids))
    return {catch.item_id: catch for catch in session.scalars(query)}


def open_suggestion(session: Session, name: str, at: datetime) -> None:
    """Suggest an outlet, once; one that was refused stays so."""
    insert_missing(session, Suggestion, ("name",), {"name": name, "opened_at": at})


def suggestions(session: Session) -> list[Suggestion]:
    """Outlets that are cited and that nobody watches, the first suggested first."""
    query = select(Suggestion).where(Suggestion.closed_at.is_(None))
    return list(session.scalars(query.order_by(Suggestion.opened_at, Suggestion.name)))


def citations(session: Session, name: str) -> list[Item]:
    """The items in force that cite an outlet by this name, the newest first."""
    query = (
        select(Item)
        .join(Issue, Issue.id == Item.issue_id)
        .where(Item.source == name, Issue.superseded_by_id.is_(None))
        .options(joinedload(Item.issue))
    )
    return list(session.scalars(query.order_by(Issue.issued_on.desc(), Item.position)))
