"""Rendering: one Jinja environment, escaped by default, with what every page shows."""

from datetime import datetime
from functools import cache
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from base.clock import china
from base.text import paragraphs, visible
from desk.decide import REASONS
from desk.dossier import TEXT
from desk.render import day_text, safe_link, when_text
from desk.web import static_files
from desk.web.texts import catalogue, text
from storage.models import Role

# The navigation: where to, the name of its text, and from which role on.
NAV = (
    ("/", "nav.today", Role.EDITOR),
    ("/days", "nav.days", Role.EDITOR),
    ("/search", "nav.search", Role.EDITOR),
    ("/draft", "nav.draft", Role.EDITOR),
    ("/add", "nav.add", Role.EDITOR),
    ("/health", "nav.health", Role.OPERATOR),
    ("/help", "nav.help", Role.EDITOR),
)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("desk.web"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_seen,
    )
    environment.filters |= {
        "day": day_text,
        "when": when_text,
        "link": safe_link,
        "clock": clock_text,
        "brief": brief,
        "paragraphs": _paragraphs,
        "field": _field,
    }
    environment.globals |= {"t": text, "static": static_files.address, "nav": NAV, "reasons": REASONS}
    return environment


def clock_text(moment: datetime) -> str:
    """When something was done: 11月20日 08:03."""
    return when_text(china(moment).isoformat(timespec="minutes"))


def brief(text: str, limit: int = 120) -> str:
    """What fits its place, whatever a page called its title."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _seen(value: Any) -> Any:
    """Every text that a template writes: nothing in it is invisible or turns the line around."""
    return visible(value) if type(value) is str else value


def _paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, however long a page made it."""
    return paragraphs(brief(text, TEXT))


def _field(name: str) -> str:
    """What editors call a part of a page that was read."""
    return catalogue().get(f"field.{name}", name)


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A whole page, or the part of one that htmx asked for. `values` are what the template names."""
    rendered = (
        _environment()
        .get_template(template)
        .render(visitor=getattr(request.state, "visitor", None), path=request.url.path, **values)
    )
    return HTMLResponse(rendered, status_code=status)


def local(path: str) -> str:
    """A path of this desk; anything that could lead elsewhere becomes the first page."""
    safe = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if safe else "/"
