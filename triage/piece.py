"""One text prepared for comparing: an article, a past item, or one paragraph of an item."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from base.text import sentences
from triage import facts, places
from triage.facts import Facts
from triage.model import Article

_DIGITS = re.compile(r"[\d.,%]+")


def grams(text: str, size: int) -> frozenset[str]:
    """The distinct character n-grams of a squashed text."""
    return frozenset([text[at : at + size] for at in range(len(text) - size + 1)])


@dataclass(frozen=True)
class Piece:
    """A text with its facts, and its character n-grams where they are asked for.

    `day` is the day of the page, or of the issue for an item. `printed` holds the sentences as printed.
    """

    title: str
    printed: tuple[str, ...]
    day: date | None
    facts: Facts
    head: str
    body: str

    @cached_property
    def squashed(self) -> str:
        """Title and body, nothing but letters and figures."""
        return facts.bare(self.head + self.body)

    @cached_property
    def fourgrams(self) -> frozenset[str]:
        """All 4-grams."""
        return grams(self.squashed, 4)

    @cached_property
    def bigrams(self) -> frozenset[str]:
        """All bigrams."""
        return grams(self.squashed, 2)

    @cached_property
    def lead(self) -> frozenset[str]:
        """Bigrams of the title and the first lines."""
        return grams(subject_words(self.head + "\n" + self.body[: facts.LEAD]), 2)

    @cached_property
    def subject(self) -> frozenset[str]:
        """Bigrams of the title without its places and figures."""
        return grams(subject_words(self.head), 2)

    @cached_property
    def trigrams(self) -> frozenset[str]:
        """Trigrams of the whole text without its places and figures."""
        return grams(subject_words(self.head + "\n" + self.body), 3)

    @cached_property
    def sentence_grams(self) -> tuple[frozenset[str], ...]:
        """Bigrams of each printed sentence."""
        return tuple(grams(facts.bare(facts.prepare(sentence)), 2) for sentence in self.printed)


def subject_words(text: str) -> str:
    """A prepared text without places, figures and punctuation."""
    kept, at = [], 0
    for mention in places.find(text):
        kept.append(text[at : mention.start])
        at = mention.end
    return facts.bare(_DIGITS.sub("", "".join(kept) + text[at:]))


def piece(title: str, text: str, *, day: date | None, home: str | None, daily: bool = True) -> Piece:
    """A text of the day `day`, from somebody who speaks for `home` (我省); `daily` as in `facts.read`."""
    text = text[: facts.MAX_LENGTH]
    head, body = facts.prepare(title), facts.prepare(text)
    read = facts.read_prepared(head, body, page=day, home=home, daily=daily)
    return Piece(title, tuple(sentences(text)), day, read, head, facts.strip_head(body))


def of_article(article: Article, home: str | None) -> Piece:
    """An article; its outlet's name tells whose 我省 it speaks of, else it is taken to be `home`'s."""
    speaker = _subject(article) or places.outlet_home(article.outlet) or _speaker(article) or home
    return piece(article.title, article.text, day=article.published, home=speaker)


def _subject(article: Article) -> str | None:
    """The province with which the title begins (宁夏发放育儿补贴), where it is not the outlet's own."""
    first = next(iter(places.find(facts.prepare(article.title[:_TITLE_START]))), None)
    own = places.outlet_home(article.outlet)
    if first is None or first.start > 1 or (own and places.within(own, places.province(first.place))):
        return None
    return places.province(first.place)


_TITLE_START = 12


def _speaker(article: Article) -> str | None:
    """Whose 我省 it is, where no outlet is known: the only province that title and first lines name."""
    mentions = places.find(facts.prepare(article.title + article.text[:400]))
    found = {places.province(mention.place) for mention in mentions} - {places.NATION}
    return found.pop() if len(found) == 1 else None
