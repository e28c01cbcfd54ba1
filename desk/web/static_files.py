"""The few static files: read once, served from memory under an address that changes with them."""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from fastapi import APIRouter, HTTPException, Request, Response

from desk.web.gate import allow

router = APIRouter()

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class _File:
    body: bytes
    type: str
    digest: str


@cache
def _files() -> dict[str, _File]:
    found = {}
    for file in files("desk.web").joinpath("static").iterdir():
        ending = file.name[file.name.rfind(".") :]
        if ending in _TYPES:
            body = file.read_bytes()
            found[file.name] = _File(body, _TYPES[ending], hashlib.sha256(body).hexdigest()[:16])
    return found


def address(name: str) -> str:
    """Where a page finds a file; KeyError for one that is not there."""
    return f"/static/{name}?{_files()[name].digest}"


@router.get("/static/{name}", include_in_schema=False)
@allow(None)
def static(name: str, request: Request) -> Response:
    """One file; the same address never means another content, so browsers may keep it."""
    file = _files().get(name)
    if file is None:
        raise HTTPException(404)
    known = request.url.query == file.digest
    keep = "public, max-age=31536000, immutable" if known else "no-cache"
    return Response(file.body, media_type=file.type, headers={"Cache-Control": keep})
