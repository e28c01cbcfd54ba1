"""Where the crawl meets the database: what is known before a fetch, and what is kept after it."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from base.clock import china_date
from base.errors import BadFile
from base.settings import Settings
from crawler.look import Look
from crawler.outlet import Column, Outlet
from crawler.raw import RawPages
from crawler.walk import Walk
from reading import GoneReason, Page, PageKind
from storage.articles import (
    Content,
    Fetched,
    StoredAs,
    current_version,
    ensure_article,
    ensure_articles,
    known_keys,
    record_check,
    record_unchanged,
    store_content,
    store_contents,
)
from storage.database import Database
from storage.models import URL_LIMIT, Article, ArticleState, OutletState
from storage.outlets import find_column, set_robots, set_state, sync_outlet

ReadAgain = Callable[[bytes, str, datetime], Page]
# Some servers say "not modified" of what was modified. They are taken at their word for so long, as to an
# article; as to a list, until the day is over.
_TRUSTED = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Known:
    """An article that is known already, as a recheck needs it."""

    id: int
    key: str
    url: str
    validators: dict[str, str]


class Store:
    """The database as the spider and its components see it; one for each run.

    `read_again(raw page, URL, when it was fetched)` reads a stored page with today's readers.
    """

    def __init__(
        self,
        settings: Settings,
        outlet: Outlet,
        now: datetime,
        parts: tuple[Outlet, ...] = (),
        read_again: ReadAgain | None = None,
    ) -> None:
        self._outlet, self._now, self._read_again = outlet, now, read_again
        self._database = Database(settings.database)
        self._raw = RawPages(settings.home)
        self._database.require_current()
        with self._database.session() as session:
            for each in (outlet, *parts):
                operator = settings.outlets.get(each.key)
                said = operator.enabled if operator else None
                sync_outlet(session, each.row(each.enabled if said is None else said))

    def close(self) -> None:
        """Give the database back."""
        self._database.close()

    def known(self, keys: Iterable[str]) -> set[str]:
        """Those of the keys whose article was read before, or was found gone."""
        with self._database.reading() as session:
            return known_keys(session, self._outlet.key, keys)

    def articles(self, ids: Iterable[int]) -> list[Known]:
        """The outlet's articles with these ids, with what makes a request for them conditional."""
        query = select(Article).where(Article.id.in_(list(ids)), Article.outlet_key == self._outlet.key)
        with self._database.reading() as session:
            found = session.scalars(query.order_by(Article.id))
            return [Known(row.id, row.native_key, row.url, self._conditions_for(row)) for row in found]

    def _conditions_for(self, row: Article) -> dict[str, str]:
        """In each week since first sight, the first look asks for the whole page."""
        last = row.checked_at or row.first_seen_at
        weeks = [(moment - row.first_seen_at) // _TRUSTED for moment in (last, self._now)]
        return _conditions(row.etag, row.last_modified) if weeks[0] == weeks[1] else {}

    def walk(self, column: Column, *, horizon: date, since: date | None, max_pages: int) -> Walk:
        """A column's list as the last complete walk left it."""
        walk = Walk(column, horizon, since=since, max_pages=max_pages)
        with self._database.reading() as session:
            row = find_column(session, self._outlet.key, column.url)
            if row is not None:
                walk.digest, walk.had_rows = row.digest, bool(row.rows)
                if row.checked_at is not None and china_date(row.checked_at) == china_date(self._now):
                    walk.validators = _conditions(row.etag, row.last_modified)
        return walk

    def open_column(self, walk: Walk) -> None:
        """There is news in a list: until all of it is kept, the list counts as unread.

        So a run that is killed on the way leaves a gap that the next run looks for.
        """
        with self._database.session() as session:
            row = find_column(session, self._outlet.key, walk.column.url)
            if row is not None:
                row.digest = None

    def close_column(self, walk: Walk) -> None:
        """Remember how far a list was read."""
        with self._database.session() as session:
            row = find_column(session, self._outlet.key, walk.column.url)
            if row is None:
                return
            row.checked_at = self._now
            if walk.complete:
                row.digest, row.rows = walk.new_digest, walk.rows
                row.etag = walk.etag[:200] if walk.etag else None
                row.last_modified = walk.last_modified[:80] if walk.last_modified else None

    def keep(self, looks: Sequence[Look]) -> list[str]:
        """Store looks in one transaction; -> what came of each.

        That is first, changed, same, unchanged (304), `gone` where the outlet says so, `unavailable` where it
        may be there another time, `unreachable`, or the kind of page that stands there instead.
        """
        with self._database.session() as session:
            kept = self._keep_contents(session, looks)
            return [kept.get(at) or self._keep_other(session, look) for at, look in enumerate(looks)]

    def _keep_contents(self, session: Session, looks: Sequence[Look]) -> dict[int, str]:
        """Store what the looks found to say, by outlet; -> what came of it, by the look's place."""
        places: dict[str, dict[str, int]] = {}
        for at, look in enumerate(looks):
            if look.page is not None and look.page.kind is PageKind.ARTICLE:
                places.setdefault(look.outlet, {})[look.key] = at  # of two looks at one article the later
        kept: dict[int, str] = {}
        for outlet, by_key in places.items():
            urls = {key: looks[at].url for key, at in by_key.items()}
            articles = ensure_articles(session, outlet, urls, self._now)
            for key, at in by_key.items():
                self._mend(session, articles[key], looks[at])
                if articles[key].state is not ArticleState.LIVE:
                    # Of several addresses the one at which it was found: the next look goes there.
                    articles[key].url = looks[at].url[:URL_LIMIT]
            said = [(articles[key], *self._said(looks[at])) for key, at in by_key.items()]
            stored = store_contents(session, said)
            for at, each in zip(by_key.values(), stored, strict=True):
                kept[at] = each.value
                if each is not StoredAs.SAME and looks[at].raw:
                    self._raw.keep(looks[at].raw)
        return kept

    def _mend(self, session: Session, article: Article, look: Look) -> None:
        """Where another reader made the current version, let it say what today's reader sees in its page.

        So what only the reader changed becomes a version from the same raw page, and no change of the article.
        """
        version = current_version(session, article)
        if version is None or look.page is None or version.reader == look.page.reader:
            return
        if version.digest == content_of(look.page).digest:
            return
        if self._read_again is None or version.raw is None or "attachment" in version.how:
            return
        try:
            page = self._read_again(self._raw.read(version.raw), article.url, version.fetched_at)
        except BadFile:
            return  # kept no longer
        if page.kind is PageKind.ARTICLE:
            how = dict(page.how)
            fetched = Fetched(at=self._now, how=how, reader=page.reader, raw=version.raw)
            store_content(session, article, content_of(page), fetched)

    def _said(self, look: Look) -> tuple[Content, Fetched]:
        assert look.page is not None
        fetched = Fetched(
            at=self._now,
            how=dict(look.page.how),
            reader=look.page.reader,
            raw=hashlib.sha256(look.raw).hexdigest() if look.raw else None,
            etag=look.etag,
            last_modified=look.last_modified,
        )
        return content_of(look.page), fetched

    def _keep_other(self, session: Session, look: Look) -> str:
        """A look that found no article, or found one again in the same breath."""
        page = look.page
        if page is not None and page.kind is PageKind.ARTICLE:
            return StoredAs.SAME.value
        if look.by_person and not known_keys(session, look.outlet, [look.key]):
            return _outcome(look)  # a pasted link that led to nothing makes no article
        article = ensure_article(session, look.outlet, look.key, look.url, self._now)
        if look.status == 304:
            record_unchanged(session, article, self._now)
            return "unchanged"
        kind = str(page.kind) if page else "unreachable"
        reason = page.gone_reason if page else None
        record_check(session, article, at=self._now, status=look.status, kind=kind, reason=reason)
        return _outcome(look)

    def keep_file(self, data: bytes) -> None:
        """Keep an article's file as it came."""
        self._raw.keep(data)

    def keep_state(self, state: OutletState, note: str | None) -> None:
        """Record how the outlet fares."""
        with self._database.session() as session:
            set_state(session, self._outlet.key, state, note, self._now)

    def keep_robots(self, answer: str) -> None:
        """Record what robots.txt answered."""
        with self._database.session() as session:
            set_robots(session, self._outlet.key, answer, self._now)


def _outcome(look: Look) -> str:
    if look.page is None:
        return "unreachable"
    return "unavailable" if look.page.gone_reason is GoneReason.UNAVAILABLE else str(look.page.kind)


def content_of(page: Page) -> Content:
    """The part of a page that makes a version."""
    moment = page.published_at if isinstance(page.published_at, datetime) else None
    day: date | None = china_date(moment) if moment else page.published_at
    return Content(
        title=page.title or "",
        subtitle=page.subtitle,
        source=page.source,
        author=page.author,
        published_on=day,
        published_at=moment,
        body=page.body,
        images=page.images,
        attachments=page.attachments,
    )


def _conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """RFC 9110, 13.1: both may be sent; a server that knows the first ignores the second."""
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in headers.items() if value}
