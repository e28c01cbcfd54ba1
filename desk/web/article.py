"""One article, and a candidate by its leading article: the text, its versions, what it is held against."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

from desk.day import neighbours
from desk.dossier import dossier
from desk.web.context import Desk, TheDesk
from desk.web.gate import allow
from desk.web.pages import page
from storage import dossiers
from storage.drafts import open_item_of
from storage.models import Candidate, Role

router = APIRouter(include_in_schema=False)

# Ids and version numbers are small; anything else is no address of ours.
MOST = 2**31 - 1
_Number = Annotated[int | None, Query(ge=1, le=MOST, alias="version")]


@router.get("/candidate/{candidate_id}")
@allow(Role.EDITOR)
def candidate_page(request: Request, desk: TheDesk, candidate_id: int, number: _Number = None) -> Response:
    """A candidate: the article that leads its story."""
    if candidate_id > MOST:
        raise HTTPException(404)
    with desk.database.reading() as session:
        candidate = session.get(Candidate, candidate_id)
        article_id = dossiers.lead_of(session, candidate.story_id) if candidate else None
        around = neighbours(session, candidate_id, desk.clock())
    if article_id is None:
        raise HTTPException(404)
    return _show(request, desk, article_id, number, around)


@router.get("/candidate/{candidate_id}/item")
@allow(Role.EDITOR)
def item_of_candidate(desk: TheDesk, candidate_id: int) -> Response:
    """The way to an accepted candidate's item in the draft."""
    with desk.database.reading() as session:
        item = open_item_of(session, candidate_id) if candidate_id <= MOST else None
    if item is None:
        raise HTTPException(404)
    return RedirectResponse(f"/draft/item/{item.id}", 303)


@router.get("/article/{article_id}")
@allow(Role.EDITOR)
def article_page(request: Request, desk: TheDesk, article_id: int, number: _Number = None) -> Response:
    """Any article, also one that is no candidate."""
    return _show(request, desk, article_id, number, (None, None))


@router.get("/article/{article_id}/raw/{number}")
@allow(Role.EDITOR)
def raw_page(desk: TheDesk, article_id: int, number: int) -> Response:
    """The stored page of a version as the plain text that it is; never as a page."""
    with desk.database.reading() as session:
        found = (v for v in dossiers.versions_of(session, article_id) if v.number == number)
        version = next(found, None) if max(article_id, number) <= MOST else None
    if version is None or version.raw is None:
        raise HTTPException(404)
    return PlainTextResponse(desk.outside.raw_text(version.raw))


def _show(
    request: Request, desk: Desk, article_id: int, number: int | None, around: tuple[int | None, int | None]
) -> Response:
    with desk.database.reading() as session:
        found = dossier(session, article_id, desk.nearest, number) if article_id <= MOST else None
    if found is None:
        raise HTTPException(404)
    return page(
        request, "article.html", d=found, previous=around[0], following=around[1], back=request.url.path
    )
