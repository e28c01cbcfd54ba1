"""`shiyi health`: the clock, the outlets and the alerts, with an exit code for a monitor."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text
from sqlalchemy.orm import Session

from base.clock import china
from base.settings import Settings
from commands.alerts import alert_json
from commands.common import Json, Now, console, moment, opened, print_json
from desk.digest import STATES
from desk.emergency import cry
from storage.alerts import open_alerts
from storage.digests import watched_outlets
from storage.figures import figures
from storage.models import Outlet, OutletState, RunKind, RunState
from storage.runs import last_run
from tracking.monitor import CRY_EVERY, is_stopped

_TROUBLE = (OutletState.UNREACHABLE, OutletState.BLOCKED, OutletState.CHANGED, OutletState.DISALLOWED)
_STOPPED = "服务的时钟停了：没有人在安排任务。请看 systemctl status shiyi 和日志"


def health(
    notify: Annotated[
        bool, typer.Option("--notify", help="Tell the operator if the clock has stopped, once a day.")
    ] = False,
    as_json: Json = False,
    now: Now = None,
) -> None:
    """How the service and the outlets fare.

    Exit codes: 0 all is well, 1 the clock has stopped, 3 some outlets are in trouble.
    """
    at = moment(now)
    with opened() as (settings, database), database.reading() as session:
        found = figures(session, at)
        rows = [_outlet(session, outlet) for outlet in watched_outlets(session) if outlet.enabled]
        alerts = [alert_json(alert, at) for alert in open_alerts(session)]
    stopped = is_stopped(found, at)
    clock = {"stopped": stopped, "at": _shown(found.clock_at), "overdue": found.overdue}
    if as_json:
        print_json({"clock": clock, "outlets": rows, "alerts": alerts})
    else:
        _print(clock, rows, len(alerts))
    if stopped:
        if notify:
            _notify(settings, at)
        raise typer.Exit(1)
    if any(row["trouble"] for row in rows):
        raise typer.Exit(3)


def _outlet(session: Session, outlet: Outlet) -> dict[str, Any]:
    run = last_run(session, RunKind.CRAWL, outlet.key)
    failed = run is not None and run.state is not RunState.FINISHED
    return {
        "key": outlet.key,
        "name": outlet.name,
        "state": outlet.state,
        "since": _shown(outlet.state_since),
        "last_run": _shown(run.finished_at) if run else None,
        "note": run.note if run and failed else outlet.state_note,
        "trouble": failed or outlet.state in _TROUBLE,
    }


def _shown(moment: datetime | None) -> str | None:
    return china(moment).isoformat(timespec="seconds") if moment else None


def _print(clock: dict[str, Any], rows: list[dict[str, Any]], alerts: int) -> None:
    if clock["at"] is None:
        console.print("时钟：从未运行（shiyi serve，或由 cron 运行 shiyi tick）")
    else:
        console.print(f"时钟：{'停了' if clock['stopped'] else '正常'}，上次 {clock['at']}", markup=False)
    if alerts:
        console.print(f"告警：{alerts} 项，见 shiyi alerts")
    table = Table("媒体", "状态", "上次抓取", "说明", box=None, pad_edge=False)
    for row in rows:
        label = STATES[row["state"]] if row["last_run"] else "未抓取"
        table.add_row(row["name"], label, row["last_run"] or "", Text(row["note"] or ""))
    console.print(table)


def _notify(settings: Settings, now: datetime) -> None:
    """Tell the operator past the outbox, which nobody empties now; a file remembers that it was done."""
    told = settings.home / "stopped-told"
    if told.exists() and now.timestamp() - told.stat().st_mtime < CRY_EVERY.total_seconds():
        return
    errors = cry(settings, "拾遗 告警：服务停了", _STOPPED, now)
    for error in errors:
        console.print(error, markup=False)
    if not errors:
        Path(told).touch()
