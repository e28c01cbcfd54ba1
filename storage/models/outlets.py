"""What is watched and what was found there: outlets, columns, articles, their versions and checks."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base

URL_LIMIT = 2000


class OutletState(StrEnum):
    """How an outlet fares; never a silent nothing."""

    OK = "ok"
    QUIET = "quiet"
    LATE = "late"
    UNREACHABLE = "unreachable"
    BLOCKED = "blocked"
    CHANGED = "changed"
    DISALLOWED = "disallowed"


class ArticleState(StrEnum):
    """LISTED: seen in a list, not yet read. MISSING: 404/410 so far, still within the three checks."""

    LISTED = "listed"
    LIVE = "live"
    MISSING = "missing"
    WITHDRAWN = "withdrawn"


class Outlet(Base):
    """Who publishes. Rows mirror the declarations in `spiders/`; state is what the last runs showed."""

    __tablename__ = "outlets"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    bulletin_name: Mapped[str | None] = mapped_column(String(80))
    # Other names under which bulletins cite it.
    aliases: Mapped[list[str]] = mapped_column(default=list)
    kind: Mapped[str] = mapped_column(String(16))
    province: Mapped[str] = mapped_column(String(16))
    enabled: Mapped[bool]
    off_reason: Mapped[str | None] = mapped_column(Text)
    state: Mapped[OutletState] = mapped_column(default=OutletState.OK)
    state_note: Mapped[str | None] = mapped_column(Text)
    state_since: Mapped[datetime | None]
    robots: Mapped[str | None] = mapped_column(String(40))
    robots_at: Mapped[datetime | None]

    columns: Mapped[list["Column"]] = relationship(back_populates="outlet", order_by="Column.id")


class Column(Base):
    """One list page of an outlet, with what conditional requests need."""

    __tablename__ = "columns"
    __table_args__ = (UniqueConstraint("outlet_key", "url"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    outlet_key: Mapped[str] = mapped_column(ForeignKey("outlets.key"))
    url: Mapped[str] = mapped_column(String(URL_LIMIT))
    name: Mapped[str] = mapped_column(String(80))
    etag: Mapped[str | None] = mapped_column(String(200))
    last_modified: Mapped[str | None] = mapped_column(String(80))
    digest: Mapped[str | None] = mapped_column(String(64))
    rows: Mapped[int | None]
    checked_at: Mapped[datetime | None]

    outlet: Mapped[Outlet] = relationship(back_populates="columns")


class Article(Base):
    """One published piece at one outlet, known by (outlet, native key), never by its bare URL."""

    __tablename__ = "articles"
    __table_args__ = (
        UniqueConstraint("outlet_key", "native_key"),
        Index("ix_articles_next_check_at", "next_check_at"),
        Index("ix_articles_published_on", "published_on"),
        Index("ix_articles_first_seen_at", "first_seen_at"),
        Index("ix_articles_withdrawn_at", "withdrawn_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    outlet_key: Mapped[str] = mapped_column(ForeignKey("outlets.key"))
    native_key: Mapped[str] = mapped_column(String(200))
    url: Mapped[str] = mapped_column(String(URL_LIMIT))
    state: Mapped[ArticleState] = mapped_column(default=ArticleState.LISTED)
    first_seen_at: Mapped[datetime]
    # When it was last looked at, and when it was last found there.
    checked_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    next_check_at: Mapped[datetime | None]
    # Of the current version, kept here because every list of the desk orders by it.
    published_on: Mapped[date | None]
    published_at: Mapped[datetime | None]
    # The number of the current version; 0 before the first.
    current: Mapped[int] = mapped_column(default=0)
    etag: Mapped[str | None] = mapped_column(String(200))
    last_modified: Mapped[str | None] = mapped_column(String(80))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None] = mapped_column(String(40))

    outlet: Mapped[Outlet] = relationship()
    versions: Mapped[list["Version"]] = relationship(back_populates="article", order_by="Version.number")
    checks: Mapped[list["Check"]] = relationship(order_by="Check.at")


class Address(Base):
    """Every URL under which an article was seen: the same piece often stands under several."""

    __tablename__ = "addresses"

    url: Mapped[str] = mapped_column(String(URL_LIMIT), primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)


class Version(Base):
    """What an article said at one time. Immutable.

    `digest` covers what an editor reads (title, subtitle, source, date, body: `storage.articles.Content`);
    `raw` names the stored page, `reader` what read it. `images` and `attachments` are absolute URLs.
    """

    __tablename__ = "versions"
    __table_args__ = (UniqueConstraint("article_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(Text)
    subtitle: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
    author: Mapped[str | None] = mapped_column(Text)
    published_on: Mapped[date | None]
    published_at: Mapped[datetime | None]
    body: Mapped[str] = mapped_column(Text)
    images: Mapped[list[str]]
    attachments: Mapped[list[str]]
    how: Mapped[dict[str, str]]
    reader: Mapped[str] = mapped_column(String(60))
    raw: Mapped[str | None] = mapped_column(String(64))
    fetched_at: Mapped[datetime] = mapped_column(index=True)

    article: Mapped[Article] = relationship(back_populates="versions")


class Check(Base):
    """One look at a known article that did not find it as an article: the evidence for a withdrawal."""

    __tablename__ = "checks"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    at: Mapped[datetime]
    status: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(String(16))
