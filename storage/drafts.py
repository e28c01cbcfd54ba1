"""The next issue: drafts, their items, who changed and approved what, pictures."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from storage.models import (
    Article,
    Change,
    Deed,
    Draft,
    DraftChange,
    DraftItem,
    Issue,
    Picture,
    Review,
    Version,
)
from storage.upsert import insert_missing, rows_touched

# Whoever did one of these to an item is an author of it.
AUTHORS = (Deed.ADDED, Deed.EDITED, Deed.PICTURE, Deed.PROPOSED)

_ITEMS = selectinload(Draft.items)
_WITH_ITEMS = (
    _ITEMS.joinedload(DraftItem.article).joinedload(Article.outlet),
    _ITEMS.joinedload(DraftItem.candidate),
    _ITEMS.joinedload(DraftItem.picture),
    _ITEMS.selectinload(DraftItem.reviews),
)


def open_drafts(session: Session) -> list[Draft]:
    """Drafts that were not printed yet, the oldest first."""
    query = select(Draft).where(Draft.closed_at.is_(None)).options(*_WITH_ITEMS)
    return list(session.scalars(query.order_by(Draft.id)))


def find_draft(session: Session, draft_id: int) -> Draft | None:
    """A draft with all that belongs to its items."""
    return session.scalar(select(Draft).where(Draft.id == draft_id).options(*_WITH_ITEMS))


def find_item(session: Session, item_id: int) -> DraftItem | None:
    """An item of any draft."""
    query = select(DraftItem).where(DraftItem.id == item_id)
    return session.scalar(
        query.options(
            joinedload(DraftItem.draft),
            joinedload(DraftItem.article).joinedload(Article.outlet),
            joinedload(DraftItem.picture),
            selectinload(DraftItem.reviews),
        )
    )


def open_item_of(session: Session, candidate_id: int) -> DraftItem | None:
    """The candidate's item in a draft that was not printed yet."""
    query = select(DraftItem).join(Draft).where(DraftItem.candidate_id == candidate_id)
    return session.scalar(query.where(Draft.closed_at.is_(None)).options(selectinload(DraftItem.reviews)))


def was_printed(session: Session, candidate_id: int) -> bool:
    """Whether a draft that held the candidate was closed as printed."""
    query = (
        select(DraftItem.id)
        .join(Draft)
        .where(DraftItem.candidate_id == candidate_id, Draft.issue_id.is_not(None), DraftItem.held.is_(False))
    )
    return session.scalar(query.limit(1)) is not None


def last_removed(session: Session, candidate_id: int) -> DraftChange | None:
    """How the candidate's item was when it was last taken out of a draft."""
    query = select(DraftChange).where(
        DraftChange.candidate_id == candidate_id, DraftChange.deed == Deed.REMOVED
    )
    return session.scalar(query.order_by(DraftChange.id.desc()).limit(1))


def last_issue(session: Session) -> Issue | None:
    """The newest numbered issue in force."""
    query = select(Issue).where(Issue.superseded_by_id.is_(None), Issue.number.is_not(None))
    return session.scalar(query.order_by(Issue.issued_on.desc(), Issue.number.desc()).limit(1))


def take_revision(session: Session, row: Draft | DraftItem, revision: int) -> bool:
    """Count a change to what was seen at `revision`; False where somebody was faster."""
    table = type(row)
    statement = update(table).where(table.id == row.id, table.revision == revision)
    if rows_touched(session, statement.values(revision=revision + 1)) != 1:
        return False
    session.refresh(row, ["revision"])
    return True


def log(
    session: Session,
    draft: Draft,
    deed: Deed,
    *,
    by: str,
    at: datetime,
    item: DraftItem | None = None,
    before: Mapping[str, object] | None = None,
) -> None:
    """Keep what was done, and how it was before."""
    session.add(
        DraftChange(
            draft_id=draft.id,
            item_id=item.id if item else None,
            candidate_id=item.candidate_id if item else None,
            deed=deed,
            by=by,
            at=at,
            before=dict(before or {}),
        )
    )


def changes_of(session: Session, draft_id: int, limit: int) -> list[DraftChange]:
    """What was done to a draft, the newest first."""
    query = select(DraftChange).where(DraftChange.draft_id == draft_id)
    return list(session.scalars(query.order_by(DraftChange.id.desc()).limit(limit)))


def authors(session: Session, items: Iterable[DraftItem]) -> dict[int, frozenset[str]]:
    """Who put in or changed each item, by the item's id."""
    ids = [item.id for item in items]
    query = select(DraftChange.item_id, DraftChange.by).where(
        DraftChange.item_id.in_(ids), DraftChange.deed.in_(AUTHORS)
    )
    found: dict[int, set[str]] = {id_: set() for id_ in ids}
    for item_id, by in session.execute(query):
        if item_id is not None and by:
            found[item_id].add(by)
    return {id_: frozenset(names) for id_, names in found.items()}


def standing_reviews(item: DraftItem) -> dict[int, Review]:
    """The approvals of an item that were not withdrawn, by stage."""
    return {review.stage: review for review in item.reviews if review.withdrawn_at is None}


def current_source(session: Session, item: DraftItem) -> Version | None:
    """What the item's source says now."""
    if item.article is None:
        return None
    return version_of(session, item.article.id, item.article.current)


def version_of(session: Session, article_id: int, number: int) -> Version | None:
    """One version of an article."""
    return session.scalar(select(Version).where(Version.article_id == article_id, Version.number == number))


def changes_since(session: Session, article_id: int, number: int) -> list[Change]:
    """What was said to have changed after version `number` of an article, oldest first."""
    query = select(Change).where(Change.article_id == article_id, Change.to_number > number)
    return list(session.scalars(query.order_by(Change.to_number)))


def keep_picture(
    session: Session, digest: str, data: bytes, *, width: int, height: int, at: datetime
) -> None:
    """Keep a picture once."""
    values = {"digest": digest, "data": data, "width": width, "height": height, "added_at": at}
    insert_missing(session, Picture, ("digest",), values)


def picture_data(session: Session, digest: str) -> bytes | None:
    """The bytes of a picture."""
    return session.scalar(select(Picture.data).where(Picture.digest == digest))
