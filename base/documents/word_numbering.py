"""The numbers and marks that Word puts before paragraphs by itself: the text has none of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from lxml import etree

from base.documents.word_styles import tag, value, whole_number

Element: TypeAlias = etree._Element

_LEVELS = 9
_LONGEST = 40
_DIGITS = "零一二三四五六七八九"
_MARK = "●"


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts: from `start`, in `form` (w:numFmt), written as `text` (%1、)."""

    start: int = 1
    form: str = "decimal"
    text: str = ""


@dataclass(slots=True)
class Numbering:
    """The lists of one document and how far each has counted.

    `lists` has for each w:num the count it shares with others and its levels.
    """

    lists: Mapping[str, tuple[str, Mapping[int, Level]]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Element | None) -> "Numbering":
        """From `numbering.xml`; a document without one has no lists."""
        abstract: dict[str, dict[int, Level]] = {}
        lists: dict[str, tuple[str, Mapping[int, Level]]] = {}
        for element in root if root is not None else ():
            if tag(element) == "abstractNum":
                abstract[value(element, "abstractNumId") or ""] = _levels(element)
            elif tag(element) == "num":
                number = value(element, "numId") or ""
                base = next((value(child) or "" for child in element if tag(child) == "abstractNumId"), "")
                levels = abstract.get(base, {})
                own = _overrides(element, levels)
                # One that says where it begins counts for itself, the others of a list together.
                lists[number] = (f"num {number}" if own else base, levels | own)
        return cls(lists)

    def next(self, number: str, level: int) -> str:
        """What stands before the next paragraph of this list and level; "" for a list that is not known."""
        key, levels = self.lists.get(number, ("", {}))
        if level not in levels:
            return ""
        counts = self._counts.setdefault(key, {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        if levels[level].form == "bullet":
            return _MARK
        text = levels[level].text
        for one in range(_LEVELS):
            if f"%{one + 1}" in text and one in levels:
                count = counts.get(one, levels[one].start)
                text = text.replace(f"%{one + 1}", _written(count, levels[one].form))
        return text[:_LONGEST]


def _levels(element: Element) -> dict[int, Level]:
    found = {}
    for child in element:
        number = whole_number(value(child, "ilvl"))
        if tag(child) == "lvl" and number is not None and 0 <= number < _LEVELS:
            said = {tag(part): value(part) for part in child}
            start = whole_number(said.get("start"))
            form, text = said.get("numFmt") or "decimal", said.get("lvlText") or ""
            found[number] = Level(1 if start is None else start, form, text)
    return found


def _overrides(element: Element, base: Mapping[int, Level]) -> dict[int, Level]:
    """The levels that a w:num changes."""
    found: dict[int, Level] = {}
    for override in element:
        number = whole_number(value(override, "ilvl"))
        if tag(override) != "lvlOverride" or number is None:
            continue
        start = next((whole_number(value(part)) for part in override if tag(part) == "startOverride"), None)
        level = _levels(override).get(number) or base.get(number)
        if level is not None:
            found[number] = level if start is None else replace(level, start=start)
    return found


def _written(count: int, form: str) -> str:
    """A number as Word writes it: 3, 三, ③, C, c; in any other form as 3."""
    write = _FORMS.get(form, str)
    return write(count)


def _chinese(count: int) -> str:
    if not 0 < count < 100:
        return str(count)
    tens, ones = divmod(count, 10)
    head = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return head + (_DIGITS[ones] if ones or not tens else "")


def _circled(count: int) -> str:
    return chr(0x2460 + count - 1) if 1 <= count <= 20 else str(count)


def _letter(count: int) -> str:
    return chr(ord("a") + count - 1) if 1 <= count <= 26 else str(count)


_FORMS: Mapping[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "decimalZero": lambda count: f"{count:02d}",
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "ideographDigital": _chinese,
    "japaneseCounting": _chinese,
    "japaneseDigitalTenThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "lowerLetter": _letter,
    "upperLetter": lambda count: _letter(count).upper(),
}
