"""Queries about outlets and their columns."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.models import Column, Outlet, OutletState
from storage.upsert import insert_missing

# The kind of an outlet whose pieces are sent in or typed in, never fetched.
SUBMISSION = "submission"


@dataclass(frozen=True, slots=True)
class OutletRow:
    """An outlet as the program declares it; `columns` maps a list page's URL to its name."""

    key: str
    name: str
    bulletin_name: str | None
    kind: str
    province: str
    enabled: bool
    off_reason: str | None
    columns: dict[str, str]
    aliases: tuple[str, ...] = ()


def sync_outlet(session: Session, row: OutletRow) -> None:
    """Make an outlet's row that of its declaration, and add the columns that are new."""
    outlet = session.get(Outlet, row.key)
    if outlet is None:
        outlet = Outlet(key=row.key)
        session.add(outlet)
    outlet.name, outlet.bulletin_name, outlet.kind = row.name, row.bulletin_name, row.kind
    outlet.province, outlet.enabled, outlet.off_reason = row.province, row.enabled, row.off_reason
    outlet.aliases = list(row.aliases)
    session.flush()
    for url, name in row.columns.items():
        insert_missing(
            session, Column, ("outlet_key", "url"), {"outlet_key": row.key, "url": url, "name": name}
        )


def sync_outlets(session: Session, declared: Iterable[OutletRow]) -> None:
    """Make the rows those of the declarations; an outlet declared no more is switched off, not deleted."""
    keys = set()
    for row in declared:
        keys.add(row.key)
        sync_outlet(session, row)
    for outlet in session.scalars(select(Outlet).where(Outlet.enabled, Outlet.key.not_in(keys))):
        outlet.enabled, outlet.off_reason = False, "不再声明"


def submission_outlets(session: Session) -> list[Outlet]:
    """The units that send in their pieces, by name."""
    query = select(Outlet).where(Outlet.kind == SUBMISSION)
    return list(session.scalars(query.order_by(Outlet.name)))


def ensure_submission_outlet(session: Session, name: str, province: str) -> Outlet:
    """The unit of this name as an outlet, made if it is new. It is never crawled."""
    key = f"unit-{hashlib.sha256(name.encode()).hexdigest()[:12]}"
    outlet = session.get(Outlet, key)
    if outlet is None:
        sync_outlet(session, OutletRow(key, name, None, SUBMISSION, province, False, "来稿单位", {}))
        outlet = session.get_one(Outlet, key)
    return outlet


def find_column(session: Session, outlet_key: str, url: str) -> Column | None:
    """The column with this list address, if it is declared."""
    return session.scalar(select(Column).where(Column.outlet_key == outlet_key, Column.url == url))


def set_state(session: Session, outlet_key: str, state: OutletState, note: str | None, at: datetime) -> None:
    """Record what a run saw of an outlet. That it is ok does not end a silence: only history can say that."""
    outlet = session.get_one(Outlet, outlet_key)
    if state is OutletState.OK and outlet.state in (OutletState.QUIET, OutletState.LATE):
        return
    decide_state(session, outlet_key, state, note, at)


def decide_state(
    session: Session, outlet_key: str, state: OutletState, note: str | None, at: datetime
) -> None:
    """Record how an outlet fares; `state_since` moves only when the state does."""
    outlet = session.get_one(Outlet, outlet_key)
    if outlet.state is not state or outlet.state_since is None:
        outlet.state, outlet.state_since = state, at
    outlet.state_note = note


def set_robots(session: Session, outlet_key: str, answer: str, at: datetime) -> None:
    """Record what robots.txt answered: allowed, disallowed, absent, challenge or unreachable."""
    outlet = session.get_one(Outlet, outlet_key)
    outlet.robots, outlet.robots_at = answer, at
