"""The letters that go out: the digest, what editors must hear at once, and the operator's alerts."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from base.clock import china
from base.settings import Settings
from base.text import tidy
from desk.channels import channel_name
from desk.digest import WITHDRAWN
from storage.alerts import SETTLED_AFTER, closings_to_tell, mark_closing_told, mark_told, to_tell
from storage.models import Alert, Digest, MessageKind
from storage.notices import Concern, changed_lately, withdrawn_lately
from storage.outbox import Letter, put
from tracking.causes import KINDS

# What is older was told when it was new.
_LATELY = timedelta(days=2)
GATHERED = timedelta(minutes=5)


def put_digest(session: Session, settings: Settings, digest: Digest, now: datetime) -> None:
    """The digest to each editor; once, however often this is called."""
    if settings.sender is None:
        return
    proposed = len(digest.content["candidates"]) + len(digest.content["updates"])
    held = f"候选 {proposed} 条" if proposed else "今天没有新的候选稿"
    for address in settings.mail_to:
        name = f"digest {digest.day.isoformat()} {address}"
        subject = f"拾遗 每日候选 {digest.day.isoformat()}：{held}"
        put(session, Letter(name, MessageKind.DIGEST, address, subject, digest.text, digest.html), now)


def put_notices(session: Session, settings: Settings, now: datetime) -> int:
    """What editors must hear at once: an article that is accepted or in the draft says something else, or is
    gone. -> how many are new.
    """
    if settings.sender is None:
        return 0
    count = 0
    for concern in (*changed_lately(session, now - _LATELY), *withdrawn_lately(session, now - _LATELY)):
        for address in settings.mail_to:
            count += put(session, _notice(concern, address), now)
    return count


def _notice(concern: Concern, address: str) -> Letter:
    where = "拟编期中的" if concern.drafted else "已采用的"
    if concern.reason is None:
        what, lines = "内容有改动", concern.summary
    else:
        what, lines = "已撤稿", [WITHDRAWN.get(concern.reason, concern.reason)]
    title = tidy(concern.title)
    text = [f"{where}《{title}》（{concern.outlet}）{what}：", "", *(f"· {line}" for line in lines)]
    text += ["", f"原文：{concern.url}"]
    name = f"notice {concern.name} {address}"
    return Letter(
        name, MessageKind.NOTICE, address, f"拾遗 {where}稿件{what}：{title}", "\n".join(text) + "\n"
    )


def put_alerts(session: Session, settings: Settings, now: datetime) -> int:
    """One letter to the operator with all that is to be told now; -> how many alerts it tells of.

    An alert is told of when it opens, then daily while it lasts, and when it has been over for a while.
    """
    recipients = _operator(settings)
    opened, closed = to_tell(session, now), closings_to_tell(session, now - SETTLED_AFTER)
    # While outlets are being read, one alert after the other may open: they go in one letter.
    ripe = any(alert.told_at is not None or now - alert.opened_at >= GATHERED for alert in opened)
    if not recipients or not (ripe or closed):
        return 0
    subject = "拾遗 告警：" + "；".join(
        part
        for part in (
            "、".join(dict.fromkeys(KINDS.get(alert.kind, alert.kind) for alert in opened)),
            f"{len(closed)} 项已恢复" if closed else "",
        )
        if part
    )
    text = "\n".join(_alert_lines(opened, closed))
    for recipient in recipients:
        name = f"alerts {now.isoformat(timespec='seconds')} {recipient}"
        put(session, Letter(name, MessageKind.ALERT, recipient, subject, text), now)
    mark_told(opened, now)
    mark_closing_told(closed, now)
    return len(opened) + len(closed)


def _operator(settings: Settings) -> Sequence[str]:
    mails = settings.operator_mail if settings.sender else []
    return [*mails, *(channel_name(url) for url in settings.alert_urls)]


def _alert_lines(opened: Iterable[Alert], closed: Iterable[Alert]) -> Iterator[str]:
    for alert in opened:
        times = f"，{alert.cases} 次" if alert.cases > 1 else ""
        since = f"（{china(alert.opened_at):%m-%d %H:%M} 起{times}）"
        yield f"[{alert.id}] {KINDS.get(alert.kind, alert.kind)}{since}"
        yield f"    {tidy(alert.text)}"
    for alert in closed:
        assert alert.closed_at is not None  # the query selects these
        yield f"[{alert.id}] 已恢复（{china(alert.closed_at):%m-%d %H:%M}）：{tidy(alert.text)}"
    yield ""
    yield "各种告警的含义和处理见 docs/operate.md；暂时不想再看到：shiyi alerts ack 编号 --until 日期"
