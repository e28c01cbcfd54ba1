"""How far a list is read. Pure: no requests, no database."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from crawler.outlet import Column
from reading import ListPage, Row

MAX_PAGES = 20
MAX_PAGES_WITHOUT_DATES = 5
MAX_PAGES_BACKFILL = 200
# A newspaper does not appear on holidays; the longest are eight days.
MAX_GAPS = 10

# What an article must have come to before its row in a list is done with.
SETTLED = frozenset({"first", "changed", "same", "unchanged", "gone"})


@dataclass(slots=True)
class Walk:
    """One run's way through one column.

    `digest` is that of the first page's rows as the last complete walk left them, or None: then the walk goes
    back to `horizon` instead of stopping at what is known, since a run that broke off may have left gaps.
    `had_rows` says that the list has shown rows before. `since` asks for everything back to that day.
    `open` are the keys whose articles are still to be kept, `asked` the addresses of list pages so far.
    """

    column: Column
    horizon: date
    digest: str | None = None
    since: date | None = None
    validators: Mapping[str, str] = field(default_factory=dict)
    had_rows: bool = False
    max_pages: int = MAX_PAGES
    new_digest: str | None = None
    rows: int = 0
    etag: str | None = None
    last_modified: str | None = None
    open: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    gaps: int = 0
    broken: bool = False

    @property
    def conditional(self) -> bool:
        """Whether "nothing new" would be an answer."""
        return self.digest is not None and self.since is None

    def first_page(self, listing: ListPage, etag: str | None, last_modified: str | None) -> bool:
        """Take note of the first page; says whether it is the same as last time."""
        self.new_digest = digest_of(listing)
        self.etag, self.last_modified = etag, last_modified
        return self.conditional and self.new_digest == self.digest

    def goes_on(self, rows: Sequence[Row], fresh: Iterable[Row], number: int) -> bool:
        """Whether the page after this one, the `number`-th, is worth reading.

        Pinned rows say nothing: they stay on top whatever is new, and may be years old.
        """
        moving = [row for row in rows if not row.pinned]
        days = [day_of(row) for row in moving]
        if number >= self._limit(any(days)):
            return False
        first_day = self.since or self.horizon
        if not any(day is None or day >= first_day for day in days):
            return False
        return not self.conditional or any(not row.pinned for row in fresh)

    def _limit(self, dated: bool) -> int:
        if self.since is not None:
            return MAX_PAGES_BACKFILL
        return self.max_pages if dated else min(self.max_pages, MAX_PAGES_WITHOUT_DATES)

    def steps_over(self) -> bool:
        """Whether to look behind a page that is missing in a row of pages."""
        self.gaps += 1
        return self.gaps <= MAX_GAPS

    @property
    def complete(self) -> bool:
        """Whether all that the list led to was kept."""
        return not self.broken and not self.open and self.new_digest is not None


def day_of(row: Row) -> date | None:
    """The day a row gives, if it gives one."""
    moment = row.published_at
    return moment.date() if isinstance(moment, datetime) else moment


def digest_of(listing: ListPage) -> str:
    """Equal for two visits that found the same list with the same rows, whatever else is on the page."""
    lines = [listing.url, *(f"{row.url}\n{row.title}\n{row.published_at}" for row in listing.rows)]
    return hashlib.sha256("\n\n".join(lines).encode()).hexdigest()
