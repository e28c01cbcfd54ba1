"""初审, 复审, 终审: approvals of the draft's items, with name and time.

Nobody approves what they wrote, nor at two stages. A change of an item withdraws its approvals; a change of
the whole (number, date, order) withdraws the last stage's, which is about the issue as it will be printed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from base.errors import UsageError
from storage import drafts
from storage.models import Draft, DraftItem, Review

STAGES = ("初审", "复审", "终审")
UNREVIEWED = "未审"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What came of an approval: the items that have it now, and why others have not, by id (Chinese)."""

    done: tuple[int, ...]
    refused: dict[int, str]


def printed(draft: Draft) -> list[DraftItem]:
    """The items that go into the issue, in their order."""
    return sorted((item for item in draft.items if not item.held), key=lambda item: item.position)


def is_reviewed(draft: Draft, stages: int) -> bool:
    """Whether every item that goes into the issue has all approvals that the office wants."""
    wanted = set(range(1, stages + 1))
    return all(wanted <= drafts.standing_reviews(item).keys() for item in printed(draft))


def stage_of(draft: Draft, stages: int) -> int | None:
    """The stage that comes next, 1 to 3; None where none is wanted any more, or nothing is there."""
    items = printed(draft)
    for stage in range(1, stages + 1):
        if any(stage not in drafts.standing_reviews(item) for item in items):
            return stage
    return None


def approve(
    session: Session, draft: Draft, stage: int, seen: Mapping[int, int], *, stages: int, by: str, at: datetime
) -> Reviewed:
    """Approve items as they were seen (revision by id) at a stage, 1 to `stages`. Raises UsageError."""
    if not 1 <= stage <= stages:
        wanted = "、".join(STAGES[:stages])
        raise UsageError(f"这里只设{wanted}。" if stages else "这里没有设审核。")
    items = [item for item in printed(draft) if item.id in seen]
    wrote = drafts.authors(session, items)
    done: list[int] = []
    refused: dict[int, str] = {}
    for item in items:
        reason = _refusal(item, stage, seen[item.id], by, wrote[item.id])
        if reason:
            refused[item.id] = reason
            continue
        item.reviews.append(Review(stage=stage, by=by, at=at))
        done.append(item.id)
    session.flush()
    return Reviewed(tuple(done), refused)


def _refusal(item: DraftItem, stage: int, revision: int, by: str, authors: frozenset[str]) -> str:
    """Why this person may not approve this item now; empty where they may."""
    given = drafts.standing_reviews(item)
    if item.revision != revision:
        return "条目刚刚有改动，请看过再审"
    if stage in given:
        return f"已由{given[stage].by}{STAGES[stage - 1]}"
    if any(earlier not in given for earlier in range(1, stage)):
        return f"还没有{STAGES[stage - 2]}"
    if by in authors:
        return "是您编的条目，须由他人审核"
    if any(review.by == by for review in given.values()):
        return "您已在前一审审过，须由他人再审"
    return ""


def withdraw(item: DraftItem, *, by: str, at: datetime) -> None:
    """A change of an item: whatever approvals it had hold no more."""
    _withdraw(drafts.standing_reviews(item).values(), by, at)


def withdraw_last(draft: Draft, stages: int, *, by: str, at: datetime) -> None:
    """A change of the whole: the last approval of each item holds no more."""
    for item in draft.items:
        given = drafts.standing_reviews(item)
        _withdraw((review for stage, review in given.items() if stage == stages), by, at)


def _withdraw(reviews: Iterable[Review], by: str, at: datetime) -> None:
    for review in reviews:
        review.withdrawn_at, review.withdrawn_by = at, by
