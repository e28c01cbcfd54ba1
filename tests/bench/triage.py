"""The index at 1,000, 10,000 and 100,000 items, beside datasketch, rensa and SQLite FTS5; and judging in bulk.

Recall is the share of sources whose abridged item is among the ten nearest. All times are processor time, which is
what an idle machine takes; others at work on it lengthen them a little, where the clock on the wall would count double.
"""

import importlib.util
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from multiprocessing import get_context

from datasketch import MinHash, MinHashLSH
from rich.console import Console
from rich.table import Table

from base.text import squash
from tests.bench.corpus import Corpus
from triage.archive import Archive, Entry
from triage.judge import judge
from triage.model import Article
from triage.piece import of_article
from triage.weights import shipped

SIZES = (1_000, 10_000, 100_000)
# The others are stopped at this size: beyond it they take minutes and show nothing new.
_OTHERS_UP_TO = 10_000
_QUERIES = 200
_NEAREST = 10
_JUDGED = 1_000
_CORES = 2

Query = Callable[[Article], list[int]]


@dataclass(frozen=True, slots=True)
class Row:
    """One index at one size."""

    name: str
    size: int
    seconds: float
    megabytes: float | None
    milliseconds: float
    recall: float


def _measure(
    name: str,
    size: int,
    seconds: float,
    megabytes: float | None,
    query: Query,
    wanted: list[tuple[int, Article]],
) -> Row:
    query(wanted[0][1])
    spent, hits = 0.0, 0
    for number, article in wanted:
        start = time.process_time()
        found = query(article)
        spent += time.process_time() - start
        hits += number in found[:_NEAREST]
    return Row(name, size, seconds, megabytes, spent / len(wanted) * 1000, hits / len(wanted))


def _ours(entries: list[Entry], wanted: list[tuple[int, Article]]) -> tuple[Row, Archive]:
    archive = Archive()
    seconds = 0.0
    for number, entry in enumerate(entries):
        # A fresh entry, so that no item stays prepared in memory: at 100,000 it would not in service either.
        start = time.process_time()
        archive.shelf.add(number, entry.item.title, entry.item.body, entry.whole)
        seconds += time.process_time() - start
        entry.__dict__.pop("whole", None)
        archive.entries[number] = entry
    prepared = {article.id: of_article(article, archive.home) for _, article in wanted}
    row = _measure(
        "shiyi (text and facts)",
        len(entries),
        seconds,
        archive.shelf.nbytes / 1e6,
        lambda article: archive.near(prepared[article.id], _NEAREST),
        wanted,
    )
    return row, archive


def _grams(text: str) -> list[bytes]:
    text = squash(text)
    return sorted({text[at : at + 4].encode() for at in range(len(text) - 3)})


def _datasketch(entries: list[Entry], wanted: list[tuple[int, Article]]) -> Row:
    def sketch(text: str) -> MinHash:
        made = MinHash(num_perm=128)
        made.update_batch(_grams(text))
        return made

    start = time.process_time()
    index = MinHashLSH(threshold=0.5, num_perm=128)
    for number, entry in enumerate(entries):
        index.insert(number, sketch(entry.item.title + entry.item.body))
    seconds = time.process_time() - start
    return _measure(
        "datasketch MinHash LSH 0.5",
        len(entries),
        seconds,
        None,
        lambda article: index.query(sketch(article.title + article.text)),
        wanted,
    )


def _rensa(entries: list[Entry], wanted: list[tuple[int, Article]]) -> Row:
    rensa = importlib.import_module("rensa")

    def sketch(text: str) -> object:
        made = rensa.RMinHash(num_perm=128, seed=1)
        made.update([gram.decode() for gram in _grams(text)])
        return made

    start = time.process_time()
    index = rensa.RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)
    for number, entry in enumerate(entries):
        index.insert(number, sketch(entry.item.title + entry.item.body))
    seconds = time.process_time() - start
    return _measure(
        "rensa MinHash LSH 0.5",
        len(entries),
        seconds,
        None,
        lambda article: list(index.query(sketch(article.title + article.text))),
        wanted,
    )


def _fts5(entries: list[Entry], wanted: list[tuple[int, Article]]) -> Row:
    start = time.process_time()
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table items using fts5(words, content='', tokenize='ascii')")

    def words(text: str) -> str:
        text = squash(text)
        return " ".join(f"{ord(text[at]):x}{ord(text[at + 1]):x}" for at in range(len(text) - 1))

    for number, entry in enumerate(entries):
        database.execute(
            "insert into items(rowid, words) values (?, ?)",
            (number, words(entry.item.title + entry.item.body)),
        )
    seconds = time.process_time() - start
    pages = (
        database.execute("pragma page_count").fetchone()[0]
        * database.execute("pragma page_size").fetchone()[0]
    )

    def query(article: Article) -> list[int]:
        wanted = " OR ".join(dict.fromkeys(words(article.title + article.text).split()))
        found = database.execute(
            "select rowid from items where items match ? order by rank limit 10", (wanted,)
        )
        return [row[0] for row in found]

    return _measure("SQLite FTS5, bigrams, BM25", len(entries), seconds, pages / 1e6, query, wanted)


def _judge_all(archive: Archive, articles: list[Article]) -> float:
    """Judge articles; the seconds that took."""
    weights = shipped()
    start = time.process_time()
    for article in articles:
        judge(archive, article, of_article(article, archive.home), weights)
    return time.process_time() - start


def _bulk(archive: Archive, articles: list[Article]) -> tuple[float, float]:
    """Seconds for judging `articles`: on one core, and of the slower of two processes that share them."""
    alone = _judge_all(archive, articles)
    # Forked children share the archive; the parent's prepared items would flatter them, so these are dropped.
    for entry in archive.entries.values():
        entry.__dict__.pop("whole", None)
        entry.__dict__.pop("parts", None)
    parts = [articles[at::_CORES] for at in range(_CORES)]
    with ProcessPoolExecutor(_CORES, mp_context=get_context("fork")) as pool:
        return alone, max(pool.map(partial(_judge_all, archive), parts))


def run(console: Console) -> dict[str, float]:
    """Measure, print, and give the figures by name."""
    corpus = Corpus(seed=1)
    pairs = list(corpus.pairs(max(SIZES)))
    rows: list[Row] = []
    figures: dict[str, float] = {}
    for size in SIZES:
        entries = [entry for entry, _ in islice(pairs, size)]
        step = max(1, size // _QUERIES)
        wanted = [(at, corpus.article(str(at), pairs[at][1])) for at in range(0, size, step)][:_QUERIES]
        with console.status(f"{size} items"):
            row, archive = _ours(entries, wanted)
        rows.append(row)
        for name in ("seconds", "megabytes", "milliseconds", "recall"):
            figures[f"{name}_{size}"] = float(getattr(row, name))
        if size <= _OTHERS_UP_TO:
            rows += [_datasketch(entries, wanted), _fts5(entries, wanted)]
            if importlib.util.find_spec("rensa"):
                rows.append(_rensa(entries, wanted))
        if size == _OTHERS_UP_TO:
            articles = [corpus.article(f"n{at}", pairs[(at * 7) % len(pairs)][1]) for at in range(_JUDGED)]
            with console.status(f"judging {_JUDGED} articles"):
                figures["judging_alone"], figures["judging"] = _bulk(archive, articles)
    _print(console, rows, figures)
    return figures


def _print(console: Console, rows: list[Row], figures: dict[str, float]) -> None:
    shown = Table(
        "index", "items", "index s", "MB", "ms a query", "recall@10", title="triage", title_justify="left"
    )
    for row in rows:
        memory = "" if row.megabytes is None else f"{row.megabytes:.1f}"
        shown.add_row(
            row.name,
            f"{row.size:,}",
            f"{row.seconds:.1f}",
            memory,
            f"{row.milliseconds:.2f}",
            f"{row.recall:.3f}",
        )
    console.print(shown)
    console.print(
        f"Judging {_JUDGED:,} new articles against {_OTHERS_UP_TO:,} items: {figures['judging']:.1f} s on {_CORES} "
        f"cores ({figures['judging_alone']:.1f} s on one), limit 15 s."
    )
