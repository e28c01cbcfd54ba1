"""Who may use the desk: users, their sign-ins, failed tries, and tokens for programs."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base

NAME_LIMIT = 40


class Role(StrEnum):
    """What a user may do; each role includes the ones before it."""

    EDITOR = "editor"
    REVIEWER = "reviewer"
    OPERATOR = "operator"


class User(Base):
    """One person. `password` is an argon2 hash; a user who has left is disabled, never deleted."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_LIMIT), unique=True)
    role: Mapped[Role]
    password: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    # Whether single keys (j, k, a, x, ...) do something for this person.
    single_keys: Mapped[bool] = mapped_column(default=True)


class SignIn(Base):
    """One browser that is signed in. `digest` is the SHA-256 of the cookie, which itself is kept nowhere."""

    __tablename__ = "sign_ins"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    # When it was last used, to within some minutes.
    used_at: Mapped[datetime]

    user: Mapped[User] = relationship()


class FailedTry(Base):
    """One wrong password: counted by account and by address, dropped when too old to count."""

    __tablename__ = "failed_tries"
    __table_args__ = (
        Index("ix_failed_tries_account_at", "account", "at"),
        Index("ix_failed_tries_address_at", "address", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(NAME_LIMIT))
    address: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(index=True)


class Token(Base):
    """A user's key for a program: it may read what the user may read, and change nothing."""

    __tablename__ = "tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(String(NAME_LIMIT))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()
