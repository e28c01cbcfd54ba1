"""What triage concluded: verdicts, stories, candidates; and what tracking found changed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base
from storage.models.bulletins import Item
from storage.models.outlets import Article, Version


class VerdictKind(StrEnum):
    """An article against the items of past issues."""

    COVERED = "covered"
    UPDATE = "update"
    NEW = "new"


class CandidateState(StrEnum):
    """OPEN: undecided. FOLDED: low, or shown often enough; still there, below the fold."""

    OPEN = "open"
    FOLDED = "folded"
    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    PRINTED = "printed"


class Verdict(Base):
    """The current judgement on one version; replaced when it is judged again, so it can be recomputed.

    `item_id` is the nearest item, given also when the verdict is new. `score` and `confidence` are 0..1.
    """

    __tablename__ = "verdicts"

    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), primary_key=True)
    kind: Mapped[VerdictKind] = mapped_column(index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("items.id"), index=True)
    score: Mapped[float]
    confidence: Mapped[float]
    unsure: Mapped[bool]
    evidence: Mapped[list[str]]
    related: Mapped[list[str]]
    new_facts: Mapped[list[str]]
    relevance: Mapped[float]
    reasons: Mapped[list[str]]
    weights: Mapped[str] = mapped_column(String(40))
    judged_at: Mapped[datetime]

    version: Mapped[Version] = relationship()
    item: Mapped[Item | None] = relationship()


class Story(Base):
    """The articles, in whatever outlets, that report the same event."""

    __tablename__ = "stories"

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]

    members: Mapped[list["StoryArticle"]] = relationship(back_populates="story")


class StoryArticle(Base):
    """An article's place in its story; exactly one member is the lead. `note` says why it belongs there."""

    __tablename__ = "story_articles"

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id"), index=True)
    lead: Mapped[bool]
    note: Mapped[str] = mapped_column(Text, default="")

    story: Mapped[Story] = relationship(back_populates="members")
    article: Mapped[Article] = relationship()


class Candidate(Base):
    """A story put before the editors.

    A rejected story comes back only as an update: that is a second candidate, of kind UPDATE. `shown` counts
    the digests it stood in while undecided.
    """

    __tablename__ = "candidates"
    __table_args__ = (UniqueConstraint("story_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id"))
    kind: Mapped[VerdictKind]
    state: Mapped[CandidateState] = mapped_column(default=CandidateState.OPEN, index=True)
    relevance: Mapped[float]
    reasons: Mapped[list[str]]
    # The lead's subjects and cities, by which editors filter.
    domains: Mapped[list[str]] = mapped_column(default=list)
    cities: Mapped[list[str]] = mapped_column(default=list)
    shown: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    # What the relevance was reckoned from, as a hash; None: not reckoned yet.
    ranked_by: Mapped[str | None] = mapped_column(String(64))
    # Counts decisions and their undoing: an editor decides about the revision that was on the screen.
    revision: Mapped[int] = mapped_column(default=0)

    story: Mapped[Story] = relationship()


class Change(Base):
    """What differs between two versions of an article, said field by field, and whether it matters."""

    __tablename__ = "changes"
    __table_args__ = (UniqueConstraint("article_id", "to_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    to_number: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)
    matters: Mapped[bool]
    summary: Mapped[list[str]]

    article: Mapped[Article] = relationship()
