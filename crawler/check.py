"""Proves or refutes an outlet's declaration: its lists and three articles, field by field; stores nothing.

`python -m crawler.check KEY --now ISO [--save FOLDER]` writes one JSON object on stdout; with --save also
the first list that had rows and the first article, as they came, with what was read in them.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.http import Response

from base.errors import ShiyiError
from base.settings import Settings
from crawler.articles import PART
from crawler.judge import judge
from crawler.look import Look
from crawler.outlet import Column
from crawler.run import crawl, scrapy_settings, spider_of
from crawler.spider import OutletSpider
from crawler.store import Store
from crawler.walk import Walk
from reading import ListPage, Page, PageKind, Row
from storage.models import OutletState

SAMPLE = 3
FIELDS = ("title", "published_at", "source", "author", "body", "images", "attachments")
_NEEDED = ("title", "published_at", "source", "body")


@dataclass(frozen=True, slots=True)
class ListSeen:
    """One list page as it came and as it was read."""

    column: Column
    url: str
    body: bytes
    listing: ListPage


class Notebook(Store):
    """Keeps what a check finds in memory; knows nothing and stores nothing."""

    def __init__(self) -> None:
        self.looks: list[Look] = []

    def close(self) -> None:
        """Nothing was opened."""

    def known(self, keys: Iterable[str]) -> set[str]:
        """Nothing is known."""
        return set()

    def walk(self, column: Column, *, horizon: date, since: date | None, max_pages: int) -> Walk:
        """The first page of the column, as if for the first time."""
        return Walk(column, horizon, max_pages=1)

    def open_column(self, walk: Walk) -> None:
        """Nothing to remember."""

    def close_column(self, walk: Walk) -> None:
        """Nothing to remember."""

    def keep(self, looks: Sequence[Look]) -> list[str]:
        """Note looks."""
        self.looks += looks
        return [str(look.page.kind) if look.page else "unreachable" for look in looks]

    def keep_file(self, data: bytes) -> None:
        """Nothing to remember."""

    def keep_state(self, state: OutletState, note: str | None) -> None:
        """Nothing to remember."""

    def keep_robots(self, answer: str) -> None:
        """Nothing to remember."""


def checking(spider: type[OutletSpider]) -> type[OutletSpider]:
    """The outlet's spider, made to read the first page of each list and a few articles."""

    class Check(spider):  # type: ignore[misc, valid-type]
        lists: list[ListSeen]
        current: Column

        def open_store(self, settings: Settings) -> Store:
            self.lists = []
            return Notebook()

        def parse_list(self, response: Response, walk: Walk, number: int) -> Iterator[Request | Look]:
            self.current = walk.column
            yield from super().parse_list(response, walk, number)

        def read_list(self, response: Response) -> ListPage:
            listing: ListPage = super().read_list(response)
            self.lists.append(ListSeen(self.current, response.url, response.body, listing))
            return listing

        def siblings(self, response: Response) -> Iterable[str]:
            return list(super().siblings(response))[:2]

        def _fresh(self, rows: Iterable[Row]) -> dict[str, Row]:
            left = max(0, SAMPLE - len(self._asked))
            fresh: dict[str, Row] = super()._fresh(list(rows)[:left])
            return fresh

    return Check


def check_outlet(
    key: str, now: datetime, *, save: Path | None = None, log_level: str = "INFO"
) -> dict[str, Any]:
    """What the outlet's lists and some articles show; once in a process (see crawler/run.py)."""
    settings = scrapy_settings(log_level)
    crawler = crawl(checking(spider_of(key, settings)), settings, now=now.isoformat())
    spider: Any = crawler.spider
    state, note = judge(spider.tally)
    looks: list[Look] = spider.store.looks
    read = any(look.page is not None and look.page.kind is PageKind.ARTICLE for look in looks)
    if state is OutletState.OK and looks and not read:
        state, note = OutletState.CHANGED, f"看了栏目里的 {len(looks)} 个链接，没有一个是稿件"
    if save is not None:
        _save(save, spider.lists, looks, now)
    return {
        "outlet": key,
        "state": state,
        "note": note,
        "columns": [_column(column, spider) for column in spider.outlet.columns],
        "articles": [_article(look) for look in looks],
    }


def _column(column: Column, spider: Any) -> dict[str, Any]:
    pages: list[ListPage] = [seen.listing for seen in spider.lists if seen.column == column]
    rows = [row for page in pages for row in page.rows]
    return {
        "name": column.name,
        "url": column.url,
        "outcome": spider.tally.lists.get(column.name),
        "why": spider.tally.why.get(column.name) or None,
        "rows": len(rows),
        "articles": sum(spider.is_article(row.url) for row in rows),
        "dated": sum(row.published_at is not None for row in rows),
        "pinned": sum(row.pinned for row in rows),
        "next_page": any(page.next_url for page in pages),
        "first": _row(rows[0]) if rows else None,
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "title": row.title,
        "url": row.url,
        "date": row.published_at.isoformat() if row.published_at else None,
    }


def _article(look: Look) -> dict[str, Any]:
    page = look.page
    if page is None or page.kind is not PageKind.ARTICLE:
        kind = str(page.kind) if page else "unreachable"
        return {
            "url": look.url,
            "key": look.key,
            "status": look.status,
            "kind": kind,
            "fields": {},
            "missing": [],
        }
    fields = {
        name: {"value": _value(page, name), "how": page.how.get(name)}
        for name in FIELDS
        if getattr(page, name)
    }
    return {
        "url": look.url,
        "key": look.key,
        "status": look.status,
        "kind": str(page.kind),
        "fields": fields,
        "missing": [name for name in _NEEDED if name not in fields],
    }


def _value(page: Page, name: str) -> Any:
    value = getattr(page, name)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _save(folder: Path, lists: list[ListSeen], looks: list[Look], now: datetime) -> None:
    """The saved pages and expected.json, in the form that tests/spiders/test_fixtures.py reads."""
    folder.mkdir(parents=True, exist_ok=True)
    expected: dict[str, Any] = {"now": now.isoformat(), "list": None, "article": None}
    seen = next((seen for seen in lists if seen.listing.rows), None)
    if seen is not None:
        (folder / "list.html").write_bytes(seen.body)
        expected["list"] = {"url": seen.url, "rows": [_row(row) for row in seen.listing.rows]}
    look = next(filter(_is_one_page, looks), None)
    if look is not None and look.page is not None:
        (folder / "article.html").write_bytes(look.raw)
        fields = {name: _value(look.page, name) for name in FIELDS}
        expected["article"] = {"url": look.url, "key": look.key, **fields}
    text = json.dumps(expected, ensure_ascii=False, indent=1)
    (folder / "expected.json").write_text(text + "\n", encoding="utf-8")


def _is_one_page(look: Look) -> bool:
    """Whether all that was read of the article stands in its raw page."""
    page = look.page
    one = page is not None and page.kind is PageKind.ARTICLE and "attachment" not in page.how
    return one and PART not in look.raw


def main() -> int:
    """The subprocess that `shiyi outlet check` starts."""
    parser = argparse.ArgumentParser(prog="python -m crawler.check", description=__doc__)
    parser.add_argument("key")
    parser.add_argument("--now", required=True, type=datetime.fromisoformat)
    parser.add_argument("--save", type=Path)
    parser.add_argument("--log-level", default="INFO")
    options = parser.parse_args()
    try:
        found = check_outlet(options.key, options.now, save=options.save, log_level=options.log_level)
    except ShiyiError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return error.exit_code
    print(json.dumps(found, ensure_ascii=False), flush=True)  # noqa: T201
    return 0 if found["state"] == OutletState.OK else 3


if __name__ == "__main__":
    sys.exit(main())
