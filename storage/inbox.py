"""Forwarded links: waiting, fetched, settled."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.models import Address, InboxLink, InboxState
from storage.upsert import insert_missing


def add_link(session: Session, url: str, outlet_key: str, by: str, at: datetime) -> InboxLink:
    """Remember a link that a person forwarded; one that had failed waits again."""
    values = {"url": url, "outlet_key": outlet_key, "by": by, "added_at": at, "state": InboxState.WAITING}
    insert_missing(session, InboxLink, ("url",), values)
    link = session.scalars(select(InboxLink).where(InboxLink.url == url)).one()
    if link.state is InboxState.FAILED:
        link.state, link.note = InboxState.WAITING, None
    return link


def article_at(session: Session, url: str) -> int | None:
    """The article that was seen at this address."""
    address = session.get(Address, url)
    return address.article_id if address else None


def newest_links(session: Session, count: int) -> list[InboxLink]:
    """The links that were forwarded last, the newest first."""
    return list(session.scalars(select(InboxLink).order_by(InboxLink.id.desc()).limit(count)))


def waiting_links(session: Session) -> dict[str, list[str]]:
    """The links that wait to be fetched, by outlet."""
    query = select(InboxLink).where(InboxLink.state == InboxState.WAITING).order_by(InboxLink.id)
    found: dict[str, list[str]] = {}
    for link in session.scalars(query):
        found.setdefault(link.outlet_key, []).append(link.url)
    return found


def settle_links(session: Session, urls: Iterable[str]) -> None:
    """After links were fetched: each is now an article, or says that it could not be read."""
    query = select(InboxLink).where(InboxLink.state == InboxState.WAITING, InboxLink.url.in_(list(urls)))
    for link in session.scalars(query):
        address = session.get(Address, link.url)
        link.article_id = address.article_id if address else None
        link.state = InboxState.DONE if address else InboxState.FAILED
        link.note = None if address else "没有读到稿件：页面打不开、已删除或被拦截"
