"""Holds the tables after the month against what was planted: each row of the result is a claim that is true or not."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import spiders
from base.clock import CHINA, china_date
from demo.content import Article as Planted
from demo.sites import build
from storage.models import (
    Alert,
    Article,
    ArticleState,
    Change,
    Digest,
    Message,
    MessageKind,
    MessageState,
    Run,
    RunKind,
    RunState,
    Version,
)
from tests.soak.content import FIGURE, WORDING
from tests.soak.month import Lived
from tests.soak.scenario import EDITORS, HOSTS, HOUR, WECHAT, Scenario, Trouble, at, library_of
from tracking.calendar import is_working_day

_MARK = re.compile(r"第\d+批共惠及家庭\d+户")
# Our own troubles raise these as well, in their time.
_OURS = {
    "network": ("network", "failing"),
    "full_disk": ("disk", "failing", "missed", "digest"),
    "locked": ("missed",),
    "clock_back": ("clock", "missed"),
    "mail_down": ("outbox",),
    "mail_refused": ("outbox",),
    "outage": ("missed", "digest"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One claim: what, how much was planted, how much came out right, and what is wrong (empty: nothing)."""

    what: str
    planted: int
    right: int
    wrong: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether all that was planted came out right, and nothing else is wrong."""
        return self.planted == self.right and not self.wrong


class Judge:
    """Reads the tables once, and answers."""

    def __init__(self, session: Session, scenario: Scenario, lived: Lived) -> None:
        self._session, self._scenario, self._lived = session, scenario, lived
        self._library = library_of(scenario.first, scenario.days)
        self._end = at(scenario.first + timedelta(days=scenario.days), 0)
        self._sites = {outlet: site for site in build(self._library) for outlet in site.outlets}
        self._outlets = {outlet.key: outlet for outlet in spiders.outlets()}
        self._stored = {(a.outlet_key, a.native_key): a for a in session.scalars(select(Article))}
        self._first = {
            version.article_id: version
            for version in session.scalars(select(Version).where(Version.number == 1))
        }
        self._by_mark = {
            (self._article(version.article_id).outlet_key, mark[0]): version.article_id
            for version in self._first.values()
            if (mark := _MARK.search(version.body))
        }
        self._read = self._good_crawls()

    def rows(self) -> Iterator[Row]:
        """Every claim."""
        yield self._articles()
        yield self._once()
        yield from self._changes()
        yield self._withdrawals()
        yield from (self._trouble(trouble) for trouble in self._scenario.troubles)
        yield from self._own_troubles()
        yield self._unexpected_alerts()
        yield self._runs()
        yield self._digests()
        yield self._mails()
        yield self._passes()
        yield from self._flat()

    def _article(self, article_id: int) -> Article:
        return self._session.get_one(Article, article_id)

    def _good_crawls(self) -> dict[str, list[datetime]]:
        query = select(Run.subject, Run.finished_at).where(
            Run.kind == RunKind.CRAWL, Run.state == RunState.FINISHED, Run.outcome == "ok"
        )
        found: dict[str, list[datetime]] = {}
        for subject, finished in self._session.execute(query.order_by(Run.finished_at)):
            assert finished is not None  # it is FINISHED
            found.setdefault(subject, []).append(finished)
        return found

    def _could_be_had(self, planted: Planted) -> bool:
        """Whether the outlet was read well after it was published and before it was taken back."""
        if planted.outlet in WECHAT:
            return planted.published < self._end - 24 * HOUR
        chances = [
            moment for moment in self._read.get(planted.outlet, []) if moment > planted.published + HOUR / 2
        ]
        return bool(chances) and (planted.deleted_at is None or planted.deleted_at > chances[0])

    def _found(self, planted: Planted) -> Article | None:
        mark = _MARK.search(planted.body[-1])
        assert mark is not None
        article_id = self._by_mark.get((planted.outlet, mark[0]))
        return self._article(article_id) if article_id is not None else None

    def _articles(self) -> Row:
        wanted = [planted for planted in self._library.articles if self._could_be_had(planted)]
        missing = [self._name(planted) for planted in wanted if self._found(planted) is None]
        return Row(
            "articles that could be had, stored whole",
            len(wanted),
            len(wanted) - len(missing),
            tuple(missing),
        )

    def _name(self, planted: Planted) -> str:
        return f"{planted.outlet} {planted.published:%m-%d %H:%M} {self._sites[planted.outlet].link(planted)}"

    def _once(self) -> Row:
        marks = Counter(
            (self._article(version.article_id).outlet_key, mark[0])
            for version in self._first.values()
            if (mark := _MARK.search(version.body))
        )
        twice = [f"{outlet} {mark}" for (outlet, mark), count in marks.items() if count > 1]
        return Row("stored once", len(marks), len(marks) - len(twice), tuple(twice))

    def _changes(self) -> Iterator[Row]:
        found: dict[int, list[Change]] = {}
        for change in self._session.scalars(select(Change)):
            found.setdefault(change.article_id, []).append(change)
        for what, matters, label in (
            (FIGURE, True, "changes of a figure found, and said to matter"),
            (WORDING, False, "changes of wording found, and said not to matter"),
        ):
            wanted = [
                planted for planted in self._altered() if planted.change and planted.change.what == what
            ]
            right, wrong = 0, []
            for planted in wanted:
                article = self._found(planted)
                changes = found.pop(article.id, []) if article else []
                if [change.matters for change in changes] == [matters]:
                    right += 1
                else:
                    wrong.append(f"{self._name(planted)}: {[change.summary for change in changes]}")
            yield Row(label, len(wanted), right, tuple(wrong))
        false = [
            f"{self._article(key).url}: {[c.summary for c in changes]}" for key, changes in found.items()
        ]
        yield Row("changes that nobody made", 0, 0, tuple(false))

    def _altered(self) -> Iterator[Planted]:
        """Articles that were altered after they had been stored."""
        for planted in self._library.articles:
            article = self._found(planted)
            if planted.change and article and self._first[article.id].fetched_at < planted.change.at:
                yield planted

    def _withdrawals(self) -> Row:
        wanted = {}
        for planted in self._library.articles:
            article = self._found(planted)
            if planted.deleted_at and article and self._first[article.id].fetched_at < planted.deleted_at:
                wanted[article.id] = planted
        taken = {a.id for a in self._stored.values() if a.state is ArticleState.WITHDRAWN}
        wrong = [f"not seen: {self._name(planted)}" for key, planted in wanted.items() if key not in taken]
        wrong += [f"false: {self._article(key).url}" for key in taken - wanted.keys()]
        return Row(
            "withdrawals found, and no false one", len(wanted), len(wanted.keys() & taken), tuple(wrong)
        )

    def _alerts(
        self, kinds: Iterable[str], subject: str | None, since: datetime, until: datetime
    ) -> list[Alert]:
        query = select(Alert).where(
            Alert.kind.in_(list(kinds)), Alert.opened_at >= since, Alert.opened_at < until
        )
        if subject is not None:
            query = query.where(Alert.subject == subject)
        return list(self._session.scalars(query.order_by(Alert.opened_at)))

    def _trouble(self, trouble: Trouble) -> Row:
        name = f"{trouble.fault} at {trouble.outlet}"
        spoilt = self._alerts(
            ("unreachable", "blocked", "changed", "disallowed"),
            trouble.outlet,
            trouble.since,
            trouble.until + HOUR,
        )
        if not trouble.kinds:
            return Row(f"{name}: read all the same", 0, 0, tuple(alert.text for alert in spoilt))
        right = [
            alert
            for alert in spoilt
            if alert.kind in trouble.kinds and alert.opened_at - trouble.since <= trouble.opens
        ]
        if not right:
            may_pass = "" in trouble.kinds
            return Row(f"{name}: told", 0 if may_pass else 1, 0, tuple(alert.text for alert in spoilt))
        closed = right[-1].closed_at
        late = [] if closed and closed - trouble.until <= trouble.closes else [f"closed {closed}"]
        after = (right[0].opened_at - trouble.since) / HOUR
        return Row(f"{name}: told as {right[0].kind} after {after:.1f} h, closed", 1, 1, tuple(late))

    def _own_troubles(self) -> Iterator[Row]:
        for name, kind, promise in (
            ("network", "network", 2 * HOUR),
            ("full_disk", "disk", HOUR),
            ("clock_back", "clock", HOUR),
            ("outage", "missed", 60 * HOUR),
            ("outage", "digest", 60 * HOUR),
            ("mail_refused", "outbox", 4 * HOUR),
        ):
            span: tuple[datetime, datetime] | None = getattr(self._scenario, name)
            if span is None:
                continue
            found = self._alerts((kind,), None, span[0] - 2 * HOUR, span[0] + promise)
            wrong = [f"still open: {alert.text}" for alert in found if alert.closed_at is None]
            yield Row(
                f"{name.replace('_', ' ')}: told as {kind}, closed", 1, min(1, len(found)), tuple(wrong)
            )
        if (silence := self._scenario.silence) is not None:
            found = self._alerts(("late",), silence.outlet, at(silence.since, 0), at(silence.until, 24))
            wrong = [f"still open: {alert.text}" for alert in found if alert.closed_at is None]
            yield Row(f"{silence.outlet} falls silent: told as late, closed", 1, len(found), tuple(wrong))

    def _unexpected_alerts(self) -> Row:
        wrong = [
            f"{alert.kind} {alert.subject} {alert.opened_at.astimezone(CHINA):%m-%d %H:%M} {alert.text}"
            for alert in self._session.scalars(select(Alert))
            if not self._is_expected(alert)
        ]
        return Row("alerts for nothing", 0, 0, tuple(wrong))

    def _is_expected(self, alert: Alert) -> bool:
        for trouble in self._scenario.troubles:
            if alert.subject == trouble.outlet and trouble.since <= alert.opened_at < trouble.until + HOUR:
                return True
        silence = self._scenario.silence
        if silence and (alert.kind, alert.subject) == ("late", silence.outlet):
            return True
        for name, kinds in _OURS.items():
            span: tuple[datetime, datetime] | None = getattr(self._scenario, name)
            if span and alert.kind in kinds and span[0] - 2 * HOUR <= alert.opened_at <= span[1] + 12 * HOUR:
                return True
        return False

    def _runs(self) -> Row:
        outage = self._scenario.outage
        query = select(Run).where(Run.kind == RunKind.CRAWL, Run.slot < self._end - 2 * HOUR)
        runs = list(self._session.scalars(query))
        wrong = []
        for run in runs:
            ours = any(
                span and span[0] - 24 * HOUR < run.slot < span[1] + 3 * HOUR
                for span in (
                    outage,
                    self._scenario.full_disk,
                    self._scenario.locked,
                    self._scenario.clock_back,
                )
            )
            if run.state in (RunState.PLANNED, RunState.CLAIMED) or (
                run.state is not RunState.FINISHED and not ours
            ):
                wrong.append(f"{run.subject} {run.slot.astimezone(CHINA):%m-%d %H:%M} {run.state} {run.note}")
        missed = sum(run.state is RunState.MISSED for run in runs)
        return Row(
            f"crawls planned and accounted for ({missed} missed, and said so)",
            len(runs),
            len(runs) - len(wrong),
            tuple(wrong),
        )

    def _days(self) -> list[date]:
        days = [self._scenario.first + timedelta(days=number) for number in range(self._scenario.days)]
        out = self._scenario.outage
        return [day for day in days if is_working_day(day) and not (out and out[0] <= at(day, 9) < out[1])]

    def _digests(self) -> Row:
        kept = Counter(self._session.scalars(select(Digest.day)))
        days = self._days()
        wrong = [f"{day} {count}" for day, count in kept.items() if count != 1 or day not in days]
        return Row(
            "digests made, one each working day", len(days), sum(day in kept for day in days), tuple(wrong)
        )

    def _mails(self) -> Row:
        """Each digest once to each editor, but for him whose mailbox was full for a day."""
        query = (
            select(Message.state, func.count())
            .where(Message.kind == MessageKind.DIGEST)
            .group_by(Message.state)
        )
        states = dict(self._session.execute(query).all())
        digests = [mail for mail in self._lived.box.mails if "每日候选" in mail["Subject"]]
        ids = Counter(mail["Message-ID"] for mail in digests)
        refused = (
            sum(
                bool(self._scenario.mail_refused)
                and day == china_date(self._scenario.mail_refused[0] + 12 * HOUR)
                for day in self._days()
            )
            if self._scenario.mail_refused
            else 0
        )
        wanted = len(self._days()) * len(EDITORS) - refused
        wrong = [f"{name} {count} times" for name, count in ids.items() if count != 1]
        if states.get(MessageState.GIVEN_UP, 0) != refused or states.get(MessageState.WAITING, 0):
            wrong.append(f"{states}")
        return Row("digest mails delivered, each once", wanted, len(ids), tuple(wrong))

    def _passes(self) -> Row:
        wrong = [
            f"{moment:%m-%d %H:%M} {error[:120]}"
            for moment, error in self._lived.failed_passes
            if not any(
                span and span[0] <= moment < span[1]
                for span in (self._scenario.full_disk, self._scenario.locked)
            )
        ]
        return Row(
            f"passes that failed ({len(self._lived.failed_passes)}): disk full, database locked",
            0,
            0,
            tuple(wrong),
        )

    def _flat(self) -> Iterator[Row]:
        for what, unit, slack, found in (
            ("memory", " MB", 1.25, self._lived.memory),
            ("open files", "", 1.1, self._lived.files),
        ):
            for name, values in found.items():
                begin = values[min(len(values) // 3, 9)]
                wrong = () if values[-1] <= begin * slack + 10 else (f"{values}",)
                said = f"{what} of {name}: {begin:.0f}{unit} after a third of it, {values[-1]:.0f}{unit} at the end"
                yield Row(said, 1, 1, wrong)


def shown(rows: Sequence[Row]) -> Iterator[str]:
    """What is wrong, a line each."""
    for row in rows:
        if not row.holds:
            yield f"{row.what}: {row.right} of {row.planted}"
            yield from (f"    {line}" for line in row.wrong[:12])


__all__ = ["HOSTS", "Judge", "Row", "shown"]
