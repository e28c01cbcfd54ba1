"""The office's mailbox: how far it was read, and what became of each mail that member units sent."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class MailState(StrEnum):
    """WAITING: seen in the folder, not read yet. REFUSED: nothing of it was kept; the note says why."""

    WAITING = "waiting"
    TAKEN = "taken"
    REFUSED = "refused"


class MailFolder(Base):
    """One folder of one mailbox (`name`: user@host/folder), read up to and with the mail `uid`.

    UIDs hold while the server's `validity` stays the same.
    """

    __tablename__ = "mail_folders"

    name: Mapped[str] = mapped_column(String(300), primary_key=True)
    validity: Mapped[int] = mapped_column(BigInteger)
    uid: Mapped[int] = mapped_column(BigInteger)


class Mail(Base):
    """One mail of a known sender. `key` says which mail it is, wherever it lies and whatever its UID.

    `articles` are the ids of those that were made of it; `links` counts what went to the inbox.
    """

    __tablename__ = "mails"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    folder: Mapped[str] = mapped_column(ForeignKey("mail_folders.name"), index=True)
    uid: Mapped[int] = mapped_column(BigInteger)
    sender: Mapped[str] = mapped_column(String(260))
    unit: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime]
    state: Mapped[MailState] = mapped_column(default=MailState.WAITING, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    note: Mapped[str | None] = mapped_column(Text)
    articles: Mapped[list[int]] = mapped_column(JSON, default=list)
    links: Mapped[int] = mapped_column(default=0)
