"""Adding what no spider sees: a pasted link, a piece that a unit sent in."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from base.clock import china_date
from desk import submissions
from desk.submissions import Link, Submission, keep_submission, take_links, typed_in_by
from desk.web.context import Desk, TheDesk
from desk.web.gate import SignedIn, allow
from desk.web.pages import page
from storage.inbox import newest_links
from storage.mailbox import newest_mails
from storage.models import Role
from storage.outlets import submission_outlets

router = APIRouter(include_in_schema=False)

_SHOWN = 20
_Long = Annotated[str, Form(max_length=2 * submissions.BODY_LIMIT)]
_Line = Annotated[str, Form(max_length=2000)]


@router.get("/add")
@allow(Role.EDITOR)
def add_page(request: Request, desk: TheDesk) -> Response:
    """The two forms."""
    return _show(request, desk)


@router.post("/add/links")
@allow(Role.EDITOR)
def add_links(request: Request, desk: TheDesk, visitor: SignedIn, links: _Long) -> Response:
    """Put pasted links into the inbox; says of each what became of it."""
    with desk.database.session() as session:
        taken = take_links(session, links, desk.outside.outlet_of, by=visitor.name, at=desk.clock())
    return _show(request, desk, taken=taken)


@router.post("/add/piece")
@allow(Role.EDITOR)
def add_piece(
    *,
    request: Request,
    desk: TheDesk,
    visitor: SignedIn,
    unit: _Line = "",
    title: _Line = "",
    body: _Long = "",
    published: _Line = "",
) -> Response:
    """Keep a piece that was typed in, and show it."""
    given = {"unit": unit, "title": title, "body": body, "published": published}
    try:
        piece = Submission.of(unit, title, body, date.fromisoformat(published))
    except ValueError:
        return _show(request, desk, problem="add.incomplete", given=given)
    with desk.database.session() as session:
        province = desk.settings.home_province
        came = typed_in_by(visitor.name)
        article = keep_submission(session, piece, province, came=came, at=desk.clock())
    return RedirectResponse(f"/article/{article}", 303)


def _show(
    request: Request,
    desk: Desk,
    *,
    taken: Sequence[Link] = (),
    problem: str | None = None,
    given: Mapping[str, str] | None = None,
) -> Response:
    blank = {"unit": "", "title": "", "body": "", "published": china_date(desk.clock()).isoformat()}
    with desk.database.reading() as session:
        units = [outlet.name for outlet in submission_outlets(session)]
        links = newest_links(session, _SHOWN)
        mails = newest_mails(session, _SHOWN)
    return page(
        request,
        "add.html",
        status=422 if problem else 200,
        units=units,
        links=links,
        mails=mails,
        address=desk.settings.imap_user if desk.settings.imap_host else None,
        taken=taken,
        problem=problem,
        given=given or blank,
        body_limit=submissions.BODY_LIMIT,
    )
