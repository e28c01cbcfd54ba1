"""Signing in and out."""

import hmac
import secrets
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from desk import accounts
from desk.web.context import TheDesk
from desk.web.gate import COOKIE, SignedIn, allow
from desk.web.pages import local, page
from storage import users
from storage.models import NAME_LIMIT, Role

router = APIRouter(include_in_schema=False)

# Before there is a sign-in, the form proves by this cookie that it came from our page.
_START = "shiyi-start"


@router.get("/sign-in")
@allow(None)
def form(request: Request, next: str = "/") -> Response:
    """The sign-in page."""
    return _form(request, next)


@router.post("/sign-in")
@allow(None)
def sign_in(
    *,
    request: Request,
    desk: TheDesk,
    name: Annotated[str, Form(max_length=4 * NAME_LIMIT)],
    password: Annotated[str, Form(max_length=10 * accounts.LONGEST)],
    csrf: Annotated[str, Form(max_length=100)],
    next: Annotated[str, Form(max_length=2000)] = "/",
) -> Response:
    """Check name and password; on to the page that was wanted."""
    start = request.cookies.get(_START, "")
    if not start or not hmac.compare_digest(start.encode(), csrf.encode()):
        return _form(request, next, "sign_in.again", status=403)
    address = request.client.host if request.client else ""
    try:
        cookie = accounts.sign_in(desk.database, name, password, address, desk.clock())
    except accounts.TooManyTries:
        return _form(request, next, "sign_in.too_many", status=429)
    if cookie is None:
        return _form(request, next, "sign_in.wrong", status=403)
    answer = RedirectResponse(local(next), 303)
    _set(request, answer, COOKIE, cookie)
    answer.delete_cookie(_START)
    return answer


@router.post("/sign-out")
@allow(Role.EDITOR)
def sign_out(desk: TheDesk, visitor: SignedIn) -> Response:
    """End this browser's sign-in."""
    with desk.database.session() as session:
        users.end_sign_in(session, visitor.sign_in)
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(COOKIE)
    return answer


def _form(request: Request, wanted: str, problem: str | None = None, *, status: int = 200) -> Response:
    start = secrets.token_urlsafe(16)
    answer = page(request, "sign_in.html", status=status, wanted=local(wanted), problem=problem, start=start)
    _set(request, answer, _START, start)
    return answer


def _set(request: Request, answer: Response, name: str, value: str) -> None:
    # Without max_age the browser forgets it when it is closed; the server forgets it by itself.
    answer.set_cookie(
        name, value, httponly=True, samesite="lax", secure=request.url.scheme == "https", path="/"
    )
