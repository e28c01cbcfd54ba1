"""Closing a draft as printed: it becomes an issue of the archive; what was held goes into the next."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from base.settings import BulletinSettings
from bulletins.export import Format, file_name
from bulletins.identity import content_digest, fingerprint
from desk.draft import current, renumber, take
from desk.edition import edition_of, issue_of, require_complete
from desk.reviews import printed, withdraw
from storage import drafts
from storage.archive import IssueRow, ItemRow, add_issue
from storage.models import CandidateState, Deed, Draft, Issue


def close(
    session: Session, draft: Draft, revision: int, settings: BulletinSettings, *, by: str, at: datetime
) -> Issue:
    """Keep the draft as a printed issue; whether it was reviewed is the office's affair by now.

    Raises UsageError where something is missing, Conflict where it changed since it was seen.
    """
    require_complete(draft)
    take(session, draft, revision)
    issue = issue_of(draft, settings)
    row = IssueRow(
        fingerprint=fingerprint(issue),
        digest=content_digest(issue),
        file=file_name(edition_of(draft, settings), Format.DOCX),
        kind=issue.kind,
        title=issue.title,
        number=issue.number,
        issued_on=issue.date,
        warnings=(),
        items=tuple(ItemRow(**asdict(item)) for item in issue.items),
    )
    kept, _ = add_issue(session, row, at)
    draft.issue_id, draft.closed_at = kept.id, at
    for item in printed(draft):
        if item.candidate is not None:
            item.candidate.state = CandidateState.PRINTED
    drafts.log(session, draft, Deed.CLOSED, by=by, at=at)
    session.flush()
    _carry_over(session, draft, by=by, at=at)
    return kept


def _carry_over(session: Session, draft: Draft, *, by: str, at: datetime) -> None:
    """What was left for a later issue goes to the end of the next one, to be approved anew."""
    following = current(session, at)
    for item in [item for item in draft.items if item.held]:
        withdraw(item, by=by, at=at)
        draft.items.remove(item)
        item.held, item.position = False, len(following.items) + 1
        following.items.append(item)
        drafts.log(session, following, Deed.MOVED, by=by, at=at, item=item, before={"draft": draft.id})
    renumber(following)
    session.flush()
