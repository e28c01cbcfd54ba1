"""What need not be kept any longer. Versions, decisions and digests are kept for ever."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from storage.models import (
    Alert,
    Candidate,
    CandidateState,
    Decision,
    DraftItem,
    Message,
    MessageState,
    Run,
    RunState,
    StoryArticle,
    Version,
)

_ENDED = (RunState.FINISHED, RunState.FAILED, RunState.MISSED)


def raw_pages_to_keep(session: Session, since: datetime) -> set[str]:
    """The names of the raw pages and files that are still wanted.

    Those of versions fetched since a moment, and for ever those of articles that anybody decided about, that
    stand in a draft, or that were printed.
    """
    query = select(Version.raw, Version.how).where(or_(Version.fetched_at >= since, _wanted_for_ever()))
    return {name for raw, how in session.execute(query) for name in (raw, how.get("attachment")) if name}


def _wanted_for_ever() -> ColumnElement[bool]:
    decided = (
        select(StoryArticle.article_id)
        .join(Candidate, Candidate.story_id == StoryArticle.story_id)
        .where(
            or_(
                Candidate.state == CandidateState.PRINTED,
                Candidate.id.in_(select(Decision.candidate_id)),
                Candidate.id.in_(select(DraftItem.candidate_id).where(DraftItem.candidate_id.is_not(None))),
            )
        )
    )
    drafted = select(DraftItem.article_id).where(DraftItem.article_id.is_not(None))
    return or_(Version.article_id.in_(decided), Version.article_id.in_(drafted))


def forget_before(session: Session, before: datetime) -> None:
    """Drop ended runs, closed alerts and messages that are older than anybody looks back."""
    old = (Run.slot < before, Run.state.in_(_ENDED))
    session.execute(update(Run).where(*old).values(judged_by=None))
    session.execute(update(Run).where(Run.judged_by.in_(select(Run.id).where(*old))).values(judged_by=None))
    session.execute(delete(Run).where(*old))
    session.execute(delete(Alert).where(Alert.closed_at < before))
    session.execute(delete(Message).where(Message.created_at < before, Message.state != MessageState.WAITING))
