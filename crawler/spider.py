"""The spider that every outlet's spider is: lists, then what is new in them."""

from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import date, timedelta
from typing import Any, ClassVar, Self

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from base.clock import china_date, parse_moment, utcnow
from base.settings import Settings
from crawler.articles import ArticleSpider, Errand, validators
from crawler.egress import EgressRefused
from crawler.judge import ListOutcome, Tally, judge
from crawler.look import Look
from crawler.outlet import Column
from crawler.render import BrowserMissing
from crawler.robots import RobotsAnswer, RobotsMiddleware, RobotsRefused
from crawler.store import Store
from crawler.transport import FETCH_ERRORS
from crawler.walk import MAX_PAGES, SETTLED, Walk
from reading import ListPage, PageKind, Row
from storage.models import OutletState

Found = Iterator[Request | Look]

_FIRST_PAGE = 10  # its priority; articles have 0
_ROBOTS_OUTCOMES = {
    RobotsAnswer.DISALLOWED: ListOutcome.DISALLOWED,
    RobotsAnswer.CHALLENGE: ListOutcome.BLOCKED,
}


class OutletSpider(ArticleSpider):
    """Crawls one outlet. A family says how its lists are read; an outlet's spider declares only `outlet`.

    Arguments (`scrapy crawl KEY -a NAME=VALUE`), all optional:
    `now` the moment of the run (ISO 8601; else the present one); `since` a day: read lists back to it,
    whatever is known; `recheck` ids of articles, comma-separated: look at these again and at nothing else;
    `urls` addresses, blank-separated, that a person asked for: fetch these and nothing else.
    """

    horizon: date
    max_pages: ClassVar[int] = MAX_PAGES

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "outlet" in cls.__dict__:
            cls.name = cls.outlet.key

    def __init__(
        self,
        now: str | None = None,
        since: str | None = None,
        recheck: str = "",
        urls: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.now = parse_moment(now) if now else utcnow()
        self.since = date.fromisoformat(since) if since else None
        self.recheck = [int(part) for part in recheck.split(",") if part.strip()]
        self.urls = urls.split()
        self.tally = Tally()
        self._asked: set[str] = set()
        self._walks: list[Walk] = []

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> Self:
        """As Scrapy builds it."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        settings: Settings = crawler.settings["SHIYI"]
        spider.horizon = china_date(spider.now) - timedelta(days=settings.window_days)
        spider.store = spider.open_store(settings)
        return spider

    def open_store(self, settings: Settings) -> Store:
        """Where the run keeps what it finds."""
        return Store(settings, self.outlet, self.now, self.parts, self.read_again)

    @classmethod
    def update_settings(cls, settings: Any) -> None:
        """The operator's delay for this outlet, else the longer of the general and the declared one."""
        super().update_settings(settings)
        if not settings.getbool("POLITE"):
            return
        shiyi: Settings = settings["SHIYI"]
        operator = shiyi.outlets.get(cls.outlet.key)
        delay = operator.delay if operator and operator.delay else max(shiyi.delay, cls.outlet.delay or 0)
        settings.set("DOWNLOAD_DELAY", delay, priority="spider")

    # What a family may say differently

    def read_list(self, response: Response) -> ListPage:
        """The rows of a list page."""
        raise NotImplementedError

    def list_requests(self, walk: Walk) -> Iterator[Request]:
        """The first requests of a column."""
        yield self.list_request(walk, walk.column.feed or walk.column.url)

    def feed_of(self, response: Response) -> str | None:
        """Where a shell without rows would get them from."""
        return None

    def siblings(self, response: Response) -> Iterable[str]:
        """Further pages that make one list with this one, such as the pages of one day's newspaper."""
        return ()

    # Lists

    async def start(self) -> AsyncIterator[Request]:
        """The requests that the run begins with."""
        for request in self._first_requests():
            yield request

    def _first_requests(self) -> Iterator[Request]:
        if self.urls:
            for url in self.urls:
                yield self.article_request(Errand(url, by_person=True))
        elif self.recheck:
            # What has no list was forwarded by a person, and is looked at again on that person's behalf.
            by_person = not self.outlet.columns
            for known in self.store.articles(self.recheck):
                errand = Errand(known.url, known.key, by_person=by_person)
                yield self.article_request(errand, known.validators)
        else:
            for column in self.outlet.columns:
                yield from self.list_requests(self._walk(column))

    def _walk(self, column: Column) -> Walk:
        walk = self.store.walk(column, horizon=self.horizon, since=self.since, max_pages=self.max_pages)
        self._walks.append(walk)
        return walk

    def list_request(self, walk: Walk, url: str, number: int = 1) -> Request:
        """A request for the `number`-th page of a column's list; the first is conditional if it may be.

        What the first page leads to goes before the second: a run may be cut short.
        """
        walk.asked.add(url)
        return Request(
            url,
            callback=self.parse_list,
            errback=self.list_failed,
            headers=walk.validators if number == 1 and walk.conditional else None,
            cb_kwargs={"walk": walk, "number": number},
            meta={"render": self.renders},
            priority=_FIRST_PAGE if number == 1 else -number,
            dont_filter=True,
        )

    def parse_list(self, response: Response, walk: Walk, number: int) -> Found:
        """What is new in a list page, and the next page if it is worth reading."""
        if response.status == 304:
            self.tally.list_seen(walk.column.name, ListOutcome.SAME)
            return
        listing = self.read_list(response)
        if not listing.rows:
            yield from self._without_rows(response, listing, walk, number)
            return
        if number == 1 and walk.first_page(listing, *validators(response)):
            self.tally.list_seen(walk.column.name, ListOutcome.SAME)
            return
        self.tally.list_seen(walk.column.name, ListOutcome.READ)
        self.tally.counts["lists"] += 1
        self.tally.counts["rows"] += len(listing.rows)
        self.store.open_column(walk)
        walk.rows = max(walk.rows, len(listing.rows))
        fresh = self._fresh(listing.rows)
        walk.open |= set(fresh)
        for key, row in fresh.items():
            yield self.article_request(Errand(row.url, key, row))
        if fresh or not walk.conditional:
            yield from self._list_requests(walk, self.siblings(response), number + 1)
        if listing.next_url and walk.goes_on(listing.rows, fresh.values(), number):
            yield from self._list_requests(walk, [listing.next_url], number + 1)

    def _list_requests(self, walk: Walk, urls: Iterable[str], number: int) -> Iterator[Request]:
        for url in urls:
            if url not in walk.asked:
                yield self.list_request(walk, url, number)

    def _without_rows(self, response: Response, listing: ListPage, walk: Walk, number: int) -> Found:
        """A list page that shows nothing: the way to its rows, a gap in a row of pages, or a trouble."""
        feed = self.feed_of(response)
        if feed and feed not in walk.asked:
            yield self.list_request(walk, feed, number)
            return
        siblings = list(self.siblings(response))
        if siblings:  # a newspaper's page of pictures or advertisements
            if number == 1 and walk.first_page(listing, *validators(response)):
                self.tally.list_seen(walk.column.name, ListOutcome.SAME)
                return
            yield from self._list_requests(walk, siblings, number + 1)
            yield from self._list_requests(walk, filter(None, [listing.next_url]), number + 1)
            return
        kind = self.read_article(response, response.url).kind
        if kind is PageKind.GONE and listing.next_url and walk.steps_over():
            yield from self._list_requests(walk, [listing.next_url], number)
            return
        outcome, why = self._empty_list(response, listing, walk, number, kind)
        walk.broken |= outcome is not ListOutcome.READ
        self.tally.list_seen(walk.column.name, outcome, why)

    def _fresh(self, rows: Iterable[Row]) -> dict[str, Row]:
        """The rows whose articles nobody has read yet, by key."""
        keyed: dict[str, Row] = {}
        for row in rows:
            key = self.key_of(row.url) if self.is_article(row.url) else None
            if key is not None and key not in self._asked:
                keyed.setdefault(key, row)
        known = self.store.known(keyed)
        fresh = {key: row for key, row in keyed.items() if key not in known}
        self._asked |= fresh.keys()
        return fresh

    def _empty_list(
        self, response: Response, listing: ListPage, walk: Walk, number: int, kind: PageKind
    ) -> tuple[ListOutcome, str]:
        """What a list without rows is; "no news" only if the page says so, or at the end of a list."""
        why = f"HTTP {response.status}"
        if kind is PageKind.BLOCKED:
            return ListOutcome.BLOCKED, why
        if response.status >= 500 or response.status == 429:
            return ListOutcome.UNREACHABLE, why
        said = response.status == 200 and listing.kind is PageKind.LIST and not walk.had_rows
        return (ListOutcome.READ, "") if said or number > 1 else (ListOutcome.CHANGED, why)

    def list_failed(self, failure: Failure) -> None:
        """A list that could not be fetched at all."""
        walk: Walk = failure.request.cb_kwargs["walk"]  # type: ignore[attr-defined]
        error = failure.value
        walk.broken = True
        why = f"{type(error).__name__}: {error}"
        if isinstance(error, RobotsRefused):
            outcome = _ROBOTS_OUTCOMES.get(error.answer, ListOutcome.UNREACHABLE)
        elif isinstance(error, EgressRefused):
            outcome = ListOutcome.CHANGED
        elif isinstance(error, BrowserMissing):
            outcome, why = ListOutcome.UNREACHABLE, str(error)
        elif isinstance(error, FETCH_ERRORS):
            outcome = ListOutcome.UNREACHABLE
        else:
            failure.raiseException()
        self.tally.list_seen(walk.column.name, outcome, why[:200])

    # The end

    def kept(self, look: Look, kept: str) -> None:
        """Called by the pipeline when a look was stored."""
        super().kept(look, kept)
        if kept in SETTLED:
            for walk in self._walks:
                walk.open.discard(look.key)

    def closed(self, reason: str) -> None:
        """Record what the run showed, if it ran to its end and without mistakes of ours."""
        mistakes = self.crawler.stats.get_value("log_count/ERROR", 0)
        if reason == "finished" and self.error is None and not mistakes:
            self._record()
        self.store.close()

    def _record(self) -> None:
        robots = self.crawler.get_downloader_middleware(RobotsMiddleware)
        if robots.answers:
            self.store.keep_robots(max(robots.answers.values(), key=list(RobotsAnswer).index))
        for walk in self._walks:
            if walk.column.name not in self.tally.lists:
                self.tally.list_seen(walk.column.name, ListOutcome.CHANGED)
            self.store.close_column(walk)
        self.tally.lists = {walk.column.name: self.tally.lists[walk.column.name] for walk in self._walks}
        state, note = judge(self.tally)
        if self._walks or (not self.outlet.columns and state is not OutletState.OK):
            self.store.keep_state(state, note)
