"""`shiyi draft …`, the whole of the next issue: order, reviews, proof, export, close; and `shiyi caught`."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from base.errors import ShiyiError, UsageError
from bulletins.export import Format, export, file_name
from bulletins.model import Kind
from commands.common import Json, Now, console, moment, opened, print_json
from commands.draft import By, ItemId, Which, app, at_desk, draft_json, say
from desk import arrange, catchrate
from desk import draft as drafting
from desk.catchrate import REASONS, IssueCatch
from desk.closing import close
from desk.digest import issue_name
from desk.duplicates import Duplicate
from desk.edition import edition_of
from desk.pages import lay_out
from desk.proof import Proof, proofs, repeats
from desk.reviews import STAGES, approve, stage_of
from storage.catches import suggestions
from triage.shelves import Shelves


@app.command("new")
def new(
    kind: Annotated[Kind, typer.Option(help="简报 or 专刊.")] = Kind.SPECIAL,
    as_json: Json = False,
    now: Now = None,
) -> None:
    """Begin another draft beside the next 简报."""
    if kind not in arrange.KINDS:
        raise UsageError("A draft is a 简报 or a 专刊.")
    with at_desk(now) as desk:
        draft = drafting.new_draft(desk.session, kind, desk.who.at)
        values = draft_json(draft, desk.settings.bulletin.reviews)
    say(as_json, values, f"拟编期 {draft.id}：{draft.kind}")


@app.command("hold")
def hold(
    item_id: ItemId,
    back: Annotated[bool, typer.Option("--back", help="Take it back into this issue.")] = False,
    by: By = "",
    now: Now = None,
) -> None:
    """Leave an item for a later issue."""
    with at_desk(now, by) as desk:
        item = desk.item(item_id)
        arrange.hold(desk.session, item, item.revision, desk.who, held=not back)


@app.command("order")
def order(
    items: Annotated[list[int], typer.Argument(metavar="ITEM…", show_default=False)],
    which: Which = None,
    by: By = "",
    now: Now = None,
) -> None:
    """These items first, in this order; the others follow as they were. 正文 stays before 简讯."""
    with at_desk(now, by) as desk:
        draft = desk.draft(which)
        known = [item.id for item in draft.items if not item.held]
        if unknown := [str(number) for number in items if number not in known]:
            raise UsageError(f"The draft has no item {', '.join(unknown)}; `shiyi draft show` lists them.")
        rest = [number for number in known if number not in items]
        wanted = [*dict.fromkeys(items), *rest]
        arrange.order(desk.session, draft, draft.revision, wanted, desk.who)


@app.command("set")
def set_(
    *,
    number: Annotated[int | None, typer.Option(help="The issue's number; 0: none.")] = None,
    day: Annotated[str | None, typer.Option("--date", metavar="DAY", help="The day of printing.")] = None,
    kind: Annotated[Kind | None, typer.Option(help="简报 or 专刊.")] = None,
    which: Which = None,
    by: By = "",
    now: Now = None,
) -> None:
    """Say what the issue is: number, date, kind."""
    with at_desk(now, by) as desk:
        draft = desk.draft(which)
        arrange.set_masthead(
            desk.session,
            draft,
            draft.revision,
            kind=kind or Kind(draft.kind),
            number=draft.number if number is None else number or None,
            issued_on=_day(day) if day else draft.issued_on,
            who=desk.who,
        )


@app.command("review")
def review(
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who approves.")],
    items: Annotated[
        list[int] | None, typer.Argument(metavar="[ITEM…]", help="Items; none: all that are printed.")
    ] = None,
    which: Which = None,
    as_json: Json = False,
    now: Now = None,
) -> None:
    """Approve items at the stage that comes next: 初审, 复审, 终审. Nobody approves their own."""
    with at_desk(now, by) as desk:
        draft, stages = desk.draft(which), desk.who.stages
        stage = stage_of(draft, stages)
        if stage is None:
            raise UsageError("Nothing waits for a review; bulletin.reviews says how many the office wants.")
        seen = {item.id: item.revision for item in draft.items if not items or item.id in items}
        done = approve(desk.session, draft, stage, seen, stages=stages, by=by, at=desk.who.at)
    values = {"stage": stage, "done": list(done.done), "refused": done.refused}
    lines = [f"{STAGES[stage - 1]}：{len(done.done)} 条"]
    lines += [f"{number}：{reason}" for number, reason in done.refused.items()]
    say(as_json, values, "\n".join(lines))
    if done.refused and not done.done:
        raise typer.Exit(1)


@app.command("check")
def check(which: Which = None, as_json: Json = False, now: Now = None) -> None:
    """Look up every figure, date, place, unit, person and document of the items in their sources."""
    with at_desk(now) as desk:
        draft = desk.draft(which)
        home = desk.settings.home_province
        shelves = Shelves(desk.settings.home / "index", home)
        shelves.sync_items(desk.session)
        found = proofs(desk.session, draft, home)
        again = repeats(desk.session, draft, shelves.archive)
        titles = {item.id: item.title for item in draft.items}
    if as_json:
        print_json([_proof_json(found[id_], again[id_]) for id_ in titles])
        return
    for id_, title in titles.items():
        lines = _proof_lines(found[id_], again[id_])
        console.print(f"{id_}：{title}：{'没有疑点' if not lines else ''}", markup=False)
        for line in lines:
            console.print(f"    {line}", markup=False, soft_wrap=True)


def _proof_json(proof: Proof, duplicates: Sequence[Duplicate]) -> dict[str, Any]:
    marks = [
        {
            "part": mark.part,
            "start": mark.start,
            "end": mark.end,
            "text": mark.text,
            "kind": mark.kind.value,
            "standing": mark.standing.value,
            "doubtful": mark.doubtful,
            "note": mark.note,
        }
        for mark in proof.marks
    ]
    repeated = [
        {"where": one.where, "title": one.title, "score": round(one.score, 4), "update": one.update}
        for one in duplicates
    ]
    return {"item": proof.item, "marks": marks, "notices": list(proof.notices), "repeats": repeated}


def _proof_lines(proof: Proof, duplicates: Sequence[Duplicate]) -> list[str]:
    lines = [
        f"{mark.standing}（{mark.kind}）：{mark.text}{'。' + mark.note if mark.note else ''}"
        for mark in proof.marks
        if mark.doubtful or mark.note
    ]
    for one in duplicates:
        lines.append(f"{'是其后续' if one.update else '重复'}：{one.where}《{one.title}》（{one.score:.0%}）")
    return [*lines, *proof.notices]


@app.command("export")
def export_(
    format_: Annotated[Format, typer.Option("--format", help="docx, txt or html.")] = Format.DOCX,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to; named by the issue if not given.")
    ] = None,
    which: Which = None,
    as_json: Json = False,
    now: Now = None,
) -> None:
    """Write the issue as a file. Before the last review it is marked 未审."""
    with at_desk(now) as desk:
        edition = edition_of(desk.draft(which), desk.settings.bulletin)
        folder = desk.settings.home / "issues"
    warnings: Sequence[str] = ()
    if format_ is Format.DOCX:
        # LibreOffice takes its time: the database is not kept waiting for it.
        laid = lay_out(edition)
        edition, warnings = laid.edition, laid.warnings
    file = out or folder / file_name(edition, format_)
    _write(file, export(edition, format_))
    values = {"file": str(file), "marked": edition.mark, "warnings": list(warnings)}
    say(as_json, values | {"pages": list(edition.pages)}, "\n".join((str(file), *warnings)))


def _write(file: Path, data: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    except OSError as error:
        raise ShiyiError(f"The issue could not be written to {file}: {error.strerror}.") from error


@app.command("close")
def close_(which: Which = None, by: By = "", as_json: Json = False, now: Now = None) -> None:
    """Keep the draft in the archive as printed; what was held goes into the next one."""
    with at_desk(now, by) as desk:
        draft = desk.draft(which)
        issue = close(desk.session, draft, draft.revision, desk.settings.bulletin, by=by, at=desk.who.at)
        catchrate.record(desk.session, desk.who.at)
        name = issue_name(issue.kind, issue.number, issue.issued_on)
        values = {"issue": issue.id, "name": name, "items": len(issue.items)}
    say(as_json, values, f"{name}：{len(issue.items)} 条，已存入往期")


def caught(as_json: Json = False, now: Now = None) -> None:
    """Was it there? Which printed items had been proposed before, and why the others had not."""
    with opened() as (_, database), database.session() as session:
        catchrate.record(session, moment(now))
        issues = catchrate.report(session)
        wanted = [suggestion.name for suggestion in suggestions(session)]
        values = {"issues": [issue.as_json() for issue in issues], "suggestions": wanted}
    if as_json:
        print_json(values)
        return
    if not issues:
        console.print("还没有可以衡量的一期：要先发出过每日候选，再有一期印发。")
    for issue in reversed(issues):
        for line in _caught_lines(issue):
            console.print(line, markup=False, soft_wrap=True)
    if wanted:
        console.print(f"引用了却没有在看的媒体：{'、'.join(wanted)}", markup=False)


def _caught_lines(issue: IssueCatch) -> list[str]:
    rate = "" if issue.rate is None else f"，捕获率 {issue.rate:.0%}"
    counts = f"{len(issue.items)} 条，网上有 {issue.online} 条，曾列为候选 {issue.proposed} 条"
    lines = [f"{issue.name}：{counts}{rate}"]
    for one in issue.items:
        catch = one.catch
        said = catch.note or f"{catch.day}第{catch.rank}位，印发前{catch.days_before}天"
        lines.append(f"    {one.item.position}. {one.item.title}：{REASONS[catch.caught]}，{said}")
    return lines


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--date takes a day such as 2026-11-30, not {text}.") from None
