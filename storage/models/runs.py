"""What was planned and what became of it: runs, and the signs of life of who carries them out."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
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
    RETENTION = "retention"


# Those that ask outlets for pages; what they found waits for a triage.
FETCHING = (RunKind.CRAWL, RunKind.RECHECK, RunKind.INBOX, RunKind.MAILBOX)


class RunState(StrEnum):
    """Where a run stands."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    FINISHED = "finished"
    FAILED = "failed"
    MISSED = "missed"


class Run(Base):
    """One planned piece of work in one time slot. `subject` is an outlet's key, or "" where there is none.

    `slot` is when it is meant for, `due_at` when it may begin. Of all runs in one `lane` (a site; "" is no
    lane) one at most is claimed at a time. `arguments` go to the command that does it. `outcome` is the
    outlet's state as this run saw it; `counts` is what it stored and saw (requests, rows, articles, ...).
    `judged_by` is the triage that took up what this run fetched.
    """

    __tablename__ = "runs"
    __table_args__ = (
        UniqueConstraint("kind", "subject", "slot"),
        Index("ix_runs_state_kind_due_at", "state", "kind", "due_at"),
        Index("ix_runs_finished_at", "finished_at"),
        Index("ix_runs_judged_by", "judged_by"),
        Index(
            "uq_runs_lane_claimed",
            "lane",
            unique=True,
            sqlite_where=text("state = 'claimed' AND lane <> ''"),
            postgresql_where=text("state = 'claimed' AND lane <> ''"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RunKind]
    subject: Mapped[str] = mapped_column(String(40), default="")
    slot: Mapped[datetime]
    due_at: Mapped[datetime]
    lane: Mapped[str] = mapped_column(String(40), default="")
    arguments: Mapped[list[str]]
    state: Mapped[RunState] = mapped_column(default=RunState.PLANNED)
    claimed_by: Mapped[str | None] = mapped_column(String(120))
    claimed_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str] = mapped_column(String(16), default="")
    counts: Mapped[dict[str, int]] = mapped_column(default=dict)
    note: Mapped[str | None] = mapped_column(Text)
    judged_by: Mapped[int | None] = mapped_column(ForeignKey("runs.id"))


class SignOfLife(Base):
    """When a part of the service last said that it is at work: "clock", or a worker's name."""

    __tablename__ = "signs_of_life"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(120))
