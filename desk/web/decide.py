"""Deciding: 采用, 不采用, 待定, undo; one candidate or many."""

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from desk.decide import REASON_LIMIT, REASONS, Act, Outcome, Seen, act
from desk.web.context import TheDesk
from desk.web.gate import SignedIn, allow
from desk.web.pages import local, page
from desk.web.texts import text
from storage.decisions import Standing, standings
from storage.models import Role

router = APIRouter(include_in_schema=False)

_MOST = 200


@router.post("/decide")
@allow(Role.EDITOR)
def decide(
    *,
    request: Request,
    desk: TheDesk,
    visitor: SignedIn,
    candidate: Annotated[list[str], Form(max_length=_MOST)],
    what: Annotated[str, Form(alias="act", max_length=40)],
    reason: Annotated[str, Form(max_length=REASON_LIMIT)] = "",
    back: Annotated[str, Form(max_length=2000)] = "/",
) -> Response:
    """Decide about each candidate as it was seen. 409 where somebody else was faster about one of them."""
    seen, kind, said = _seen(candidate), *_act(what, reason)
    with desk.database.session() as session:
        most = desk.settings.bulletin.abridge_to
        outcome = act(session, seen, kind, reason=said, by=visitor.name, at=desk.clock(), most=most)
        now = standings(session, (one.candidate for one in seen))
    message = _message(kind, outcome)
    status = 409 if outcome.missed else 200
    if request.headers.get("HX-Request"):
        return page(
            request,
            "decided.html",
            status=status,
            standings=_in_order(now, seen),
            missed=outcome.missed,
            message=message,
            back=local(back),
        )
    if outcome.missed:
        lost = [now[id_] for id_ in outcome.missed if id_ in now]
        return page(request, "conflict.html", status=409, standings=lost, back=local(back))
    return RedirectResponse(local(back), 303)


def _seen(candidates: list[str]) -> list[Seen]:
    try:
        return [Seen.parse(one) for one in candidates]
    except ValueError:
        raise HTTPException(422) from None


def _act(what: str, own: str) -> tuple[Act, str]:
    """`reject.minor` names a reason of the list; a plain `reject` takes the editor's own words."""
    name, _, reason = what.partition(".")
    if name not in list(Act) or (reason and (name != Act.REJECT or reason not in REASONS)):
        raise HTTPException(422)
    if reason:
        return Act.REJECT, text(f"reason.{reason}")
    return Act(name), own.strip() if name == Act.REJECT else ""


def _message(kind: Act, outcome: Outcome) -> str:
    said = text(f"decide.said_{kind}", count=len(outcome.done)) if outcome.done else ""
    return said + (text("decide.missed", count=len(outcome.missed)) if outcome.missed else "")


def _in_order(now: dict[int, Standing], seen: list[Seen]) -> list[Standing]:
    return [now[one.candidate] for one in seen if one.candidate in now]
