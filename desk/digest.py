"""The daily digest: what came since the last one, put together once and kept as it was.

Candidates first, then what has moved on, changes, withdrawals, what past issues already printed, what ranks
low, and how the outlets fare. It says so when there is nothing.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from base.clock import CHINA, china, china_date
from base.text import paragraphs
from desk.content import Changed, Content, Covered, Health, ItemMention, Piece, Proposal, Withdrawn
from storage import digests
from storage.archive import last_issue_date
from storage.digests import Member, Span
from storage.models import (
    Article,
    Candidate,
    CandidateState,
    Digest,
    DigestEntry,
    Item,
    Outlet,
    OutletState,
    Verdict,
    VerdictKind,
    Version,
)
from tracking.causes import unknown_year

_EXCERPT = 120

STATES = {
    OutletState.OK: "正常",
    OutletState.QUIET: "无新稿",
    OutletState.LATE: "迟到",
    OutletState.UNREACHABLE: "连不上",
    OutletState.BLOCKED: "被拦截",
    OutletState.CHANGED: "版式变了",
    OutletState.DISALLOWED: "不许抓取",
}
WITHDRAWN = {"deleted": "发布者已删除", "violation": "因违规被删", "not_found": "页面三日均不存在"}


def cutoff_of(day: date, at: time) -> datetime:
    """The moment at which a day's digest is closed."""
    return datetime.combine(day, at, CHINA)


def compose(session: Session, day: date, cutoff: datetime) -> Content:
    """What the digest of `day` says, from what is stored now."""
    span = Span(digests.last_cutoff(session, day), cutoff)
    waiting = proposals(session, digests.undecided(session, cutoff))
    return replace(
        beside(session, day, span),
        candidates=ranked(p for p in waiting if p.kind == VerdictKind.NEW),
        updates=ranked(p for p in waiting if p.kind == VerdictKind.UPDATE),
        folded=ranked(proposals(session, digests.folded(session, span))),
    )


def beside(session: Session, day: date, span: Span, limit: int | None = None) -> Content:
    """All of a digest but its candidates.

    With a `limit` each list has so many entries, and what is new is not counted by outlet.
    """
    counts = digests.first_versions(session, span) if limit is None else {}
    outlets = digests.watched_outlets(session)
    last_issue = last_issue_date(session)
    return Content(
        day=day.isoformat(),
        cutoff=_minute(span.until),
        since=_minute(span.since) if span.since else None,
        last_issue=last_issue.isoformat() if last_issue else None,
        changed=[
            Changed(piece(change.article, version), _minute(change.at), change.matters, change.summary)
            for change, version in digests.changes(session, span, limit)
        ],
        withdrawn=[_withdrawn(*pair) for pair in digests.withdrawn(session, span, limit)],
        covered=[_covered(verdict) for verdict in digests.covered(session, span, limit)],
        outlets=[_health(outlet, counts) for outlet in outlets if outlet.enabled],
        off=[_health(outlet, counts) for outlet in outlets if not outlet.enabled],
        notes=_notes(day),
    )


def _notes(day: date) -> list[str]:
    year = unknown_year(day)
    if year is None:
        return []
    return [f"还没有 {year} 年的节假日安排，届时先按周一至周五发送；请管理员升级 chinese-calendar。"]


def keep(session: Session, content: Content, *, html: str, text: str, carry: int, now: datetime) -> Digest:
    """Keep the digest of a day, once, with what it proposed at what rank; the long undecided are then folded.

    `carry` is the number of digests an undecided candidate stands in. A day that has its digest keeps it.
    """
    day = date.fromisoformat(content.day)
    known = digests.digest_of(session, day)
    if known is not None:
        return known
    cutoff = datetime.fromisoformat(content.cutoff)
    digest = Digest(day=day, cutoff=cutoff, created_at=now, content=content.as_json(), html=html, text=text)
    session.add(digest)
    for proposals, low in ((content.candidates + content.updates, False), (content.folded, True)):
        for rank, proposal in enumerate(proposals, 1):
            digest.entries.append(DigestEntry(candidate_id=proposal.candidate, rank=rank, folded=low))
            candidate = session.get_one(Candidate, proposal.candidate)
            candidate.shown += 1
            if candidate.state is CandidateState.OPEN and candidate.shown >= carry:
                candidate.state = CandidateState.FOLDED
    session.flush()
    return digest


def ranked(proposals: Iterable[Proposal], first: int = 1) -> list[Proposal]:
    """The proposals with their ranks, from `first` on."""
    return [replace(proposal, rank=rank) for rank, proposal in enumerate(proposals, first)]


def proposals(session: Session, candidates: Iterable[Candidate]) -> list[Proposal]:
    """Candidates as they are proposed, in the given order, without ranks.

    A story of which nothing is there any more (all withdrawn and merged away) is left out.
    """
    wanted = list(candidates)
    members = digests.members(session, [candidate.story_id for candidate in wanted])
    verdicts = digests.verdicts(session, [found[0].version.id for found in members.values()])
    return [
        _proposal(candidate, found, verdicts.get(found[0].version.id))
        for candidate in wanted
        if (found := members.get(candidate.story_id))
    ]


def _proposal(candidate: Candidate, found: list[Member], verdict: Verdict | None) -> Proposal:
    lead, rest = found[0], found[1:]
    first = min(found, key=_appeared)
    return Proposal(
        candidate=candidate.id,
        story=candidate.story_id,
        rank=0,
        kind=candidate.kind,
        state=candidate.state,
        shown=candidate.shown,
        lead=piece(lead.article, lead.version),
        excerpt=excerpt(lead.version.body),
        relevance=candidate.relevance,
        reasons=candidate.reasons,
        relation=relation(verdict),
        item=_mention(verdict.item) if verdict else None,
        evidence=verdict.evidence if verdict else [],
        related=verdict.related if verdict else [],
        new_facts=verdict.new_facts if verdict else [],
        unsure=bool(verdict and verdict.unsure),
        first=piece(first.article, first.version),
        reprints=[piece(m.article, m.version) for m in sorted(rest, key=_appeared)],
    )


def _appeared(member: Member) -> tuple[date, datetime, int]:
    article = member.article
    day = article.published_on or china_date(article.first_seen_at)
    return day, article.published_at or cutoff_of(day, time(23, 59)), article.id


def piece(article: Article, version: Version) -> Piece:
    """An article as a line of a list."""
    published = None
    if article.published_at:
        published = _minute(article.published_at)
    elif article.published_on:
        published = article.published_on.isoformat()
    outlet = article.outlet
    source = outlet.bulletin_name or version.source or outlet.name
    return Piece(article.id, version.title, outlet.name, source, published, article.url)


def relation(verdict: Verdict | None) -> str:
    """How the candidate stands to past items, in one line."""
    if verdict is None or verdict.item is None:
        return "往期没有相近的条目"
    item = verdict.item
    where = f"{issue_name(item.issue.kind, item.issue.number, item.issue.issued_on)}《{item.title}》"
    if verdict.kind is VerdictKind.UPDATE:
        return f"{where}的后续"
    if verdict.unsure:
        return f"与{where}是否同一件事，拿不准（{verdict.score:.0%}）"
    if verdict.score >= 0.15:
        return f"最相近的是{where}，但不是同一件事"
    return "往期没有报道过这件事"


def issue_name(kind: str, number: int | None, day: date | None) -> str:
    """What editors call an issue: 2026年第9期, or its kind and date where it has no number."""
    if number is not None:
        return f"{day.year}年第{number}期" if day else f"第{number}期"
    return f"{day:%Y-%m-%d}{kind}" if day else kind


def _mention(item: Item | None) -> ItemMention | None:
    if item is None:
        return None
    return ItemMention(issue_name(item.issue.kind, item.issue.number, item.issue.issued_on), item.title)


def _withdrawn(article: Article, version: Version) -> Withdrawn:
    assert article.withdrawn_at is not None  # the query selects these
    reason = article.withdrawn_reason or ""
    return Withdrawn(piece(article, version), _minute(article.withdrawn_at), WITHDRAWN.get(reason, reason))


def _covered(verdict: Verdict) -> Covered:
    version = verdict.version
    said = piece(version.article, version)
    return Covered(said, _mention(verdict.item), verdict.score, verdict.unsure, verdict.evidence)


def _health(outlet: Outlet, counts: dict[str, int]) -> Health:
    label = STATES[outlet.state] if outlet.enabled else "未启用"
    note = outlet.state_note if outlet.enabled else outlet.off_reason
    if outlet.enabled and outlet.state_since is None:
        label = "未抓取"
    return Health(outlet.key, outlet.name, outlet.state, label, note, counts.get(outlet.key, 0))


def _minute(moment: datetime) -> str:
    return china(moment).isoformat(timespec="minutes")


def excerpt(body: str) -> str:
    """About two lines from the beginning of a text."""
    text = "".join(paragraphs(body[: 10 * _EXCERPT]))
    return text if len(text) <= _EXCERPT else text[: _EXCERPT - 1] + "…"
