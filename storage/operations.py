"""Queries for the operator's page: what ran, when an outlet was last read, and its rhythm."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.models import FETCHING, Article, Run, RunState


def last_success(session: Session) -> dict[str, datetime]:
    """When each outlet was last read to the end, by key."""
    query = (
        select(Run.subject, func.max(Run.finished_at))
        .where(Run.kind.in_(FETCHING), Run.state == RunState.FINISHED)
        .group_by(Run.subject)
    )
    return {subject: finished for subject, finished in session.execute(query) if finished is not None}


def published_per_day(session: Session, since: date, until: date) -> dict[str, dict[date, int]]:
    """How many articles each outlet published on each day from `since` to `until`, by key and day."""
    query = (
        select(Article.outlet_key, Article.published_on, func.count())
        .where(Article.published_on >= since, Article.published_on <= until)
        .group_by(Article.outlet_key, Article.published_on)
    )
    found: dict[str, dict[date, int]] = {}
    for outlet, day, count in session.execute(query):
        if day is not None:
            found.setdefault(outlet, {})[day] = count
    return found


def newest_runs(session: Session, count: int) -> list[Run]:
    """What ended last, the newest first."""
    ended = (RunState.FINISHED, RunState.FAILED, RunState.MISSED)
    query = select(Run).where(Run.state.in_(ended)).order_by(Run.slot.desc(), Run.id.desc())
    return list(session.scalars(query.limit(count)))
