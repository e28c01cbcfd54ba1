"""The day's page: today's candidates as they are now, another day's digest as it was."""

from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response

from desk.day import Day, Filter, Show, past, today
from desk.web.context import TheDesk
from desk.web.gate import allow
from desk.web.pages import page
from storage import digests
from storage.models import Role

router = APIRouter(include_in_schema=False)

_DAYS = 60
_Text = Annotated[str, Query(max_length=80)]
_Page = Annotated[int, Query(ge=1, le=1000)]


def _filter(*, outlet: _Text = "", domain: _Text = "", city: _Text = "", show: Show = Show.DESK) -> Filter:
    return Filter(outlet, domain, city, show)


Wanted = Annotated[Filter, Depends(_filter)]


@router.get("/")
@allow(Role.EDITOR)
def today_page(
    request: Request, desk: TheDesk, wanted: Wanted, number: Annotated[_Page, Query(alias="page")] = 1
) -> Response:
    """What waits for a decision now."""
    with desk.database.reading() as session:
        found = today(session, wanted, number, desk.clock())
    return _show(request, found, wanted, past=False)


@router.get("/day/{day}")
@allow(Role.EDITOR)
def day_page(
    request: Request,
    desk: TheDesk,
    day: date,
    wanted: Wanted,
    number: Annotated[_Page, Query(alias="page")] = 1,
) -> Response:
    """The digest of a day as it was sent, with what has been decided since."""
    with desk.database.reading() as session:
        found = past(session, day, wanted, number)
    if found is None:
        raise HTTPException(404)
    return _show(request, found, wanted, past=True)


@router.get("/days")
@allow(Role.EDITOR)
def days_page(request: Request, desk: TheDesk, number: Annotated[_Page, Query(alias="page")] = 1) -> Response:
    """The days that have a digest."""
    with desk.database.reading() as session:
        found = digests.digest_days(session, _DAYS * (number - 1), _DAYS + 1)
    more = len(found) > _DAYS
    days = [(day.isoformat(), count) for day, count in found[:_DAYS]]
    return page(request, "days.html", days=days, number=number, more=more)


def _show(request: Request, found: Day, wanted: Filter, *, past: bool) -> Response:
    chosen = {"outlet": wanted.outlet, "domain": wanted.domain, "city": wanted.city}
    chosen = {name: value for name, value in chosen.items() if value}
    if wanted.show is not Show.DESK:
        chosen["show"] = wanted.show.value

    def to(number: int) -> str:
        return f"{request.url.path}?{urlencode({**chosen, 'page': number})}"

    values: dict[str, Any] = {
        "d": found.content,
        "day": found,
        "standings": found.standings,
        "wanted": wanted,
        "shows": [show.value for show in Show],
        "past": past,
        "newer": to(found.page - 1) if found.page > 1 else None,
        "older": to(found.page + 1) if found.page < found.pages else None,
        "back": f"{request.url.path}?{urlencode({**chosen, 'page': found.page})}",
    }
    return page(request, "day.html", **values)
