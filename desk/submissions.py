"""What no spider sees: links that editors paste, and pieces that member units send in."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from base.text import squash, tidy
from storage.articles import Content, Fetched, ensure_article, store_content
from storage.inbox import add_link, article_at
from storage.models import URL_LIMIT, InboxState
from storage.outlets import ensure_submission_outlet

# So many links are taken at a time.
MOST_LINKS = 50
NAME_LIMIT, TITLE_LIMIT, BODY_LIMIT = 80, 300, 100_000
_READER = "desk/1"
_WEB = re.compile(r"https?://[^\s/]+\S*")


class Taken(StrEnum):
    """What became of a pasted link."""

    WAITING = "waiting"
    KNOWN = "known"
    UNWATCHED = "unwatched"
    NO_LINK = "no_link"


@dataclass(frozen=True, slots=True)
class Link:
    """A pasted link, and the article it leads to where that is known already."""

    url: str
    taken: Taken
    article: int | None = None


def take_links(
    session: Session, text: str, outlet_of: Callable[[str], str | None], *, by: str, at: datetime
) -> list[Link]:
    """Put the links of a text, one a line, into the inbox; the next tick fetches them."""
    lines = dict.fromkeys(line for line in (tidy(line) for line in text.splitlines()) if line)
    return [_take(session, line, outlet_of, by, at) for line in list(lines)[:MOST_LINKS]]


def _take(session: Session, url: str, outlet_of: Callable[[str], str | None], by: str, at: datetime) -> Link:
    if not _WEB.fullmatch(url) or len(url) > URL_LIMIT:
        return Link(url, Taken.NO_LINK)
    known = article_at(session, url)
    if known is not None:
        return Link(url, Taken.KNOWN, known)
    outlet = outlet_of(url)
    if outlet is None:
        return Link(url, Taken.UNWATCHED)
    link = add_link(session, url, outlet, by, at)
    return Link(url, Taken.KNOWN if link.state is InboxState.DONE else Taken.WAITING, link.article_id)


@dataclass(frozen=True, slots=True)
class Submission:
    """A piece as an editor typed it in, or as a mail held it. `unit` is who sent it."""

    unit: str
    title: str
    body: str
    published_on: date

    @classmethod
    def of(cls, unit: str, title: str, body: str, day: date) -> "Submission":
        """Tidied, and nothing longer than it may be. Raises ValueError where something is missing."""
        submission = cls(_line(unit, NAME_LIMIT), _line(title, TITLE_LIMIT), tidy(body)[:BODY_LIMIT], day)
        if not (submission.unit and submission.title and squash(submission.body)):
            raise ValueError("unit, title and body are needed")
        return submission


def typed_in_by(name: str) -> str:
    """How a piece came, to editors."""
    return f"编辑录入（{name}）"


def keep_submission(session: Session, piece: Submission, province: str, *, came: str, at: datetime) -> int:
    """Keep a piece, once, as an article of the unit that sent it; -> the article's id.

    `came` says to editors how it got here.
    """
    outlet = ensure_submission_outlet(session, piece.unit, province)
    key = hashlib.sha256(squash(piece.title + piece.body).encode()).hexdigest()
    article = ensure_article(session, outlet.key, key, f"urn:sha256:{key}", at)
    content = Content(piece.title, piece.body, source=piece.unit, published_on=piece.published_on)
    how = dict.fromkeys(("title", "body", "source", "published"), came)
    store_content(session, article, content, Fetched(at, how, _READER))
    # There is no page to look at again.
    article.checked_at = article.next_check_at = None
    return article.id


def _line(text: str, limit: int) -> str:
    return " ".join(tidy(text).split())[:limit]
