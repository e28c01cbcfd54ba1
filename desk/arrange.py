"""The whole of the next issue: kind, number, date, the order of its items, what waits for a later one."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from base.errors import UsageError
from bulletins.model import Kind
from desk.draft import changed, renumber, take
from desk.reviews import withdraw_last
from desk.wording import Conflict, Editor
from storage import drafts
from storage.models import Deed, Draft, DraftItem

KINDS = (Kind.BULLETIN, Kind.SPECIAL)


def hold(session: Session, item: DraftItem, revision: int, who: Editor, *, held: bool) -> None:
    """Leave an item for a later issue, or take it back into this one. Raises Conflict."""
    take(session, item, revision)
    item.held = held
    renumber(item.draft)
    changed(session, item, Deed.MOVED, {"held": not held}, who)
    withdraw_last(item.draft, who.stages, by=who.name, at=who.at)


def order(session: Session, draft: Draft, revision: int, ids: Sequence[int], who: Editor) -> None:
    """Put the items into this order; each stays in its section. Raises UsageError, Conflict."""
    items = {item.id: item for item in draft.items if not item.held}
    if sorted(ids) != sorted(items):
        raise Conflict
    take(session, draft, revision)
    before = [item.id for item in sorted(draft.items, key=lambda item: item.position)]
    for position, id_ in enumerate(ids, 1):
        items[id_].position = position
    renumber(draft)
    after = [item.id for item in sorted(draft.items, key=lambda item: item.position)]
    if after != before:
        drafts.log(session, draft, Deed.MOVED, by=who.name, at=who.at, before={"order": before})
        withdraw_last(draft, who.stages, by=who.name, at=who.at)
    session.flush()


def move(session: Session, item: DraftItem, revision: int, places: int, who: Editor) -> None:
    """Move an item so many places down (negative: up) in its section; `revision` is the draft's.

    Raises Conflict.
    """
    draft = item.draft
    ids = [one.id for one in draft.items if not one.held and one.section == item.section]
    if item.id not in ids:
        raise Conflict
    at = ids.index(item.id)
    ids.insert(max(0, min(at + places, len(ids) - 1)), ids.pop(at))
    rest = [one.id for one in draft.items if not one.held and one.section != item.section]
    order(session, draft, revision, ids + rest, who)


def set_masthead(
    session: Session,
    draft: Draft,
    revision: int,
    *,
    kind: Kind,
    number: int | None,
    issued_on: date | None,
    who: Editor,
) -> None:
    """Say what the issue is. Raises UsageError, Conflict."""
    if kind not in KINDS:
        raise UsageError("拟编期只能是简报或专刊。")
    if number is not None and not 1 <= number <= 9999:
        raise UsageError("期号应在1到9999之间。")
    if (draft.kind, draft.number, draft.issued_on) == (kind, number, issued_on):
        return
    before = {
        "kind": draft.kind,
        "number": draft.number,
        "issued_on": draft.issued_on.isoformat() if draft.issued_on else None,
    }
    take(session, draft, revision)
    draft.kind, draft.number, draft.issued_on = kind, number, issued_on
    drafts.log(session, draft, Deed.MASTHEAD, by=who.name, at=who.at, before=before)
    withdraw_last(draft, who.stages, by=who.name, at=who.at)
    session.flush()
