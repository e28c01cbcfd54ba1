"""What the tables remember of an outlet: when its news came, and what its crawls saw."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from storage.models import Article, Outlet, Run, RunKind, RunState

# News is what was published this shortly before it was first seen; all else is the past, being filled in.
_NEWS = timedelta(days=3)


def news_times(session: Session, outlet_key: str, since: datetime, until: datetime) -> list[datetime]:
    """When each article that was news came in, in (since, until], the oldest first."""
    query = select(Article.first_seen_at, Article.published_on).where(
        Article.outlet_key == outlet_key, Article.first_seen_at > since, Article.first_seen_at <= until
    )
    return [
        seen
        for seen, day in session.execute(query.order_by(Article.first_seen_at))
        if day is None or seen.date() - day <= _NEWS
    ]


def ended_runs(
    session: Session, kinds: Sequence[RunKind], subject: str, since: datetime, until: datetime
) -> list[Run]:
    """A subject's runs that were carried out to their end, with slots in (since, until], the newest first."""
    query = select(Run).where(
        Run.kind.in_(kinds),
        Run.subject == subject,
        Run.slot > since,
        Run.slot <= until,
        Run.state == RunState.FINISHED,
    )
    return list(session.scalars(query.order_by(Run.slot.desc(), Run.id.desc())))


def newest_runs(session: Session, each: int, since: datetime) -> dict[tuple[RunKind, str], list[Run]]:
    """The newest runs since a moment that were carried out, by kind and subject, the newest first."""
    place = func.row_number().over(
        partition_by=(Run.kind, Run.subject), order_by=(Run.slot.desc(), Run.id.desc())
    )
    carried_out = Run.state.in_((RunState.FINISHED, RunState.FAILED))
    newest = select(Run.id, place.label("place")).where(carried_out, Run.slot > since).subquery()
    query = select(Run).join(newest, newest.c.id == Run.id).where(newest.c.place <= each)
    found: dict[tuple[RunKind, str], list[Run]] = {}
    for run in session.scalars(query.order_by(Run.slot.desc(), Run.id.desc())):
        found.setdefault((run.kind, run.subject), []).append(run)
    return found


def missed_since_read(session: Session, since: datetime) -> dict[str, datetime]:
    """Outlets that are on, with crawls missed since a moment and none carried out after; the newest slot."""
    done = aliased(Run)
    read_after = exists().where(
        done.kind == RunKind.CRAWL,
        done.subject == Run.subject,
        done.state.in_((RunState.FINISHED, RunState.FAILED)),
        done.finished_at >= Run.finished_at,
    )
    query = (
        select(Run.subject, func.max(Run.slot))
        .join(Outlet, (Outlet.key == Run.subject) & Outlet.enabled)
        .where(Run.kind == RunKind.CRAWL, Run.state == RunState.MISSED, Run.finished_at >= since, ~read_after)
        .group_by(Run.subject)
    )
    return dict(session.execute(query).all())


def digest_owed(session: Session, now: datetime) -> datetime | None:
    """When the first digest was due since the last one that was made; None where none is owed."""
    runs = select(func.max(Run.slot)).where(Run.kind == RunKind.DIGEST, Run.state == RunState.FINISHED)
    made = session.scalar(runs)
    owed = select(func.min(Run.slot)).where(Run.kind == RunKind.DIGEST, Run.slot <= now)
    return session.scalar(owed.where(Run.slot > made) if made else owed)
