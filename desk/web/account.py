"""One's own account: the password, the single keys, tokens for programs."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session

from base.errors import UsageError
from desk import accounts
from desk.accounts import Visitor
from desk.web.context import Desk, TheDesk
from desk.web.gate import SignedIn, allow
from desk.web.pages import page
from storage import users
from storage.models import NAME_LIMIT, Role, User

router = APIRouter(include_in_schema=False)

_Password = Annotated[str, Form(max_length=10 * accounts.LONGEST)]


@router.get("/account")
@allow(Role.EDITOR)
def account_page(request: Request, desk: TheDesk, visitor: SignedIn) -> Response:
    """What one may change about oneself."""
    return _show(request, desk, visitor)


@router.post("/account/password")
@allow(Role.EDITOR)
def change_password(
    *, request: Request, desk: TheDesk, visitor: SignedIn, old: _Password, new: _Password, again: _Password
) -> Response:
    """Another password; every other browser is signed out."""
    now = desk.clock()
    address = request.client.host if request.client else ""
    try:
        good = accounts.right_password(desk.database, visitor, old, address, now)
    except accounts.TooManyTries:
        return _show(request, desk, visitor, problem="sign_in.too_many")
    if not good:
        return _show(request, desk, visitor, problem="account.wrong")
    if new != again:
        return _show(request, desk, visitor, problem="account.differ")
    try:
        hashed = accounts.hash_password(new)
    except UsageError:
        return _show(request, desk, visitor, problem="account.length")
    with desk.database.session() as session:
        _user(session, visitor).password = hashed
        users.end_sign_ins(session, visitor.id, but=visitor.sign_in)
    return _show(request, desk, visitor, said="account.changed")


@router.post("/account/keys")
@allow(Role.EDITOR)
def switch_keys(desk: TheDesk, visitor: SignedIn, single_keys: Annotated[bool, Form()] = False) -> Response:
    """Single keys on or off."""
    with desk.database.session() as session:
        _user(session, visitor).single_keys = single_keys
    return RedirectResponse("/account", 303)


@router.post("/account/token")
@allow(Role.EDITOR)
def make_token(
    request: Request,
    desk: TheDesk,
    visitor: SignedIn,
    name: Annotated[str, Form(min_length=1, max_length=NAME_LIMIT)],
) -> Response:
    """A token for a program, shown this once."""
    try:
        with desk.database.session() as session:
            token = accounts.new_token(session, _user(session, visitor), name, desk.clock())
    except UsageError:
        return _show(request, desk, visitor, problem="account.token_name")
    return _show(request, desk, visitor, token=token)


@router.post("/account/token/revoke")
@allow(Role.EDITOR)
def revoke_token(
    desk: TheDesk, visitor: SignedIn, token: Annotated[int, Form(ge=1, le=2**31 - 1)]
) -> Response:
    """One of one's own tokens is good no more."""
    with desk.database.session() as session:
        for known in users.tokens_of(session, visitor.id):
            if known.id == token:
                known.revoked_at = desk.clock()
    return RedirectResponse("/account", 303)


def _user(session: Session, visitor: Visitor) -> User:
    return session.get_one(User, visitor.id)


def _show(
    request: Request,
    desk: Desk,
    visitor: Visitor,
    *,
    problem: str | None = None,
    said: str | None = None,
    token: str | None = None,
) -> Response:
    with desk.database.reading() as session:
        tokens = users.tokens_of(session, visitor.id)
    return page(
        request,
        "account.html",
        status=422 if problem else 200,
        tokens=tokens,
        problem=problem,
        done=said,
        token=token,
        shortest=accounts.SHORTEST,
    )
