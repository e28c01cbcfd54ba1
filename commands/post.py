"""`shiyi outbox`: what waits to be sent."""

from dataclasses import asdict

from base.clock import running_from
from base.log import configure
from commands.common import Json, Now, console, moment, opened, print_json
from desk.outbox import send_due


def outbox(as_json: Json = False, now: Now = None) -> None:
    """Send the messages that are due; the service does it by itself."""
    with opened() as (settings, database):
        configure(settings)
        sent = asdict(send_due(database, settings, running_from(moment(now))))
    if as_json:
        print_json({"counts": sent})
        return
    console.print(", ".join(f"{name.replace('_', ' ')} {count}" for name, count in sent.items()))
