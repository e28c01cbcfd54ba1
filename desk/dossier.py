"""All that is known of one article, for its page."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from base.clock import china
from desk.content import Piece
from desk.diff import Paragraph, difference
from desk.digest import WITHDRAWN, piece, relation
from desk.nearest import Nearest, PastItem
from storage import candidates, decisions, digests, dossiers
from storage.decisions import Standing
from storage.models import Article, Candidate, Change, Decision, Verdict, Version

# So many characters of a text are shown: what is longer is no article.
TEXT = 60_000


@dataclass(frozen=True, slots=True)
class Edition:
    """One version: its number, when it was fetched, whether its page is kept, what it changed."""

    number: int
    fetched: str
    raw: bool
    matters: bool
    summary: list[str]


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another article of the story, and why it belongs there."""

    piece: Piece
    note: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of an article, as an editor would mark what changed."""

    old: int
    new: int
    title: list[Paragraph]
    body: list[Paragraph]


@dataclass(frozen=True, slots=True)
class Proposed:
    """The article's story as a candidate: where it stands, why it was proposed, what was said of it."""

    candidate: int
    kind: str
    relevance: float
    reasons: list[str]
    standing: Standing
    history: list[Decision]


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict on the article."""

    relation: str
    unsure: bool
    new_facts: list[str]
    related: list[str]


@dataclass(frozen=True, slots=True)
class Dossier:
    """One article. `version` is the one that is shown; `withdrawn` says why it was taken back."""

    article: Article
    piece: Piece
    version: Version
    withdrawn: str | None
    proposed: Proposed | None
    judged: Judged | None
    siblings: list[Sibling]
    editions: list[Edition]
    comparison: Comparison | None
    nearest: list[PastItem]


def dossier(session: Session, article_id: int, nearest: Nearest, number: int | None = None) -> Dossier | None:
    """All about an article, with the text of version `number` (the current one); None where there is none."""
    article = dossiers.find_article(session, article_id)
    versions = dossiers.versions_of(session, article_id) if article else []
    shown = next((v for v in versions if number in (None, v.number)), None)
    if article is None or shown is None:
        return None
    story, notes = dossiers.story_of(session, article_id)
    changes = dossiers.changes_of(session, article_id)
    before = next((v for v in versions if v.number < shown.number), None)
    verdict = digests.verdict_of(session, shown)
    candidate = next(iter(candidates.of_article(session, article_id)), None)
    return Dossier(
        article=article,
        piece=piece(article, shown),
        version=shown,
        withdrawn=_withdrawn(article),
        proposed=_proposed(session, candidate) if candidate else None,
        judged=_judged(verdict) if verdict else None,
        siblings=[
            Sibling(piece(m.article, m.version), notes[m.article.id])
            for m in story
            if m.article.id != article_id
        ],
        editions=[_edition(v, changes.get(v.number)) for v in versions],
        comparison=_comparison(before, shown) if before else None,
        nearest=nearest.near(session, shown),
    )


def _withdrawn(article: Article) -> str | None:
    if article.withdrawn_at is None:
        return None
    return WITHDRAWN.get(article.withdrawn_reason or "", article.withdrawn_reason or "")


def _proposed(session: Session, candidate: Candidate) -> Proposed:
    return Proposed(
        candidate=candidate.id,
        kind=candidate.kind,
        relevance=candidate.relevance,
        reasons=candidate.reasons,
        standing=decisions.standings(session, [candidate.id])[candidate.id],
        history=decisions.decisions_on(session, candidate.id),
    )


def _judged(verdict: Verdict) -> Judged:
    return Judged(relation(verdict), verdict.unsure, verdict.new_facts, verdict.related)


def _edition(version: Version, change: Change | None) -> Edition:
    return Edition(
        number=version.number,
        fetched=_minute(version.fetched_at),
        raw=version.raw is not None,
        matters=change is not None and change.matters,
        summary=change.summary if change else [],
    )


def _comparison(old: Version, new: Version) -> Comparison:
    title = difference(old.title[:TEXT], new.title[:TEXT])
    return Comparison(old.number, new.number, title, difference(old.body[:TEXT], new.body[:TEXT]))


def _minute(moment: datetime) -> str:
    return china(moment).isoformat(timespec="minutes")
