"""How well pages are read: the project's own pages, and the real ones of ../shared where they are.

`make quality` holds `measure()` against the floors; the table stands other readers beside ours, on the same
pages, in the same run.
"""

import logging
import re
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from difflib import SequenceMatcher
from statistics import fmean
from typing import Any

from rich.console import Console
from rich.table import Table

from reading import Page, PageKind, dates
from reading.encoding import decode
from reading.text import compact
from reading.tree import parse, text_of
from tests.reading.saved import NOW, Saved, own_pages, shared_pages

_NAMES = re.compile(
    r"""\s(?:id|class)\s?=\s?(?:"[^"]*"|'[^']*'|[^\s>"']+)|<!--.*?-->|<meta\s[^>]*>""", re.I | re.S
)
_CREDIT = re.compile(r"^\W{0,3}(?:信息|稿件)?(?:来源|责任编辑|责编|编辑)\s?[:：]")


@dataclass
class Score:
    """What one reader did on a set of pages; each list has an entry for every page that tells."""

    bodies: list[float] = field(default_factory=list)
    days: list[bool] = field(default_factory=list)
    sources: list[bool] = field(default_factory=list)
    titles: list[bool] = field(default_factory=list)
    kinds: list[bool] = field(default_factory=list)
    seconds: float = 0.0
    names_sources: bool = False


@dataclass(frozen=True)
class Reading:
    """What some reader made of a page, as far as it tells."""

    body: str
    title: str | None = None
    day: date | None = None
    source: str | None = None
    kind: PageKind | None = None


Reader = Callable[[Saved], Reading]


def character_f1(found: str, truth: str, title: str | None = None) -> float:
    """F1 of the characters that both texts have in the same order, white space aside, 1.0 for equal texts.

    Lines that only repeat the title on top, or name source or editor at the end, do not count.
    """
    ours, theirs = (_counted(text, compact(title or "")) for text in (found, truth))
    if not ours or not theirs:
        return float(ours == theirs)
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    return 2 * sum(block.size for block in blocks) / (len(ours) + len(theirs))


def _counted(text: str, title: str) -> str:
    """The characters of a text that count."""
    lines = [compact(line) for line in text.split("\n") if line.strip()]
    while len(lines) > 1 and lines[0] in title:
        del lines[0]
    while len(lines) > 1 and _CREDIT.match(lines[-1]):
        del lines[-1]
    return "".join(lines)


def measure() -> dict[str, float]:
    """The figures that have floors; those of the real pages only where these are."""
    figures: dict[str, float] = {}
    for name, pages in (("own", own_pages()), ("real", shared_pages())):
        if pages:
            score = judge(pages, read_ours)
            figures |= {
                f"{name}_body_f1": fmean(score.bodies),
                f"{name}_body_f1_worst": min(score.bodies),
                f"{name}_day": fmean(score.days),
                f"{name}_source": fmean(score.sources),
                f"{name}_title": fmean(score.titles),
                f"{name}_kind": fmean(score.kinds),
            }
    return figures


def table(console: Console) -> None:
    """Ours beside the other readers, on all pages that are articles."""
    for name, pages in (("the project's pages", own_pages()), ("real pages", shared_pages())):
        articles = [page for page in pages if page.known["kind"] == "article"]
        if not articles:
            continue
        shown = Table(title=f"Reading: {len(articles)} articles of {name}")
        for head in ("reader", "body F1", "worst", "day", "source", "title", "ms a page"):
            shown.add_column(head, justify="left" if head == "reader" else "right")
        ours = {"shiyi": read_ours, "shiyi, names taken out": read_nameless}
        for label, reader in {**ours, **other_readers(console)}.items():
            score = judge(articles, reader)
            shown.add_row(label, *_cells(score), f"{1000 * score.seconds / len(articles):.1f}")
        console.print(shown)


def judge(pages: list[Saved], reader: Reader) -> Score:
    """Read all pages and compare with what is known."""
    score = Score()
    for page in pages:
        started = time.process_time()
        reading = reader(page)
        score.seconds += time.process_time() - started
        known = page.known
        score.kinds.append(reading.kind == known["kind"])
        score.names_sources |= reading.source is not None
        if known["kind"] != "article":
            continue
        if known.get("body"):
            score.bodies.append(character_f1(reading.body, known["body"], known.get("title")))
        if known.get("published_at"):
            score.days.append(reading.day == date.fromisoformat(known["published_at"][:10]))
        if "source" in known or "source_any" in known:
            score.sources.append(reading.source in known.get("source_any", [known.get("source")]))
        if "title" in known:
            score.titles.append(compact(reading.title or "") == compact(known["title"]))
    return score


def read_ours(page: Saved) -> Reading:
    """The project's reader, without a declaration for the site: the generic rules alone."""
    read: Page = page.read()
    day = dates.day_of(read.published_at) if read.published_at else None
    return Reading(read.body, read.title, day, read.source, read.kind)


def read_nameless(page: Saved) -> Reading:
    """Ours on the page without its ids, classes, metas and comments: nothing may hang on a site's names."""
    text = _NAMES.sub("", decode(page.data).text)
    return read_ours(replace(page, data=text.encode("utf-8", "replace")))


def other_readers(console: Console) -> dict[str, Reader]:
    """The readers of the optional extra `compare`, as far as they are installed."""
    readers: dict[str, Reader] = {}
    missing = []
    for name, make in (
        ("trafilatura", _trafilatura),
        ("gne", _gne),
        ("readability-lxml", _readability),
        ("newspaper4k", _newspaper),
    ):
        try:
            readers[name] = make()
        except ImportError:
            missing.append(name)
    if missing:
        console.print(f"Not installed, so not compared: {', '.join(missing)} (pip install 'shiyi[compare]').")
    return readers


def _trafilatura() -> Reader:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

    def read(page: Saved) -> Reading:
        found = trafilatura.bare_extraction(page.data, url=page.url, with_metadata=True)
        told = found.as_dict() if found is not None and not isinstance(found, dict) else {}
        return Reading(
            told.get("text") or "", told.get("title"), _day(told.get("date")), told.get("sitename")
        )

    return read


def _gne() -> Reader:
    from gne import GeneralNewsExtractor

    extractor = GeneralNewsExtractor()

    def read(page: Saved) -> Reading:
        found: dict[str, Any] = {}
        with suppress(Exception):
            found = extractor.extract(decode(page.data).text)
        return Reading(found.get("content", ""), found.get("title"), _day(found.get("publish_time")))

    return read


def _readability() -> Reader:
    from readability import Document

    logging.getLogger("readability").setLevel(logging.CRITICAL)

    def read(page: Saved) -> Reading:
        with suppress(Exception):
            document = Document(decode(page.data).text)
            summary = parse(document.summary())
            body = text_of(summary) if summary is not None else ""
            return Reading(body, document.short_title())
        return Reading("")

    return read


def _newspaper() -> Reader:
    from newspaper import Article

    def read(page: Saved) -> Reading:
        article = Article(page.url, language="zh")
        with warnings.catch_warnings(), suppress(Exception):
            warnings.simplefilter("ignore")
            article.download(input_html=decode(page.data).text)
            article.parse()
            moment = article.publish_date
            day = moment.date() if isinstance(moment, datetime) else None
            return Reading(article.text, article.title, day)
        return Reading("")

    return read


def _day(text: str | None) -> date | None:
    when = dates.parse(text, NOW) if text else None
    return dates.day_of(when) if when else None


def _cells(score: Score) -> list[str]:
    """The figures as shown; a dash for what a reader does not tell at all."""
    shown = [f"{fmean(score.bodies):.3f}", f"{min(score.bodies):.3f}"]
    for column, told in (
        (score.days, any(score.days)),
        (score.sources, score.names_sources),
        (score.titles, True),
    ):
        shown.append(f"{fmean(column):.3f}" if told else "-")
    return shown
