"""The next issue: its draft, items and pictures, who changed and approved what; and what was caught."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base
from storage.models.bulletins import Item
from storage.models.outlets import Article
from storage.models.triage import Candidate

EDITOR_LIMIT = 80


class Deed(StrEnum):
    """What was done to a draft. The first ones make whoever did it an author of the item."""

    ADDED = "added"
    EDITED = "edited"
    PICTURE = "picture"
    PROPOSED = "proposed"
    MOVED = "moved"
    REMOVED = "removed"
    MASTHEAD = "masthead"
    CLOSED = "closed"


class Caught(StrEnum):
    """Whether a printed item had been proposed, or why not."""

    PROPOSED = "proposed"
    LOW = "low"
    COVERED = "covered"
    OUTSIDE = "outside"
    NOT_REACHED = "not_reached"
    NOT_WATCHED = "not_watched"
    NOT_FOUND = "not_found"
    OFFLINE = "offline"
    BEFORE = "before"


class Draft(Base):
    """The next issue as it is being put together; `issue_id` is set once it was printed.

    `revision` counts the changes to the whole (number, date, kind, order); items count their own.
    """

    __tablename__ = "drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    number: Mapped[int | None]
    issued_on: Mapped[date | None]
    revision: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    issue_id: Mapped[int | None] = mapped_column(ForeignKey("issues.id"))

    items: Mapped[list["DraftItem"]] = relationship(back_populates="draft", order_by="DraftItem.position")


class Picture(Base):
    """A picture as it will be printed: made anew from what came, so nothing but pixels is in it."""

    __tablename__ = "pictures"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    width: Mapped[int]
    height: Mapped[int]
    added_at: Mapped[datetime]


class DraftItem(Base):
    """One piece of the draft.

    `article_id` is its source and `version_number` what the source said when the text was taken from it; both
    are empty for a piece written by hand. `proposed`: the body is still as it was proposed. `held`: it waits
    for a later issue.
    """

    __tablename__ = "draft_items"
    __table_args__ = (UniqueConstraint("draft_id", "candidate_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"))
    candidate_id: Mapped[int | None] = mapped_column(ForeignKey("candidates.id"), index=True)
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"))
    version_number: Mapped[int | None]
    position: Mapped[int]
    section: Mapped[str] = mapped_column(String(4))
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
    byline: Mapped[str | None] = mapped_column(Text)
    picture_digest: Mapped[str | None] = mapped_column(ForeignKey("pictures.digest"))
    proposed: Mapped[bool]
    held: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=0)

    draft: Mapped[Draft] = relationship(back_populates="items")
    candidate: Mapped[Candidate | None] = relationship()
    article: Mapped[Article | None] = relationship()
    picture: Mapped[Picture | None] = relationship()
    reviews: Mapped[list["Review"]] = relationship(back_populates="item", order_by="Review.id")


class DraftChange(Base):
    """One change, never overwritten: who, when, what, and how it was before."""

    __tablename__ = "draft_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), index=True)
    # The item's number; no foreign key, since an item may be gone by now.
    item_id: Mapped[int | None] = mapped_column(index=True)
    candidate_id: Mapped[int | None] = mapped_column(ForeignKey("candidates.id"), index=True)
    deed: Mapped[Deed]
    by: Mapped[str] = mapped_column(String(EDITOR_LIMIT))
    at: Mapped[datetime]
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Review(Base):
    """One approval of an item at one stage (1 初审, 2 复审, 3 终审), until it was withdrawn."""

    __tablename__ = "reviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("draft_items.id"), index=True)
    stage: Mapped[int]
    by: Mapped[str] = mapped_column(String(EDITOR_LIMIT))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None] = mapped_column(String(EDITOR_LIMIT))

    item: Mapped[DraftItem] = relationship(back_populates="reviews")


class Catch(Base):
    """Was a printed item there before it was printed? One row an item.

    `day`, `rank` and `days_before` are of the first digest that listed it; `note` says more, in Chinese.
    """

    __tablename__ = "catches"

    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True)
    caught: Mapped[Caught]
    candidate_id: Mapped[int | None] = mapped_column(ForeignKey("candidates.id"))
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"))
    day: Mapped[date | None]
    rank: Mapped[int | None]
    days_before: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")
    judged_at: Mapped[datetime]

    item: Mapped[Item] = relationship()


class Suggestion(Base):
    """An outlet that printed items cite and nobody watches; closed once it is watched, or not wanted."""

    __tablename__ = "suggestions"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(String(EDITOR_LIMIT))
