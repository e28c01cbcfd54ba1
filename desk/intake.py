"""Taking in what member units mail to the office: each mail once, as articles of the unit that sent it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from base.clock import Clock, china_date
from base.settings import Settings
from desk.mailbox import Folder, Listed, Unreachable, open_folder
from desk.received import Head, Received, Unreadable, head_of, received, unit_of
from desk.submissions import Submission, Taken, keep_submission, take_links
from storage.database import Database
from storage.mailbox import MailRow, begin_mail, folder, note_mail, settle_mail, waiting_mails
from storage.models import Mail, MailState, OutletState

# So many mails are looked at in one run; the others wait for the next.
MOST_MAILS = 200
_STRANGERS_NAMED = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to. `counts`: mails, pieces, links, refused, strangers (mails of unknown senders)."""

    state: OutletState
    note: str | None
    counts: dict[str, int]


class Intake:
    """One look into the mailbox. `outlet_of` gives the key of the outlet that an address belongs to."""

    def __init__(
        self, database: Database, settings: Settings, outlet_of: Callable[[str], str | None], clock: Clock
    ) -> None:
        self._database, self._settings, self._outlet_of, self._clock = database, settings, outlet_of, clock
        self._counts = dict.fromkeys(("mails", "pieces", "links", "refused", "strangers"), 0)

    def run(self, *, again: bool = False) -> Outcome:
        """Take what is new in the folder, or (`again`) all of the last `window_days` that was never taken.

        Raises ShiyiError where the mailbox does not let us in; that it cannot be reached is a state.
        """
        try:
            with open_folder(self._settings) as box:
                strangers = self._look(box, again=again)
                with self._database.session() as session:
                    waiting = waiting_mails(session, box.name)
                for mail_id in waiting:
                    self._take(box, mail_id)
        except Unreachable as error:
            return Outcome(OutletState.UNREACHABLE, f"连不上邮箱：{error}", self._counts)
        return Outcome(OutletState.OK, _of_strangers(strangers), self._counts)

    def _look(self, box: Folder, *, again: bool) -> list[str]:
        """Note the new mails of known senders, as to be read or as refused; -> the other senders' addresses.

        Of mails of unknown senders nothing is kept: others may write to the office about other things.
        """
        with self._database.session() as session:
            done = 0 if again else folder(session, box.name, box.validity).uid
        since = china_date(self._clock()) - timedelta(days=self._settings.window_days)
        strangers: list[str] = []
        for listed in box.after(done, since, MOST_MAILS):
            with self._database.session() as session:
                read = folder(session, box.name, box.validity)
                read.uid = max(read.uid, listed.uid)
                stranger = self._note(session, box.name, listed)
            if stranger is not None:
                strangers.append(stranger)
        self._counts["strangers"] = len(strangers)
        return strangers

    def _note(self, session: Session, name: str, listed: Listed) -> str | None:
        """-> the sender, where nobody knows him."""
        try:
            head = head_of(listed.header, self._settings.imap_checked_by)
        except Unreadable as error:
            return str(error)
        unit = unit_of(head.sender, self._settings.imap_senders)
        if unit is None:
            return head.sender
        refused = self._refused(head, listed.size)
        row = MailRow(head.key, listed.uid, head.sender, unit, head.subject, listed.received_at, refused)
        self._counts["refused"] += note_mail(session, name, row) and refused is not None
        return None

    def _refused(self, head: Head, size: int) -> str | None:
        limit = self._settings.imap_mail_limit
        if size > limit:
            return f"邮件有 {size / 2**20:.1f} MB，超过 {limit / 2**20:.0f} MB，没有读"
        if self._settings.imap_checked_by and not head.checked:
            return f"邮件服务器没有证实它来自 {head.domain}，可能是冒名，没有读"
        return None

    def _take(self, box: Folder, mail_id: int) -> None:
        """Read one mail. That it was begun is kept first: one that ends the process is not begun for ever."""
        with self._database.session() as session:
            mail = begin_mail(session, mail_id)
            if mail is None:
                return
            uid, subject = mail.uid, mail.subject
        data = box.mail(uid)
        try:
            if data is None or len(data) > self._settings.imap_mail_limit:
                raise Unreadable("邮件已不在邮箱里，或者太大")
            found = received(data, subject)
        except Unreadable as error:
            found = Received((), (), (str(error),))
        with self._database.session() as session:
            self._keep(session, session.get_one(Mail, mail_id), found, self._clock())

    def _keep(self, session: Session, mail: Mail, found: Received, now: datetime) -> None:
        """Make articles of the pieces, and put the links in the inbox."""
        province, notes, articles = self._settings.home_province, list(found.notes), []
        for piece in found.pieces:
            where = f"附件 {piece.name}" if piece.name else "正文"
            try:
                kept = Submission.of(mail.unit, piece.title, piece.body, china_date(mail.received_at))
            except ValueError:
                notes.append(f"{where} 没有标题或正文")
                continue
            came = f"{mail.sender} 的来信（{where}）"
            articles.append(keep_submission(session, kept, province, came=came, at=now))
        taken = take_links(session, "\n".join(found.links), self._outlet_of, by=mail.unit, at=now)
        if unwatched := sum(link.taken is Taken.UNWATCHED for link in taken):
            notes.append(f"{unwatched} 个链接不属于登记的媒体，没有收")
        links = sum(link.taken in (Taken.WAITING, Taken.KNOWN) for link in taken)
        settle_mail(mail, list(dict.fromkeys(articles)), links, "；".join(notes) or None)
        self._counts["mails"] += 1
        self._counts["pieces"] += len(mail.articles)
        self._counts["links"] += links
        self._counts["refused"] += mail.state is MailState.REFUSED


def _of_strangers(strangers: list[str]) -> str | None:
    if not strangers:
        return None
    named = "、".join(list(dict.fromkeys(strangers))[:_STRANGERS_NAMED])
    return f"{len(strangers)} 封来信的发件人不在 imap_senders 里，没有读：{named}"
