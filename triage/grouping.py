"""Stories in the database: every article that was read gets a story, its own or that of an earlier one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.database import Database
from storage.models import Article as ArticleRow
from storage.models import Candidate, CandidateState, Story, StoryArticle, Version
from storage.models import Verdict as VerdictRow
from triage.compare import compare
from triage.judge import chances
from triage.model import Article, Verdict
from triage.piece import Piece
from triage.shelves import Shelves
from triage.stories import SHORTLIST, Known, joins, rank, reprint, told_by_archive
from triage.weights import Weights

# Why an article stands in a story: shown to editors, and by the second one a rejected story comes back.
REPRINT, REPORT, PROGRESS = "转载", "同一事件", "后续进展"
_LATER_STAGE = 0.5


@dataclass
class Grouping:
    """One pass over the articles that have no story yet.

    Nobody else makes stories meanwhile, so each is compared without holding up whoever writes, and then put down.
    """

    database: Database
    shelves: Shelves
    weights: Weights
    now: datetime

    def waiting(self) -> list[int]:
        """Articles that were read and have no story."""
        query = (
            select(ArticleRow.id)
            .outerjoin(StoryArticle, StoryArticle.article_id == ArticleRow.id)
            .where(StoryArticle.article_id.is_(None), ArticleRow.current > 0)
            .order_by(ArticleRow.id)
        )
        with self.database.reading() as session:
            return list(session.scalars(query))

    def place(self, ids: Sequence[int]) -> int:
        """Put articles into stories, those that may lead one first; how many stories that made."""
        with self.database.reading() as session:
            waiting = self.shelves.prepared(session, ids)
        ranked = sorted(waiting.items(), key=lambda pair: rank(pair[1][0]))
        return sum(self._place(id_, piece) for id_, (_, piece) in ranked)

    def _place(self, id_: int, piece: Piece) -> bool:
        """Put one article into its story; whether that is a new one."""
        with self.database.reading() as session:
            best = self._best(session, id_, piece)
        with self.database.session() as session:
            if best is None:
                story = Story(created_at=self.now)
                session.add(story)
                session.flush()
                session.add(StoryArticle(story_id=story.id, article_id=id_, lead=True))
                return True
            _, story_id, note = best
            session.add(StoryArticle(story_id=story_id, article_id=id_, lead=False, note=note))
            session.flush()
            self._elect(session, story_id)
        return False

    def _best(self, session: Session, id_: int, piece: Piece) -> tuple[float, int, str] | None:
        """The story that an article surely belongs to, how surely, and as what."""
        near = [other for other in self.shelves.articles.near(piece, SHORTLIST) if other != id_]
        best: tuple[float, int, str] | None = None
        for story_id in _stories_of(session, near):
            fit = self._fit(session, id_, piece, story_id)
            if fit is not None and (best is None or fit[0] > best[0]):
                best = fit[0], story_id, fit[1]
        return best

    def _fit(self, session: Session, id_: int, piece: Piece, story_id: int) -> tuple[float, str] | None:
        """How sure it is that an article belongs to a story, and as what; None where it does not."""
        found = self._members(session, story_id)
        if not found:
            return None
        members = [member for _, _, member in found]
        told = told_by_archive(self._known(session, id_), self._known(session, found[0][0].article_id))
        chance = 1.0 if told else joins(piece, members, self.weights) if told is None else None
        if chance is not None:
            return chance, REPRINT if any(reprint(piece, member) for member in members) else REPORT
        if _rejected(session, story_id):
            later = chances(compare(piece, members[0], self.weights, issue=False), self.weights)[1]
            return (later, PROGRESS) if later >= _LATER_STAGE else None
        return None

    def _known(self, session: Session, id_: int) -> Known | None:
        """What the verdict on an article says; nothing where its item is a round-up of several events."""
        query = (
            select(VerdictRow)
            .join(Version, Version.id == VerdictRow.version_id)
            .join(ArticleRow, (ArticleRow.id == Version.article_id) & (ArticleRow.current == Version.number))
            .where(ArticleRow.id == id_)
        )
        verdict = session.scalars(query).one_or_none()
        if verdict is None or verdict.item_id is None or self.shelves.archive.entries[verdict.item_id].parts:
            return None
        return Known(verdict.item_id, None, Verdict(verdict.kind), verdict.unsure)

    def _members(self, session: Session, story_id: int) -> list[tuple[StoryArticle, Article, Piece]]:
        """The articles of a story, the lead first."""
        query = select(StoryArticle).where(StoryArticle.story_id == story_id)
        places = session.scalars(query.order_by(StoryArticle.lead.desc(), StoryArticle.article_id)).all()
        texts = self.shelves.prepared(session, [place.article_id for place in places])
        return [(place, *texts[place.article_id]) for place in places if place.article_id in texts]

    def _elect(self, session: Session, story_id: int) -> None:
        """The most authoritative and fullest article leads; one of a later stage before those of an earlier."""
        members = self._members(session, story_id)
        lead = min(members, key=lambda member: (member[0].note != PROGRESS, rank(member[1])))
        for place, _, _ in members:
            place.lead = place is lead[0]


def _stories_of(session: Session, articles: Sequence[int]) -> list[int]:
    """The stories of articles, in the order of the articles."""
    query = select(StoryArticle.article_id, StoryArticle.story_id).where(
        StoryArticle.article_id.in_(articles)
    )
    of = {article: story for article, story in session.execute(query)}  # noqa: C416
    return list(dict.fromkeys(of[article] for article in articles if article in of))


def _rejected(session: Session, story_id: int) -> bool:
    query = select(Candidate.id).where(
        Candidate.story_id == story_id, Candidate.state == CandidateState.REJECTED
    )
    return session.scalars(query.limit(1)).first() is not None
