"""A text folded for comparing, with the way back: where in the original each folded character stands."""

from dataclasses import dataclass

from base.text import fold
from triage.figures import join_digits


@dataclass(frozen=True, slots=True)
class Traced:
    """`text` is `original` folded, its figures joined; `at[i]` is the index in `original` of `text[i]`."""

    original: str
    text: str
    at: tuple[int, ...]

    @classmethod
    def of(cls, original: str) -> "Traced":
        """Fold character by character, so that each one's origin is known."""
        folded: list[str] = []
        origins: list[int] = []
        for index, char in enumerate(original):
            for made in fold(char):
                folded.append(made)
                origins.append(index)
        whole = "".join(folded)
        joined = join_digits(whole)  # only takes blanks out
        kept: list[int] = []
        position = 0
        for char in joined:
            while whole[position] != char:
                position += 1
            kept.append(origins[position])
            position += 1
        return cls(original, joined, tuple(kept))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that text[start:end] was made of."""
        if start >= end or start >= len(self.at):
            return (len(self.original),) * 2
        return self.at[start], self.at[min(end, len(self.at)) - 1] + 1
