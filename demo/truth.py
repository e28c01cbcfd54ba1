"""What was planted in the replica, for tests that ask whether the product saw it."""

from dataclasses import dataclass
from datetime import datetime

from demo.content import Article, library
from demo.sites import build


@dataclass(frozen=True, slots=True)
class Truth:
    """One article and what it is.

    `verdict` is covered, update, new or noise (new, but nothing for the bulletin); `item` is
    "issue/position", for a `trap` the item it resembles and must not be taken for. `reprint_of`
    is "outlet/key". Times are aware (+08:00). `changes` says in words what is altered at `changes_at`.
    """

    outlet: str
    key: str
    url: str
    published: datetime
    title: str
    story: str
    verdict: str
    item: str
    reprint_of: str
    trap: str
    changes_at: datetime | None
    changes: str
    deleted_at: datetime | None


def load() -> list[Truth]:
    """Every planted article, oldest first."""
    addresses = {outlet: site for site in build(library()) for outlet in site.outlets}
    return [_truth(article, addresses[article.outlet].link(article)) for article in library().articles]


def _truth(article: Article, url: str) -> Truth:
    plant, change = article.plant, article.change
    return Truth(
        outlet=article.outlet,
        key=article.key,
        url=url,
        published=article.published,
        title=article.title,
        story=plant.story,
        verdict=plant.verdict,
        item=plant.item,
        reprint_of=plant.reprint_of,
        trap=plant.trap,
        changes_at=change.at if change else None,
        changes=change.what if change else "",
        deleted_at=article.deleted_at,
    )
