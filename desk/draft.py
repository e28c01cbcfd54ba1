"""The next issue: what is accepted becomes an item, items are written, edited, given a picture, taken out.

Every change is kept with name and time and with how it was before. What somebody else changed in between is
never overwritten: that is a `Conflict`.
"""

import hashlib
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from base.clock import china_date
from base.errors import UsageError
from bulletins.edition import Picture
from bulletins.model import Kind, Section
from desk.abridge import Target
from desk.reviews import withdraw, withdraw_last
from desk.wording import Conflict, Editor, Wording, proposal
from storage import drafts
from storage.articles import current_version
from storage.digests import members, watched_outlets
from storage.models import Candidate, Deed, Draft, DraftItem


def current(session: Session, now: datetime) -> Draft:
    """The open draft of the next 简报; made if there is none, with the number after the last issue's."""
    found = drafts.open_drafts(session)
    regular = next((draft for draft in found if draft.kind == Kind.BULLETIN), None)
    return regular or new_draft(session, Kind.BULLETIN, now)


def new_draft(session: Session, kind: Kind, now: datetime) -> Draft:
    """An empty draft; a 专刊 may be put together beside the next 简报."""
    draft = Draft(kind=kind, number=_next_number(session, kind, now), revision=0, created_at=now, items=[])
    session.add(draft)
    session.flush()
    return draft


def _next_number(session: Session, kind: Kind, now: datetime) -> int | None:
    """After the last issue's; each year begins with 1; a 专刊 has none."""
    if kind is Kind.SPECIAL:
        return None
    last = drafts.last_issue(session)
    if last is None or last.number is None or last.issued_on is None:
        return 1
    return last.number + 1 if last.issued_on.year == china_date(now).year else 1


def candidate_accepted(
    session: Session, candidate: Candidate, now: datetime, *, by: str = "", most: int = Target().most
) -> DraftItem | None:
    """Make an accepted candidate an item of the next issue, its text proposed; once, however often called.

    One that was in a draft before comes back with the words it had. None where nothing of the story is left.
    """
    known = drafts.open_item_of(session, candidate.id)
    found = members(session, [candidate.story_id]).get(candidate.story_id)
    if known is not None or not found:
        return known
    lead = found[0]
    item = DraftItem(
        candidate_id=candidate.id,
        article_id=lead.article.id,
        version_number=lead.version.number,
        proposed=True,
        held=False,
        revision=0,
        reviews=[],
    )
    _say(
        item, proposal(lead.article, lead.version, watched_outlets(session), section=Section.MAIN, most=most)
    )
    if removed := drafts.last_removed(session, candidate.id):
        _restore(item, removed.before)
    _put_in(session, current(session, now), item, Editor(by, now))
    return item


def candidate_unaccepted(session: Session, candidate: Candidate, now: datetime, *, by: str = "") -> None:
    """Take the item of a candidate that is accepted no more out of the draft; its words are kept."""
    item = drafts.open_item_of(session, candidate.id)
    if item is not None:
        _remove(session, item, Editor(by, now))


def add_by_hand(session: Session, draft: Draft, wording: Wording, who: Editor) -> DraftItem:
    """An item that no article stands behind. Raises UsageError."""
    item = DraftItem(proposed=False, held=False, revision=0, reviews=[])
    _say(item, wording.cleaned())
    _put_in(session, draft, item, who)
    return item


def edit(session: Session, item: DraftItem, revision: int, wording: Wording, who: Editor) -> bool:
    """Change an item's words as they were at `revision`; False where they are the same already.

    Raises UsageError, Conflict.
    """
    wording = wording.cleaned()
    if wording == Wording.of(item) and item.revision == revision:
        return False
    before = _kept(item)
    take(session, item, revision)
    moved = wording.section != item.section
    _say(item, wording)
    item.proposed = False
    if item.article is not None:
        item.version_number = item.article.current
    changed(session, item, Deed.EDITED, before, who)
    if moved:
        renumber(item.draft)
        withdraw_last(item.draft, who.stages, by=who.name, at=who.at)
    return True


def propose_again(session: Session, item: DraftItem, revision: int, most: int, who: Editor) -> None:
    """Take the words anew from what the source says now. Raises UsageError, Conflict."""
    version = current_version(session, item.article) if item.article else None
    if item.article is None or version is None:
        raise UsageError("这一条没有原稿，不能重新摘编。")
    before = _kept(item)
    take(session, item, revision)
    outlets = watched_outlets(session)
    said = proposal(item.article, version, outlets, section=Section(item.section), most=most)
    item.body, item.proposed, item.version_number = said.body, True, version.number
    changed(session, item, Deed.PROPOSED, before, who)


def set_picture(
    session: Session, item: DraftItem, revision: int, picture: Picture | None, who: Editor
) -> None:
    """Give an item a picture, or take it away. Raises Conflict."""
    before = _kept(item)
    take(session, item, revision)
    digest = None
    if picture is not None:
        digest = hashlib.sha256(picture.data).hexdigest()
        size = {"width": picture.width, "height": picture.height}
        drafts.keep_picture(session, digest, picture.data, at=who.at, **size)
    item.picture_digest = digest
    session.flush()
    session.refresh(item, ["picture"])
    changed(session, item, Deed.PICTURE, before, who)


def remove(session: Session, item: DraftItem, revision: int, who: Editor) -> None:
    """Take out an item that was written by hand. Raises UsageError for an accepted candidate, Conflict."""
    if item.candidate_id is not None:
        raise UsageError("采用的候选稿不能从这里删去：请“留待下期”，或在候选稿上撤销采用。")
    take(session, item, revision)
    _remove(session, item, who)


def take(session: Session, row: Draft | DraftItem, revision: int) -> None:
    """Raises Conflict where it was changed since, or is printed."""
    draft = row if isinstance(row, Draft) else row.draft
    if draft.closed_at is not None or not drafts.take_revision(session, row, revision):
        raise Conflict


def _put_in(session: Session, draft: Draft, item: DraftItem, who: Editor) -> None:
    item.position = len(draft.items) + 1
    draft.items.append(item)
    session.flush()
    renumber(draft)
    drafts.log(session, draft, Deed.ADDED, by=who.name, at=who.at, item=item)
    session.flush()


def changed(session: Session, item: DraftItem, deed: Deed, before: dict[str, Any], who: Editor) -> None:
    """After a change of an item: its approvals hold no more, and how it was before is kept."""
    withdraw(item, by=who.name, at=who.at)
    drafts.log(session, item.draft, deed, by=who.name, at=who.at, item=item, before=before)
    session.flush()


def _remove(session: Session, item: DraftItem, who: Editor) -> None:
    draft = item.draft
    drafts.log(session, draft, Deed.REMOVED, by=who.name, at=who.at, item=item, before=_kept(item))
    for review in list(item.reviews):
        session.delete(review)
    draft.items.remove(item)
    session.delete(item)
    session.flush()
    renumber(draft)
    session.flush()


def _say(item: DraftItem, wording: Wording) -> None:
    item.title, item.body, item.section = wording.title, wording.body, wording.section
    item.source, item.byline = wording.source or None, wording.byline or None


def _kept(item: DraftItem) -> dict[str, Any]:
    """An item as the log keeps it."""
    reviews = [[r.stage, r.by, r.at.isoformat()] for r in drafts.standing_reviews(item).values()]
    more = {"proposed": item.proposed, "version": item.version_number, "picture": item.picture_digest}
    return asdict(Wording.of(item)) | more | {"reviews": reviews}


def _restore(item: DraftItem, kept: dict[str, Any]) -> None:
    words = {name: kept[name] for name in ("title", "body", "source", "byline")}
    _say(item, Wording(**words, section=Section(kept["section"])))
    item.proposed, item.version_number = kept["proposed"], kept["version"]
    item.picture_digest = kept["picture"]


def renumber(draft: Draft) -> None:
    """Positions from 1 on: the main part, then short news, then what is held back."""
    sections = list(Section)
    draft.items.sort(key=lambda item: (item.held, sections.index(Section(item.section)), item.position))
    for position, item in enumerate(draft.items, 1):
        item.position = position
