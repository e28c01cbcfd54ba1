"""`shiyi digest`: the day's digest as a page, as text, as JSON."""

from datetime import date
from typing import Annotated

import typer

from base.clock import china_date
from base.errors import UsageError
from commands.common import Json, Now, console, moment, opened, print_json
from desk.deliver import deliver, write_files
from desk.digest import compose, cutoff_of
from desk.render import as_html, as_text
from storage.digests import digest_of


def digest(
    day: Annotated[
        str | None, typer.Option("--date", metavar="DAY", help="A day; today if not given.")
    ] = None,
    send: Annotated[
        bool, typer.Option("--send", help="Close the day's digest, keep it and deliver it.")
    ] = False,
    as_json: Json = False,
    now: Now = None,
) -> None:
    """The digest of a day. Without --send: as it was sent, else a preview of what is there now."""
    with opened() as (settings, database):
        at = moment(now)
        wanted = _date(day) if day else china_date(at)
        if send:
            cutoff = min(at, cutoff_of(wanted, settings.digest_cutoff))
            delivered = deliver(database, settings, wanted, cutoff, at)
            if as_json:
                print_json({"counts": delivered.counts, "files": [str(file) for file in delivered.files]})
                return
            console.print(f"{delivered.files[0]}", markup=False)
            return
        with database.reading() as session:
            kept = digest_of(session, wanted)
            if kept is None:
                content = compose(session, wanted, at)
                values, html, text = content.as_json(), as_html(content), as_text(content)
            else:
                values, html, text = kept.content, kept.html, kept.text
    files = write_files(settings.home, wanted, values, html, text)
    if as_json:
        print_json(values)
        return
    console.print(text, markup=False, soft_wrap=True)
    console.print(f"{files[0]}", markup=False)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--date takes a day such as 2026-11-20, not {text}.") from None
