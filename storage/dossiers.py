"""Queries for one article's page."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from storage.digests import Member, members
from storage.models import Article, Change, StoryArticle, Version

# An article that changes more often than this is shown with its newest versions.
_VERSIONS = 50


def find_article(session: Session, article_id: int) -> Article | None:
    """An article with its outlet."""
    return session.scalar(select(Article).where(Article.id == article_id).options(joinedload(Article.outlet)))


def versions_of(session: Session, article_id: int) -> list[Version]:
    """What it said, the newest first."""
    query = select(Version).where(Version.article_id == article_id)
    return list(session.scalars(query.order_by(Version.number.desc()).limit(_VERSIONS)))


def changes_of(session: Session, article_id: int) -> dict[int, Change]:
    """What each version changed, by its number."""
    query = select(Change).where(Change.article_id == article_id)
    return {change.to_number: change for change in session.scalars(query)}


def story_of(session: Session, article_id: int) -> tuple[list[Member], dict[int, str]]:
    """The articles of its story, the lead first, and why each belongs there, by the article's id."""
    places = select(StoryArticle).where(
        StoryArticle.story_id.in_(select(StoryArticle.story_id).where(StoryArticle.article_id == article_id))
    )
    notes = {place.article_id: place.note for place in session.scalars(places)}
    story = session.scalar(select(StoryArticle.story_id).where(StoryArticle.article_id == article_id))
    return (members(session, [story]).get(story, []) if story is not None else []), notes


def lead_of(session: Session, story_id: int) -> int | None:
    """The article that leads a story."""
    query = select(StoryArticle.article_id).where(StoryArticle.story_id == story_id)
    return session.scalar(query.order_by(StoryArticle.lead.desc(), StoryArticle.article_id).limit(1))
