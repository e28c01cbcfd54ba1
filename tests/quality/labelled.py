"""The labelled set: issues and articles of our own writing, and how it is split.

`tests/data/triage/issues/*.txt` hold ten issues; under each item stand articles that were written for it:

    @issue 简报 | number | date
    @item section | source | title [| byline]
    body
    @a KIND[+-] | outlet | date | title        ("-": not known; + or - after the kind: relevant or not)
    text

`extra.txt` and `reports.txt` add articles to these events, `relevance.txt` those that belong to none
(`@r + | outlet | date | title`). An event, with all that was written for it, is in one half: the hash of its name
decides, so that nothing leaks. The frozen half is never used to fit; docs/triage.md records each look at it. The
issues in `fitting/`, written after the first look, are for fitting alone.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bulletins.model import Issue, Item, Kind, Section
from triage.model import Article, Verdict

FOLDER = Path(__file__).parents[1] / "data" / "triage"
_COVERED = ("source", "report", "reprint", "traditional")
_UPDATE = ("update", "update2")
# Of these kinds an article is not the office's unless it is marked.
_IRRELEVANT = ("national",)


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article with what is true of it. `event` is (file, position) of the item it was written for, or None."""

    article: Article
    kind: str
    event: tuple[str, int] | None
    relevant: bool

    @property
    def verdict(self) -> Verdict:
        """The right verdict."""
        if self.kind in _COVERED:
            return Verdict.COVERED
        return Verdict.UPDATE if self.kind in _UPDATE else Verdict.NEW

    @property
    def frozen(self) -> bool:
        """Whether it belongs to the half that is never used to fit."""
        if self.event and (FOLDER / "fitting" / self.event[0]).exists():
            return False
        name = f"{self.event[0]}#{self.event[1]}" if self.event else self.article.title
        return hashlib.sha256(name.encode()).digest()[0] % 2 == 1


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """All of it: the issues by file, and the articles."""

    issues: tuple[tuple[str, Issue], ...]
    articles: tuple[Labelled, ...]

    def half(self, *, frozen: bool) -> tuple[Labelled, ...]:
        """The frozen half, or the one to fit on."""
        return tuple(labelled for labelled in self.articles if labelled.frozen is frozen)


def load() -> LabelledSet:
    """Read the whole set."""
    issues, articles = [], []
    for file in [*sorted((FOLDER / "issues").glob("*.txt")), *sorted((FOLDER / "fitting").glob("*.txt"))]:
        issue, found = _issue(file)
        issues.append((file.name, issue))
        articles += found
    articles += _extra(FOLDER / "extra.txt") + _extra(FOLDER / "reports.txt")
    articles += _plain(FOLDER / "relevance.txt")
    numbered = tuple(_numbered(labelled, f"a{number:03}") for number, labelled in enumerate(articles))
    return LabelledSet(tuple(issues), numbered)


def frozen_hash() -> str:
    """A hash over the frozen half: a changed text in it shows."""
    said = [
        f"{labelled.kind}|{labelled.event}|{labelled.article.title}|{labelled.article.text}"
        for labelled in load().half(frozen=True)
    ]
    return hashlib.sha256("\n".join(sorted(said)).encode()).hexdigest()


def _blocks(file: Path) -> Iterator[tuple[str, list[str], str]]:
    """(mark, fields, text) of each block."""
    for block in ("\n" + file.read_text("utf-8")).split("\n@")[1:]:
        head, _, text = block.partition("\n")
        mark, _, rest = head.partition(" ")
        yield mark, [part.strip() for part in rest.split(" | ")], text.strip()


def _issue(file: Path) -> tuple[Issue, list[Labelled]]:
    kind, number, day = Kind.BULLETIN, None, None
    items: list[Item] = []
    articles: list[Labelled] = []
    for mark, fields, text in _blocks(file):
        if mark == "issue":
            kind, day = Kind(fields[0]), date.fromisoformat(fields[2])
            number = int(fields[1]) if fields[1] != "-" else None
        elif mark == "item":
            byline = fields[3] if len(fields) > 3 else None
            items.append(Item(len(items) + 1, fields[2], text, _given(fields[1]), byline, Section(fields[0])))
        else:
            articles.append(_article(fields, text, (file.name, len(items))))
    return Issue(file.stem, kind, number, day, tuple(items)), articles


def _extra(file: Path) -> list[Labelled]:
    event, articles = ("", 0), []
    for mark, fields, text in _blocks(file):
        if mark == "of":
            name, _, position = fields[0].partition(" ")
            event = name, int(position)
        else:
            articles.append(_article(fields, text, event))
    return articles


def _plain(file: Path) -> list[Labelled]:
    return [
        Labelled(_text(fields, text), "easy", None, fields[0] == "+") for _, fields, text in _blocks(file)
    ]


def _article(fields: list[str], text: str, event: tuple[str, int]) -> Labelled:
    kind, mark = (fields[0][:-1], fields[0][-1]) if fields[0][-1] in "+-" else (fields[0], "")
    relevant = mark == "+" or (mark != "-" and kind not in _IRRELEVANT)
    return Labelled(_text(fields, text), kind, event, relevant)


def _text(fields: list[str], text: str) -> Article:
    day = _given(fields[2])
    return Article("", fields[3], text, _given(fields[1]), date.fromisoformat(day) if day else None)


def _given(field: str) -> str | None:
    return None if field == "-" else field


def _numbered(labelled: Labelled, id_: str) -> Labelled:
    article = labelled.article
    named = Article(id_, article.title, article.text, article.outlet, article.published)
    return Labelled(named, labelled.kind, labelled.event, labelled.relevant)
