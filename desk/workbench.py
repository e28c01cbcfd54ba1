"""What the pages of the next issue show: the draft as a list, one item beside its source."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from base.text import paragraphs
from desk.abridge import abridge
from desk.check import Mark, Standing
from desk.content import Piece
from desk.digest import piece
from desk.proof import Proof, proof
from desk.reviews import STAGES, is_reviewed, stage_of
from desk.wording import target_of
from storage import drafts
from storage.articles import current_version
from storage.models import Deed, Draft, DraftItem, Version

_CHANGES = 30
DEEDS = {
    Deed.ADDED: "加入",
    Deed.EDITED: "编辑",
    Deed.PICTURE: "换图",
    Deed.PROPOSED: "重新摘编",
    Deed.MOVED: "调整次序",
    Deed.REMOVED: "移出",
    Deed.MASTHEAD: "改期号或日期",
    Deed.CLOSED: "结清",
}


@dataclass(frozen=True, slots=True)
class Approval:
    """An approval that stands: 初审 by whom, when."""

    stage: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """One item in the list of a draft."""

    item: DraftItem
    approvals: tuple[Approval, ...]
    authors: tuple[str, ...]
    length: int


@dataclass(frozen=True, slots=True)
class Done:
    """One line of what was done: when, by whom, what, to which item."""

    at: datetime
    by: str
    what: str
    title: str


@dataclass(frozen=True, slots=True)
class Bench:
    """A draft as its page shows it. `stage_number` is what comes next, 1 to 3, None where nothing does."""

    draft: Draft
    main: tuple[Row, ...]
    briefs: tuple[Row, ...]
    held: tuple[Row, ...]
    stage_number: int | None
    reviewed: bool
    done: tuple[Done, ...]
    others: tuple[Draft, ...]

    @property
    def stage(self) -> str | None:
        """The name of the stage that comes next."""
        return STAGES[self.stage_number - 1] if self.stage_number else None

    @property
    def printed(self) -> tuple[Row, ...]:
        """What goes into the issue."""
        return self.main + self.briefs


def bench(session: Session, draft: Draft, stages: int) -> Bench:
    """A draft with who wrote and who approved what."""
    wrote = drafts.authors(session, draft.items)
    rows = [_row(item, wrote[item.id]) for item in sorted(draft.items, key=lambda item: item.position)]
    stage = stage_of(draft, stages)
    titles = {item.id: item.title for item in draft.items}
    changes = drafts.changes_of(session, draft.id, _CHANGES)
    return Bench(
        draft=draft,
        main=tuple(row for row in rows if not row.item.held and row.item.section == "正文"),
        briefs=tuple(row for row in rows if not row.item.held and row.item.section != "正文"),
        held=tuple(row for row in rows if row.item.held),
        stage_number=stage,
        reviewed=is_reviewed(draft, stages),
        done=tuple(
            Done(c.at, c.by, DEEDS[c.deed], titles.get(c.item_id or 0, c.before.get("title", "")))
            for c in changes
        ),
        others=tuple(one for one in drafts.open_drafts(session) if one.id != draft.id),
    )


def _row(item: DraftItem, authors: Iterable[str]) -> Row:
    given = sorted(drafts.standing_reviews(item).items())
    approvals = tuple(Approval(STAGES[stage - 1], review.by, review.at) for stage, review in given)
    return Row(item, approvals, tuple(sorted(authors)), len(item.body))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words of a text: with a mark of the figures check, or why they are in the abridgement."""

    text: str
    mark: Mark | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """An item with what stands beside it. `source` is its article, `text` what that says now."""

    row: Row
    proof: Proof
    title: list[Stretch]
    body: list[list[Stretch]]
    source: Piece | None
    version: Version | None
    text: list[list[Stretch]]
    previous: int | None
    following: int | None

    @property
    def looked_up(self) -> int:
        """How many statements were looked up."""
        return len(self.proof.marks)


def beside(session: Session, item: DraftItem, home: str, most: int) -> Beside:
    """One item beside its source, its statements looked up."""
    found = proof(session, item, home)
    version = current_version(session, item.article) if item.article else None
    order = [one.id for one in sorted(item.draft.items, key=lambda one: one.position)]
    at = order.index(item.id)
    return Beside(
        row=_row(item, drafts.authors(session, [item])[item.id]),
        proof=found,
        title=_marked(item.title, 0, [mark for mark in found.marks if mark.part == "title"]),
        body=_marked_paragraphs(item.body, [mark for mark in found.marks if mark.part == "body"]),
        source=piece(item.article, version) if item.article and version else None,
        version=version,
        text=_explained(version, most) if version else [],
        previous=order[at - 1] if at else None,
        following=order[at + 1] if at + 1 < len(order) else None,
    )


def _marked_paragraphs(body: str, marks: Sequence[Mark]) -> list[list[Stretch]]:
    found, start = [], 0
    for line in body.split("\n"):
        here = [mark for mark in marks if start <= mark.start and mark.end <= start + len(line)]
        found.append(_marked(line, start, here))
        start += len(line) + 1
    return found


def _marked(text: str, start: int, marks: Sequence[Mark]) -> list[Stretch]:
    """`text`, which begins at `start` of its whole, cut at the marks that an editor should see."""
    found, at = [], 0
    shown = [mark for mark in marks if mark.standing is not Standing.FOUND]
    for mark in sorted(shown, key=lambda mark: (mark.start, -mark.end)):
        begin, end = mark.start - start, mark.end - start
        if begin < at:  # it lies within the one before
            continue
        if begin > at:
            found.append(Stretch(text[at:begin]))
        found.append(Stretch(text[begin:end], mark=mark))
        at = end
    return [*found, Stretch(text[at:])] if at < len(text) or not found else found


def _explained(version: Version, most: int) -> list[list[Stretch]]:
    """What the source says, with the sentences that an abridgement takes and why."""
    chosen = abridge(version.title, version.body, target_of(most)).sentences
    found = []
    for number, line in enumerate(paragraphs(version.body)):
        stretches, at = [], 0
        for sentence in (one for one in chosen if one.paragraph == number):
            begin = line.find(sentence.text, at)
            if begin > at:
                stretches.append(Stretch(line[at:begin]))
            stretches.append(Stretch(sentence.text, why="；".join(sentence.why)))
            at = begin + len(sentence.text)
        if at < len(line):
            stretches.append(Stretch(line[at:]))
        found.append(stretches)
    return found
