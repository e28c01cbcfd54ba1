"""Triage on the database: verdicts, stories and candidates for all that is new. Idempotent.

Three passes: what was never judged, or was judged before an item came or went that it is near to, is judged; what
has no story gets one; candidates are brought in line with both. What takes time is done while reading, what is
written is written in many short transactions: nobody waits for triage, and a stop in between loses nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from base.clock import china_date
from base.settings import Settings
from storage.archive import last_issue_date
from storage.database import Database
from storage.models import Article as ArticleRow
from storage.models import Verdict, VerdictKind, Version
from triage.candidates import Settlement, Window, decided
from triage.grouping import Grouping
from triage.judge import judge, judge_pair
from triage.relevance import Ranker
from triage.shelves import Shelves
from triage.weights import Weights, shipped

_BATCH = 100
# So many articles that are most like an item that came are looked at again.
_TOUCHED = 200
# A new item that is less likely than this to be what an article reports does not touch the article.
_NOTICED = 0.05


@dataclass(frozen=True, slots=True)
class Triaged:
    """What one pass did; `learned_from` is the count of decisions that relevance knew."""

    judged: int
    covered: int
    updates: int
    stories: int
    candidates: int
    learned_from: int

    def as_counts(self) -> dict[str, int]:
        """By name, for the run's row."""
        return {name: getattr(self, name) for name in self.__slots__}


def triage_new(database: Database, settings: Settings, now: datetime) -> Triaged:
    """Judge all that is new as of `now`; the indexes are kept in the folder `index` under the home folder."""
    weights = shipped()
    shelves = Shelves(settings.home / "index", settings.home_province)
    with database.reading() as session:
        came, gone = shelves.sync_items(session)
        shelves.sync_articles(session)
        waiting = set(session.scalars(_unjudged(weights))) | _touched(session, shelves, came, gone, weights)
        ranker = Ranker(shelves.archive, weights).learn(decided(session))
    kinds: list[VerdictKind] = []
    for at in range(0, len(waiting), _BATCH):
        with database.reading() as session:
            verdicts = _judge(session, shelves, ranker, sorted(waiting)[at : at + _BATCH], now)
        with database.session() as session:
            for verdict in verdicts:
                session.merge(verdict)
        kinds += [verdict.kind for verdict in verdicts]
    grouping = Grouping(database, shelves, weights, now)
    alone = grouping.waiting()
    stories = sum(grouping.place(alone[at : at + _BATCH]) for at in range(0, len(alone), _BATCH))
    with database.reading() as session:
        window = Window.until(china_date(now), last_issue_date(session), settings.window_days)
    candidates = Settlement(database, shelves, ranker, settings, window, now).settle()
    shelves.save()
    return Triaged(
        judged=len(kinds),
        covered=kinds.count(VerdictKind.COVERED),
        updates=kinds.count(VerdictKind.UPDATE),
        stories=stories,
        candidates=candidates,
        learned_from=ranker.lessons.count,
    )


_CURRENT = (ArticleRow.id == Version.article_id) & (ArticleRow.current == Version.number)


def _unjudged(weights: Weights) -> Select[int]:
    """Ids of current versions that have no verdict of these weights."""
    stale = or_(Verdict.version_id.is_(None), Verdict.weights != weights.version)
    return (
        select(Version.id)
        .join(ArticleRow, _CURRENT)
        .outerjoin(Verdict, Verdict.version_id == Version.id)
        .where(stale)
    )


def _touched(
    session: Session, shelves: Shelves, came: set[int], gone: set[int], weights: Weights
) -> set[int]:
    """Ids of current versions whose nearest item went, or that an item which came is nearer to than theirs."""
    query = select(Version.id).join(ArticleRow, _CURRENT).join(Verdict, Verdict.version_id == Version.id)
    touched = set(session.scalars(query.where(Verdict.item_id.in_(gone)))) if gone else set()
    for number in sorted(came):
        entry = shelves.archive.entries[number]
        near = shelves.articles.near(entry.whole, _TOUCHED)
        rows = session.execute(
            select(ArticleRow.id, Version.id, Verdict.score)
            .join(Version, _CURRENT)
            .join(Verdict, Verdict.version_id == Version.id)
            .where(ArticleRow.id.in_(near))
        ).all()
        prepared = shelves.prepared(session, [row[0] for row in rows])
        for article_id, version_id, score in rows:
            if judge_pair(prepared[article_id][1], entry, weights).same > max(score, _NOTICED):
                touched.add(version_id)
    return touched


def _judge(
    session: Session, shelves: Shelves, ranker: Ranker, ids: Sequence[int], now: datetime
) -> list[Verdict]:
    """Judge some versions; their verdicts are to replace those they had."""
    query = select(Version).where(Version.id.in_(ids)).order_by(Version.id)
    versions = session.scalars(query.options(joinedload(Version.article).joinedload(ArticleRow.outlet)))
    verdicts = []
    for version in versions:
        article, piece = shelves.keep(version)
        judgement = judge(shelves.archive, article, piece, ranker.weights)
        told = ranker.rank(piece, same=judgement.score)
        verdicts.append(
            Verdict(
                version_id=version.id,
                kind=VerdictKind(judgement.verdict),
                item_id=judgement.number,
                score=judgement.score,
                confidence=judgement.confidence,
                unsure=judgement.unsure,
                evidence=list(judgement.evidence),
                related=list(judgement.related),
                new_facts=list(judgement.new_facts),
                relevance=told.chance,
                reasons=list(told.reasons),
                weights=judgement.version,
                judged_at=now,
            )
        )
    return verdicts
