"""The candidates of the last digests as feeds, for readers that know a token."""

from collections.abc import Callable, Sequence

from fastapi import APIRouter, HTTPException, Request, Response

from desk.feeds import Entry, as_atom, as_json_feed, as_rss, candidates
from desk.web.context import TheDesk
from desk.web.gate import allow
from storage.models import Role

router = APIRouter(prefix="/feeds", include_in_schema=False)

_Writer = Callable[[Sequence[Entry], str, str], bytes]
_FORMATS: dict[str, tuple[_Writer, str]] = {
    "atom": (as_atom, "application/atom+xml"),
    "rss": (as_rss, "application/rss+xml"),
    "json": (as_json_feed, "application/feed+json"),
}


@router.get("/candidates.{format_}")
@allow(Role.EDITOR)
def feed(request: Request, desk: TheDesk, format_: str) -> Response:
    """What was proposed lately, each candidate once, the newest first."""
    if format_ not in _FORMATS:
        raise HTTPException(404)
    write, type_ = _FORMATS[format_]
    with desk.database.reading() as session:
        entries = candidates(session)
    body = write(entries, str(request.base_url), str(request.url.replace(query="")))
    return Response(body, media_type=type_)
