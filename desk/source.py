"""What a source says, made ready for looking things up. Pure."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from base.text import fold, squash
from desk.statements import Kind, Statement, statements
from triage import figurematch, figures, names, places
from triage.dates import Day
from triage.facts import MAX_LENGTH
from triage.figures import Figure
from triage.names import Organisation

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_CHINESE = dict(zip("23456789", "二三四五六七八九", strict=True))
_DIGITS = dict(zip("两二三四五六七八九", "223456789", strict=True))
_STOPS = re.compile("[,。;:!?\n]")
_CONTEXT = 8


@dataclass(frozen=True, slots=True)
class Said:
    """Whether a statement is in the source, and what an editor should know of it (Chinese)."""

    there: bool
    note: str = ""


_YES, _NO = Said(True), Said(False)


@dataclass(frozen=True)
class Source:
    """One version of an article. `name` is the outlet, `home` the place for which it says 我省."""

    name: str
    title: str
    body: str
    page: date | None = None
    home: str | None = None

    @cached_property
    def text(self) -> str:
        """Title and body folded, figures joined."""
        return figures.join_digits(fold(f"{self.title}\n{self.body[:MAX_LENGTH]}"))

    @cached_property
    def _squashed(self) -> str:
        return squash(self.text)

    @cached_property
    def _stated(self) -> list[Statement]:
        return statements(self.text, self.page)

    @cached_property
    def _figures(self) -> tuple[Figure, ...]:
        return tuple(one.value for one in self._stated if isinstance(one.value, Figure))

    @cached_property
    def _days(self) -> list[Day]:
        return [one.value for one in self._stated if isinstance(one.value, Day)]

    @cached_property
    def _organisations(self) -> list[Organisation]:
        return [one.value for one in self._stated if isinstance(one.value, Organisation)]

    @cached_property
    def _numbers(self) -> frozenset[str]:
        return frozenset(_NUMBER.findall(self.text))

    @cached_property
    def _places(self) -> frozenset[str]:
        named = {mention.place for mention in places.find(self.text) + places.implied(self.text, self.home)}
        return frozenset(named | ({self.home} if self.home else set()))

    def look_up(self, statement: Statement) -> Said:
        """Whether the source says it."""
        value = statement.value
        if isinstance(value, Figure):
            return self._figure(value, statement.text)
        if isinstance(value, Day):
            return self._day(value, statement.text)
        if isinstance(value, Organisation):
            return self._organisation(value, statement.text)
        if statement.kind is Kind.PLACE:
            return self._place(str(value))
        if statement.kind is Kind.DOCUMENT:
            return self._document(str(value))
        if statement.kind is Kind.FIGURE:
            return self._number(str(value), statement.text)
        return _YES if self._has(statement.text) else _NO

    def _has(self, words: str) -> bool:
        """Whether the words stand there, a figure at their ends being all of it."""
        left = r"(?<!\d)" if words[0].isdigit() else ""
        right = r"(?!\d)" if words[-1].isdigit() else ""
        return bool(re.search(left + re.escape(words) + right, self.text))

    def _figure(self, figure: Figure, text: str) -> Said:
        agreeing = [other for other in self._figures if _agree(figure, other)]
        same = [
            other
            for other in agreeing
            if (other.low, other.high, other.unit) == (figure.low, figure.high, figure.unit)
        ]
        if same:
            if any(_near(figure, other) for other in same):
                return _YES
            return Said(True, f"原文有这个数字，但说的是：{_around(same[0])}")
        if agreeing:
            best = next((other for other in agreeing if _near(figure, other)), agreeing[0])
            return Said(True, f"原文写作“{best.text}”")
        if text[0] in _CHINESE and self._has(_CHINESE[text[0]] + text[1:]):  # 3个 for 三个
            return _YES
        conflicts = figurematch.match(self._figures, (figure,)).conflicts
        return Said(False, f"原文相应处是“{conflicts[0].article.text}”" if conflicts else "")

    def _day(self, day: Day, text: str) -> Said:
        if self._has(text) or any(_same_day(day, other) for other in self._days):
            return _YES
        when = day.when
        if when is not None and when == self.page:
            return Said(True, "原文没有写明，与发布日期相同")
        return _NO

    def _organisation(self, wanted: Organisation, text: str) -> Said:
        same = [other for other in self._organisations if other.body == wanted.body]
        if text in self.text or any(not wanted.level or o.level in ("", wanted.level) for o in same):
            return _YES
        return Said(False, f"原文是另一级的{wanted.body}" if same else "")

    def _place(self, place: str) -> Said:
        if place == places.NATION or any(places.within(other, place) for other in self._places):
            return _YES
        return _NO

    def _document(self, name: str) -> Said:
        if squash(name) in self._squashed:
            return _YES
        known = names.documents(self.text)
        mine = names.documents(f"《{name}》")
        if any(key in known for key in mine):
            return Said(True, "原文的文件名写法不同")
        return _NO

    def _number(self, number: str, text: str) -> Said:
        if number in self._numbers or self._has(text) or _DIGITS.get(number) in self._numbers:
            return _YES
        if self.page is not None and number == str(self.page.year):
            return Said(True, "原文没有写明，与发布年份相同")
        return _NO


def _agree(one: Figure, other: Figure) -> bool:
    """Whether both may mean the same value of the same thing, perhaps with another word for the unit."""
    alike = figures.same_measure(one.unit, other.unit) or figures.both_counts(one.unit, other.unit)
    return alike and figures.agree(one, other)


def _near(one: Figure, other: Figure) -> bool:
    """Whether two equal figures stand among the same words; one with no words around it may be either."""
    mine, theirs = _words(one), _words(other)
    return not mine or not theirs or bool(mine & theirs)


def _words(figure: Figure) -> frozenset[str]:
    around = (squash(figure.before[-_CONTEXT:]), squash(figure.after[:_CONTEXT]))
    return frozenset(char for text in around for char in text if not char.isdigit())


def _around(figure: Figure) -> str:
    """The figure in its clause."""
    before = _STOPS.split(figure.before)[-1]
    return f"…{before}{figure.text}{_STOPS.split(figure.after)[0]}…"


def _same_day(one: Day, other: Day) -> bool:
    """Whether all that is known of `one` is said by `other`."""
    if one.year is not None and other.year is not None and one.year != other.year:
        return False
    if one.day is None or other.day is None:
        return one.month == other.month and one.day is None
    if one.month is None or other.month is None:
        return one.day == other.day
    return (one.month, one.day) == (other.month, other.day) and one.last in (None, other.last)
