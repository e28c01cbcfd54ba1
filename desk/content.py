"""What a digest says: plain data, the same for the page, the text, the mail and `shiyi digest --json`."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class Piece:
    """One article in a digest. `published` is ISO, to the minute where that is known."""

    article: int
    title: str
    outlet: str
    source: str
    published: str | None
    url: str


@dataclass(frozen=True, slots=True)
class ItemMention:
    """A past item that a candidate is held against."""

    issue: str
    title: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A candidate as it is proposed. `shown` counts the digests it stood in before, `reprints` are the folded
    articles of its story, the earliest first."""

    candidate: int
    story: int
    rank: int
    kind: str
    state: str
    shown: int
    lead: Piece
    excerpt: str
    relevance: float
    reasons: list[str]
    relation: str
    item: ItemMention | None
    evidence: list[str]
    related: list[str]
    new_facts: list[str]
    unsure: bool
    first: Piece
    reprints: list[Piece]


@dataclass(frozen=True, slots=True)
class Changed:
    """An article that says something else than before."""

    piece: Piece
    at: str
    matters: bool
    summary: list[str]


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An article that its outlet took back."""

    piece: Piece
    at: str
    reason: str


@dataclass(frozen=True, slots=True)
class Covered:
    """An article about what a past issue printed."""

    piece: Piece
    item: ItemMention | None
    score: float
    unsure: bool
    evidence: list[str]


@dataclass(frozen=True, slots=True)
class Health:
    """How one outlet fares. `new` counts the articles first read since the last digest."""

    key: str
    name: str
    state: str
    label: str
    note: str | None
    new: int


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a digest says; its JSON form is what `shiyi digest --json` prints."""

    day: str
    cutoff: str
    since: str | None
    last_issue: str | None
    candidates: list[Proposal] = field(default_factory=list)
    updates: list[Proposal] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    withdrawn: list[Withdrawn] = field(default_factory=list)
    covered: list[Covered] = field(default_factory=list)
    folded: list[Proposal] = field(default_factory=list)
    outlets: list[Health] = field(default_factory=list)
    off: list[Health] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def health(self) -> str:
        """How the outlets fare, in one line: 媒体 9 家：正常 7，无新稿 1，被拦截 1."""
        counts = Counter(outlet.label for outlet in self.outlets)
        return f"媒体 {len(self.outlets)} 家" + "".join(
            f"{'，' if number else '：'}{label} {count}"
            for number, (label, count) in enumerate(counts.most_common())
        )

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to decide and nothing to know."""
        return not (self.candidates or self.updates or self.changed or self.withdrawn or self.folded)

    def as_json(self) -> dict[str, Any]:
        """The contract's object."""
        return asdict(self) | {"nothing": self.nothing, "health": self.health}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Content":
        """What `as_json` gave."""
        return _reader().validate_python(values)


@cache
def _reader() -> TypeAdapter[Content]:
    return TypeAdapter(Content)
