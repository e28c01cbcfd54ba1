"""The desk for programs: the same as on the pages, as JSON, to read alone. /api/openapi.json describes it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request, Security
from fastapi.security import HTTPBearer
from sqlalchemy.orm import Session

from desk.content import Content, Piece, Proposal
from desk.day import Filter, Show, today
from desk.digest import piece
from desk.find import find
from desk.health import OutletHealth, health
from desk.web.context import TheDesk
from desk.web.gate import allow
from storage import digests, dossiers
from storage.decisions import Standing
from storage.models import CandidateState, DecisionKind, Role


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, in a sentence."""

    detail: str


_PROBLEMS: dict[int | str, dict[str, Any]] = {
    401: {"model": Problem, "description": "No token, or one that is not good."},
    403: {"model": Problem, "description": "The token's user may not see this."},
    404: {"model": Problem, "description": "There is no such thing."},
    422: {"model": Problem, "description": "A parameter is wrong."},
}
_bearer = HTTPBearer(auto_error=False, description="A token of `shiyi user token`, or of the account page.")
router = APIRouter(prefix="/api", responses=_PROBLEMS, dependencies=[Security(_bearer)])

_Id = Annotated[int, Path(ge=1, le=2**31 - 1)]
_Word = Annotated[str, Query(max_length=80)]


@dataclass(frozen=True, slots=True)
class DecisionMade:
    """A decision that holds."""

    kind: DecisionKind
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Listed:
    """A candidate as it is proposed, and where it stands."""

    proposal: Proposal
    state: CandidateState
    decision: DecisionMade | None


@dataclass(frozen=True, slots=True)
class Candidates:
    """One page of candidates, best first. `total` counts all that pass the filter."""

    day: date
    total: int
    page: int
    pages: int
    candidates: list[Listed]


@dataclass(frozen=True, slots=True)
class DigestDay:
    """A day that has a digest, and how many candidates it listed above the fold."""

    day: date
    candidates: int


@dataclass(frozen=True, slots=True)
class ArticleVersion:
    """What an article said at one time."""

    number: int
    fetched_at: datetime
    title: str
    subtitle: str | None
    source: str | None
    author: str | None
    body: str
    images: list[str]
    attachments: list[str]
    how: dict[str, str]


@dataclass(frozen=True, slots=True)
class ArticleFound:
    """An article with its versions, the newest first, and the other articles of its story."""

    article: Piece
    state: str
    versions: list[ArticleVersion]
    story: list[Piece]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Articles that have all words, the newest first. `next` is the `start` of the next page."""

    words: list[str]
    articles: list[Piece]
    next: int | None


@router.get("/openapi.json", include_in_schema=False)
@allow(Role.EDITOR)
def openapi(request: Request) -> dict[str, Any]:
    """The description of this interface."""
    described: dict[str, Any] = request.app.openapi()
    return described


def _filter(*, outlet: _Word = "", domain: _Word = "", city: _Word = "", show: Show = Show.DESK) -> Filter:
    return Filter(outlet, domain, city, show)


@router.get("/candidates")
@allow(Role.EDITOR)
def candidates(
    desk: TheDesk,
    wanted: Annotated[Filter, Depends(_filter)],
    page: Annotated[int, Query(ge=1, le=1000)] = 1,
) -> Candidates:
    """What waits for a decision now (and what was decided today), or all candidates in one state."""
    with desk.database.reading() as session:
        found = today(session, wanted, page, desk.clock())
    proposals = found.content.candidates + found.content.updates
    return Candidates(
        day=found.day,
        total=found.counts["candidates"] + found.counts["updates"],
        page=found.page,
        pages=found.pages,
        candidates=[_listed(p, found.standings[p.candidate]) for p in proposals],
    )


@router.get("/digests")
@allow(Role.EDITOR)
def days(desk: TheDesk, start: Annotated[int, Query(ge=0, le=100_000)] = 0) -> list[DigestDay]:
    """The days that have a digest, the newest first, a hundred at a time."""
    with desk.database.reading() as session:
        return [DigestDay(day, count) for day, count in digests.digest_days(session, start, 100)]


@router.get("/digests/{day}")
@allow(Role.EDITOR)
def digest(desk: TheDesk, day: date) -> Content:
    """The digest of a day, as it was sent."""
    with desk.database.reading() as session:
        found = digests.digest_of(session, day)
    if found is None:
        raise HTTPException(404)
    return Content.from_json(found.content)


@router.get("/articles/{article}")
@allow(Role.EDITOR)
def article(desk: TheDesk, article: _Id) -> ArticleFound:
    """An article with everything it ever said."""
    with desk.database.reading() as session:
        return _article(session, article)


@router.get("/search")
@allow(Role.EDITOR)
def search(
    *,
    desk: TheDesk,
    q: Annotated[str, Query(max_length=2000)],
    outlet: _Word = "",
    since: date | None = None,
    start: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> SearchResult:
    """Articles whose title or body has all words of `q`."""
    with desk.database.reading() as session:
        results = find(session, q, outlet=outlet, since=since, start=start)
    return SearchResult(results.words, [hit.piece for hit in results.found], results.next)


@router.get("/outlets")
@allow(Role.OPERATOR)
def outlets(desk: TheDesk) -> list[OutletHealth]:
    """How the outlets that are on fare."""
    with desk.database.reading() as session:
        return health(session, desk.clock()).outlets


def _listed(proposal: Proposal, standing: Standing) -> Listed:
    made = standing.decision
    decision = DecisionMade(made.kind, made.reason, made.by, made.at) if made else None
    return Listed(proposal, standing.state, decision)


def _article(session: Session, article_id: int) -> ArticleFound:
    article = dossiers.find_article(session, article_id)
    versions = dossiers.versions_of(session, article_id)
    if article is None or not versions:
        raise HTTPException(404)
    story, _ = dossiers.story_of(session, article_id)
    return ArticleFound(
        article=piece(article, versions[0]),
        state=article.state,
        versions=[
            ArticleVersion(
                number=v.number,
                fetched_at=v.fetched_at,
                title=v.title,
                subtitle=v.subtitle,
                source=v.source,
                author=v.author,
                body=v.body,
                images=v.images,
                attachments=v.attachments,
                how=v.how,
            )
            for v in versions
        ],
        story=[piece(m.article, m.version) for m in story if m.article.id != article_id],
    )
