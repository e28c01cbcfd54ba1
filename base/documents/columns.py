"""The columns of a printed page. Pure geometry; lengths are points, y grows downwards."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

_MAX_DEPTH = 4
_MIN_WORDS = 12
_MIN_LINES = 4
_MIN_FILL = 0.7  # lines of a column reach its edge, those of a table's cells seldom do


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without a gap, and its box."""

    x0: float
    x1: float
    top: float
    bottom: float
    text: str
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class _Zone:
    """A stretch of the page in which `x` is a gutter: nothing crosses it from `top` to `bottom`."""

    x: float
    top: float
    bottom: float


def in_columns(words: Sequence[Word], depth: int = 0) -> Iterator[list[Word]]:
    """The words by columns in reading order; what spans the gutter (headlines) stays between the zones."""
    zones = _best_gutter(words) if depth < _MAX_DEPTH and len(words) >= _MIN_WORDS else []
    if not zones:
        if words:
            yield list(words)
        return
    rest = list(words)
    for zone in zones:
        above = [word for word in rest if _middle(word) < zone.top]
        inside = [word for word in rest if zone.top <= _middle(word) <= zone.bottom]
        rest = [word for word in rest if _middle(word) > zone.bottom]
        yield from in_columns(above, depth + 1)
        yield from in_columns([word for word in inside if word.x1 <= zone.x], depth + 1)
        yield from in_columns([word for word in inside if word.x1 > zone.x], depth + 1)
    yield from in_columns(rest, depth + 1)


def _middle(word: Word) -> float:
    return (word.top + word.bottom) / 2


def _best_gutter(words: Sequence[Word]) -> list[_Zone]:
    """The zones of the gutter along which the most height is free, from the top down."""
    em = max(median(word.size for word in words), 1.0)
    left, right = min(word.x0 for word in words), max(word.x1 for word in words)
    if right - left > 400 * em:  # no print is that wide
        return []
    best: list[_Zone] = []
    x = left + 5 * em
    while x < right - 5 * em:
        zones = [zone for zone in _free(words, x, em) if _two_columns(words, zone, em)]
        if sum(zone.bottom - zone.top for zone in zones) > 1.05 * sum(
            zone.bottom - zone.top for zone in best
        ):
            best = zones
        x += em / 2
    return best


def _free(words: Sequence[Word], x: float, em: float) -> Iterator[_Zone]:
    """The stretches of at least four lines in which no word comes near `x`."""
    crossing = sorted(
        (word.top, word.bottom) for word in words if word.x0 < x + em / 3 and word.x1 > x - em / 3
    )
    top = min(word.top for word in words)
    for start, end in [*crossing, (max(word.bottom for word in words) + 1, 0.0)]:
        if start - top > _MIN_LINES * em:
            yield _Zone(x, top, start)
        top = max(top, end)


def _two_columns(words: Sequence[Word], zone: _Zone, em: float) -> bool:
    """Whether both sides hold running text: several lines, most of them as long as the column is wide."""
    inside = [word for word in words if zone.top <= _middle(word) <= zone.bottom]
    return all(
        _is_text(side, em)
        for side in (
            [word for word in inside if word.x1 <= zone.x],
            [word for word in inside if word.x1 > zone.x],
        )
    )


def _is_text(side: Sequence[Word], em: float) -> bool:
    lines: dict[int, tuple[float, float]] = {}
    for word in side:
        key = round(_middle(word) / em)
        x0, x1 = lines.get(key, (word.x0, word.x1))
        lines[key] = min(x0, word.x0), max(x1, word.x1)
    if len(lines) < _MIN_LINES:
        return False
    width = max(x1 for _, x1 in lines.values()) - min(x0 for x0, _ in lines.values())
    return width > 4 * em and median(x1 - x0 for x0, x1 in lines.values()) >= _MIN_FILL * width
