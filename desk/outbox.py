"""Sends what waits in the outbox. One process at a time does it: the run of kind outbox, in its lane."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from base.clock import Clock
from base.settings import Settings
from desk.channels import PREFIX, send_to_channel
from desk.mail import Refused, posting
from storage.database import Database
from storage.models import Message, MessageState
from storage.outbox import due_messages, record_failure, record_sent

# Messages in one run; what is left goes with the next.
AT_ONCE = 200
_log = logging.getLogger("shiyi")


@dataclass(slots=True)
class Sent:
    """What became of the messages that were due."""

    sent: int = 0
    later: int = 0
    given_up: int = 0


def send_due(database: Database, settings: Settings, clock: Clock) -> Sent:
    """Send each message that is due, once. Each is recorded by itself, as soon as a server has taken it.

    Killed between the two, it goes out again, with the same Message-ID.
    """
    with database.reading() as session:
        messages = due_messages(session, clock(), AT_ONCE)
    mails = [message for message in messages if not message.recipient.startswith(PREFIX)]
    found = Sent()
    if mails:
        try:
            with posting(settings) as post:
                for message in mails:
                    _send(database, message, post.send, clock(), found)
        except Refused as refused:  # there is no server: that concerns all that are still due
            for message in mails[found.sent + found.later + found.given_up :]:
                _record(database, message, refused, clock(), found)
    for message in messages:
        if message.recipient.startswith(PREFIX):
            _send(database, message, lambda m: _to_channel(settings, m), clock(), found)
    return found


def _to_channel(settings: Settings, message: Message) -> None:
    send_to_channel(settings, message.recipient, message.subject, message.text)


def _send(
    database: Database, message: Message, send: Callable[[Message], None], now: datetime, found: Sent
) -> None:
    try:
        send(message)
    except Refused as refused:
        _record(database, message, refused, now, found)
    else:
        with database.session() as session:
            record_sent(session, message.id, now)
        found.sent += 1


def _record(database: Database, message: Message, refused: Refused, now: datetime, found: Sent) -> None:
    _log.warning("%s to %s: %s", message.name, message.recipient, refused)
    with database.session() as session:
        state = record_failure(session, message.id, refused.reason, now, final=refused.final)
    if state is MessageState.GIVEN_UP:
        found.given_up += 1
    else:
        found.later += 1
