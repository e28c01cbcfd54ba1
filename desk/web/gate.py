"""Who may do what. Every route says whom it lets in with `allow`; one that says nothing lets in nobody.

`gate` is a dependency of the whole application, so that no router can forget it.
"""

import hmac
from base64 import b64decode
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import Depends, HTTPException, Request

from desk import accounts
from desk.accounts import Visitor
from desk.web.context import Desk, desk_of
from storage.models import Role

COOKIE = "shiyi"
CSRF_FIELD, CSRF_HEADER = "csrf", "X-CSRF-Token"
_SAFE = ("GET", "HEAD")

# None: everybody, also those who are not signed in.
_allowed: dict[Callable[..., Any], Role | None] = {}
Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


class NotSignedIn(Exception):
    """The page is for those who are signed in; answered by the way to the sign-in page, or by 401."""


def allow(role: Role | None) -> Callable[[Endpoint], Endpoint]:
    """Let this role in, and those that include it; None lets in everybody. Stands below the route's own line.

    >>> @router.post("/decide")
    ... @allow(Role.EDITOR)
    ... def decide(...): ...
    """

    def mark(endpoint: Endpoint) -> Endpoint:
        _allowed[endpoint] = role
        return endpoint

    return mark


def access(endpoint: Callable[..., Any]) -> Role | None:
    """The role that an endpoint lets in. KeyError for one that says nothing."""
    return _allowed[endpoint]


async def _sent_csrf(request: Request) -> str:
    """What the form or the script sent as proof that it came from a page of ours."""
    if request.method in _SAFE:
        return ""
    if header := request.headers.get(CSRF_HEADER):
        return header
    value = (await request.form()).get(CSRF_FIELD)
    return value if isinstance(value, str) else ""


def gate(request: Request, sent: Annotated[str, Depends(_sent_csrf)]) -> None:
    """Let in who may come in, and remember who it is. Raises NotSignedIn, or HTTPException 403."""
    endpoint = request.scope["route"].endpoint
    if endpoint not in _allowed:
        raise HTTPException(403)
    role = _allowed[endpoint]
    visitor = _visitor(request, desk_of(request))
    request.state.visitor = visitor
    if role is None:
        return
    if visitor is None:
        raise NotSignedIn
    if not visitor.may(role):
        raise HTTPException(403)
    if request.method not in _SAFE and not (
        visitor.csrf and hmac.compare_digest(sent.encode(), visitor.csrf.encode())
    ):
        raise HTTPException(403)


def _visitor(request: Request, desk: Desk) -> Visitor | None:
    if token := _token(request.headers.get("Authorization", "")):
        return accounts.visitor_of_token(desk.database, token)
    cookie = request.cookies.get(COOKIE)
    return accounts.visitor_of_cookie(desk.database, cookie, desk.clock()) if cookie else None


def _token(header: str) -> str | None:
    """The token in an Authorization header; with the scheme Basic it is the password, under any name."""
    scheme, _, value = header.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip() or None
    if scheme.lower() != "basic":
        return None
    try:
        return b64decode(value.strip(), validate=True).decode().partition(":")[2] or None
    except ValueError:
        return None


def _signed_in(request: Request) -> Visitor:
    visitor: Visitor | None = request.state.visitor
    if visitor is None:
        raise NotSignedIn
    return visitor


SignedIn = Annotated[Visitor, Depends(_signed_in)]
