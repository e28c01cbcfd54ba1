"""Claims about what was told and done in time: alerts, runs, digests, mails, and what the processes hold."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from base.clock import CHINA
from storage.models import (
    Alert,
    Article,
    Candidate,
    Change,
    Decision,
    DecisionKind,
    Digest,
    Message,
    MessageKind,
    MessageState,
    Run,
    RunKind,
    RunState,
    StoryArticle,
)
from tests.soak.claims import Claim
from tests.soak.month import Lived
from tests.soak.scenario import EDITORS, HOSTS, HOUR, Own, Scenario, Trouble, at
from tracking.calendar import is_working_day

_OF_OUTLETS = ("unreachable", "blocked", "changed", "disallowed")
# A clock that was put back tells of its trouble hours before it began.
_BACK = 4 * HOUR
# What an editor who accepts an article hears of, so far back.
_LATELY = timedelta(days=2)
# What was on at home may be told of until the next morning.
_AFTER = 12 * HOUR


class Told:
    """What was to be told beside what was."""

    def __init__(self, session: Session, scenario: Scenario, lived: Lived) -> None:
        self._session, self._scenario, self._lived = session, scenario, lived
        self._alerts = list(session.scalars(select(Alert).order_by(Alert.opened_at)))
        self._end = at(scenario.first + timedelta(days=scenario.days), 0)

    def claims(self) -> Iterator[Claim]:
        """Every claim."""
        yield from map(self._of_outlet, self._scenario.troubles)
        for own in self._scenario.own:
            yield from (self._of_ours(own, kind) for kind in own.must)
        if (silence := self._scenario.silence) is not None:
            found = self._opened(("late",), at(silence.since, 0), at(silence.until, 24), silence.outlet)
            yield Claim(f"{silence.outlet} falls silent: told as late, closed", 1, len(found), _open(found))
        needless = tuple(_line(alert) for alert in self._alerts if not self._is_expected(alert))
        yield Claim("alerts for nothing", 0, 0, needless)
        yield self._runs()
        yield from self._digests()
        yield self._notices()
        runs, real = self._lived.runs, self._lived.real_processes
        yield Claim(f"runs carried out, {real} of them as processes of their own", runs, runs)
        yield self._passes()
        yield from self._flat()

    def _opened(
        self, kinds: Iterable[str], since: datetime, until: datetime, subject: str | None = None
    ) -> list[Alert]:
        return [
            alert
            for alert in self._alerts
            if alert.kind in kinds and subject in (None, alert.subject) and since <= alert.opened_at < until
        ]

    def _of_outlet(self, trouble: Trouble) -> Claim:
        name = f"{trouble.fault} at {trouble.outlet}"
        opened = self._opened(_OF_OUTLETS, trouble.since, trouble.until + HOUR, trouble.outlet)
        right = [
            a for a in opened if a.kind in trouble.kinds and a.opened_at - trouble.since <= trouble.opens
        ]
        if not right:
            needed = 1 if trouble.kinds and "" not in trouble.kinds else 0
            label = "told" if needed else "read all the same"
            return Claim(f"{name}: {label}", needed, 0, tuple(map(_line, opened)))
        closed = right[-1].closed_at
        late = () if closed and closed - trouble.until <= trouble.closes else (f"closed {closed}",)
        hours = (right[0].opened_at - trouble.since) / HOUR
        return Claim(f"{name}: told as {right[0].kind} after {hours:.1f} h, closed", 1, 1, late)

    def _of_ours(self, own: Own, kind: str) -> Claim:
        found = self._opened((kind,), own.since - _BACK, own.since + own.opens)
        return Claim(f"{own.name}: told as {kind}, closed", 1, min(1, len(found)), _open(found))

    def _is_expected(self, alert: Alert) -> bool:
        silence = self._scenario.silence
        if silence and (alert.kind, alert.subject) == ("late", silence.outlet):
            return True
        at_outlet = any(
            alert.subject in HOSTS
            and set(HOSTS[alert.subject]) & set(HOSTS[trouble.outlet])
            and trouble.since <= alert.opened_at < trouble.until + HOUR
            for trouble in self._scenario.troubles
        )
        return at_outlet or any(
            alert.kind in (*own.must, *own.may) and own.since - _BACK <= alert.opened_at <= own.until + _AFTER
            for own in self._scenario.own
        )

    def _runs(self) -> Claim:
        """A crawl may be missed or fail by a trouble of ours; none is left over, and none fails by itself."""
        query = select(Run).where(Run.kind == RunKind.CRAWL, Run.slot < self._end - 2 * HOUR)
        runs = list(self._session.scalars(query))
        ours = [
            (own.since - 24 * HOUR, own.until + 3 * HOUR)
            for own in self._scenario.own
            if {"missed", "failing", "clock"} & {*own.must, *own.may}
        ]
        wrong = tuple(
            f"{run.subject} {run.slot.astimezone(CHINA):%m-%d %H:%M} {run.state} {run.note}"
            for run in runs
            if run.state in (RunState.PLANNED, RunState.CLAIMED)
            or (run.state is not RunState.FINISHED and not any(a < run.slot < b for a, b in ours))
        )
        missed = sum(run.state is RunState.MISSED for run in runs)
        label = f"crawls planned and accounted for ({missed} missed, and said so)"
        return Claim(label, len(runs), len(runs) - len(wrong), wrong)

    def _days(self) -> list[date]:
        """The working days, but for those on which there was no service."""
        days = (self._scenario.first + timedelta(days=number) for number in range(self._scenario.days))
        return [
            day for day in days if is_working_day(day) and not self._scenario.during(at(day, 9), "outage")
        ]

    def _digests(self) -> Iterator[Claim]:
        days, kept = self._days(), Counter(self._session.scalars(select(Digest.day)))
        wrong = tuple(f"{day} {count}" for day, count in kept.items() if count != 1 or day not in days)
        yield Claim("digests, one each working day", len(days), sum(day in kept for day in days), wrong)
        # He whose mailbox was full for a day has one mail less, and that is known.
        refused = sum(self._scenario.during(at(day, 9), "mailbox full") for day in days)
        states = dict(
            self._session.execute(
                select(Message.state, func.count())
                .where(Message.kind == MessageKind.DIGEST)
                .group_by(Message.state)
            ).all()
        )
        mails = [
            mail
            for mail in self._lived.box.mails
            if "每日候选" in mail["Subject"]
            and mail["To"] in EDITORS  # the operator hears of one that is not sent
        ]
        ids = Counter(mail["Message-ID"] for mail in mails)
        wrong = tuple(f"{name} {count} times" for name, count in ids.items() if count != 1)
        if states.get(MessageState.GIVEN_UP, 0) != refused or states.get(MessageState.WAITING, 0):
            wrong += (str(states),)
        yield Claim(
            "their mails, each once to each editor", len(days) * len(EDITORS) - refused, len(ids), wrong
        )

    def _notices(self) -> Claim:
        """What befell an article that was accepted, or was so within the days after, told to each editor at once."""
        rows = self._session.execute(
            select(StoryArticle.article_id, StoryArticle.lead, func.min(Decision.at))
            .join(Candidate, Candidate.story_id == StoryArticle.story_id)
            .join(Decision, Decision.candidate_id == Candidate.id)
            .where(Decision.kind == DecisionKind.ACCEPT)
            .group_by(StoryArticle.article_id, StoryArticle.lead)
        ).all()
        since = {id_: at for id_, lead, at in rows if lead}
        changes = select(Change.article_id, Change.at, Change.to_number).where(Change.matters)
        gone = select(Article.id, Article.withdrawn_at)
        befell = {f"change {id_} {number}": (id_, at) for id_, at, number in self._session.execute(changes)}
        befell |= {f"withdrawn {id_}": (id_, at) for id_, at in self._session.execute(gone) if at}
        wanted = {
            (what, editor): max(at, since[id_])
            for what, (id_, at) in befell.items()
            for editor in EDITORS
            if id_ in since and since[id_] < at + _LATELY
        }
        letters = list(self._session.scalars(select(Message).where(Message.kind == MessageKind.NOTICE)))
        told = {
            (what, editor)
            for (what, editor), at in wanted.items()
            for letter in letters
            if letter.name.startswith(f"notice {what} ")
            and letter.recipient == editor
            and letter.created_at - at <= HOUR
        }
        wrong = [f"late: {what} {editor}" for what, editor in wanted.keys() - told]
        accepted = {str(id_) for id_, _, _ in rows}
        wrong += [
            f"for nothing: {letter.name}" for letter in letters if letter.name.split()[2] not in accepted
        ]
        label = "changes and withdrawals of accepted articles, told at once to each editor"
        return Claim(label, len(wanted), len(told), tuple(wrong))

    def _passes(self) -> Claim:
        failed = self._lived.failed_passes
        wrong = tuple(
            f"{moment:%m-%d %H:%M} {error[:120]}"
            for moment, error in failed
            if not self._scenario.during(moment, "disk full", "database locked")
        )
        return Claim(f"passes that failed ({len(failed)}): disk full, database locked", 0, 0, wrong)

    def _flat(self) -> Iterator[Claim]:
        """Memory and open files grow no more when everything has happened once."""
        for what, unit, slack, found in (
            ("memory", " MB", 1.25, self._lived.memory),
            ("open files", "", 1.1, self._lived.files),
        ):
            for name, values in found.items():
                begin, end = values[len(values) // 3], values[-1]
                label = f"{what} of {name}: {begin:.0f}{unit} after a third of it, {end:.0f}{unit} at the end"
                wrong = () if end <= begin * slack + 10 else (f"{values}",)
                yield Claim(label, 1, 1, wrong)


def _open(alerts: Iterable[Alert]) -> tuple[str, ...]:
    return tuple(f"still open: {alert.text}" for alert in alerts if alert.closed_at is None)


def _line(alert: Alert) -> str:
    return f"{alert.kind} {alert.subject} {alert.opened_at.astimezone(CHINA):%m-%d %H:%M} {alert.text}"
