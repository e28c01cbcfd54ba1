"""`shiyi alerts`: what the operator must know, and putting it aside until a day."""

from datetime import datetime, timedelta
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from base.clock import china, parse_moment
from base.errors import UsageError
from commands.common import Json, Now, console, moment, opened, print_json
from storage.alerts import acknowledge, open_alerts
from storage.models import Alert
from tracking.causes import KINDS

app = typer.Typer(invoke_without_command=True, help="Open alerts; `ack` puts one aside.")

_LONGEST = timedelta(days=366)


@app.callback()
def alerts(context: typer.Context, as_json: Json = False, now: Now = None) -> None:
    """List the open alerts. Exit code 3: there are some that nobody has put aside."""
    if context.invoked_subcommand is not None:
        return
    at = moment(now)
    with opened() as (_, database), database.reading() as session:
        found = [alert_json(alert, at) for alert in open_alerts(session)]
    if as_json:
        print_json(found)
    elif not found:
        console.print("No open alerts.")
    else:
        table = Table("", "告警", "自", "次数", "说明", box=None, pad_edge=False)
        for row in found:
            until = row["acknowledged_until"]
            said = f"（已搁置到 {until[:10]}）" if until else ""
            since = row["opened_at"][:16].replace("T", " ")
            table.add_row(
                str(row["id"]), KINDS[row["kind"]], since, str(row["cases"]), Text(row["text"] + said)
            )
        console.print(table)
    if any(row["acknowledged_until"] is None for row in found):
        raise typer.Exit(3)


@app.command("ack")
def ack(
    alert_id: Annotated[int, typer.Argument(metavar="ID", show_default=False)],
    until: Annotated[str, typer.Option(metavar="DAY", help="Say nothing of it before this day.")],
    now: Now = None,
) -> None:
    """Put an alert aside until a day: it stays open, and nobody is told of it."""
    at = moment(now)
    day = _until(until, at)
    with opened() as (_, database), database.session() as session:
        alert = acknowledge(session, alert_id, day)
        console.print(
            f"{KINDS[alert.kind]} {alert.subject}: nothing more of it before {until}.", markup=False
        )


def _until(text: str, now: datetime) -> datetime:
    try:
        day = parse_moment(text)
    except ValueError:
        raise UsageError(f"--until takes a day such as 2026-12-31, not {text}.") from None
    if not now < day <= now + _LONGEST:
        raise UsageError(f"--until takes a day within the coming year, not {text}.")
    return day


def alert_json(alert: Alert, now: datetime) -> dict[str, Any]:
    """An alert for programs; times are ISO, in China. `acknowledged_until` is null once that has passed."""
    until = alert.acknowledged_until if alert.acknowledged_until and alert.acknowledged_until > now else None
    return {
        "id": alert.id,
        "kind": alert.kind,
        "subject": alert.subject,
        "text": alert.text,
        "cases": alert.cases,
        "opened_at": china(alert.opened_at).isoformat(timespec="seconds"),
        "last_case_at": china(alert.last_case_at).isoformat(timespec="seconds"),
        "acknowledged_until": china(until).isoformat(timespec="seconds") if until else None,
    }
