"""Which figures of two texts agree, and which contradict each other."""

from dataclasses import dataclass
from math import exp, log

from triage.figures import ANY_COUNT, Figure, agree, both_counts, same_measure

# What an agreement is worth, by the significant digits of the less exact figure: two texts about different
# things often share "100人" or "3项", hardly ever "25688人".
_WORTH = (0.0, 0.15, 1.0, 2.0, 3.0, 3.5)
# A round value (两千多, 三百余) says more than 10 or 500 do.
_LARGE, _ROUND = 200, 0.45
# Chance agreements are likelier where values are small; percentages and ages are the worst.
_COMMON_UNITS = frozenset(("%", "岁", "天", "小时", "课时", "倍", ANY_COUNT))


# An agreement counts less where the units are different words (187人, 187例), and where the words around the
# two figures have nothing in common: by the significant digits.
_OTHER_WORD = 0.6
_NO_CONTEXT = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7)
# Two figures count the same thing from this share of common bigrams in the words next to them on.
_SAME_THING = 0.25
# A value of so many significant digits tells by itself.
_TELLING = 4


@dataclass(frozen=True, slots=True)
class Conflict:
    """The same thing counted differently: the article's figure and the item's."""

    article: Figure
    item: Figure
    worth: float


@dataclass(frozen=True, slots=True)
class FigureMatch:
    """`agreeing` pairs are (article's, item's). Worths are in the same unit: 3 is as good as proof.

    `total` is the worth of all the item's figures, `own` that of the article's, `own_found` of those the item has.
    """

    agreeing: tuple[tuple[Figure, Figure], ...]
    conflicts: tuple[Conflict, ...]
    worth: float
    total: float
    own: float
    own_found: float

    @property
    def share(self) -> float:
        """Which part of the item's figures, by worth, the article has too; less where they are worth little."""
        return self.worth / self.total * (1 - exp(-self.total)) if self.total else 0.0

    @property
    def back(self) -> float:
        """The same of the article's figures: a short report may have all of its few from the item."""
        return self.own_found / self.own * (1 - exp(-self.own)) if self.own else 0.0

    @property
    def expected(self) -> float:
        """How surely some figure would agree, if both told of the same thing: both sides have several."""
        return (1 - exp(-self.total / 2)) * (1 - exp(-self.own / 2))

    @property
    def strength(self) -> float:
        """`worth` on a scale of 0..1."""
        return 1 - exp(-self.worth / 3)


def strength(conflicts: tuple[Conflict, ...]) -> float:
    """Contradictions together, on a scale of 0..1."""
    return 1 - exp(-sum(conflict.worth for conflict in conflicts) / 2)


def worth(figure: Figure) -> float:
    """What finding this figure again would say."""
    value = _WORTH[min(figure.digits, 5)]
    if figure.digits == 1 and figure.value >= _LARGE and f"{figure.value:g}"[0] not in "15":
        value = _ROUND
    if figure.unit in _COMMON_UNITS or (figure.value < 100 and figure.digits <= 2):
        value *= 0.5
    if figure.digits <= 3 and not figure.exact and figure.unit != "元":
        value *= 0.8
    return value


def match(article: tuple[Figure, ...], item: tuple[Figure, ...]) -> FigureMatch:
    """Compare all figures of an article with all of an item."""
    agreeing: list[tuple[Figure, Figure]] = []
    alone: list[Figure] = []
    total = found = 0.0
    seen: set[tuple[str, float]] = set()
    for figure in item:
        key = (figure.unit, figure.value)
        if key in seen:
            continue
        seen.add(key)
        total += worth(figure)
        best = _best(figure, article)
        if best is None:
            alone.append(figure)
        else:
            agreeing.append((best[0], figure))
            found += best[1]
    conflicts = _conflicts(article, item, alone) if alone else []
    distinct = {figure.value: figure for figure in article}.values()
    own = sum(worth(figure) for figure in distinct)
    own_found = sum(best[1] for figure in distinct if (best := _best(figure, item)))
    return FigureMatch(tuple(agreeing), tuple(conflicts), found, total, own, own_found)


def _comparable(one: Figure, other: Figure) -> bool:
    """Units alike; or one exact value of many digits, whatever it is said to count (19.07/10万, 降到19.07人)."""
    if same_measure(one.unit, other.unit) or both_counts(one.unit, other.unit):
        return True
    return one.value == other.value and min(one.digits, other.digits) >= _TELLING


def _best(figure: Figure, article: tuple[Figure, ...]) -> tuple[Figure, float] | None:
    """The article's figure that agrees best with an item's, and what that is worth."""
    best: tuple[Figure, float] | None = None
    for other in article:
        if not agree(figure, other):
            continue
        value = min(worth(figure), worth(other))
        if not _comparable(figure, other):
            continue
        if not same_measure(figure.unit, other.unit):
            value *= _OTHER_WORD
        if not figure.surroundings & other.surroundings:
            value *= _NO_CONTEXT[min(figure.digits, other.digits, 5)]
        if best is None or value > best[1]:
            best = (other, value)
    return best


def _conflicts(article: tuple[Figure, ...], item: tuple[Figure, ...], alone: list[Figure]) -> list[Conflict]:
    """For figures of the item that the article lacks: one that counts the same thing and says otherwise.

    Each figure stands in one contradiction only, with the one whose words, then whose size, are nearest.
    """
    units = {figure.unit for figure in alone}
    rivals = [
        other
        for other in article
        if other.unit in units
        and not any(agree(other, figure) and _comparable(other, figure) for figure in item)
    ]
    near = []
    for figure in alone:
        for other in rivals:
            if not same_measure(figure.unit, other.unit):
                continue
            shared = len(figure.context & other.context)
            if shared < 2:
                continue
            likeness = shared / max(1, min(len(figure.context), len(other.context)))
            if likeness >= _SAME_THING:
                near.append(
                    (
                        -likeness,
                        abs(log(other.value / figure.value)),
                        figure.start,
                        other.start,
                        figure,
                        other,
                    )
                )
    found: list[Conflict] = []
    used: set[tuple[str, str, float]] = set()
    for likeness, *_, figure, other in sorted(near, key=lambda row: row[:4]):
        keys = {("item", figure.unit, figure.value), ("article", other.unit, other.value)}
        if keys & used:
            continue
        used |= keys
        value = max(0.4, min(worth(figure), worth(other), 2.0))
        found.append(Conflict(other, figure, min(1.0, -likeness * 1.5) * value))
    return found
