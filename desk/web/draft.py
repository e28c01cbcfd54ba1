"""The next issue as a whole: its items in order, number and date, reviews, check, export, close."""

import threading
from collections.abc import Callable
from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session

from base.errors import UsageError
from bulletins.export import Format, export, file_name
from bulletins.model import Kind, Section
from desk import arrange, catchrate
from desk import draft as drafting
from desk.accounts import Visitor
from desk.closing import close
from desk.edition import edition_of
from desk.pages import lay_out
from desk.proof import proofs, repeats
from desk.reviews import STAGES, approve
from desk.web.context import Desk, TheDesk
from desk.web.gate import SignedIn, allow
from desk.web.pages import page
from desk.web.texts import text
from desk.wording import BODY_LIMIT, SOURCE_LIMIT, TITLE_LIMIT, Conflict, Editor, Wording
from desk.workbench import bench
from storage import drafts
from storage.models import Draft, Role

router = APIRouter(include_in_schema=False)

Line = Annotated[str, Form(max_length=2000)]
Long = Annotated[str, Form(max_length=2 * BODY_LIMIT)]
Revision = Annotated[int, Form(ge=0, le=10**9)]
LIMITS = {"title": TITLE_LIMIT, "body": BODY_LIMIT, "source": SOURCE_LIMIT}
_TYPES = {
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.TEXT: "text/plain; charset=utf-8",
    Format.HTML: "text/html; charset=utf-8",
}
# LibreOffice takes some hundred MB: one at a time.
_laying_out = threading.Semaphore(1)


@router.get("/draft")
@allow(Role.EDITOR)
def current_page(request: Request, desk: TheDesk) -> Response:
    """The next 简报."""
    with desk.database.reading() as session:
        open_ = [draft.id for draft in drafts.open_drafts(session) if draft.kind == Kind.BULLETIN]
    if not open_:
        with desk.database.session() as session:
            open_ = [drafting.current(session, desk.clock()).id]
    return show_draft(request, desk, open_[0])


@router.get("/draft/{draft_id}")
@allow(Role.EDITOR)
def draft_page(request: Request, desk: TheDesk, draft_id: int) -> Response:
    """One draft: the next 简报, a 专刊, or one that was printed."""
    return show_draft(request, desk, draft_id)


def show_draft(
    request: Request, desk: Desk, draft_id: int, *, problem: str | None = None, status: int = 200
) -> Response:
    """The page of a draft, perhaps with what could not be done."""
    with desk.database.reading() as session:
        view = bench(session, _draft(session, draft_id), desk.settings.bulletin.reviews)
    return page(
        request,
        "draft.html",
        status=status,
        b=view,
        problem=problem,
        kinds=[kind.value for kind in arrange.KINDS],
        sections=[section.value for section in Section],
        limits=LIMITS,
    )


@router.get("/draft/{draft_id}/check")
@allow(Role.EDITOR)
def check_page(request: Request, desk: TheDesk, draft_id: int) -> Response:
    """All that an editor must look at, item by item."""
    with desk.database.reading() as session:
        draft = _draft(session, draft_id)
        view = bench(session, draft, desk.settings.bulletin.reviews)
        found = proofs(session, draft, desk.settings.home_province)
        again = repeats(session, draft, desk.nearest.archive(session))
    return page(request, "draft_check.html", b=view, proofs=found, repeats=again)


@router.post("/draft/{draft_id}/order")
@allow(Role.EDITOR)
def order(
    *,
    request: Request,
    desk: TheDesk,
    visitor: SignedIn,
    draft_id: int,
    revision: Revision,
    item: Annotated[list[int], Form(max_length=500)],
) -> Response:
    """Put the items into the order in which they were sent."""
    return _change(
        request,
        desk,
        draft_id,
        lambda session, draft: arrange.order(session, draft, revision, item, editor_of(desk, visitor)),
    )


@router.post("/draft/{draft_id}/masthead")
@allow(Role.EDITOR)
def masthead(
    *,
    request: Request,
    desk: TheDesk,
    visitor: SignedIn,
    draft_id: int,
    revision: Revision,
    kind: Annotated[Kind, Form()],
    number: Annotated[str, Form(pattern=r"^\d{0,4}$")] = "",
    issued_on: Annotated[str, Form(pattern=r"^(\d{4}-\d\d-\d\d)?$")] = "",
) -> Response:
    """Say what the issue is."""
    day = _day(issued_on)
    return _change(
        request,
        desk,
        draft_id,
        lambda session, draft: arrange.set_masthead(
            session,
            draft,
            revision,
            kind=kind,
            number=int(number) if number else None,
            issued_on=day,
            who=editor_of(desk, visitor),
        ),
    )


@router.post("/draft/{draft_id}/add")
@allow(Role.EDITOR)
def add(
    *,
    request: Request,
    desk: TheDesk,
    visitor: SignedIn,
    draft_id: int,
    title: Line = "",
    body: Long = "",
    source: Line = "",
    section: Annotated[Section, Form()] = Section.MAIN,
) -> Response:
    """Put in an item that no article stands behind."""
    wording = Wording(title, body, source, section=section)
    return _change(
        request,
        desk,
        draft_id,
        lambda session, draft: drafting.add_by_hand(session, draft, wording, editor_of(desk, visitor)),
    )


@router.post("/draft/new")
@allow(Role.EDITOR)
def new(desk: TheDesk) -> Response:
    """Begin a 专刊."""
    with desk.database.session() as session:
        draft_id = drafting.new_draft(session, Kind.SPECIAL, desk.clock()).id
    return RedirectResponse(f"/draft/{draft_id}", 303)


@router.post("/draft/{draft_id}/review")
@allow(Role.REVIEWER)
def review(
    *,
    request: Request,
    desk: TheDesk,
    visitor: SignedIn,
    draft_id: int,
    stage: Annotated[int, Form(ge=1, le=3)],
    item: Annotated[list[str], Form(max_length=500)],
) -> Response:
    """Approve items as they were seen, each as `id:revision`."""
    try:
        seen = {int(id_): int(revision) for id_, _, revision in (one.partition(":") for one in item)}
    except ValueError:
        raise HTTPException(422) from None
    stages = desk.settings.bulletin.reviews
    try:
        with desk.database.session() as session:
            draft = _draft(session, draft_id)
            done = approve(session, draft, stage, seen, stages=stages, by=visitor.name, at=desk.clock())
            titles = {one.id: one.title for one in draft.items}
    except UsageError as error:
        return show_draft(request, desk, draft_id, problem=str(error), status=422)
    if done.refused:
        reasons = "；".join(f"《{titles[id_]}》{reason}" for id_, reason in done.refused.items())
        problem = text("draft.refused", stage=STAGES[stage - 1], reasons=reasons)
        return show_draft(request, desk, draft_id, problem=problem, status=409)
    return RedirectResponse(f"/draft/{draft_id}", 303)


@router.get("/draft/{draft_id}/export/{format_}")
@allow(Role.EDITOR)
def export_file(desk: TheDesk, draft_id: int, format_: Format) -> Response:
    """The issue as a file; the page numbers of a Word file are filled in where LibreOffice is installed."""
    with desk.database.reading() as session:
        edition = edition_of(_draft(session, draft_id), desk.settings.bulletin)
    if format_ is Format.DOCX:
        with _laying_out:
            edition = lay_out(edition).edition
    name = quote(file_name(edition, format_))
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(export(edition, format_), media_type=_TYPES[format_], headers=headers)


@router.post("/draft/{draft_id}/close")
@allow(Role.EDITOR)
def close_draft(
    request: Request, desk: TheDesk, visitor: SignedIn, draft_id: int, revision: Revision
) -> Response:
    """Keep the draft as printed; then show what of it had been proposed."""
    try:
        with desk.database.session() as session:
            draft = _draft(session, draft_id)
            close(session, draft, revision, desk.settings.bulletin, by=visitor.name, at=desk.clock())
            catchrate.record(session, desk.clock())
    except (Conflict, UsageError) as error:
        return show_draft(request, desk, draft_id, problem=str(error), status=refused(error))
    return RedirectResponse("/caught", 303)


def editor_of(desk: Desk, visitor: Visitor) -> Editor:
    """Who changes something now."""
    return Editor(visitor.name, desk.clock(), desk.settings.bulletin.reviews)


def refused(error: Conflict | UsageError) -> int:
    """The status that says why something was not done."""
    return 409 if isinstance(error, Conflict) else 422


def _change(
    request: Request, desk: Desk, draft_id: int, change: Callable[[Session, Draft], object]
) -> Response:
    """Change a draft and show it; what could not be done is said on its page."""
    try:
        with desk.database.session() as session:
            change(session, _draft(session, draft_id))
    except (Conflict, UsageError) as error:
        return show_draft(request, desk, draft_id, problem=str(error), status=refused(error))
    return RedirectResponse(f"/draft/{draft_id}", 303)


def _draft(session: Session, draft_id: int) -> Draft:
    draft = drafts.find_draft(session, draft_id)
    if draft is None:
        raise HTTPException(404)
    return draft


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise HTTPException(422) from None
