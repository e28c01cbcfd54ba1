"""Finding known names in a text: longest match, left to right, in one pass."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """A name as it stands in the text: `text[start:end]`, and what it means."""

    start: int
    end: int
    value: T


class Lexicon(Generic[T]):
    """Names (of at least two characters) and what they mean.

    >>> [hit.value for hit in Lexicon({"兰州": 1, "兰州新区": 2}).find("到兰州新区去")]
    [2]
    """

    def __init__(self, names: Mapping[str, T]) -> None:
        self._by_start: dict[str, list[tuple[str, T]]] = {}
        for name in sorted(names, key=lambda name: (-len(name), name)):
            self._by_start.setdefault(name[:2], []).append((name, names[name]))

    def find(self, text: str, allow: Callable[[str, int, int], bool] | None = None) -> Iterator[Hit[T]]:
        """The names in `text`; `allow(text, start, end)` may refuse a match by its surroundings."""
        start, last = 0, len(text) - 1
        by_start = self._by_start
        while start < last:
            names = by_start.get(text[start : start + 2])
            if names is not None:
                for name, value in names:
                    end = start + len(name)
                    if text.startswith(name, start) and (allow is None or allow(text, start, end)):
                        yield Hit(start, end, value)
                        start = end - 1
                        break
            start += 1


def replace(text: str, hits: Iterable[Hit[str]]) -> str:
    """`text` with each hit replaced by what it means."""
    parts: list[str] = []
    at = 0
    for hit in hits:
        parts += (text[at : hit.start], hit.value)
        at = hit.end
    return "".join(parts) + text[at:]
