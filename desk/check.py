"""The figures check: is what an item says in its source? Pure.

Every figure, date, place, unit, person and document of an item is looked up in what the source says now. What
is not there, is there in other words, or was there when the item was made and is no more, is marked for an
editor.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from desk.source import Source
from desk.statements import Kind, Statement, statements
from desk.trace import Traced


class Standing(StrEnum):
    """How a statement stands to the source."""

    FOUND = "原文有"
    WORDED = "写法不同"
    SISTER = "见于同题稿件"
    CHANGED = "原文已改"
    MISSING = "原文没有"


@dataclass(frozen=True, slots=True)
class Mark:
    """One statement: where it stands in the item's title or body, how it stands to the source, and a note."""

    part: str
    start: int
    end: int
    text: str
    kind: Kind
    standing: Standing
    note: str = ""

    @property
    def doubtful(self) -> bool:
        """Whether an editor must look at it."""
        return self.standing in (Standing.CHANGED, Standing.MISSING)


def check(
    title: str,
    body: str,
    source: Source,
    *,
    made_from: Source | None = None,
    sisters: Sequence[Source] = (),
) -> list[Mark]:
    """Look up every statement of an item, in its order.

    `source` is the source's current version, `made_from` the version that the item was made from where that
    is another one, `sisters` are other reports of the same event.
    """
    found = []
    for part, text in (("title", title), ("body", body)):
        traced = Traced.of(text)
        for statement in statements(traced.text, source.page):
            standing, note = _stand(statement, source, made_from, sisters)
            start, end = traced.span(statement.start, statement.end)
            found.append(Mark(part, start, end, text[start:end], statement.kind, standing, note))
    return found


def _stand(
    statement: Statement, source: Source, made_from: Source | None, sisters: Sequence[Source]
) -> tuple[Standing, str]:
    said = source.look_up(statement)
    if said.there:
        return (Standing.WORDED, said.note) if said.note else (Standing.FOUND, "")
    if made_from is not None and made_from.look_up(statement).there:
        return Standing.CHANGED, f"原文改动后没有了。{said.note}"
    for sister in sisters:
        if sister.look_up(statement).there:
            return Standing.SISTER, f"来源原文没有，见于{sister.name}"
    return Standing.MISSING, said.note
