"""The page that explains the keys."""

from fastapi import APIRouter, Request, Response

from desk.web.gate import allow
from desk.web.pages import page
from storage.models import Role

router = APIRouter(include_in_schema=False)

# Key and the name of what it does.
KEYS = (
    ("j", "next"),
    ("k", "previous"),
    ("o", "open"),
    ("v", "original"),
    ("a", "accept"),
    ("x", "reject"),
    ("l", "later"),
    ("m", "mark"),
    ("u", "undo"),
    ("e", "edit"),
    ("/", "search"),
    ("?", "help"),
)


@router.get("/help")
@allow(Role.EDITOR)
def help_page(request: Request) -> Response:
    """What the keys do."""
    return page(request, "help.html", keys=KEYS)
