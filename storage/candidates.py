"""Queries for the editors' lists of candidates, light enough to look through all that are on the desk."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, Text, cast, func, or_, select
from sqlalchemy.orm import Session

from storage.digests import Span
from storage.models import (
    Article,
    Candidate,
    CandidateState,
    Change,
    Decision,
    Outlet,
    StoryArticle,
    Verdict,
    VerdictKind,
    Version,
)

# No list is longer: an editor never sees its end.
MOST = 5000


@dataclass(frozen=True, slots=True)
class Line:
    """A candidate as far as filters ask: its lead's outlet, its subjects and cities."""

    candidate: int
    kind: VerdictKind
    state: CandidateState
    outlet: str
    outlet_name: str
    domains: tuple[str, ...]
    cities: tuple[str, ...]


def on_the_desk(session: Session, decided_since: datetime) -> list[Line]:
    """What waits for a decision, and what was decided since then, so that it can be undone; best first."""
    decided = select(Decision.candidate_id).where(Decision.at >= decided_since, Decision.undone_at.is_(None))
    undecided = Candidate.state.in_((CandidateState.OPEN, CandidateState.PENDING))
    return _lines(session, or_(undecided, Candidate.id.in_(decided)))


def in_state(session: Session, state: CandidateState) -> list[Line]:
    """All candidates in one state, best first."""
    return _lines(session, Candidate.state == state)


def these(session: Session, candidates: Iterable[int]) -> dict[int, Line]:
    """The lines of some candidates, by id."""
    return {line.candidate: line for line in _lines(session, Candidate.id.in_(list(candidates)))}


def _lines(session: Session, which: ColumnElement[bool]) -> list[Line]:
    query = (
        select(
            Candidate.id,
            Candidate.kind,
            Candidate.state,
            Outlet.key,
            Outlet.name,
            # As JSON text, which is the same few times over: decoding each is what a long list would cost.
            cast(Candidate.domains, Text),
            cast(Candidate.cities, Text),
        )
        .join(StoryArticle, (StoryArticle.story_id == Candidate.story_id) & StoryArticle.lead)
        .join(Article, Article.id == StoryArticle.article_id)
        .join(Outlet, Outlet.key == Article.outlet_key)
        .where(which)
        .order_by(Candidate.relevance.desc(), Candidate.id)
        .limit(MOST)
    )
    return [
        Line(id_, kind, state, outlet, name, _labels(domains), _labels(cities))
        for id_, kind, state, outlet, name, domains, cities in session.execute(query)
    ]


@lru_cache(maxsize=4096)
def _labels(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def load(session: Session, candidates: Sequence[int]) -> list[Candidate]:
    """Candidates by id, in the given order."""
    query = select(Candidate).where(Candidate.id.in_(candidates))
    found = {candidate.id: candidate for candidate in session.scalars(query)}
    return [found[id_] for id_ in candidates if id_ in found]


def of_article(session: Session, article_id: int) -> list[Candidate]:
    """The candidates of the article's story, the newest first."""
    query = (
        select(Candidate)
        .join(StoryArticle, StoryArticle.story_id == Candidate.story_id)
        .where(StoryArticle.article_id == article_id)
    )
    return list(session.scalars(query.order_by(Candidate.id.desc())))


def states_of(session: Session, articles: Iterable[int]) -> dict[int, tuple[int, CandidateState]]:
    """The candidates that articles belong to and their states, by article; the newest of several."""
    query = (
        select(StoryArticle.article_id, Candidate.id, Candidate.state)
        .join(Candidate, Candidate.story_id == StoryArticle.story_id)
        .where(StoryArticle.article_id.in_(list(articles)))
        .order_by(Candidate.id)
    )
    return {article: (candidate, state) for article, candidate, state in session.execute(query)}


@dataclass(frozen=True, slots=True)
class Counts:
    """How much came within a span, beside the candidates."""

    changed: int
    withdrawn: int
    covered: int
    folded: int


def counts(session: Session, span: Span) -> Counts:
    """How many changes, withdrawals, covered articles and folded candidates a span holds."""
    covered = (
        select(func.count())
        .select_from(Verdict)
        .join(Version, Version.id == Verdict.version_id)
        .where(Verdict.kind == VerdictKind.COVERED, *_within(Version.fetched_at, span))
    )
    folded = select(func.count()).where(
        Candidate.state == CandidateState.FOLDED,
        Candidate.shown == 0,
        *_within(Candidate.created_at, span),
    )
    return Counts(
        changed=session.scalar(select(func.count()).where(*_within(Change.at, span))) or 0,
        withdrawn=session.scalar(select(func.count()).where(*_within(Article.withdrawn_at, span))) or 0,
        covered=session.scalar(covered) or 0,
        folded=session.scalar(folded) or 0,
    )


def _within(moment: SQLColumnExpression[Any], span: Span) -> list[ColumnElement[bool]]:
    since = [moment > span.since] if span.since is not None else []
    return [moment <= span.until, *since]
