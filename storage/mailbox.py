"""The office's mailbox: which mails were seen, which wait to be read, what was made of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.models import Mail, MailFolder, MailState
from storage.upsert import insert_missing

# So often a mail is begun before it is given up: what kills the process each time would do so for ever.
MOST_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class MailRow:
    """A mail as its head tells of it; the fields are those of `Mail`."""

    key: str
    uid: int
    sender: str
    unit: str
    subject: str
    received_at: datetime
    refused: str | None = None


def folder(session: Session, name: str, validity: int) -> MailFolder:
    """How far a folder was read; from the beginning where its UIDs hold no more."""
    values = {"name": name, "validity": validity, "uid": 0}
    insert_missing(session, MailFolder, ("name",), values)
    found = session.get_one(MailFolder, name)
    if found.validity != validity:
        found.validity, found.uid = validity, 0
    return found


def note_mail(session: Session, name: str, row: MailRow) -> bool:
    """Remember a mail once, however often it is seen; a known one may have another UID by now."""
    values = {
        "key": row.key,
        "folder": name,
        "uid": row.uid,
        "sender": row.sender,
        "unit": row.unit,
        "subject": row.subject,
        "received_at": row.received_at,
        "state": MailState.REFUSED if row.refused else MailState.WAITING,
        "attempts": 0,
        "note": row.refused,
        "articles": [],
        "links": 0,
    }
    if insert_missing(session, Mail, ("key",), values):
        return True
    mail = session.scalars(select(Mail).where(Mail.key == row.key)).one()
    mail.folder, mail.uid = name, row.uid
    return False


def waiting_mails(session: Session, name: str) -> list[int]:
    """The ids of mails of a folder that wait to be read, in the order in which they came."""
    query = select(Mail.id).where(Mail.folder == name, Mail.state == MailState.WAITING)
    return list(session.scalars(query.order_by(Mail.received_at, Mail.id)))


def begin_mail(session: Session, mail_id: int) -> Mail | None:
    """A mail that is about to be read; None, and it is given up, where that has ended badly too often."""
    mail = session.get_one(Mail, mail_id)
    if mail.attempts >= MOST_ATTEMPTS:
        settle_mail(mail, (), 0, f"试了 {mail.attempts} 次都没有读完，请改用粘贴或录入")
        return None
    mail.attempts += 1
    return mail


def settle_mail(mail: Mail, articles: Sequence[int], links: int, note: str | None) -> None:
    """A mail was read: what came of it."""
    mail.articles, mail.links, mail.note = list(articles), links, note
    mail.state = MailState.TAKEN if articles or links else MailState.REFUSED


def newest_mails(session: Session, count: int) -> list[Mail]:
    """The mails of member units that came last, the newest first."""
    return list(session.scalars(select(Mail).order_by(Mail.received_at.desc(), Mail.id.desc()).limit(count)))
