"""One item of the next issue, beside its source."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, File, Form, HTTPException, Request, Response, UploadFile
from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session

from base.errors import ShiyiError, UsageError
from bulletins.edition import Picture
from bulletins.model import Section
from bulletins.picture import read_picture
from desk import arrange
from desk import draft as drafting
from desk.web.context import Desk, TheDesk
from desk.web.draft import LIMITS, Line, Long, Revision, editor_of, refused, show_draft
from desk.web.gate import SignedIn, allow
from desk.web.pages import page
from desk.web.texts import text
from desk.wording import Conflict, Wording
from desk.workbench import beside
from storage import drafts
from storage.models import DraftItem, Role

router = APIRouter(include_in_schema=False)


@router.get("/draft/item/{item_id}")
@allow(Role.EDITOR)
def item_page(request: Request, desk: TheDesk, item_id: int) -> Response:
    """One item beside its source, what is doubtful marked."""
    return _show_item(request, desk, item_id)


def _show_item(
    request: Request,
    desk: Desk,
    item_id: int,
    *,
    given: Wording | None = None,
    problem: str | None = None,
    status: int = 200,
) -> Response:
    """`given` are words that could not be kept: they stand in the form, so that nothing is lost."""
    with desk.database.reading() as session:
        item = _item(session, item_id)
        most = desk.settings.bulletin.abridge_to
        view = beside(session, item, desk.settings.home_province, most)
        open_ = item.draft.closed_at is None
    return page(
        request,
        "draft_item.html",
        status=status,
        v=view,
        words=given or Wording.of(item),
        kept=given is not None,
        open=open_,
        problem=problem,
        sections=[section.value for section in Section],
        limits=LIMITS,
    )


@router.post("/draft/item/{item_id}")
@allow(Role.EDITOR)
def save_item(
    *,
    request: Request,
    desk: TheDesk,
    visitor: SignedIn,
    item_id: int,
    revision: Revision,
    title: Line = "",
    body: Long = "",
    source: Line = "",
    byline: Line = "",
    section: Annotated[Section, Form()] = Section.MAIN,
) -> Response:
    """Keep an item's words. 409 where somebody else changed them, with both texts on the page."""
    wording = Wording(title, body, source, byline, section)
    try:
        with desk.database.session() as session:
            drafting.edit(session, _item(session, item_id), revision, wording, editor_of(desk, visitor))
    except (Conflict, UsageError) as error:
        return _show_item(request, desk, item_id, given=wording, problem=str(error), status=refused(error))
    return RedirectResponse(f"/draft/item/{item_id}", 303)


@router.post("/draft/item/{item_id}/anew")
@allow(Role.EDITOR)
def anew(request: Request, desk: TheDesk, visitor: SignedIn, item_id: int, revision: Revision) -> Response:
    """Take the words anew from the source."""
    most = desk.settings.bulletin.abridge_to
    return _change_item(
        request,
        desk,
        item_id,
        lambda session, item: drafting.propose_again(session, item, revision, most, editor_of(desk, visitor)),
    )


@router.post("/draft/item/{item_id}/picture")
@allow(Role.EDITOR)
def picture(
    *,
    request: Request,
    desk: TheDesk,
    visitor: SignedIn,
    item_id: int,
    revision: Revision,
    file: Annotated[UploadFile | None, File()] = None,
    address: Line = "",
) -> Response:
    """Give an item a picture: a file, or one of the source's own by its address. Neither: take it away."""
    made: Picture | None = None
    try:
        if file is not None and file.filename:
            made = read_picture(file.file.read(), file.filename[:80])
        elif address:
            made = _fetched(desk, item_id, address)
    except ShiyiError as error:
        return _show_item(request, desk, item_id, problem=str(error), status=422)
    return _change_item(
        request,
        desk,
        item_id,
        lambda session, item: drafting.set_picture(session, item, revision, made, editor_of(desk, visitor)),
    )


def _fetched(desk: Desk, item_id: int, address: str) -> Picture:
    """A picture of the item's own source; no other address is ever asked. Raises UsageError, BadFile."""
    with desk.database.reading() as session:
        item = _item(session, item_id)
        version = drafts.current_source(session, item)
        outlet = item.article.outlet_key if item.article else ""
    if version is None or address not in version.images:
        raise UsageError(text("draft.not_its_picture"))
    return read_picture(desk.outside.picture(outlet, address), text("draft.its_picture"))


@router.get("/draft/item/{item_id}/picture")
@allow(Role.EDITOR)
def picture_file(desk: TheDesk, item_id: int) -> Response:
    """The picture as it will be printed."""
    with desk.database.reading() as session:
        digest = _item(session, item_id).picture_digest
        data = drafts.picture_data(session, digest) if digest else None
    if data is None:
        raise HTTPException(404)
    return Response(data, media_type="image/jpeg")


@router.post("/draft/item/{item_id}/hold")
@allow(Role.EDITOR)
def hold(
    *,
    request: Request,
    desk: TheDesk,
    visitor: SignedIn,
    item_id: int,
    revision: Revision,
    held: Annotated[bool, Form()],
) -> Response:
    """Leave an item for a later issue, or take it back."""
    return _change_in_list(
        request,
        desk,
        item_id,
        lambda session, item: arrange.hold(session, item, revision, editor_of(desk, visitor), held=held),
    )


@router.post("/draft/item/{item_id}/move")
@allow(Role.EDITOR)
def move(
    *,
    request: Request,
    desk: TheDesk,
    visitor: SignedIn,
    item_id: int,
    revision: Revision,
    places: Annotated[int, Form(ge=-200, le=200)],
) -> Response:
    """Move an item up or down in its section; the revision is the draft's."""
    return _change_in_list(
        request,
        desk,
        item_id,
        lambda session, item: arrange.move(session, item, revision, places, editor_of(desk, visitor)),
    )


@router.post("/draft/item/{item_id}/remove")
@allow(Role.EDITOR)
def remove(request: Request, desk: TheDesk, visitor: SignedIn, item_id: int, revision: Revision) -> Response:
    """Take out an item that was written by hand."""
    return _change_in_list(
        request,
        desk,
        item_id,
        lambda session, item: drafting.remove(session, item, revision, editor_of(desk, visitor)),
    )


def _change_item(
    request: Request, desk: Desk, item_id: int, change: Callable[[Session, DraftItem], None]
) -> Response:
    """Change an item and show it; what could not be done is said on its page."""
    try:
        with desk.database.session() as session:
            change(session, _item(session, item_id))
    except (Conflict, UsageError) as error:
        return _show_item(request, desk, item_id, problem=str(error), status=refused(error))
    return RedirectResponse(f"/draft/item/{item_id}", 303)


def _change_in_list(
    request: Request, desk: Desk, item_id: int, change: Callable[[Session, DraftItem], None]
) -> Response:
    """Change an item and go back to the list."""
    draft_id = 0
    try:
        with desk.database.session() as session:
            item = _item(session, item_id)
            draft_id = item.draft_id
            change(session, item)
    except (Conflict, UsageError) as error:
        return show_draft(request, desk, draft_id, problem=str(error), status=refused(error))
    return RedirectResponse(f"/draft/{draft_id}#i{item_id}", 303)


def _item(session: Session, item_id: int) -> DraftItem:
    item = drafts.find_item(session, item_id)
    if item is None:
        raise HTTPException(404)
    return item
