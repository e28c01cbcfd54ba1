"""Search results as editors see them: the words marked, in the title and in a passage of the text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from base.text import fold, paragraphs, tidy
from desk.content import Piece
from desk.digest import piece
from storage import candidates
from storage.models import CandidateState
from storage.search import query_words, search

PAGE = 20
_AROUND = 50
_TITLE = 120

# Stretches of text, and whether each is one of the words.
Marked = list[tuple[bool, str]]


@dataclass(frozen=True, slots=True)
class Found:
    """One article that has the words."""

    piece: Piece
    title: Marked
    passage: Marked
    candidate: int | None
    state: CandidateState | None


@dataclass(frozen=True, slots=True)
class Results:
    """A page of results. `words` are what was looked for; `next` is where the next page begins."""

    words: list[str]
    found: list[Found]
    next: int | None


def find(
    session: Session, query: str, *, outlet: str = "", since: date | None = None, start: int = 0
) -> Results:
    """Articles that have all words of a query, the newest first."""
    words = query_words(query)
    hits = search(session, words, outlet=outlet or None, since=since, start=start, count=PAGE)
    states = candidates.states_of(session, (hit.article.id for hit in hits.found))
    found = []
    for hit in hits.found:
        candidate, state = states.get(hit.article.id, (None, None))
        text = " ".join(paragraphs(hit.version.body))
        found.append(
            Found(
                piece(hit.article, hit.version),
                marked(tidy(hit.version.title)[:_TITLE], words),
                marked(_passage(text, words), words),
                candidate,
                state,
            )
        )
    return Results(words, found, hits.next)


def _passage(text: str, words: Sequence[str]) -> str:
    """What stands around the first of the words in a text; its beginning where none does."""
    folded = _comparable(text)
    places = [at for word in words if (at := folded.find(word)) >= 0]
    at = min(places, default=0)
    start, end = max(0, at - _AROUND), at + 2 * _AROUND
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def marked(text: str, words: Sequence[str]) -> Marked:
    """A text cut where one of the words begins or ends."""
    folded = _comparable(text)
    inside = [False] * len(text)
    for word in words:
        at = folded.find(word)
        while at >= 0:
            inside[at : at + len(word)] = [True] * len(word)
            at = folded.find(word, at + len(word))
    found: Marked = []
    for is_word, char in zip(inside, text, strict=True):
        if found and found[-1][0] == is_word:
            found[-1] = (is_word, found[-1][1] + char)
        else:
            found.append((is_word, char))
    return found


def _comparable(text: str) -> str:
    """The folded text, position by position; where folding changed the length, the text in lower case."""
    folded = fold(text)
    return folded if len(folded) == len(text) else text.lower()
