"""What is to be sent, and whether it was."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class MessageKind(StrEnum):
    """DIGEST and NOTICE go to the editors, ALERT to the operator."""

    DIGEST = "digest"
    NOTICE = "notice"
    ALERT = "alert"


class MessageState(StrEnum):
    """GIVEN_UP: not delivered for a day."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"


class Message(Base):
    """One message to one recipient. `name` says what it is (`digest 2026-11-20 a@b.cn`), so it is made once.

    `recipient` is a mail address, or `channel:` and the short digest of one of the operator's apprise
    addresses (they hold secrets and stay in the settings).
    """

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_state_due_at", "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[MessageKind]
    recipient: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[MessageState] = mapped_column(default=MessageState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)
