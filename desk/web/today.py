"""The day's candidates."""

from fastapi import APIRouter, Request, Response

from desk.web.context import TheDesk
from desk.web.gate import allow
from desk.web.pages import page
from storage.models import Role

router = APIRouter(include_in_schema=False)


@router.get("/")
@allow(Role.EDITOR)
def today(request: Request, desk: TheDesk) -> Response:
    """Today's."""
    return page(request, "today.html")
