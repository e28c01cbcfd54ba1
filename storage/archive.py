"""The archive of past issues: adding, superseding, reading back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from storage.models import Issue, Item


class AddedAs(StrEnum):
    """What adding an issue came to."""

    NEW = "new"
    KNOWN = "known"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item to keep, in the words of the contract."""

    position: int
    title: str
    body: str
    source: str | None
    byline: str | None
    section: str


@dataclass(frozen=True, slots=True)
class IssueRow:
    """One reading of an issue to keep. `fingerprint` tells issues apart, `digest` readings of one issue."""

    fingerprint: str
    digest: str
    file: str
    kind: str
    title: str
    number: int | None
    issued_on: date | None
    warnings: tuple[str, ...]
    items: tuple[ItemRow, ...]


def add_issue(session: Session, row: IssueRow, at: datetime) -> tuple[Issue, AddedAs]:
    """Keep an issue once. The same reading again is known; another one supersedes the older, which stays."""
    known = session.scalar(
        select(Issue).where(Issue.fingerprint == row.fingerprint, Issue.digest == row.digest)
    )
    if known is not None and known.superseded_by_id is None:
        return known, AddedAs.KNOWN
    earlier = list(
        session.scalars(
            select(Issue).where(Issue.fingerprint == row.fingerprint, Issue.superseded_by_id.is_(None))
        )
    )
    # A reading that had been superseded and is given again is the wanted one once more.
    issue = known or _new_issue(session, row, at)
    issue.superseded_by_id = None
    for old in earlier:
        old.superseded_by_id = issue.id
    return issue, AddedAs.CORRECTED if earlier else AddedAs.NEW


def _new_issue(session: Session, row: IssueRow, at: datetime) -> Issue:
    issue = Issue(
        fingerprint=row.fingerprint,
        digest=row.digest,
        file=row.file,
        kind=row.kind,
        title=row.title,
        number=row.number,
        issued_on=row.issued_on,
        warnings=list(row.warnings),
        added_at=at,
        items=[
            Item(
                position=item.position,
                title=item.title,
                body=item.body,
                source=item.source,
                byline=item.byline,
                section=item.section,
            )
            for item in row.items
        ],
    )
    session.add(issue)
    session.flush()
    return issue


def current_issues(session: Session) -> list[Issue]:
    """All issues in force with their items, oldest first; superseded readings are left out."""
    query = select(Issue).where(Issue.superseded_by_id.is_(None)).options(selectinload(Issue.items))
    return list(session.scalars(query.order_by(Issue.issued_on, Issue.id)))


def current_issue_ids(session: Session) -> set[int]:
    """The ids of all issues in force."""
    return set(session.scalars(select(Issue.id).where(Issue.superseded_by_id.is_(None))))


def last_issue_date(session: Session) -> date | None:
    """The date of the newest issue; None while the archive is empty or knows no date."""
    return session.scalar(select(func.max(Issue.issued_on)).where(Issue.superseded_by_id.is_(None)))


def items_of(issues: Iterable[Issue]) -> list[tuple[Issue, Item]]:
    """Every item with its issue, in order."""
    return [(issue, item) for issue in issues for item in issue.items]
