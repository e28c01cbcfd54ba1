"""What editors see and say: digests, decisions, forwarded links."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base
from storage.models.outlets import URL_LIMIT
from storage.models.triage import Candidate


class DecisionKind(StrEnum):
    """What an editor said of a candidate."""

    ACCEPT = "采用"
    REJECT = "不采用"
    PENDING = "待定"


class InboxState(StrEnum):
    """What became of a forwarded link."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class Digest(Base):
    """The daily digest, kept exactly as it was: `content` is its JSON, `html` and `text` what was sent."""

    __tablename__ = "digests"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(unique=True)
    cutoff: Mapped[datetime]
    created_at: Mapped[datetime]
    content: Mapped[dict[str, Any]]
    html: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)

    entries: Mapped[list["DigestEntry"]] = relationship(back_populates="digest", order_by="DigestEntry.rank")


class DigestEntry(Base):
    """That a candidate was proposed, on which day and at what rank (1 is the top)."""

    __tablename__ = "digest_entries"

    digest_id: Mapped[int] = mapped_column(ForeignKey("digests.id"), primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"), primary_key=True, index=True)
    rank: Mapped[int]
    folded: Mapped[bool]

    digest: Mapped[Digest] = relationship(back_populates="entries")
    candidate: Mapped[Candidate] = relationship()


class Decision(Base):
    """One decision; never overwritten. The latest one that was not undone holds."""

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"), index=True)
    kind: Mapped[DecisionKind]
    reason: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None] = mapped_column(String(80))

    candidate: Mapped[Candidate] = relationship()


class InboxLink(Base):
    """A link that a person forwarded; fetched by the next tick."""

    __tablename__ = "inbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(String(URL_LIMIT), unique=True)
    outlet_key: Mapped[str] = mapped_column(ForeignKey("outlets.key"))
    by: Mapped[str] = mapped_column(String(80))
    added_at: Mapped[datetime]
    state: Mapped[InboxState] = mapped_column(default=InboxState.WAITING, index=True)
    note: Mapped[str | None] = mapped_column(Text)
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"))
