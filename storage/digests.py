"""Queries for the daily digest: what came, what changed, what was taken back since the last one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from storage.models import (
    Article,
    Candidate,
    CandidateState,
    Change,
    Digest,
    DigestEntry,
    Issue,
    Item,
    Outlet,
    StoryArticle,
    Verdict,
    VerdictKind,
    Version,
)

# What a list does not show is not fetched: bodies are long, and decoding JSON takes longer than the query.
_LISTED = (defer(Version.how), defer(Version.images), defer(Version.attachments))
_NAMED = (
    joinedload(Verdict.item).load_only(Item.title, Item.issue_id),
    joinedload(Verdict.item).joinedload(Item.issue).load_only(Issue.kind, Issue.number, Issue.issued_on),
)
_UNDECIDED = (CandidateState.OPEN, CandidateState.PENDING)


@dataclass(frozen=True, slots=True)
class Span:
    """The time a digest speaks of: (since, until]. `since` is None for the first digest."""

    since: datetime | None
    until: datetime


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a story with what it says now."""

    article: Article
    version: Version
    lead: bool


def digest_of(session: Session, day: date) -> Digest | None:
    """The digest of a day, as it was sent."""
    return session.scalar(select(Digest).where(Digest.day == day))


def has_digest(session: Session, day: date) -> bool:
    """Whether a day's digest was sent."""
    return session.scalar(select(Digest.id).where(Digest.day == day)) is not None


def digest_days(session: Session, start: int, count: int) -> list[tuple[date, int]]:
    """Days with a digest, the newest first, and how many candidates each listed above the fold."""
    listed = (
        select(func.count())
        .where(DigestEntry.digest_id == Digest.id, DigestEntry.folded.is_(False))
        .scalar_subquery()
    )
    query = select(Digest.day, listed).order_by(Digest.day.desc()).offset(start).limit(count)
    return [(day, number) for day, number in session.execute(query)]


def last_cutoff(session: Session, before: date) -> datetime | None:
    """The cut-off of the newest digest before a day."""
    return session.scalar(select(func.max(Digest.cutoff)).where(Digest.day < before))


def undecided(session: Session, until: datetime) -> list[Candidate]:
    """Candidates that wait for a decision, best first."""
    query = select(Candidate).where(Candidate.state.in_(_UNDECIDED), Candidate.created_at <= until)
    return list(session.scalars(query.order_by(Candidate.relevance.desc(), Candidate.id)))


def folded(session: Session, span: Span, limit: int | None = None) -> list[Candidate]:
    """Candidates that were folded from the start, of this span alone, best first."""
    query = select(Candidate).where(
        Candidate.state == CandidateState.FOLDED, Candidate.shown == 0, Candidate.created_at <= span.until
    )
    if span.since is not None:
        query = query.where(Candidate.created_at > span.since)
    return list(session.scalars(query.order_by(Candidate.relevance.desc(), Candidate.id).limit(limit)))


def members(session: Session, stories: Iterable[int]) -> dict[int, list[Member]]:
    """The articles of each story that were read, the lead first, then in the order in which they appeared."""
    query = (
        select(StoryArticle, Version)
        .join(Article, Article.id == StoryArticle.article_id)
        .join(Version, (Version.article_id == Article.id) & (Version.number == Article.current))
        .where(StoryArticle.story_id.in_(list(stories)))
        .options(joinedload(StoryArticle.article).joinedload(Article.outlet), *_LISTED)
        .order_by(StoryArticle.lead.desc(), Article.published_on, Article.published_at, Article.id)
    )
    found: dict[int, list[Member]] = {}
    for place, version in session.execute(query):
        found.setdefault(place.story_id, []).append(Member(place.article, version, place.lead))
    return found


def changes(session: Session, span: Span, limit: int | None = None) -> list[tuple[Change, Version]]:
    """Changes of the span with what the article says since, those that matter first."""
    query = (
        select(Change, Version)
        .join(Version, (Version.article_id == Change.article_id) & (Version.number == Change.to_number))
        .where(Change.at <= span.until)
        .options(joinedload(Change.article).joinedload(Article.outlet))
        .order_by(Change.matters.desc(), Change.at, Change.id)
    )
    if span.since is not None:
        query = query.where(Change.at > span.since)
    return [(change, version) for change, version in session.execute(query.limit(limit))]


def withdrawn(session: Session, span: Span, limit: int | None = None) -> list[tuple[Article, Version]]:
    """Articles that counted as withdrawn within the span, with what they said last."""
    query = (
        select(Article, Version)
        .join(Version, (Version.article_id == Article.id) & (Version.number == Article.current))
        .where(Article.withdrawn_at <= span.until)
        .options(joinedload(Article.outlet))
        .order_by(Article.withdrawn_at, Article.id)
    )
    if span.since is not None:
        query = query.where(Article.withdrawn_at > span.since)
    return [(article, version) for article, version in session.execute(query.limit(limit))]


def covered(session: Session, span: Span, limit: int | None = None) -> list[Verdict]:
    """Verdicts "covered" on what was fetched within the span, the doubtful ones first."""
    query = (
        select(Verdict)
        .join(Version, Version.id == Verdict.version_id)
        .where(Verdict.kind == VerdictKind.COVERED, Version.fetched_at <= span.until)
        .options(
            joinedload(Verdict.version).load_only(Version.title, Version.source, Version.article_id),
            joinedload(Verdict.version).joinedload(Version.article).joinedload(Article.outlet),
            *_NAMED,
        )
        .order_by(Verdict.unsure.desc(), Verdict.confidence, Verdict.version_id)
    )
    if span.since is not None:
        query = query.where(Version.fetched_at > span.since)
    return list(session.scalars(query.limit(limit)))


def verdicts(session: Session, versions: Iterable[int]) -> dict[int, Verdict]:
    """The judgements on versions, by the version's id, with the items they name."""
    query = select(Verdict).where(Verdict.version_id.in_(list(versions)))
    found = session.scalars(query.options(*_NAMED))
    return {verdict.version_id: verdict for verdict in found}


def verdict_of(session: Session, version: Version) -> Verdict | None:
    """The judgement on one version, with the item it names."""
    return verdicts(session, [version.id]).get(version.id)


def watched_outlets(session: Session) -> list[Outlet]:
    """Enabled outlets first, then those that are declared but off."""
    query = select(Outlet).options(selectinload(Outlet.columns))
    return list(session.scalars(query.order_by(Outlet.enabled.desc(), Outlet.key)))


def first_versions(session: Session, span: Span) -> dict[str, int]:
    """How many articles were read for the first time within the span, by outlet."""
    query = (
        select(Article.outlet_key, func.count())
        .join(Version, (Version.article_id == Article.id) & (Version.number == 1))
        .where(Version.fetched_at <= span.until)
        .group_by(Article.outlet_key)
    )
    if span.since is not None:
        query = query.where(Version.fetched_at > span.since)
    return dict(session.execute(query).all())


def newest_digests(session: Session, limit: int) -> list[Digest]:
    """The newest digests that were kept, the newest first."""
    return list(session.scalars(select(Digest).order_by(Digest.day.desc()).limit(limit)))
