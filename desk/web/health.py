"""The operator's page: outlets, their rhythm, alerts, runs."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from base.clock import parse_moment
from base.errors import UsageError
from desk.health import health
from desk.web.context import TheDesk
from desk.web.gate import allow
from desk.web.pages import page
from storage.alerts import acknowledge
from storage.models import Role

router = APIRouter(include_in_schema=False)


@router.get("/health")
@allow(Role.OPERATOR)
def health_page(request: Request, desk: TheDesk) -> Response:
    """How everything fares."""
    with desk.database.reading() as session:
        return page(request, "health.html", health=health(session, desk.clock()))


@router.post("/health/acknowledge")
@allow(Role.OPERATOR)
def put_aside(
    desk: TheDesk, alert: Annotated[int, Form(ge=1, le=2**31 - 1)], until: Annotated[date, Form()]
) -> Response:
    """Put an alert aside until a day: it stays open and is not told of."""
    try:
        with desk.database.session() as session:
            acknowledge(session, alert, parse_moment(until.isoformat()))
    except UsageError:
        raise HTTPException(404) from None
    return RedirectResponse("/health", 303)
