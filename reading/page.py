"""What a page says, in the words of the contract (`shiyi article read --json`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class PageKind(StrEnum):
    """What a page turned out to be. Only ARTICLE has content that may be stored as a version."""

    ARTICLE = "article"
    LIST = "list"
    GONE = "gone"
    BLOCKED = "blocked"
    EMPTY = "empty"


class GoneReason(StrEnum):
    """Why a page is gone; only DELETED and VIOLATION count as withdrawn at once."""

    DELETED = "deleted"
    VIOLATION = "violation"
    NOT_FOUND = "not_found"
    LINK_EXPIRED = "link_expired"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read.

    `published_at` is an aware datetime (+08:00) where the minute is known, a bare date where only the day is.
    `body` is paragraphs joined by "\\n". `how` names, for each field that was found, where it was read
    ("meta:PubDate", "css:#pubtime", "dateline", "url", ...). `reader` is the label of what read it (`Reader.label`).
    `pretitle` is the 引题 printed over the title; `next_url` the page on which the same article goes on.
    """

    url: str
    kind: PageKind
    key: str | None = None
    gone_reason: GoneReason | None = None
    title: str | None = None
    subtitle: str | None = None
    pretitle: str | None = None
    published_at: datetime | date | None = None
    source: str | None = None
    author: str | None = None
    body: str = ""
    images: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    how: Mapping[str, str] = field(default_factory=dict)
    reader: str = "generic"
    next_url: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list page: a lead to an article, never proof of what the article says."""

    url: str
    title: str
    published_at: datetime | date | None = None
    source: str | None = None
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list page as read: its rows in page order, and where the next page is, if there is one."""

    url: str
    kind: PageKind
    rows: tuple[Row, ...] = ()
    next_url: str | None = None
