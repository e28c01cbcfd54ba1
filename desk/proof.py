"""What an editor must look at before an item is printed: its facts, news of its source, what it repeats."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from desk.check import Mark, check
from desk.digest import WITHDRAWN, issue_name
from desk.duplicates import Draught, Duplicate, find_duplicates
from desk.source import Source
from storage import drafts
from storage.articles import current_version
from storage.digests import members
from storage.models import Article, ArticleState, Draft, DraftItem, Item, Version
from triage import places
from triage.archive import Archive


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found about one item. `notices` are sentences about its source (Chinese)."""

    item: int
    marks: tuple[Mark, ...]
    notices: tuple[str, ...]

    @property
    def doubtful(self) -> tuple[Mark, ...]:
        """The statements that are not in the source, or no more."""
        return tuple(mark for mark in self.marks if mark.doubtful)


def proof(session: Session, item: DraftItem, home: str) -> Proof:
    """Look up all that an item says in what its source says now."""
    article = item.article
    version = current_version(session, article) if article is not None else None
    if article is None or version is None:
        return Proof(item.id, (), ("这一条没有原稿，数字、日期、地名和单位无从核对。",))
    made_from = None
    if item.version_number is not None and item.version_number != version.number:
        made_from = drafts.version_of(session, article.id, item.version_number)
    found = check(
        item.title,
        item.body,
        _source(article, version, home),
        made_from=_source(article, made_from, home) if made_from else None,
        sisters=_sisters(session, item, home),
    )
    return Proof(item.id, tuple(found), tuple(_notices(session, item, article)))


def proofs(session: Session, draft: Draft, home: str) -> dict[int, Proof]:
    """The same for every item of a draft, by its id."""
    return {item.id: proof(session, item, home) for item in draft.items}


def repeats(session: Session, draft: Draft, archive: Archive) -> dict[int, list[Duplicate]]:
    """What each item of a draft repeats of past issues and of the draft itself, by the item's id."""
    items = [Draught(item.id, item.title, item.body, item.source or "") for item in draft.items]
    found = find_duplicates(items, archive, draft.issued_on)
    return {id_: [_named(session, one) for one in duplicates] for id_, duplicates in found.items()}


def _named(session: Session, duplicate: Duplicate) -> Duplicate:
    """With the name of the past issue in place of its day."""
    item = session.get(Item, duplicate.past) if duplicate.past is not None else None
    if item is None:
        return duplicate
    return replace(duplicate, where=issue_name(item.issue.kind, item.issue.number, item.issue.issued_on))


def _source(article: Article, version: Version, home: str) -> Source:
    outlet = article.outlet
    title = f"{version.title}\n{version.subtitle}" if version.subtitle else version.title
    speaks_for = places.outlet_home(outlet.name) or outlet.province or home
    return Source(outlet.name, title, version.body, version.published_on, speaks_for)


def _sisters(session: Session, item: DraftItem, home: str) -> Sequence[Source]:
    """The other articles of the story that the item was accepted from."""
    if item.candidate is None:
        return ()
    found = members(session, [item.candidate.story_id]).get(item.candidate.story_id, [])
    return [
        _source(member.article, member.version, home)
        for member in found
        if member.article.id != item.article_id
    ]


def _notices(session: Session, item: DraftItem, article: Article) -> list[str]:
    found = []
    if article.state is ArticleState.WITHDRAWN:
        reason = WITHDRAWN.get(article.withdrawn_reason or "", article.withdrawn_reason or "")
        found.append(f"来源已撤稿：{reason}。")
    for change in drafts.changes_since(session, article.id, item.version_number or article.current):
        matters = "" if change.matters else "（措辞）"
        found.append(f"来源已改动{matters}：{'；'.join(change.summary)}")
    return found
