"""The replica's articles: what stands in `content/*.toml`, and how each looks at a moment of its clock.

A file holds the articles of one outlet:

    outlet = "gswomen"
    [[article]]
    key = "99671204518803214"        # the outlet's own id
    columns = ["pingliang"]          # the list pages on which it stands; the first gives its address
    published = 2026-11-09T10:20:00  # China's time
    title = "…"
    plant = "covered"                # covered | update | new | noise: what a careful editor would say
    item = "9/7"                     # issue/position for covered and update, and for what a trap resembles
    story = "mama-jobs"              # articles of one event share it
    body = '''one paragraph a line'''

Optional: source, author, editor, subtitle, pretitle, images, attachments, pinned, shape (a family's own page
kind), trap (why it is easily mistaken), reprint_of ("outlet/key": without a body it repeats that one's),
change_at + change_what + change ([[old, new], …] in title and body), deleted_at.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from demo.web import CHINA

CONTENT = Path(__file__).parent / "content"


@dataclass(frozen=True, slots=True)
class Change:
    """What the outlet alters in an article some time after it was published."""

    at: datetime
    what: str
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Plant:
    """What an article was planted as: covered, update, new or noise; `item` is "issue/position"."""

    verdict: str
    story: str
    item: str = ""
    reprint_of: str = ""
    trap: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One article at one outlet, as first published. Times are aware (+08:00); `body` is paragraphs."""

    outlet: str
    key: str
    columns: tuple[str, ...]
    published: datetime
    title: str
    body: tuple[str, ...]
    plant: Plant
    source: str = ""
    author: str = ""
    editor: str = ""
    subtitle: str = ""
    pretitle: str = ""
    shape: str = ""
    images: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    pinned: bool = False
    change: Change | None = None
    deleted_at: datetime | None = None

    def at(self, now: datetime) -> "Article":
        """The article as it reads at `now`."""
        if self.change is None or now < self.change.at:
            return self
        title, body = self.title, "\n".join(self.body)
        for old, new in self.change.pairs:
            title, body = title.replace(old, new), body.replace(old, new)
        return replace(self, title=title, body=tuple(body.split("\n")))

    def modified(self, now: datetime) -> datetime:
        """When the page was last written."""
        return self.change.at if self.change and now >= self.change.at else self.published

    def listed(self, now: datetime) -> bool:
        """Whether lists show it at `now`."""
        return self.published <= now and not self.deleted(now)

    def deleted(self, now: datetime) -> bool:
        """Whether the outlet has taken it back by `now`."""
        return self.deleted_at is not None and now >= self.deleted_at


class Library:
    """All articles of the replica by outlet, key and column."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self.articles = tuple(sorted(articles, key=lambda article: (article.published, article.key)))
        self._by_name = {f"{article.outlet}/{article.key}": article for article in self.articles}
        self._by_column: dict[tuple[str, str], list[Article]] = {}
        for article in self.articles:
            for column in article.columns:
                self._by_column.setdefault((article.outlet, column), []).append(article)

    def get(self, outlet: str, key: str, now: datetime) -> Article | None:
        """The article as it reads at `now`; None before it is published. A deleted one is still returned."""
        article = self._by_name.get(f"{outlet}/{key}")
        return article.at(now) if article and article.published <= now else None

    def column(self, outlet: str, column: str, now: datetime) -> list[Article]:
        """What the list page `column` shows at `now`, newest first, without pinned rows moved."""
        rows = self._by_column.get((outlet, column), [])
        return [article.at(now) for article in reversed(rows) if article.listed(now)]

    def of(self, outlet: str) -> list[Article]:
        """Every article of an outlet, oldest first, as first published."""
        return [article for article in self.articles if article.outlet == outlet]


def _moment(value: datetime) -> datetime:
    return value.replace(tzinfo=CHINA)


def _article(outlet: str, row: dict[str, Any], bodies: dict[str, dict[str, Any]]) -> Article:
    reprint_of = row.get("reprint_of", "")
    text = row["body"] if "body" in row else bodies[reprint_of]["body"]
    change = None
    if "change" in row:
        pairs = tuple((old, new) for old, new in row["change"])
        change = Change(_moment(row["change_at"]), row["change_what"], pairs)
    return Article(
        outlet=outlet,
        key=row["key"],
        columns=tuple(row["columns"]),
        published=_moment(row["published"]),
        title=row["title"],
        body=tuple(line.strip() for line in text.strip().split("\n") if line.strip()),
        plant=Plant(row["plant"], row["story"], row.get("item", ""), reprint_of, row.get("trap", "")),
        images=tuple(row.get("images", ())),
        attachments=tuple(row.get("attachments", ())),
        pinned=row.get("pinned", False),
        change=change,
        deleted_at=_moment(row["deleted_at"]) if "deleted_at" in row else None,
        **{
            name: row.get(name, "")
            for name in ("source", "author", "editor", "subtitle", "pretitle", "shape")
        },
    )


@cache
def library() -> Library:
    """The articles of all content files."""
    files = [tomllib.loads(path.read_text("utf-8")) for path in sorted(CONTENT.glob("*.toml"))]
    rows = [(data["outlet"], row) for data in files for row in data["article"]]
    bodies = {f"{outlet}/{row['key']}": row for outlet, row in rows}
    return Library(_article(outlet, row, bodies) for outlet, row in rows)
