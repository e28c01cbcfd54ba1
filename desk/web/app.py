"""The application: its routers, its gate, and what it says when something goes wrong."""

from http import HTTPStatus
from urllib.parse import quote

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException

from base.errors import ShiyiError
from base.settings import Settings
from desk.nearest import Nearest
from desk.web import (
    account,
    add,
    api,
    article,
    caught,
    decide,
    draft,
    draft_item,
    feeds,
    health,
    help,
    search,
    sign_in,
    static_files,
    today,
)
from desk.web.context import Clock, Desk, Outside
from desk.web.gate import NotSignedIn, gate
from desk.web.headers import Headers
from desk.web.pages import page
from desk.web.texts import catalogue
from storage.database import Database

# A submission typed in by hand fits; nothing larger is ever sent to the desk.
BODY_LIMIT = 2 * 1024 * 1024

# Feed readers know the second way alone.
_WANTED = {"WWW-Authenticate": 'Bearer, Basic realm="shiyi", charset="UTF-8"'}

ROUTERS = (
    static_files.router,
    sign_in.router,
    account.router,
    today.router,
    article.router,
    search.router,
    decide.router,
    draft.router,
    draft_item.router,
    caught.router,
    add.router,
    health.router,
    help.router,
    api.router,
    feeds.router,
)


def create_app(settings: Settings, database: Database, clock: Clock, outside: Outside) -> FastAPI:
    """The desk as an ASGI application. `clock` gives the present moment, aware."""
    app = FastAPI(
        title="Shiyi",
        # The framework's own pages load scripts from elsewhere and know nothing of the gate.
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        dependencies=[Depends(gate)],
        max_body_size=BODY_LIMIT,
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state.desk = Desk(settings, database, clock, outside, Nearest(settings))
    for router in ROUTERS:
        app.include_router(router)
    app.add_exception_handler(NotSignedIn, _not_signed_in)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(ShiyiError, _failed)
    app.add_exception_handler(Exception, _broken)
    app.add_middleware(Headers)
    return app


def _for_program(request: Request) -> bool:
    return request.url.path.startswith(("/api/", "/feeds/"))


def _not_signed_in(request: Request, _: Exception) -> Response:
    if _for_program(request):
        return JSONResponse({"detail": "A token is needed."}, 401, headers=_WANTED)
    path = request.url.path if request.method == "GET" else "/"
    where = f"/sign-in?next={quote(path, safe='/')}"
    if request.headers.get("HX-Request"):
        return Response(status_code=401, headers={"HX-Redirect": where})
    return RedirectResponse(where, 303)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _say(request, error.status_code)


def _not_understood(request: Request, _: Exception) -> Response:
    return _say(request, 422)


def _failed(request: Request, error: Exception) -> Response:
    return _say(request, 500, str(error))


def _broken(request: Request, _: Exception) -> Response:
    """What nobody foresaw: the visitor gets a page, the log the traceback."""
    return _say(request, 500)


def _say(request: Request, status: int, sentence: str | None = None) -> Response:
    if _for_program(request):
        return JSONResponse({"detail": sentence or HTTPStatus(status).phrase}, status)
    known = status if f"error.{status}" in catalogue() else 500
    return page(request, "error.html", status=status, code=known, sentence=sentence)
