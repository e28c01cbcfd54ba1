"""The life of a candidate: who is proposed, as what, and when a proposal has had its answer."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from base.clock import CHINA, china_date
from base.settings import Settings
from storage.database import Database
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
from triage.relevance import Ranker, Relevance
from triage.shelves import Shelves

_UNDECIDED = (CandidateState.OPEN, CandidateState.FOLDED)
# What printing answers. A rejected candidate stays rejected.
_ANSWERED = (*_UNDECIDED, CandidateState.PENDING, CandidateState.ACCEPTED)
# Whose relevance is kept up to date.
_RANKED = (*_UNDECIDED, CandidateState.PENDING)
# So many stories are settled or ranked at a time.
_BATCH = 200


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
    """One pass that brings the candidates in line with verdicts and stories, a few in each transaction."""

    database: Database
    shelves: Shelves
    ranker: Ranker
    settings: Settings
    window: Window
    now: datetime

    def settle(self) -> int:
        """Settle every story that is near enough in time; how many were newly proposed."""
        with self.database.reading() as session:
            stories = _stories(session, self.window)
        made, ids = 0, sorted(stories)
        for at in range(0, len(ids), _BATCH):
            with self.database.session() as session:
                made += self._propose(session, {id_: stories[id_] for id_ in ids[at : at + _BATCH]})
        self._rank(stories)
        return made

    def _propose(self, session: Session, stories: Mapping[int, Sequence[_Member]]) -> int:
        """Give stories the candidates they should have; the new ones stay folded until they are ranked."""
        made = 0
        known_of: dict[int, dict[VerdictKind, Candidate]] = {id_: {} for id_ in stories}
        for known in session.scalars(select(Candidate).where(Candidate.story_id.in_(stories))):
            known_of[known.story_id][known.kind] = known
        for story_id, members in stories.items():
            kind, existing = _kind(members), known_of[story_id]
            if kind is VerdictKind.COVERED:
                for known in existing.values():
                    if known.state in _ANSWERED:
                        known.state = CandidateState.PRINTED
                continue
            if _standing(session, existing, kind) is None and _wanted(members, existing, kind, self.window):
                new = Candidate(story_id=story_id, kind=kind, state=CandidateState.FOLDED, shown=0)
                new.relevance, new.reasons, new.created_at = 0.0, [], self.now
                session.add(new)
                made += 1
        return made

    def _rank(self, stories: Mapping[int, Sequence[_Member]]) -> None:
        """Rank the candidates that were never ranked, or whose story or ranker is not what it was then."""
        keys = {id_: self._key(members) for id_, members in stories.items()}
        query = select(Candidate.id, Candidate.story_id, Candidate.ranked_by)
        with self.database.reading() as session:
            waiting = [
                (id_, story_id)
                for id_, story_id, ranked_by in session.execute(query.where(Candidate.state.in_(_RANKED)))
                if story_id in keys and ranked_by != keys[story_id]
            ]
        for at in range(0, len(waiting), _BATCH):
            some = dict(waiting[at : at + _BATCH])
            with self.database.reading() as session:
                told = self._told(session, {id_: stories[story_id] for id_, story_id in some.items()})
            with self.database.session() as session:
                ranked = select(Candidate).where(Candidate.id.in_(told), Candidate.state.in_(_RANKED))
                for candidate in session.scalars(ranked):
                    self._note(candidate, told[candidate.id], keys[candidate.story_id])

    def _key(self, members: Sequence[_Member]) -> str:
        """Equal while nothing changes that a story's relevance, or what follows from it, depends on."""
        lead = _lead(members)
        known = (lead.verdict.version_id, lead.verdict.score, _reprints(members), self.settings.folded_below)
        return hashlib.sha256(f"{self.ranker.key} {known}".encode()).hexdigest()

    def _told(self, session: Session, stories: Mapping[int, Sequence[_Member]]) -> dict[int, Relevance]:
        """The relevance of stories, which is their leads'; under the same keys."""
        leads = {id_: _lead(members) for id_, members in stories.items()}
        prepared = self.shelves.prepared(session, [lead.article.id for lead in leads.values()])
        return {
            id_: self.ranker.rank(
                prepared[lead.article.id][1], same=lead.verdict.score, reprints=_reprints(stories[id_])
            )
            for id_, lead in leads.items()
        }

    def _note(self, candidate: Candidate, told: Relevance, key: str) -> None:
        """What ranks low is folded, unless it has been shown."""
        candidate.relevance, candidate.reasons = told.chance, list(told.reasons)
        candidate.domains, candidate.cities = list(told.domains), list(told.cities)
        candidate.ranked_by = key
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


def _lead(members: Sequence[_Member]) -> _Member:
    return next((member for member in members if member.place.lead), members[0])


def _reprints(members: Sequence[_Member]) -> int:
    """In how many outlets a story stands beside its lead's."""
    return len({member.article.outlet_key for member in members}) - 1


def _kind(members: Sequence[_Member]) -> VerdictKind:
    """A story's verdict: its lead's, unless another report of it surely is covered."""
    lead = _lead(members)
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
