"""`shiyi mailbox`: what member units mailed to the office."""

from typing import Annotated

import typer

from base.clock import running_from
from base.errors import ShiyiError
from commands.common import Json, Now, console, moment, opened, outlet_of, print_json
from desk.intake import Intake
from scheduler import sync_declared
from storage.models import OutletState


def mailbox(
    again: Annotated[
        bool, typer.Option("--again", help="All mails of the last window_days; none is taken twice.")
    ] = False,
    as_json: Json = False,
    now: Now = None,
) -> None:
    """Read the office's mailbox now; the service does it by itself. Exit code 3: it cannot be reached."""
    with opened() as (settings, database):
        with database.session() as session:
            sync_declared(session, settings)
        try:
            took = Intake(database, settings, outlet_of, running_from(moment(now))).run(again=again)
        except ShiyiError as error:
            if as_json:  # the service tells the operator what a run says of itself
                print_json({"error": str(error), "counts": {}})
            raise
    if as_json:
        print_json({"state": took.state, "note": took.note, "counts": took.counts})
    else:
        console.print(", ".join(f"{name} {count}" for name, count in took.counts.items()))
        if took.note:
            console.print(took.note, markup=False)
    if took.state is not OutletState.OK:
        raise typer.Exit(3)
