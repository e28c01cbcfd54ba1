"""What the operator must know, decided from plain facts. Pure; docs/operate.md says what each kind means."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from base.clock import china, china_date
from storage.alerts import Case
from storage.models import OutletState, RunKind
from tracking.calendar import knows_year

# Every kind of alert, and its name on screen; docs/operate.md has a row for each, and a test checks that.
KINDS = {
    "unreachable": "连不上",
    "blocked": "被拦截",
    "changed": "版式变了",
    "disallowed": "不许抓取",
    "late": "迟到",
    "network": "网络",
    "failing": "任务失败",
    "missed": "任务漏了",
    "digest": "每日候选没有发出",
    "outbox": "邮件送不出去",
    "disk": "磁盘将满",
    "calendar": "节假日安排缺失",
    "clock": "系统时间",
    "worker": "工作机失联",
}
# A single run that reaches nothing may be an outlet's bad hour; two in a row are news.
UNREACHABLE_RUNS = 2
FAILED_RUNS = 2
# So many outlets that fail at once, and such a share of them, are our own network.
NETWORK_OUTLETS, NETWORK_SHARE = 3, 0.6
DIGEST_PATIENCE = timedelta(hours=1)
MAIL_PATIENCE = timedelta(hours=1)
LEAST_FREE = 500 * 2**20
CLOCK_STEP = timedelta(minutes=2)
WORKER_SILENCE = timedelta(minutes=5)
_TROUBLE = (OutletState.BLOCKED, OutletState.CHANGED, OutletState.DISALLOWED, OutletState.LATE)
_SAID = {
    OutletState.BLOCKED: "被网站防护拦截",
    OutletState.CHANGED: "版式变了，读不到内容",
    OutletState.DISALLOWED: "robots.txt 不许抓取",
    OutletState.LATE: "新稿迟到",
    OutletState.UNREACHABLE: "连不上",
}


@dataclass(frozen=True, slots=True)
class OutletFacts:
    """An outlet that is on: its state, what its newest crawls saw (the newest first), and when that was."""

    key: str
    name: str
    state: OutletState
    note: str | None
    outcomes: Sequence[str]
    newest: datetime


@dataclass(frozen=True, slots=True)
class RunFacts:
    """The newest runs of a kind and subject (the newest first): whether each failed, with the last note."""

    kind: RunKind
    subject: str
    failed: Sequence[bool]
    note: str | None
    newest: datetime


def of_outlets(outlets: Sequence[OutletFacts], network_at: datetime | None) -> Iterator[Case]:
    """An outlet's trouble is its own alert; most of them unreachable at once is our network, and one alert.

    `network_at`: the newest case of our network being down. What an outlet's run saw until then, says nothing
    about the outlet.
    """
    down = [facts for facts in outlets if facts.outcomes[:1] == (OutletState.UNREACHABLE,)]
    network = len(down) >= NETWORK_OUTLETS and len(down) >= NETWORK_SHARE * len(outlets)
    if network:
        text = f"{len(outlets)} 家媒体中有 {len(down)} 家同时连不上，多半是本机的网络出了问题"
        yield Case("network", "", text, max(facts.newest for facts in down))
    for facts in outlets:
        if facts.state in _TROUBLE:
            yield _of_outlet(facts)
        elif facts.state is OutletState.UNREACHABLE and not network:
            if network_at is not None and facts.newest <= network_at:
                continue
            run = facts.outcomes[:UNREACHABLE_RUNS]
            if len(run) == UNREACHABLE_RUNS and set(run) == {OutletState.UNREACHABLE}:
                yield _of_outlet(facts)


def _of_outlet(facts: OutletFacts) -> Case:
    text = f"{facts.name}（{facts.key}）{_SAID[facts.state]}" + (f"：{facts.note}" if facts.note else "")
    return Case(facts.state.value, facts.key, text, facts.newest)


def of_runs(runs: Iterable[RunFacts]) -> Iterator[Case]:
    """What fails again and again by a fault of ours; the digest has an alert of its own."""
    for facts in runs:
        if facts.kind is RunKind.DIGEST:
            continue
        if len(facts.failed) >= FAILED_RUNS and all(facts.failed[:FAILED_RUNS]):
            name = f"{facts.kind} {facts.subject}".strip()
            text = f"任务 {name} 连续 {FAILED_RUNS} 次失败：{facts.note or '原因不明'}"
            yield Case("failing", name, text, facts.newest)


def of_missed(missed: Mapping[str, datetime]) -> Iterator[Case]:
    """Outlets whose runs were missed and that were not read since, with the newest slot missed."""
    if missed:
        shown = "、".join(sorted(missed)[:8]) + ("等" if len(missed) > 8 else "")
        text = f"{len(missed)} 家媒体有任务没有按时执行，之后也还没有抓取：{shown}"
        yield Case("missed", "", text, max(missed.values()))


def of_digest(slot: datetime | None, now: datetime) -> Iterator[Case]:
    """`slot`: when the newest digest was due that was not made."""
    if slot is not None and now - slot >= DIGEST_PATIENCE:
        yield Case("digest", "", f"{china(slot):%Y-%m-%d} 的每日候选没有发出", slot)


def of_outbox(stuck: Mapping[str, tuple[datetime, str]]) -> Iterator[Case]:
    """Recipients whose newest message could not be delivered: when it was put there, and what was said."""
    for recipient, (at, error) in sorted(stuck.items()):
        yield Case("outbox", recipient[:80], f"发给 {recipient} 的邮件送不出去：{error}", at)


def of_disk(free: int, now: datetime) -> Iterator[Case]:
    """`free` bytes where the state is kept."""
    if free < LEAST_FREE:
        yield Case("disk", "", f"磁盘只剩 {free // 2**20} MB，快要写不下了", _midnight(now))


def of_calendar(now: datetime) -> Iterator[Case]:
    """The holidays of this year, and in December those of the next, must be known."""
    missing = unknown_year(china_date(now))
    if missing is not None:
        text = f"缺少 {missing} 年的节假日安排：请升级 chinese-calendar，否则按周一至周五发送每日候选"
        yield Case("calendar", str(missing), text, _midnight(now))


def _midnight(now: datetime) -> datetime:
    """What simply lasts is one case a day."""
    return china(now).replace(hour=0, minute=0, second=0, microsecond=0)


def unknown_year(day: date) -> int | None:
    """The year whose holidays should be known on `day` and are not: they are announced in November."""
    if not knows_year(day.year):
        return day.year
    return day.year + 1 if day.month == 12 and not knows_year(day.year + 1) else None


def of_clock(last_sign: datetime | None, now: datetime) -> Iterator[Case]:
    """`last_sign`: when the clock gave its last sign of life before this pass."""
    if last_sign is not None and last_sign - now > CLOCK_STEP:
        text = f"系统时间从 {china(last_sign):%m-%d %H:%M} 跳回到 {china(now):%m-%d %H:%M}，请检查时间同步"
        yield Case("clock", "", text, now)


def of_workers(signs: Mapping[str, datetime], now: datetime) -> Iterator[Case]:
    """`signs`: when each worker that did not take its leave was last heard of."""
    for name, at in sorted(signs.items()):
        if now - at > WORKER_SILENCE:
            yield Case("worker", name[:80], f"{name} 从 {china(at):%m-%d %H:%M} 起没有消息", at)
