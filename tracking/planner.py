"""Plans runs as rows, a day ahead, and says which of them were missed. Idempotent."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy.orm import Session

from base.settings import Settings
from storage.articles import due_articles
from storage.inbox import waiting_links
from storage.models import FETCHING, Run, RunKind, RunState
from storage.outbox import due_messages
from storage.runs import (
    Plan,
    any_due,
    at_work,
    drop_planned,
    expire_leases,
    last_run,
    miss_run,
    newest_slots,
    plan_run,
    planned_runs,
    unjudged_since,
    waiting_subjects,
)
from tracking.plan import (
    AHEAD,
    FORGET,
    LATE,
    RETRY_AFTER,
    Watch,
    catch_up_at,
    digest_day,
    digest_slots,
    last_slot,
    offset,
    slots,
    triage_is_due,
)

# The budget of one site: so many looks at known articles in one run, and one run in so long a time.
RECHECKS_A_RUN = 60
RECHECK_PAUSE = timedelta(minutes=15)
LINKS_A_RUN = 20
# What is planned as it comes up (triage, mails, looks, links) begins at most once in so long a time.
SLOT = timedelta(minutes=1)
MAILBOX = "mailbox"
RETENTION = Watch("", "30 3 * * *", "retention")
# Triage and digest read and write the same candidates.
_DESK = "desk"
_MISSED = "没有执行：服务当时没有运行，或来不及"
_SWITCHED_OFF = "没有执行：媒体已停用"
_OVERTAKEN = "没有执行：当天已过"


def plan(session: Session, settings: Settings, watched: Sequence[Watch], now: datetime) -> None:
    """Bring the planned runs up to date with outlets, settings and what is waiting at `now`."""
    expire_leases(session, now)
    lanes = {watch.key: watch.lane for watch in watched}
    _plan_regular(session, RunKind.CRAWL, [w for w in watched if w.schedule], now, settings.jitter)
    mailbox = [Watch(MAILBOX, settings.imap_schedule, MAILBOX)] if settings.imap_host else []
    _plan_regular(session, RunKind.MAILBOX, mailbox, now, 0)
    _plan_regular(session, RunKind.RETENTION, [RETENTION], now, 0)
    _plan_links(session, lanes, now)
    _plan_rechecks(session, lanes, now)
    _plan_digests(session, settings, now)
    _plan_triage(session, now)
    if due_messages(session, now, limit=1):
        _plan_once(session, Plan(RunKind.OUTBOX, "", _slot(now), lane="outbox"), now)
    session.flush()


def _plan_regular(
    session: Session, kind: RunKind, watched: Sequence[Watch], now: datetime, jitter: float
) -> None:
    newest = newest_slots(session, kind)
    planned = {
        subject: list(runs)
        for subject, runs in groupby(sorted(planned_runs(session, kind), key=_subject), key=_subject)
    }
    for watch in watched:
        assert watch.schedule is not None  # the caller chose these
        ahead = slots(watch.schedule, now, now + AHEAD)
        have = planned.pop(watch.key, [])
        drop_planned(session, [run for run in have if run.slot > now and run.slot not in ahead])
        have_slots = {run.slot for run in have}
        past = _since(watch.schedule, newest.get(watch.key), now, at_first=kind is RunKind.CRAWL)
        place = offset(watch.key, jitter)
        for slot in [*past, *ahead]:
            if slot not in have_slots:
                due_at = now if watch.key not in newest and slot <= now else slot + place
                have.append(_planned(session, Plan(kind, watch.key, slot, due_at, watch.lane), now))
        overdue = [run for run in have if run.slot <= now and run.state is RunState.PLANNED]
        for run in overdue[:-1]:
            miss_run(run, now, _MISSED)
        for run in overdue[-1:]:
            if run.due_at == run.slot + place:  # not put off before
                run.due_at = catch_up_at(watch.key, run.due_at, now, jitter)
    for runs in planned.values():
        drop_planned(session, [run for run in runs if run.slot > now])
        for run in runs:
            if run.slot <= now - LATE:
                miss_run(run, now, _SWITCHED_OFF)


def _planned(session: Session, plan: Plan, now: datetime) -> Run:
    """The run of a slot. One that was missed and lies ahead again (the clock was put back) is not missed."""
    run = plan_run(session, plan)
    if run.state is RunState.MISSED and run.slot > now:
        run.state, run.finished_at, run.note = RunState.PLANNED, None, None
    return run


def _since(schedule: str, newest: datetime | None, now: datetime, *, at_first: bool) -> list[datetime]:
    """The slots up to `now` that nobody planned: of the time when the service was down.

    Before anything was ever planned: the last one, if it is to be done `at_first`.
    """
    if newest is None:
        first = last_slot(schedule, now) if at_first else None
        return [first] if first else []
    return slots(schedule, max(newest, now - FORGET), now) if newest < now else []


def _plan_links(session: Session, lanes: Mapping[str, str], now: datetime) -> None:
    busy = waiting_subjects(session, RunKind.INBOX)
    for key, urls in sorted(waiting_links(session).items()):
        if key not in busy:
            arguments = ("--url", *urls[:LINKS_A_RUN])
            slot = _slot(now)
            plan_run(session, Plan(RunKind.INBOX, key, slot, lane=lanes.get(key, key), arguments=arguments))


def _plan_rechecks(session: Session, lanes: Mapping[str, str], now: datetime) -> None:
    busy = {lanes.get(key) for key in waiting_subjects(session, RunKind.RECHECK)}
    newest = newest_slots(session, RunKind.RECHECK)
    busy |= {lanes.get(key) for key, slot in newest.items() if slot > now - RECHECK_PAUSE}
    for key, ids in due_articles(session, now, RECHECKS_A_RUN).items():
        lane = lanes.get(key)
        if lane is None or lane in busy:
            continue
        busy.add(lane)
        arguments = ("--recheck", *map(str, ids))
        plan_run(session, Plan(RunKind.RECHECK, key, _slot(now), lane=lane, arguments=arguments))


def _plan_digests(session: Session, settings: Settings, now: datetime) -> None:
    newest = newest_slots(session, RunKind.DIGEST).get("")
    have = planned_runs(session, RunKind.DIGEST)
    ahead = digest_slots(settings.digest_cutoff, now, now + AHEAD)
    drop_planned(session, [run for run in have if run.slot > now and run.slot not in ahead])
    # A new service has missed nothing: of the past, it owes today's digest alone.
    since = now - timedelta(days=1) if newest is None else max(newest, now - FORGET)
    past = digest_slots(settings.digest_cutoff, since, now) if since < now else []
    if newest is None:
        past = [slot for slot in past if digest_day(slot) == digest_day(now)]
    for slot in [*past, *ahead]:
        if slot not in {run.slot for run in have}:
            have.append(_planned(session, _digest(slot, slot), now))
    today = digest_day(now)
    for run in have:
        if run.slot <= now and run.state is RunState.PLANNED and digest_day(run.slot) < today:
            miss_run(run, now, _OVERTAKEN)
    _retry_digest(session, now)


def _digest(slot: datetime, of: datetime) -> Plan:
    arguments = ("--date", digest_day(of).isoformat(), "--send")
    return Plan(RunKind.DIGEST, "", slot, lane=_DESK, arguments=arguments)


def _retry_digest(session: Session, now: datetime) -> None:
    """A digest that failed is tried again, on its day: nothing of it is done twice."""
    last = last_run(session, RunKind.DIGEST, "")
    if last and last.state is RunState.FAILED and digest_day(last.slot) == digest_day(now):
        _plan_once(session, _digest(_slot(now), now), now)


def _plan_triage(session: Session, now: datetime) -> None:
    digests = [run for run in planned_runs(session, RunKind.DIGEST) if run.due_at <= now]
    last = last_run(session, RunKind.TRIAGE, "")
    fresh = last is not None and any(last.slot >= run.slot - RETRY_AFTER for run in digests)
    fetching = bool(at_work(session, FETCHING)) or any_due(session, FETCHING, now)
    if digests and fresh:
        return  # the digest goes first now
    if triage_is_due(now, unjudged_since(session), fetching=fetching, digest_waits=bool(digests)):
        _plan_once(session, Plan(RunKind.TRIAGE, "", _slot(now), lane=_DESK), now)


def _plan_once(session: Session, plan: Plan, now: datetime) -> None:
    """Plan a run unless one is waiting, or one has just failed."""
    if plan.subject in waiting_subjects(session, plan.kind):
        return
    last = last_run(session, plan.kind, plan.subject)
    failed_at = last.finished_at if last and last.state is RunState.FAILED else None
    if failed_at is not None and timedelta() <= now - failed_at < RETRY_AFTER:
        return
    plan_run(session, plan)


def _subject(run: Run) -> str:
    return run.subject


def _slot(now: datetime) -> datetime:
    """The slot of what is planned when it comes up."""
    return now - (now - datetime.min.replace(tzinfo=now.tzinfo)) % SLOT
