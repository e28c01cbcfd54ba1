"""What a bulletin issue is, in the words of the contract (`shiyi bulletin read --json`)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What sort of print a file holds."""

    BULLETIN = "简报"
    SPECIAL = "专刊"
    NEWSPAPER = "报纸版面"
    FRAGMENT = "片段"


class Section(StrEnum):
    """The part of an issue in which an item stands."""

    MAIN = "正文"
    BRIEF = "简讯"


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of an issue.

    `title` joins the lines of a title (a —— subtitle kept); `body` is whole paragraphs joined by "\\n";
    `source` is exactly what stands after 信息来源：; `byline` is the speaker or organisation under a title.
    """

    position: int
    title: str
    body: str
    source: str | None = None
    byline: str | None = None
    section: Section = Section.MAIN


@dataclass(frozen=True, slots=True)
class Issue:
    """One reading of one file. `warnings` are sentences for a person; nothing is silently corrected."""

    title: str
    kind: Kind
    number: int | None
    date: date | None
    items: tuple[Item, ...]
    warnings: tuple[str, ...] = ()
