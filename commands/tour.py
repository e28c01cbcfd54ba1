"""`shiyi demo`: the whole job on the replica, with a clock of its own; what `make run` runs."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Column, Table
from rich.text import Text

import demo as replica_of_the_web
import spiders
from base.clock import CHINA, running_from
from base.errors import ShiyiError
from base.settings import OutletSettings, Settings, load_settings
from commands.archive import keep_issues
from commands.common import console
from commands.desk_server import HOST, PORT, listen, serve_desk
from commands.watch import described
from demo.replica import Replica
from desk import accounts
from scheduler import sync_declared, tick
from storage.database import Database
from storage.digests import digest_of
from storage.models import Role
from storage.users import add_user

# A Thursday; the replica's articles run from the 9th to the 20th of November 2026.
FIRST_DAY = datetime(2026, 11, 19, tzinfo=CHINA)
MOST_DAYS = 2
# A news site, a newspaper, the women's federation and two platforms of lists, JSON and HTML; all outlets would take
# minutes.
OUTLETS = ("gansudaily", "gsrb", "gswomen", "jyt", "wsjk")
# Before the cut-off the outlets are read; after it the digest is sent.
_MORNING = (timedelta(hours=7, minutes=20), timedelta(hours=7, minutes=50))
_SHOWN = 12
_USER = "编辑"


def demo(
    days: Annotated[
        int, typer.Option(min=1, max=MOST_DAYS, help="How many mornings to live through.")
    ] = MOST_DAYS,
    no_desk: Annotated[
        bool, typer.Option("--no-desk", help="End after the digest; else the desk stays open on it.")
    ] = False,
) -> None:
    """Crawl, judge and show a digest, all on a replica of the provincial web on this machine; open the desk on it."""
    home = load_settings().home / "demo"
    _make_empty(home)
    with Replica(FIRST_DAY) as replica:
        settings = Settings(home=home, replica_port=replica.port, jitter=0, outlets=_switched())
        database = Database(settings.database)
        database.upgrade()
        with database.session() as session:
            sync_declared(session, settings)
            kept = keep_issues(session, replica_of_the_web.BULLETINS, FIRST_DAY)
        console.print(f"Past issues read: {', '.join(kept)}", markup=False)
        for number in range(days):
            _live_a_morning(settings, database, replica, FIRST_DAY + timedelta(days=number))
        last = (FIRST_DAY + timedelta(days=days - 1)).date()
        with database.reading() as session:
            digest = digest_of(session, last)
        if digest is None:
            raise ShiyiError(f"The demo made no digest; the runs' logs are in {home / 'logs'}.")
        _show(digest.content)
        console.print(
            f"\nThe digest as the editors get it: {(home / 'digests' / f'{last}.html').resolve()}\n\n"
            "With real outlets: `.venv/bin/shiyi init`, fill in `contact` in var/shiyi.toml,\n"
            "keep past issues with `shiyi bulletin add FILE…`, then `shiyi crawl`, `triage` and `digest`;\n"
            "or let `shiyi serve` do it all.",
            markup=False,
            soft_wrap=True,
        )
        if not no_desk:
            _open_desk(settings, database, replica.now)
        database.close()


def _open_desk(settings: Settings, database: Database, now: datetime) -> None:
    """Serve the desk, on the demo's data and at the demo's time, until it is stopped."""
    password = accounts.new_password()
    with database.session() as session:
        add_user(session, _USER, accounts.hash_password(password), Role.OPERATOR, now)
    try:
        listening = listen(HOST, PORT)
    except ShiyiError:  # a desk of the office's own, perhaps
        listening = listen(HOST, 0)
    console.print(
        f"\nThe desk is open, until Ctrl-C. Sign in as {_USER} with this password: {password}",
        markup=False,
        soft_wrap=True,
    )
    serve_desk(settings, database, listening, running_from(now))


def _make_empty(home: Path) -> None:
    """The demo begins anew each time; only a folder of its own making is ever removed."""
    mark = home / ".demo"
    if home.exists():
        if not mark.exists():
            raise ShiyiError(
                f"{home} is in the way: it was not made by the demo. Move it, or set SHIYI_HOME."
            )
        shutil.rmtree(home)
    home.mkdir(parents=True)
    mark.touch()


def _switched() -> dict[str, OutletSettings]:
    """On are the outlets of the demo, whatever their declarations say; off all others."""
    return {
        outlet.key: OutletSettings(enabled=outlet.key in OUTLETS)
        for outlet in spiders.outlets()
        if outlet.key in OUTLETS or outlet.enabled
    }


def _live_a_morning(settings: Settings, database: Database, replica: Replica, day: datetime) -> None:
    console.print(f"\n{day:%Y-%m-%d}", style="bold")
    for step in _MORNING:
        replica.now = day + step
        with console.status(f"{replica.now:%H:%M}"):
            tick(
                settings,
                database,
                replica.now,
                lambda done: console.print(f"  {described(done)}", markup=False),
            )


def _show(content: dict[str, Any]) -> None:
    columns = [Column(header, overflow="fold") for header in ("", "稿件", "媒体", "判定", "理由")]
    table = Table(*columns, title=f"拾遗 每日候选 {content['day']}", title_justify="left")
    for label, proposals in (("新", content["candidates"]), ("有进展", content["updates"])):
        for proposal in proposals[:_SHOWN]:
            lead = proposal["lead"]
            more = f"（另 {len(proposal['reprints'])} 篇）" if proposal["reprints"] else ""
            reasons = "；".join(proposal["reasons"])
            table.add_row(
                str(proposal["rank"]), Text(lead["title"] + more), lead["outlet"], label, Text(reasons)
            )
    for changed in content["changed"]:
        table.add_row(
            "",
            Text(changed["piece"]["title"]),
            changed["piece"]["outlet"],
            "改动",
            Text(changed["summary"][0]),
        )
    for gone in content["withdrawn"]:
        table.add_row("", Text(gone["piece"]["title"]), gone["piece"]["outlet"], "撤稿", Text(gone["reason"]))
    console.print(table)
    counts = (("已刊", "covered"), ("折叠", "folded"))
    console.print("，".join(f"{label} {len(content[name])} 篇" for label, name in counts))
