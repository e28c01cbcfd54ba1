"""What was planned and what became of it: runs and alerts."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class RunKind(StrEnum):
    """A run is of one kind."""

    CRAWL = "crawl"
    RECHECK = "recheck"
    INBOX = "inbox"
    MAILBOX = "mailbox"
    TRIAGE = "triage"
    DIGEST = "digest"
    OUTBOX = "outbox"


class RunState(StrEnum):
    """Where a run stands."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    FINISHED = "finished"
    FAILED = "failed"
    MISSED = "missed"


class Run(Base):
    """One planned piece of work in one time slot. `subject` is an outlet's key, or "" where there is none.

    `counts` is what the run stored and saw (requests, rows, articles, versions, blocked, ...).
    """

    __tablename__ = "runs"
    __table_args__ = (
        UniqueConstraint("kind", "subject", "slot"),
        Index("ix_runs_state_slot", "state", "slot"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RunKind]
    subject: Mapped[str] = mapped_column(String(40), default="")
    slot: Mapped[datetime]
    state: Mapped[RunState] = mapped_column(default=RunState.PLANNED)
    claimed_by: Mapped[str | None] = mapped_column(String(120))
    claimed_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, int]] = mapped_column(default=dict)
    note: Mapped[str | None] = mapped_column(Text)


class Alert(Base):
    """Something the operator must know. At most one is open for a (kind, subject); `cases` counts repeats."""

    __tablename__ = "alerts"
    __table_args__ = (
        Index(
            "uq_alerts_open",
            "kind",
            "subject",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80), default="")
    text: Mapped[str] = mapped_column(Text)
    cases: Mapped[int] = mapped_column(default=1)
    opened_at: Mapped[datetime]
    last_case_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    close_note: Mapped[str | None] = mapped_column(Text)
    acknowledged_until: Mapped[datetime | None]
