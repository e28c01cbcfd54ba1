"""What befell the articles that editors have accepted or put in the draft."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, joinedload

from storage.models import (
    Article,
    Candidate,
    CandidateState,
    Change,
    Draft,
    DraftItem,
    StoryArticle,
    Version,
)


@dataclass(frozen=True, slots=True)
class Concern:
    """An article that concerns the next issue, and what befell it: `summary` of a change, or the `reason` why
    it was withdrawn. `name` tells this from any other such event.
    """

    name: str
    title: str
    outlet: str
    url: str
    drafted: bool
    summary: list[str] = field(default_factory=list)
    reason: str | None = None


def changed_lately(session: Session, since: datetime) -> list[Concern]:
    """Changes that matter since a moment, the oldest first."""
    query = (
        select(Change, Version, _is_drafted())
        .join(Article, Article.id == Change.article_id)
        .join(Version, (Version.article_id == Change.article_id) & (Version.number == Change.to_number))
        .where(Change.matters, Change.at > since, _is_wanted())
        .options(joinedload(Change.article).joinedload(Article.outlet))
        .order_by(Change.at, Change.id)
    )
    return [
        Concern(
            f"change {change.article_id} {change.to_number}",
            version.title,
            change.article.outlet.name,
            change.article.url,
            drafted,
            change.summary,
        )
        for change, version, drafted in session.execute(query)
    ]


def withdrawn_lately(session: Session, since: datetime) -> list[Concern]:
    """Articles that were withdrawn since a moment, the oldest first."""
    query = (
        select(Article, Version, _is_drafted())
        .join(Version, (Version.article_id == Article.id) & (Version.number == Article.current))
        .where(Article.withdrawn_at > since, _is_wanted())
        .options(joinedload(Article.outlet))
        .order_by(Article.withdrawn_at, Article.id)
    )
    return [
        Concern(
            f"withdrawn {article.id} {article.withdrawn_at:%Y-%m-%dT%H:%M}",
            version.title,
            article.outlet.name,
            article.url,
            drafted,
            reason=article.withdrawn_reason or "",
        )
        for article, version, drafted in session.execute(query)
    ]


def _is_wanted() -> ColumnElement[bool]:
    """The article leads a story that was accepted, or is the source of a piece in the unprinted draft."""
    accepted = (
        select(Candidate.id)
        .join(StoryArticle, StoryArticle.story_id == Candidate.story_id)
        .where(StoryArticle.article_id == Article.id, StoryArticle.lead)
        .where(Candidate.state == CandidateState.ACCEPTED)
    )
    return accepted.exists() | _is_drafted()


def _is_drafted() -> ColumnElement[bool]:
    return exists().where(
        DraftItem.article_id == Article.id, Draft.id == DraftItem.draft_id, Draft.issue_id.is_(None)
    )
