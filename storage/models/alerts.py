"""What the operator must know."""

from datetime import datetime

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class Alert(Base):
    """Something the operator must know. At most one is open for a (kind, subject); `cases` counts repeats.

    `told_at` is when the operator was last told of it, which happens daily at most; not while it is
    acknowledged.
    """

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
        Index("ix_alerts_closed_at", "closed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80), default="")
    text: Mapped[str] = mapped_column(Text)
    cases: Mapped[int] = mapped_column(default=1)
    opened_at: Mapped[datetime]
    last_case_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closing_told_at: Mapped[datetime | None]
    close_note: Mapped[str | None] = mapped_column(Text)
    acknowledged_until: Mapped[datetime | None]
