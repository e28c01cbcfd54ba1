"""Claims about what was stored: every article that could be had, once, and all that befell it."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from demo.content import Article as Planted
from demo.sites import build
from storage.models import Article, ArticleState, Change, Run, RunKind, RunState, Version
from tests.soak.claims import Claim
from tests.soak.content import FIGURE, WORDING
from tests.soak.scenario import HOUR, WECHAT, Scenario, at, library_of

# Every planted article says a number that no other one at its outlet says.
_MARK = re.compile(r"第\d+批共惠及家庭\d+户")


class Stored:
    """What was planted beside what is there."""

    def __init__(self, session: Session, scenario: Scenario) -> None:
        library = library_of(scenario.first, scenario.days)
        self._end = at(scenario.first + timedelta(days=scenario.days), 0)
        self._planted = library.articles
        self._sites = {outlet: site for site in build(library) for outlet in site.outlets}
        self._read: dict[str, list[datetime]] = defaultdict(list)
        crawls = select(Run.subject, Run.finished_at).where(
            Run.kind == RunKind.CRAWL, Run.state == RunState.FINISHED, Run.outcome == "ok"
        )
        for outlet, finished in session.execute(crawls.order_by(Run.finished_at)):
            assert finished is not None  # it is FINISHED
            self._read[outlet].append(finished)
        self._articles = {article.id: article for article in session.scalars(select(Article))}
        self._first: dict[int, datetime] = {}
        self._by_mark: dict[tuple[str, str], list[int]] = defaultdict(list)
        for version in session.scalars(select(Version).where(Version.number == 1)):
            self._first[version.article_id] = version.fetched_at
            if mark := _MARK.search(version.body):
                outlet = self._articles[version.article_id].outlet_key
                self._by_mark[outlet, mark[0]].append(version.article_id)
        self._changes: dict[int, list[Change]] = defaultdict(list)
        for change in session.scalars(select(Change)):
            self._changes[change.article_id].append(change)

    def claims(self) -> Iterator[Claim]:
        """Every claim."""
        wanted = [planted for planted in self._planted if self._could_be_had(planted)]
        missing = tuple(self._name(planted) for planted in wanted if self._found(planted) is None)
        yield Claim("articles that could be had, stored", len(wanted), len(wanted) - len(missing), missing)
        twice = tuple(f"{outlet} {mark}" for (outlet, mark), ids in self._by_mark.items() if len(ids) > 1)
        yield Claim("stored once", len(self._by_mark), len(self._by_mark) - len(twice), twice)
        yield from self._changed()
        yield self._withdrawn()

    def _could_be_had(self, planted: Planted) -> bool:
        """Whether the outlet was read well after it was published and before it was taken back."""
        if planted.outlet in WECHAT:
            return planted.published < self._end - 24 * HOUR
        chances = (moment for moment in self._read[planted.outlet] if moment > planted.published + HOUR / 2)
        first = next(chances, None)
        return first is not None and (planted.deleted_at is None or planted.deleted_at > first)

    def _found(self, planted: Planted) -> Article | None:
        mark = _MARK.search(planted.body[-1])
        assert mark is not None
        ids = self._by_mark.get((planted.outlet, mark[0]))
        return self._articles[ids[0]] if ids else None

    def _name(self, planted: Planted) -> str:
        return f"{planted.outlet} {planted.published:%m-%d %H:%M} {self._sites[planted.outlet].link(planted)}"

    def _known_before(self, planted: Planted, moment: datetime | None) -> Article | None:
        """The article that was stored before what befell it; nobody can know what it said before."""
        article = self._found(planted)
        return article if article and moment and self._first[article.id] < moment else None

    def _changed(self) -> Iterator[Claim]:
        false = dict(self._changes)
        for what, matters, label in (
            (FIGURE, True, "changes of a figure found, and said to matter"),
            (WORDING, False, "changes of wording found, and said not to matter"),
        ):
            count, wrong = 0, []
            for planted in self._planted:
                change = planted.change
                article = self._known_before(planted, change.at if change else None)
                if article is None or change is None or change.what != what:
                    continue
                count += 1
                found = false.pop(article.id, [])
                if [change.matters for change in found] != [matters]:
                    wrong.append(f"{self._name(planted)}: {[change.summary for change in found]}")
            yield Claim(label, count, count - len(wrong), tuple(wrong))
        said = tuple(
            f"{self._articles[key].url}: {[c.summary for c in found]}" for key, found in false.items()
        )
        yield Claim("changes that nobody made", 0, 0, said)

    def _withdrawn(self) -> Claim:
        wanted = {
            article.id: planted
            for planted in self._planted
            if (article := self._known_before(planted, planted.deleted_at)) is not None
        }
        taken = {a.id for a in self._articles.values() if a.state is ArticleState.WITHDRAWN}
        wrong = [f"not seen: {self._name(wanted[key])}" for key in wanted.keys() - taken]
        wrong += [f"false: {self._articles[key].url}" for key in taken - wanted.keys()]
        label = "withdrawals found, and no false one"
        return Claim(label, len(wanted), len(wanted.keys() & taken), tuple(wrong))
