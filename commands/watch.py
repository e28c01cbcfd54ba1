"""`shiyi outlets`, `crawl`, `inbox`, `article`: what is watched and what is read there."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer
from rich.table import Table
from rich.text import Text

from base.clock import china
from base.errors import BadFile, UsageError
from commands.common import Json, Now, console, moment, opened, print_json, read_file
from desk.digest import STATES
from reading import read_page
from reading.page import Page
from scheduler import Done, crawl_now, sync_declared
from spiders import outlet_for, reader_for
from storage.digests import watched_outlets
from storage.inbox import add_link
from storage.models import URL_LIMIT, Outlet, OutletState

inbox = typer.Typer(no_args_is_help=True, help="Links that editors forward.")
article = typer.Typer(no_args_is_help=True, help="Single pages.")

_LOOKED_AT = 1024  # bytes in which a file that is no text shows it

# What of a run's counts a person wants to see.
_SHOWN = (
    "rows",
    "first",
    "changed",
    "gone",
    "blocked",
    "new",
    "covered",
    "update",
    "candidates",
    "withdrawn",
)


def outlets(as_json: Json = False) -> None:
    """List what is watched and how it fares."""
    with opened() as (_, database), database.reading() as session:
        found = watched_outlets(session)
        rows: list[dict[str, Any]] = [
            {
                "key": outlet.key,
                "name": outlet.name,
                "kind": outlet.kind,
                "enabled": outlet.enabled,
                "state": outlet.state if outlet.enabled and outlet.state_since else None,
                "note": outlet.state_note if outlet.enabled else outlet.off_reason,
                "robots": outlet.robots,
                "columns": [column.url for column in outlet.columns],
            }
            for outlet in found
        ]
    if as_json:
        print_json(rows)
        return
    table = Table("key", "媒体", "状态", "说明", box=None, pad_edge=False)
    for row in rows:
        label = STATES[row["state"]] if row["state"] else ("未抓取" if row["enabled"] else "未启用")
        table.add_row(row["key"], row["name"], label, Text(row["note"] or ""))
    console.print(table)


def crawl(
    keys: Annotated[
        list[str] | None, typer.Argument(metavar="[KEY…]", help="Outlets; none: all that are on.")
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="Read lists back to this day.")] = None,
    as_json: Json = False,
    now: Now = None,
) -> None:
    """Run spiders now. Exit code 3: done, but some outlets were blocked or failed."""
    back_to = _day(since)
    with opened() as (settings, database):
        with database.session() as session:
            sync_declared(session, settings)
            wanted = _wanted(watched_outlets(session), keys or [])
        done = []
        with console.status(f"0/{len(wanted)}") as status:
            for result in crawl_now(settings, database, moment(now), wanted, back_to):
                done.append(result)
                status.update(f"{len(done)}/{len(wanted)}")
                if not as_json:
                    console.print(described(result), markup=False)
    if as_json:
        print_json([_result_json(result) for result in done])
    if any(not result.ok or result.state != "ok" for result in done):
        raise typer.Exit(3)


def described(done: Done) -> str:
    """One line on what a run came to."""
    job, counts = done.job, done.counts
    name = f"{job.kind} {job.subject}".strip()
    said = STATES.get(OutletState(done.state), "") if done.state else ("done" if done.ok else "failed")
    shown = ", ".join(f"{key} {counts[key]}" for key in _SHOWN if counts.get(key))
    return f"{name}: {said}{'; ' + shown if shown else ''}{'; ' + done.note if done.note else ''}"


@inbox.command("add")
def inbox_add(
    urls: Annotated[list[str], typer.Argument(metavar="URL…", show_default=False)],
    by: Annotated[str, typer.Option(help="Who forwards it.")] = "",
    as_json: Json = False,
    now: Now = None,
) -> None:
    """Remember forwarded links (WeChat has no public list); the next tick fetches them."""
    with opened() as (settings, database):
        found = [(url, _outlet_key(url)) for url in urls]
        with database.session() as session:
            sync_declared(session, settings)
            links = [add_link(session, url, key, by, moment(now)) for url, key in found]
            session.flush()
            rows = [{"url": link.url, "outlet": link.outlet_key, "state": link.state} for link in links]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        console.print(f"{row['url']}: {row['outlet']}, {row['state']}", markup=False)


@article.command("read")
def article_read(
    file: Annotated[Path, typer.Argument(metavar="FILE", show_default=False)],
    url: Annotated[str, typer.Option(help="The address under which the page was saved.")],
    as_json: Json = False,
    now: Now = None,
) -> None:
    """Show what the reader sees in one saved page."""
    at = moment(now)
    _check_address(url)
    page = read_page(_page_bytes(file), url, now=at, reader=reader_for(url, at))
    values = page_json(page)
    if as_json:
        print_json(values)
        return
    table = Table(box=None, pad_edge=False, show_header=False)
    for name, value in values.items():
        if name != "how" and value not in (None, "", []):
            shown = "\n".join(value) if isinstance(value, list) else str(value)
            table.add_row(name, Text(shown), Text(values["how"].get(name, ""), style="dim"))
    console.print(table)


def _page_bytes(file: Path) -> bytes:
    """The bytes of a saved page; a program, a picture or an archive is none. Raises BadFile."""
    data = read_file(file)
    if b"\0" in data[:_LOOKED_AT] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadFile(f"{file} is no web page; save the page itself, as HTML.")
    return data


def _check_address(url: str) -> None:
    try:
        parts = urlsplit(url)
        whole = parts.scheme in ("http", "https") and parts.hostname
    except ValueError:  # a bracket that is not closed
        whole = None
    if not whole:
        raise UsageError(f"--url takes an address such as https://www.example.cn/1.html, not {url[:80]}.")


def page_json(page: Page) -> dict[str, Any]:
    """The contract's object for one page."""
    published = page.published_at
    if isinstance(published, datetime):
        published = china(published)
    return {
        "url": page.url,
        "key": page.key,
        "kind": page.kind,
        "gone_reason": page.gone_reason,
        "title": page.title,
        "subtitle": page.subtitle,
        "published_at": published.isoformat() if published else None,
        "source": page.source,
        "author": page.author,
        "body": page.body,
        "images": list(page.images),
        "attachments": list(page.attachments),
        "how": dict(page.how),
    }


def _wanted(known: list[Outlet], keys: list[str]) -> list[str]:
    by_key = {outlet.key: outlet for outlet in known}
    for key in keys:
        if key not in by_key:
            raise UsageError(f"There is no outlet with the key {key}; `shiyi outlets` lists them.")
        if not by_key[key].columns:
            raise UsageError(
                f"The outlet {key} has no list to crawl; forward its links with `shiyi inbox add`."
            )
    return keys or [outlet.key for outlet in known if outlet.enabled and outlet.columns]


def _outlet_key(url: str) -> str:
    outlet = outlet_for(url)
    if len(url) > URL_LIMIT or outlet is None:
        raise UsageError(f"No watched outlet has the address {url[:80]}; `shiyi outlets` lists them.")
    return outlet.key


def _result_json(done: Done) -> dict[str, Any]:
    state = done.state or None
    return {
        "outlet": done.job.subject,
        "ok": done.ok,
        "state": state,
        "note": done.note,
        "counts": dict(done.counts),
    }


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"--since takes a day such as 2026-11-01, not {text}.") from None
