"""The item that spiders yield."""

from dataclasses import dataclass

from reading import Page


@dataclass(frozen=True, slots=True)
class Look:
    """One look at one article: what the page says now, and what the server said of it.

    `page` is None where the server answered 304 (nothing new), or did not answer at all (`status` 0).
    `by_person` marks what a person asked for by its address. `raw` is the page as it came; the parts of an
    article on several pages one after the other.
    """

    outlet: str
    key: str
    url: str
    status: int
    page: Page | None = None
    by_person: bool = False
    raw: bytes = b""
    etag: str | None = None
    last_modified: str | None = None
