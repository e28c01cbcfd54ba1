"""Search over titles and bodies."""

from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from desk.find import find
from desk.web.context import TheDesk
from desk.web.gate import allow
from desk.web.pages import page
from storage.digests import watched_outlets
from storage.models import Role

router = APIRouter(include_in_schema=False)


@router.get("/search")
@allow(Role.EDITOR)
def search_page(
    *,
    request: Request,
    desk: TheDesk,
    q: Annotated[str, Query(max_length=2000)] = "",
    outlet: Annotated[str, Query(max_length=80)] = "",
    since: Annotated[str, Query(max_length=10)] = "",
    start: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """Articles that have all words of a query."""
    day = _day(since)
    with desk.database.reading() as session:
        results = find(session, q, outlet=outlet, since=day, start=start)
        outlets = [(one.key, one.name) for one in watched_outlets(session)]
    kept = {"q": q, "outlet": outlet, "since": since if day else ""}
    more = None if results.next is None else f"/search?{urlencode({**kept, 'start': results.next})}"
    return page(request, "search.html", results=results, outlets=outlets, kept=kept, more=more, start=start)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
