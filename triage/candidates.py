"""The life of a candidate: who is proposed, as what, and when a proposal has had its answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from base.clock import CHINA, china_date
from base.settings import Settings
from storage.drafts import was_printed
from storage.models import (
    Article,
    ArticleState,
    Candidate,
    CandidateState,
    Decision,
    DecisionKind,
    StoryArticle,
    Verdict,
    VerdictKind,
    Version,
)
from triage.grouping import PROGRESS
from triage.relevance import Ranker
from triage.shelves import Shelves

_UNDECIDED = (CandidateState.OPEN, CandidateState.FOLDED)
# What printing answers. A rejected candidate stays rejected.
_ANSWERED = (*_UNDECIDED, CandidateState.PENDING, CandidateState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Window:
    """Only articles of [start, today] become candidates, so that the first crawl floods nobody."""

    start: date
    today: date

    @classmethod
    def until(cls, today: date, last_issue: date | None, days: int) -> "Window":
        """Since the last issue's date, at most `days` back."""
        earliest = today - timedelta(days=days)
        return cls(max(earliest, last_issue) if last_issue and last_issue <= today else earliest, today)

    def holds(self, article: Article) -> bool:
        """Whether an article was published (or, undated, first seen) inside the window."""
        return (
            self.start
            <= (article.published_on or china_date(article.first_seen_at))
            <= self.today + timedelta(days=1)
        )


@dataclass(frozen=True, slots=True)
class _Member:
    place: StoryArticle
    article: Article
    verdict: Verdict


def decided(session: Session) -> list[tuple[str, bool]]:
    """What editors accepted and rejected: the lead's text, once a story, by the latest decision that holds."""
    query = (
        select(Candidate.story_id, Decision.kind, Version.title, Version.body)
        .join(Decision, Decision.candidate_id == Candidate.id)
        .join(StoryArticle, (StoryArticle.story_id == Candidate.story_id) & StoryArticle.lead)
        .join(Article, Article.id == StoryArticle.article_id)
        .join(Version, (Version.article_id == Article.id) & (Version.number == Article.current))
        .where(Decision.undone_at.is_(None), Decision.kind != DecisionKind.PENDING)
        .order_by(Decision.at, Decision.id)
    )
    latest = {
        story: (f"{title}\n{body}", kind is DecisionKind.ACCEPT)
        for story, kind, title, body in session.execute(query)
    }
    return list(latest.values())


@dataclass
class Settlement:
    """One pass that brings the candidates in line with verdicts and stories."""

    session: Session
    shelves: Shelves
    ranker: Ranker
    settings: Settings
    window: Window
    now: datetime

    def settle(self) -> int:
        """Settle every story that is near enough in time; how many were newly proposed."""
        made = 0
        for story_id, members in _stories(self.session, self.window).items():
            lead = next((member for member in members if member.place.lead), members[0])
            kind = _kind(members, lead)
            query = select(Candidate).where(Candidate.story_id == story_id)
            existing = {known.kind: known for known in self.session.scalars(query)}
            if kind is VerdictKind.COVERED:
                for known in existing.values():
                    if known.state in _ANSWERED:
                        known.state = CandidateState.PRINTED
                continue
            candidate = _standing(self.session, existing, kind)
            if candidate is None and _wanted(members, existing, kind, self.window):
                candidate = Candidate(
                    story_id=story_id, kind=kind, state=CandidateState.OPEN, shown=0, created_at=self.now
                )
                self.session.add(candidate)
                made += 1
            if candidate is not None and candidate.state in (*_UNDECIDED, CandidateState.PENDING):
                self._rank(candidate, members, lead)
        self.session.flush()
        return made

    def _rank(self, candidate: Candidate, members: Sequence[_Member], lead: _Member) -> None:
        """Relevance and reasons of a story's lead; what ranks low is folded, unless it has been shown."""
        outlets = {member.article.outlet_key for member in members}
        _, piece = self.shelves.prepared(self.session, [lead.article.id])[lead.article.id]
        told = self.ranker.rank(piece, same=lead.verdict.score, reprints=len(outlets) - 1)
        candidate.relevance, candidate.reasons = told.chance, list(told.reasons)
        candidate.domains, candidate.cities = list(told.domains), list(told.cities)
        if candidate.state in _UNDECIDED and not candidate.shown:
            low = told.chance < self.settings.folded_below
            candidate.state = CandidateState.FOLDED if low else CandidateState.OPEN


def _stories(session: Session, window: Window) -> dict[int, list[_Member]]:
    """The stories that have an article in the window or a candidate without answer, with their judged articles."""
    recent = or_(
        Article.published_on >= window.start,
        Article.published_on.is_(None) & (Article.first_seen_at >= _midnight(window.start)),
    )
    in_window = (
        select(StoryArticle.story_id).join(Article, Article.id == StoryArticle.article_id).where(recent)
    )
    waiting = select(Candidate.story_id).where(Candidate.state.in_(_ANSWERED))
    query = (
        select(StoryArticle, Article, Verdict)
        .join(Article, Article.id == StoryArticle.article_id)
        .join(Version, (Version.article_id == Article.id) & (Version.number == Article.current))
        .join(Verdict, Verdict.version_id == Version.id)
        .where(or_(StoryArticle.story_id.in_(in_window), StoryArticle.story_id.in_(waiting)))
        .order_by(StoryArticle.story_id, StoryArticle.article_id)
    )
    found: dict[int, list[_Member]] = {}
    for place, article, verdict in session.execute(query):
        found.setdefault(place.story_id, []).append(_Member(place, article, verdict))
    return found


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=CHINA)


def _kind(members: Sequence[_Member], lead: _Member) -> VerdictKind:
    """A story's verdict: its lead's, unless another report of it surely is covered."""
    if lead.place.note == PROGRESS:
        return VerdictKind.UPDATE
    for member in members:
        if member.verdict.kind is VerdictKind.COVERED and not member.verdict.unsure:
            return VerdictKind.COVERED
    return lead.verdict.kind


def _wanted(
    members: Sequence[_Member], existing: dict[VerdictKind, Candidate], kind: VerdictKind, window: Window
) -> bool:
    """Whether a story may be proposed: in the window, still there, and not rejected as just this before."""
    live = [m for m in members if m.article.state is not ArticleState.WITHDRAWN and window.holds(m.article)]
    if not live:
        return False
    answered = [known for known in existing.values() if known.state is CandidateState.REJECTED]
    return not answered or (
        kind is VerdictKind.UPDATE and any(m.place.note == PROGRESS or m.verdict.kind is kind for m in live)
    )


def _standing(
    session: Session, existing: dict[VerdictKind, Candidate], kind: VerdictKind
) -> Candidate | None:
    """The candidate that stands for the story now, if there is one."""
    if kind in existing:
        candidate = existing[kind]
        if candidate.state is CandidateState.PRINTED and not was_printed(session, candidate.id):
            # The issue that printed it was superseded: what editors said of it holds again.
            candidate.state = _said(session, candidate)
        return candidate
    for candidate in existing.values():
        if candidate.state is not CandidateState.REJECTED:
            if candidate.state is CandidateState.PRINTED:
                return None if kind is VerdictKind.UPDATE else candidate
            candidate.kind = kind
            return candidate
    return None


def _said(session: Session, candidate: Candidate) -> CandidateState:
    query = (
        select(Decision.kind)
        .where(Decision.candidate_id == candidate.id, Decision.undone_at.is_(None))
        .order_by(Decision.at.desc(), Decision.id.desc())
    )
    states = {
        DecisionKind.ACCEPT: CandidateState.ACCEPTED,
        DecisionKind.REJECT: CandidateState.REJECTED,
        DecisionKind.PENDING: CandidateState.PENDING,
    }
    latest = session.scalars(query.limit(1)).first()
    return states[latest] if latest else CandidateState.OPEN
