"""The half of the spider that fetches articles: one page, several, or a page with its text in a file."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from typing import Any, ClassVar

from scrapy import Request, Spider
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from base.clock import china_date
from base.documents import read_document
from base.errors import BadFile, ShiyiError
from base.text import squash
from crawler.judge import Tally
from crawler.look import Look
from crawler.outlet import Outlet
from crawler.store import Store
from crawler.transport import FETCH_ERRORS
from reading import Page, PageKind, Row, read_page

MAX_PARTS = 20
MAX_FILES = 2
# An article with fewer characters than these of its own, and with a file, has its text in the file.
_SHORT = 80
_LONGEST_KEY = 200
_LONGEST_FILE_TEXT = 200_000
_READABLE = (".pdf", ".docx", ".doc", ".wps")
# Between the pages of one article in its raw page.
PART = b"\n<!-- shiyi: the next page of the article -->\n"


@dataclass(frozen=True, slots=True)
class Errand:
    """An article that is being fetched, as far as it has come. `looked` is what its earlier pages gave.

    Without a `key` the page itself is asked for it: one article has several addresses at WeChat.
    """

    url: str
    key: str | None = None
    row: Row | None = None
    by_person: bool = False
    looked: Look | None = None
    parts: int = 1
    files: int = 0


class ArticleSpider(Spider):
    """Fetches and reads articles of one outlet; `Look`s are what it yields."""

    outlet: ClassVar[Outlet]
    parts: ClassVar[tuple[Outlet, ...]] = ()
    """Outlets on this one's hosts whose articles may come in by its runs: the accounts of a platform."""
    renders: ClassVar[bool] = False
    """Whether pages are rendered in a browser before they are read."""
    store: Store
    now: datetime
    tally: Tally
    crawler: Any
    error: ShiyiError | None = None

    def key_of(self, url: str) -> str | None:
        """The native key of the article at this address; None where no reader knows its kind of address."""
        return self.outlet.key_of(url)

    def is_article(self, url: str) -> bool:
        """Whether a link in a list leads to an article of this outlet."""
        return self.outlet.covers(url) and self.key_of(url) is not None

    def outlet_of(self, page: Page) -> str:
        """The key of the outlet to which a page belongs that came by its address alone."""
        return self.outlet.key

    def data_url(self, url: str) -> str:
        """Where the article with this address is fetched from; an app's page may be an empty shell."""
        return url

    def read_article(
        self, response: Response, url: str, row: Row | None = None, at: datetime | None = None
    ) -> Page:
        """What a page says that was fetched at `at` (else in this run).

        `url` is what was asked for; after a redirect the answer came from another.
        """
        at = at or self.now
        content_type = response.headers.get("Content-Type")
        return read_page(
            response.body,
            response.url,
            now=at,
            status=response.status,
            content_type=content_type.decode("latin-1") if content_type else None,
            reader=self.outlet.reader(url, china_date(at)),
            listed=row,
            requested_url=url,
        )

    def read_again(self, raw: bytes, url: str, at: datetime) -> Page:
        """What a raw page that was fetched at `at` says to the readers of today."""
        pages = [
            self.read_article(TextResponse(self.data_url(url), body=part), url, at=at)
            for part in raw.split(PART)
        ]
        return reduce(_join_pages, pages)

    def article_request(self, errand: Errand, headers: dict[str, str] | None = None) -> Request:
        """The first request of an errand."""
        return self._page_request(self.data_url(errand.url), errand, headers)

    def _page_request(self, url: str, errand: Errand, headers: dict[str, str] | None = None) -> Request:
        request = self._request(url, self.parse_article, errand)
        request.headers.update(headers or {})
        request.meta["render"] = self.renders
        return request

    def _request(self, url: str, callback: Any, errand: Errand) -> Request:
        return Request(
            url,
            callback=callback,
            errback=self.article_failed,
            cb_kwargs={"errand": errand},
            meta={"asked_by_person": errand.by_person},
            dont_filter=True,
        )

    def parse_article(self, response: Response, errand: Errand) -> Iterator[Request | Look]:
        """What a page of an article says, then its next page, its file, or the finished look."""
        look = self._look(response, errand)
        page = look.page
        following = page.next_url if page and page.kind is PageKind.ARTICLE else None
        if following and errand.parts < MAX_PARTS and self.key_of(following) == self.key_of(errand.url):
            parts = errand.parts + 1
            yield self._page_request(following, replace(errand, looked=look, parts=parts))
        else:
            yield self._finish(look, errand)

    def _look(self, response: Response, errand: Errand) -> Look:
        page = None
        if response.status != 304:
            first = errand.parts == 1
            page = self.read_article(response, errand.url if first else response.url, errand.row)
        etag, last_modified = validators(response)
        look = Look(
            outlet=self.outlet_of(page) if page and errand.key is None else self.outlet.key,
            key=self._key(errand, page),
            url=errand.url,
            status=response.status,
            page=page,
            by_person=errand.by_person,
            raw=response.body,
            etag=etag,
            last_modified=last_modified,
        )
        return _join(errand.looked, look) if errand.looked else look

    def _key(self, errand: Errand, page: Page | None) -> str:
        key = errand.key or (page.key if page else None) or self.key_of(errand.url) or errand.url
        return key if len(key) <= _LONGEST_KEY else hashlib.sha256(key.encode()).hexdigest()

    def _finish(self, look: Look, errand: Errand) -> Request | Look:
        page = look.page
        if page is None or page.kind is not PageKind.ARTICLE:
            return look
        files = [file for file in page.attachments if _is_readable(file)][errand.files : MAX_FILES]
        if files and (len(squash(page.body)) < _SHORT or errand.files):
            following = replace(errand, looked=look, files=errand.files + 1)
            return self._request(files[0], self.parse_file, following)
        return look

    async def parse_file(self, response: Response, errand: Errand) -> AsyncIterator[Request | Look]:
        """The text of an article's file, put to its own."""
        assert errand.looked is not None
        look = errand.looked
        if response.status == 200:
            name = response.url.rpartition("/")[2]
            try:
                document = await asyncio.to_thread(read_document, response.body, name)
            except BadFile as error:
                self.logger.info("%s: %s", response.url, error)
            else:
                look = _with_file(look, document.text, response)
                self.store.keep_file(response.body)
        yield self._finish(look, errand)

    def article_failed(self, failure: Failure) -> Iterator[Look]:
        """An article that could not be fetched whole: a look that saw nothing. Only a file may be missing."""
        error = failure.value
        if not isinstance(error, FETCH_ERRORS):
            failure.raiseException()
        request: Request = failure.request  # type: ignore[attr-defined]
        errand: Errand = request.cb_kwargs["errand"]
        self.logger.info("%s: %s: %s", request.url, type(error).__name__, error)
        if errand.files and errand.looked:
            yield errand.looked
        else:
            key = self._key(errand, None)
            yield Look(self.outlet.key, key, errand.url, status=0, by_person=errand.by_person)

    def kept(self, look: Look, kept: str) -> None:
        """Called by the pipeline when a look was stored."""
        self.tally.look_kept(kept, look.page)

    def fail(self, error: ShiyiError) -> None:
        """Called by the pipeline when the database gave up: there is no point in going on."""
        if self.error is None:
            self.error = error
            self._ending = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="failed"))


def validators(response: Response) -> tuple[str | None, str | None]:
    """ETag and Last-Modified."""
    etag, modified = response.headers.get("ETag"), response.headers.get("Last-Modified")
    return (
        etag.decode("latin-1") if etag else None,
        modified.decode("latin-1") if modified else None,
    )


def _is_readable(file: str) -> bool:
    return file.split("?", maxsplit=1)[0].lower().endswith(_READABLE)


def _join(before: Look, look: Look) -> Look:
    """One look of an article's pages so far and its next one; a page that is none spoils the whole."""
    page, following = before.page, look.page
    if page is None or following is None or following.kind is not PageKind.ARTICLE:
        return replace(look, page=None, status=0)
    return replace(before, page=_join_pages(page, following), raw=before.raw + PART + look.raw)


def _join_pages(page: Page, following: Page) -> Page:
    return replace(
        page,
        body="\n".join(filter(None, (page.body, following.body))),
        images=tuple(dict.fromkeys(page.images + following.images)),
        attachments=tuple(dict.fromkeys(page.attachments + following.attachments)),
        next_url=following.next_url,
    )


def _with_file(look: Look, text: str, response: Response) -> Look:
    assert look.page is not None
    how = dict(look.page.how)
    how["body"] = f"attachment:{response.url}"
    how["attachment"] = hashlib.sha256(response.body).hexdigest()
    body = "\n".join(filter(None, (look.page.body, text[:_LONGEST_FILE_TEXT])))
    return replace(look, page=replace(look.page, body=body, how=how))
