"""`shiyi draft …`: the items of the next issue, as on the desk's pages."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text
from sqlalchemy.orm import Session

from base.errors import UsageError
from base.settings import Settings
from bulletins.model import Section
from bulletins.picture import read_picture
from commands.common import Json, Now, console, moment, opened, print_json, read_file
from desk import draft as drafting
from desk.decide import Act, Seen, act
from desk.reviews import STAGES, stage_of
from desk.wording import Editor, Wording
from storage import drafts
from storage.decisions import standings
from storage.models import Draft, DraftItem

app = typer.Typer(no_args_is_help=True, help="The next issue.")

By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who does it; kept with the change.")]
Which = Annotated[
    int | None, typer.Option("--draft", metavar="ID", help="Which draft; the next 简报 if not given.")
]
ItemId = Annotated[int, typer.Argument(metavar="ITEM", help="The item's id, as `draft show` lists it.")]


@dataclass(frozen=True, slots=True)
class Desk:
    """An open database, the settings, and who is at work."""

    session: Session
    settings: Settings
    who: Editor

    def draft(self, which: int | None) -> Draft:
        """The draft that was asked for. Raises UsageError."""
        if which is None:
            return drafting.current(self.session, self.who.at)
        found = drafts.find_draft(self.session, which)
        if found is None:
            raise UsageError(f"There is no draft {which}; `shiyi draft show` names the open ones.")
        return found

    def item(self, item_id: int) -> DraftItem:
        """An item of any draft. Raises UsageError."""
        found = drafts.find_item(self.session, item_id)
        if found is None:
            raise UsageError(f"There is no item {item_id}; `shiyi draft show` lists them.")
        return found


@contextmanager
def at_desk(now: str | None, by: str = "") -> Iterator[Desk]:
    """One transaction at the desk."""
    with opened() as (settings, database), database.session() as session:
        yield Desk(session, settings, Editor(by, moment(now), settings.bulletin.reviews))


@app.command("show")
def show(which: Which = None, as_json: Json = False, now: Now = None) -> None:
    """The next issue as it stands."""
    with at_desk(now) as desk:
        draft = desk.draft(which)
        values = draft_json(draft, desk.settings.bulletin.reviews)
        others = [one.id for one in drafts.open_drafts(desk.session) if one.id != draft.id]
    if as_json:
        print_json(values)
        return
    number = f"第{draft.number}期" if draft.number is not None else ""
    console.print(f"拟编期 {draft.id}：{draft.kind} {number} {draft.issued_on or '日期未定'}", markup=False)
    table = Table("id", "", "", "标题", "信息来源", "字数", "", box=None, pad_edge=False)
    for item in values["items"]:
        state = "、".join(
            [*(["留待下期"] if item["held"] else []), *(["拟摘编"] if item["proposed"] else [])]
        )
        state += "".join(f" {STAGES[review['stage'] - 1]}：{review['by']}" for review in item["reviews"])
        position, section = str(item["position"]), item["section"]
        title, source = Text(item["title"]), Text(item["source"] or "")
        table.add_row(str(item["id"]), position, section, title, source, str(len(item["body"])), state)
    console.print(table)
    if others:
        console.print(f"另有拟编期 {'、'.join(map(str, others))}")


def draft_json(draft: Draft, stages: int) -> dict[str, Any]:
    """A draft for programs."""
    return {
        "id": draft.id,
        "kind": draft.kind,
        "number": draft.number,
        "date": draft.issued_on.isoformat() if draft.issued_on else None,
        "revision": draft.revision,
        "next_review": stage_of(draft, stages),
        "items": [_item_json(item) for item in draft.items],
    }


def _item_json(item: DraftItem) -> dict[str, Any]:
    reviews = sorted(drafts.standing_reviews(item).items())
    return {
        "id": item.id,
        "position": item.position,
        "section": item.section,
        "title": item.title,
        "body": item.body,
        "source": item.source,
        "byline": item.byline,
        "candidate": item.candidate_id,
        "article": item.article_id,
        "proposed": item.proposed,
        "held": item.held,
        "picture": item.picture_digest,
        "revision": item.revision,
        "reviews": [
            {"stage": stage, "by": review.by, "at": review.at.isoformat()} for stage, review in reviews
        ],
    }


@app.command("add")
def add(
    candidates: Annotated[list[int], typer.Argument(metavar="CANDIDATE…", show_default=False)],
    by: By = "",
    as_json: Json = False,
    now: Now = None,
) -> None:
    """Accept candidates: each becomes an item, its text proposed."""
    with at_desk(now, by) as desk:
        known = standings(desk.session, candidates)
        for number in candidates:
            if number not in known:
                raise UsageError(f"There is no candidate {number}; `shiyi digest --json` names them.")
        seen = [Seen(number, known[number].revision) for number in candidates]
        most = desk.settings.bulletin.abridge_to
        outcome = act(desk.session, seen, Act.ACCEPT, reason="", by=by, at=desk.who.at, most=most)
        if outcome.missed:
            numbers = "、".join(map(str, outcome.missed))
            raise UsageError(
                f"Candidate {numbers} can't be accepted: it is printed, or was just decided about."
            )
        found = [drafts.open_item_of(desk.session, number) for number in candidates]
        items = [item for item in found if item is not None]
        values = [_item_json(item) for item in items]
        said = "\n".join(f"{item.id}：{item.title}" for item in items)
    say(as_json, values, said)


@app.command("write")
def write(
    *,
    title: Annotated[str, typer.Option(help="The item's title.")],
    body: Annotated[Path, typer.Option(metavar="FILE", help="Its text, a paragraph a line; - for stdin.")],
    source: Annotated[str, typer.Option(help="信息来源.")] = "",
    byline: Annotated[str, typer.Option(help="The line under the title.")] = "",
    section: Annotated[Section, typer.Option(help="正文 or 简讯.")] = Section.MAIN,
    which: Which = None,
    by: By = "",
    as_json: Json = False,
    now: Now = None,
) -> None:
    """Put in an item that is no candidate."""
    wording = Wording(title, _text(body), source, byline, section)
    with at_desk(now, by) as desk:
        item = drafting.add_by_hand(desk.session, desk.draft(which), wording, desk.who)
        values = _item_json(item)
    say(as_json, values, f"{item.id}：{item.title}")


@app.command("edit")
def edit(
    *,
    item_id: ItemId,
    title: Annotated[str | None, typer.Option(help="Another title.")] = None,
    body: Annotated[Path | None, typer.Option(metavar="FILE", help="Another text; - for stdin.")] = None,
    source: Annotated[str | None, typer.Option(help="Another 信息来源.")] = None,
    byline: Annotated[str | None, typer.Option(help="Another line under the title.")] = None,
    section: Annotated[Section | None, typer.Option(help="正文 or 简讯.")] = None,
    anew: Annotated[bool, typer.Option("--anew", help="Take the text anew from the source first.")] = False,
    by: By = "",
    as_json: Json = False,
    now: Now = None,
) -> None:
    """Change an item; approvals that it had are withdrawn."""
    given = {
        "title": title,
        "body": _text(body) if body else None,
        "source": source,
        "byline": byline,
        "section": section,
    }
    changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    with at_desk(now, by) as desk:
        item = desk.item(item_id)
        if anew:
            most = desk.settings.bulletin.abridge_to
            drafting.propose_again(desk.session, item, item.revision, most, desk.who)
        if changes:
            drafting.edit(desk.session, item, item.revision, replace(Wording.of(item), **changes), desk.who)
        values = _item_json(item)
    say(as_json, values, f"{item.id}：{item.title}")


@app.command("picture")
def picture(
    item_id: ItemId,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="jpg or png; none: take it away.")
    ] = None,
    by: By = "",
    now: Now = None,
) -> None:
    """Give an item a picture, or take it away."""
    made = read_picture(read_file(file), file.name) if file else None
    with at_desk(now, by) as desk:
        item = desk.item(item_id)
        drafting.set_picture(desk.session, item, item.revision, made, desk.who)


@app.command("remove")
def remove(item_id: ItemId, by: By = "", now: Now = None) -> None:
    """Take out an item that was written by hand."""
    with at_desk(now, by) as desk:
        item = desk.item(item_id)
        drafting.remove(desk.session, item, item.revision, desk.who)


def say(as_json: bool, values: Any, said: str) -> None:
    """To a program as JSON, else to a person."""
    if as_json:
        print_json(values)
    elif said:
        console.print(said, markup=False)


def _text(file: Path) -> str:
    data = sys.stdin.buffer.read() if str(file) == "-" else read_file(file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{file} is not UTF-8 text.") from None
