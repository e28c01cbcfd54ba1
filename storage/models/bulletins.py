"""The archive: what past issues printed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base


class Issue(Base):
    """One reading of one bulletin issue.

    `fingerprint` says which issue it is, `digest` what this reading says. A corrected issue is a second row
    with the same fingerprint; the older one then names its successor and is used no more.
    """

    __tablename__ = "issues"
    __table_args__ = (UniqueConstraint("fingerprint", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    file: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(Text)
    number: Mapped[int | None]
    issued_on: Mapped[date | None] = mapped_column(index=True)
    warnings: Mapped[list[str]]
    added_at: Mapped[datetime]
    superseded_by_id: Mapped[int | None] = mapped_column(ForeignKey("issues.id"))

    items: Mapped[list["Item"]] = relationship(back_populates="issue", order_by="Item.position")


class Item(Base):
    """One piece in an issue."""

    __tablename__ = "items"
    __table_args__ = (UniqueConstraint("issue_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("issues.id"))
    position: Mapped[int]
    section: Mapped[str] = mapped_column(String(4))
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
    byline: Mapped[str | None] = mapped_column(Text)

    issue: Mapped[Issue] = relationship(back_populates="items")
