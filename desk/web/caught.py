"""Was it there? The catch rate of every issue, and the outlets that it suggests to watch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from desk.catchrate import REASONS, IssueCatch, close_suggestion, report
from desk.web.context import TheDesk
from desk.web.gate import SignedIn, allow
from desk.web.pages import page
from storage import catches
from storage.models import Role, Suggestion

router = APIRouter(include_in_schema=False)


@router.get("/caught")
@allow(Role.EDITOR)
def caught_page(request: Request, desk: TheDesk) -> Response:
    """Issue by issue, the newest first."""
    with desk.database.reading() as session:
        issues = report(session)
        wanted = [(one.name, catches.citations(session, one.name)) for one in catches.suggestions(session)]
    names = {reason.value: said for reason, said in REASONS.items()}
    return page(
        request, "caught.html", issues=issues, suggestions=wanted, names=names, chart=_Chart.of(issues)
    )


@dataclass(frozen=True, slots=True)
class _Chart:
    """The rates as a line, the oldest issue at the left: points of an SVG of this size."""

    dots: list[tuple[float, float, str]]
    width: int = 440
    height: int = 80

    @classmethod
    def of(cls, issues: Sequence[IssueCatch]) -> "_Chart":
        chart = cls([])
        rates = [(issue.name, issue.rate) for issue in reversed(issues) if issue.rate is not None]
        for at, (name, rate) in enumerate(rates):
            x = chart.width * (at + 0.5) / len(rates)
            chart.dots.append((round(x, 1), round(chart.height * (1 - rate), 1), f"{name} {rate:.0%}"))
        return chart

    @property
    def points(self) -> str:
        """For a polyline."""
        return " ".join(f"{x},{y}" for x, y, _ in self.dots)


@router.post("/caught/no")
@allow(Role.EDITOR)
def refuse(desk: TheDesk, visitor: SignedIn, name: Annotated[str, Form(max_length=120)]) -> Response:
    """An outlet that is cited need not be watched."""
    with desk.database.session() as session:
        suggestion = session.get(Suggestion, name)
        if suggestion is not None and suggestion.closed_at is None:
            close_suggestion(suggestion, visitor.name, desk.clock())
    return RedirectResponse("/caught", 303)
