"""Tracking on the database: differences between versions, withdrawals, the next look. Idempotent."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from storage.articles import checks_since_seen
from storage.models import (
    Article,
    ArticleState,
    Candidate,
    CandidateState,
    Change,
    OutletState,
    StoryArticle,
    Version,
)
from tracking.changes import Reading, compare
from tracking.schedule import next_check
from tracking.withdrawal import Look, is_missing, withdrawn_reason

# The last run reached the outlet, so that a 404 is the article's and not the server's.
_ANSWERING = (OutletState.OK, OutletState.QUIET, OutletState.LATE)
_WATCHED = (CandidateState.OPEN, CandidateState.PENDING, CandidateState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Tracked:
    """How many changes, withdrawals and returns one pass found."""

    changed: int
    withdrawn: int


def track(session: Session, now: datetime) -> Tracked:
    """Say what changed, decide what is withdrawn, and plan the next looks, for all that was looked at."""
    changed = _describe_changes(session)
    withdrawn = 0
    for article in _looked_at(session):
        looks = [Look(c.at, c.kind, c.reason) for c in checks_since_seen(session, article)]
        if article.current and is_missing(looks) and article.state is not ArticleState.WITHDRAWN:
            reason = withdrawn_reason(looks, article.outlet.state in _ANSWERING)
            article.state = ArticleState.WITHDRAWN if reason else ArticleState.MISSING
            if reason:
                article.withdrawn_at, article.withdrawn_reason = now, reason
                withdrawn += 1
        assert article.checked_at is not None  # _looked_at selects these
        article.next_check_at = next_check(
            article.first_seen_at,
            article.checked_at,
            missing_since=looks[0].at if is_missing(looks) else None,
            watched=_is_watched(session, article),
        )
    return Tracked(changed, withdrawn)


def _describe_changes(session: Session) -> int:
    old = aliased(Version)
    described = exists().where(Change.article_id == Version.article_id, Change.to_number == Version.number)
    # The same page as another reader saw it is a new reading: the article has not changed.
    other_page = or_(
        old.raw.is_(None), Version.raw.is_(None), old.raw != Version.raw, old.reader == Version.reader
    )
    query = (
        select(old, Version)
        .join(Version, (Version.article_id == old.article_id) & (Version.number == old.number + 1))
        .where(~described, other_page)
    )
    count = 0
    for before, version in session.execute(query.order_by(Version.fetched_at, Version.id)):
        difference = compare(_reading(before), _reading(version))
        session.add(
            Change(
                article_id=version.article_id,
                to_number=version.number,
                at=version.fetched_at,
                matters=difference.matters,
                summary=list(difference.summary),
            )
        )
        count += 1
    return count


def _reading(version: Version) -> Reading:
    return Reading(version.title, version.body, version.subtitle, version.source, version.published_on)


def _looked_at(session: Session) -> list[Article]:
    """Articles whose last look has not been followed by a plan for the next one."""
    unplanned = or_(Article.next_check_at.is_(None), Article.next_check_at <= Article.checked_at)
    query = select(Article).where(Article.checked_at.is_not(None), unplanned)
    return list(session.scalars(query.options(joinedload(Article.outlet))))


def _is_watched(session: Session, article: Article) -> bool:
    query = (
        select(Candidate.id)
        .join(StoryArticle, StoryArticle.story_id == Candidate.story_id)
        .where(StoryArticle.article_id == article.id, Candidate.state.in_(_WATCHED))
    )
    return session.scalars(query.limit(1)).first() is not None
