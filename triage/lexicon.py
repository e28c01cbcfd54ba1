"""Finding known names in a text: longest match, left to right, in one pass."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """A name as it stands in the text: `text[start:end]`, and what it means."""

    start: int
    end: int
    value: T


def _pattern(names: Iterable[str]) -> str:
    """A regular expression for the longest of some names, as a tree: a list of a thousand would be slow."""
    tree: dict[str, Any] = {}
    for name in names:
        node = tree
        for char in name:
            node = node.setdefault(char, {})
        node[""] = {}

    def branch(node: dict[str, Any]) -> str:
        ways = [re.escape(char) + branch(rest) for char, rest in sorted(node.items()) if char]
        if not ways:
            return ""
        return f"(?:{'|'.join(ways)})" + ("?" if "" in node else "")

    return branch(tree)


class Lexicon(Generic[T]):
    """Names and what they mean.

    >>> [hit.value for hit in Lexicon({"兰州": 1, "兰州新区": 2}).find("到兰州新区去")]
    [2]
    """

    def __init__(self, names: Mapping[str, T]) -> None:
        self._meaning = dict(names)
        self._names = re.compile(_pattern(names))

    def find(self, text: str, allow: Callable[[str, int, int], bool] | None = None) -> Iterator[Hit[T]]:
        """The names in `text`; `allow(text, start, end)` may refuse a match by its surroundings."""
        at = 0
        while match := self._names.search(text, at):
            start, at = match.span()
            if allow is not None and not allow(text, start, at):
                # A shorter name may begin at the same place (和政县 refused, 和政 not).
                at = next(
                    (end for end in range(at - 1, start + 1, -1) if self._fits(text, start, end, allow)), 0
                )
            if at:
                yield Hit(start, at, self._meaning[text[start:at]])
            else:
                at = start + 1

    def _fits(self, text: str, start: int, end: int, allow: Callable[[str, int, int], bool]) -> bool:
        return text[start:end] in self._meaning and allow(text, start, end)


def replace(text: str, hits: Iterable[Hit[str]]) -> str:
    """`text` with each hit replaced by what it means."""
    parts: list[str] = []
    at = 0
    for hit in hits:
        parts += (text[at : hit.start], hit.value)
        at = hit.end
    return "".join(parts) + text[at:]
