"""The outbox: what is to be sent, put there in the transaction that decided it, and sent once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from storage.models import Message, MessageKind, MessageState
from storage.upsert import insert_missing

# After the first failure, the second, ...; the last one again and again until GIVE_UP_AFTER.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60))
GIVE_UP_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to be sent; the fields are those of `Message`."""

    name: str
    kind: MessageKind
    recipient: str
    subject: str
    text: str
    html: str | None = None


def put(session: Session, letter: Letter, now: datetime) -> bool:
    """Put a letter in the outbox, once by its name; says whether it was new."""
    values = {
        "name": letter.name,
        "kind": letter.kind,
        "recipient": letter.recipient,
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
        "created_at": now,
        "due_at": now,
        "state": MessageState.WAITING,
        "attempts": 0,
    }
    return insert_missing(session, Message, ("name",), values)


def due_messages(session: Session, now: datetime, limit: int) -> Sequence[Message]:
    """Messages that may be sent now, the longest due first."""
    query = select(Message).where(Message.state == MessageState.WAITING, Message.due_at <= now)
    return session.scalars(query.order_by(Message.due_at, Message.id).limit(limit)).all()


def record_sent(session: Session, message_id: int, now: datetime) -> None:
    """A server has taken it."""
    message = session.get_one(Message, message_id)
    message.state, message.sent_at, message.error = MessageState.SENT, now, None
    message.attempts += 1


def record_failure(
    session: Session, message_id: int, error: str, now: datetime, *, final: bool
) -> MessageState:
    """No server took it: try again later, for a day; at once no more where the refusal is `final`."""
    message = session.get_one(Message, message_id)
    message.attempts += 1
    message.error = error
    wait = BACK_OFF[min(message.attempts, len(BACK_OFF)) - 1]
    if final or now + wait > message.created_at + GIVE_UP_AFTER:
        message.state = MessageState.GIVEN_UP
    else:
        message.due_at = now + wait
    return message.state


def stuck(session: Session, before: datetime) -> dict[str, tuple[datetime, str]]:
    """Recipients whose newest message was given up, or has waited since `before` after a failure.

    -> when that message was put there, and what was said when it was tried last.
    """
    place = func.row_number().over(partition_by=Message.recipient, order_by=Message.id.desc())
    newest = select(Message.id, place.label("place")).where(Message.attempts > 0).subquery()
    query = (
        select(Message)
        .join(newest, newest.c.id == Message.id)
        .where(
            newest.c.place == 1,
            or_(
                Message.state == MessageState.GIVEN_UP,
                and_(Message.state == MessageState.WAITING, Message.created_at < before),
            ),
        )
    )
    return {m.recipient: (m.created_at, m.error or "") for m in session.scalars(query)}
