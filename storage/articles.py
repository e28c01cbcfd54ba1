"""Storing what was read: articles, their addresses, versions and checks."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from base.text import canonical
from storage.models import (
    URL_LIMIT,
    Address,
    Article,
    ArticleState,
    Check,
    Column,
    Outlet,
    OutletState,
    Version,
)
from storage.search import index_versions
from storage.upsert import insert_all_missing


@dataclass(frozen=True, slots=True)
class Content:
    """What an article says: the part of a version that is compared.

    `published_at` is an aware moment where the minute is known; `published_on` is the day in China.
    """

    title: str
    body: str
    subtitle: str | None = None
    source: str | None = None
    author: str | None = None
    published_on: date | None = None
    published_at: datetime | None = None
    images: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Equal for two readings that no editor would call different.

        Pictures, attachments and the author line are left out: their addresses carry tokens that change
        with each visit, and a template may add or drop the editor's name.
        """
        said = [canonical(part or "") for part in (self.title, self.subtitle, self.source, self.body)]
        said += [str(self.published_on), str(self.published_at)]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Fetched:
    """How a content was come by. `raw` names the stored page, `reader` is name/version of what read it."""

    at: datetime
    how: Mapping[str, str]
    reader: str
    raw: str | None = None
    etag: str | None = None
    last_modified: str | None = None


class StoredAs(StrEnum):
    """What storing a content came to."""

    FIRST = "first"
    CHANGED = "changed"
    SAME = "same"


def ensure_article(session: Session, outlet_key: str, native_key: str, url: str, at: datetime) -> Article:
    """The article with this key, made if it is new; the URL is remembered as one of its addresses.

    It is locked until the transaction ends, so that two writers make no version twice.
    """
    return ensure_articles(session, outlet_key, {native_key: url}, at)[native_key]


def ensure_articles(
    session: Session, outlet_key: str, urls: Mapping[str, str], at: datetime
) -> dict[str, Article]:
    """`ensure_article` for many articles of one outlet at once; `urls` and the answer are by native key."""
    new = {"outlet_key": outlet_key, "state": ArticleState.LISTED, "first_seen_at": at, "current": 0}
    short = {key: url[:URL_LIMIT] for key, url in sorted(urls.items())}
    rows = [new | {"native_key": key, "url": url} for key, url in short.items()]
    insert_all_missing(session, Article, ("outlet_key", "native_key"), rows)
    query = select(Article).where(Article.outlet_key == outlet_key, Article.native_key.in_(list(urls)))
    # In one order for all writers, so that none waits for another that waits for it.
    locked = query.order_by(Article.id).with_for_update().execution_options(populate_existing=True)
    found = {article.native_key: article for article in session.scalars(locked)}
    addresses = [{"url": url, "article_id": found[key].id} for key, url in short.items()]
    insert_all_missing(session, Address, ("url",), addresses)
    return found


def store_content(session: Session, article: Article, content: Content, fetched: Fetched) -> StoredAs:
    """Keep what an article says now; the same content as the current version is no new version.

    `article` is one that `ensure_article` gave in this transaction.
    """
    return store_contents(session, [(article, content, fetched)])[0]


def store_contents(session: Session, said: Sequence[tuple[Article, Content, Fetched]]) -> list[StoredAs]:
    """`store_content` for many articles at once, each of them there once."""
    digests = _current_digests(session, [article for article, _, _ in said])
    stored, new = [], []
    for article, content, fetched in said:
        article.checked_at = article.seen_at = fetched.at
        article.etag, article.last_modified = fetched.etag, fetched.last_modified
        article.state, article.withdrawn_at, article.withdrawn_reason = ArticleState.LIVE, None, None
        digest = content.digest
        if digests.get(article.id) == digest:
            stored.append(StoredAs.SAME)
            continue
        article.current += 1
        article.published_on, article.published_at = content.published_on, content.published_at
        new.append(_version(article, content, digest, fetched))
        stored.append(StoredAs.FIRST if article.current == 1 else StoredAs.CHANGED)
    session.add_all(new)
    session.flush()
    index_versions(session, new)
    return stored


def _version(article: Article, content: Content, digest: str, fetched: Fetched) -> Version:
    return Version(
        article_id=article.id,
        number=article.current,
        digest=digest,
        title=content.title,
        subtitle=content.subtitle,
        source=content.source,
        author=content.author,
        published_on=content.published_on,
        published_at=content.published_at,
        body=content.body,
        images=list(content.images),
        attachments=list(content.attachments),
        how=dict(fetched.how),
        reader=fetched.reader,
        raw=fetched.raw,
        fetched_at=fetched.at,
    )


def _current_digests(session: Session, articles: Sequence[Article]) -> dict[int, str]:
    """The digest of what each article says now, as far as is known, by its id."""
    read = [article.id for article in articles if article.current]
    if not read:
        return {}
    query = select(Version.article_id, Version.digest).join(Article)
    rows = session.execute(query.where(Article.id.in_(read), Version.number == Article.current))
    return {row.article_id: row.digest for row in rows}


def current_version(session: Session, article: Article) -> Version | None:
    """What the article says now, as far as is known; None before it was read."""
    if article.current == 0:
        return None
    return session.scalar(
        select(Version).where(Version.article_id == article.id, Version.number == article.current)
    )


def record_check(
    session: Session, article: Article, *, at: datetime, status: int, kind: str, reason: str | None
) -> None:
    """Keep a look that did not find the article as an article (gone, blocked, empty); tracking judges it."""
    article.checked_at = at
    session.add(Check(article_id=article.id, at=at, status=status, kind=kind, reason=reason))


def record_unchanged(session: Session, article: Article, at: datetime) -> None:
    """The server said 304: nothing changed, and what was missing is back."""
    article.checked_at = article.seen_at = at
    if article.current:
        article.state, article.withdrawn_at, article.withdrawn_reason = ArticleState.LIVE, None, None


def known_keys(session: Session, outlet_key: str, native_keys: Iterable[str]) -> set[str]:
    """Those of the keys whose article has been read at least once, or was found gone."""
    keys = list(native_keys)
    return set(
        session.scalars(
            select(Article.native_key).where(
                Article.outlet_key == outlet_key,
                Article.native_key.in_(keys),
                Article.state != ArticleState.LISTED,
            )
        )
    )


def due_articles(session: Session, now: datetime, each: int) -> dict[str, list[int]]:
    """The ids of articles whose next look is due, by outlet: `each` at most, the longest overdue first.

    The outlets, too: the one with the longest overdue article first.

    An outlet that does not let us in is not asked for single articles; its lists tell when it does again.
    One without lists is always asked: nothing else would tell.
    """
    place = func.row_number().over(
        partition_by=Article.outlet_key, order_by=(Article.next_check_at, Article.id)
    )
    shut = Outlet.state.in_((OutletState.UNREACHABLE, OutletState.BLOCKED, OutletState.DISALLOWED))
    has_lists = exists().where(Column.outlet_key == Outlet.key)
    due = (
        select(Article.id, Article.outlet_key, Article.next_check_at, place.label("place"))
        .join(Outlet, Outlet.key == Article.outlet_key)
        .where(
            Article.next_check_at <= now,
            or_(Article.checked_at.is_(None), Article.checked_at < Article.next_check_at),
            Outlet.enabled,
            ~(shut & has_lists),
        )
        .subquery()
    )
    query = select(due.c.outlet_key, due.c.id).where(due.c.place <= each)
    found: dict[str, list[int]] = {}
    for key, article_id in session.execute(query.order_by(due.c.next_check_at, due.c.id)):
        found.setdefault(key, []).append(article_id)
    return found


def checks_since_seen(session: Session, article: Article) -> list[Check]:
    """The looks since the article was last found there, oldest first."""
    query = select(Check).where(Check.article_id == article.id)
    if article.seen_at is not None:
        query = query.where(Check.at > article.seen_at)
    return list(session.scalars(query.order_by(Check.at, Check.id)))
