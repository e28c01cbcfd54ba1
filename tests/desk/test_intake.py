"""The office's mailbox, read over IMAP from a real server on this machine."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Literal

import pytest
from sqlalchemy import select

from base.errors import ShiyiError, UsageError
from base.settings import Settings
from desk.intake import Intake, Outcome
from desk.mailbox import outlet_row
from storage.database import Database
from storage.mailbox import MOST_ATTEMPTS, newest_mails
from storage.models import Article, InboxLink, Mail, MailState, OutletState
from storage.outlets import OutletRow, sync_outlets
from tests.desk.imapserver import ImapServer, imap_server, program
from tests.desk.mailserver import PASSWORD
from tests.desk.test_received import BODY, bomb, document

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SENDERS = {"women@anping.example": "安平市妇联", "@union.example": "省总工会"}


@pytest.fixture(scope="module")
def server() -> Iterator[ImapServer]:
    dovecot = program()
    if dovecot is None:
        pytest.skip("Dovecot 2.3 is not installed; to run these tests too: apt install dovecot-imapd")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # the server's own users pass through
        with imap_server(dovecot, Path(folder)) as server:
            yield server


class Box:
    """One mailbox of the server, and the settings with which it is read."""

    def __init__(self, server: ImapServer, database: Database) -> None:
        self.server, self.database, self.user = server, database, server.new_user()
        with database.session() as session:
            wechat = OutletRow("wechat", "微信公众号", None, "wechat", "甘肃", True, None, {})
            sync_outlets(session, [wechat, outlet_row(Settings())])

    def settings(self, **values: Any) -> Settings:
        given: dict[str, Any] = {
            "imap_host": "127.0.0.1",
            "imap_port": self.server.plain,
            "imap_security": "none",
            "imap_user": self.user,
            "imap_password": PASSWORD,
            "imap_senders": SENDERS,
        }
        return Settings(**given | values)

    def deliver(self, mail: EmailMessage | bytes, at: datetime = NOW - HOUR) -> None:
        self.server.deliver(self.user, bytes(mail), at)

    def take(self, *, again: bool = False, **values: Any) -> Outcome:
        return Intake(self.database, self.settings(**values), outlet_of, lambda: NOW).run(again=again)

    def mails(self) -> list[Mail]:
        with self.database.reading() as session:
            return newest_mails(session, 20)

    def articles(self) -> list[tuple[str, str, date | None]]:
        with self.database.reading() as session:
            found = session.scalars(select(Article).order_by(Article.id))
            return [(one.outlet.name, one.versions[-1].title, one.published_on) for one in found]


def outlet_of(url: str) -> str | None:
    return "wechat" if url.startswith("https://mp.weixin.qq.com/") else None


@pytest.fixture
def box(server: ImapServer, database: Database) -> Box:
    return Box(server, database)


def mail(
    subject: str = "投稿：安平市妇联举办培训班", text: str = BODY, sender: str = "women@anping.example"
) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = f"某人 <{sender}>", subject
    message["Message-ID"] = f"<{subject.encode().hex()}@anping.example>"
    message.set_content(text)
    return message


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
def test_mails_become_articles_of_the_unit_that_sent_them(
    box: Box, security: Literal["none", "starttls", "tls"]
) -> None:
    letter = mail("来稿", "请查收。原文 https://mp.weixin.qq.com/s/abc 和 https://elsewhere.example/")
    letter.add_attachment(document("两地联办家长学校", BODY), "application", "msword", filename="稿件.docx")
    box.deliver(mail(), NOW - 2 * HOUR)
    box.deliver(letter, NOW - HOUR)
    port = box.server.tls if security == "tls" else box.server.plain
    took = box.take(imap_security=security, imap_port=port, imap_ca=box.server.certificate)
    assert took == Outcome(
        OutletState.OK, None, {"mails": 2, "pieces": 2, "links": 1, "refused": 0, "strangers": 0}
    )
    day = date(2026, 11, 20)
    assert box.articles() == [
        ("安平市妇联", "安平市妇联举办培训班", day),
        ("安平市妇联", "两地联办家长学校", day),
    ]
    newest, first = box.mails()
    assert (first.unit, first.subject, first.articles, first.note) == (
        "安平市妇联",
        "投稿：安平市妇联举办培训班",
        [1],
        None,
    )
    assert (newest.articles, newest.links, newest.note) == ([2], 1, "1 个链接不属于登记的媒体，没有收")
    with box.database.reading() as session:
        (link,) = session.scalars(select(InboxLink))
        assert (link.url, link.by) == ("https://mp.weixin.qq.com/s/abc", "安平市妇联")
        how = session.get_one(Article, 2).versions[0].how
        assert how["body"] == "women@anping.example 的来信（附件 稿件.docx）"


def test_each_mail_is_taken_once(box: Box) -> None:
    box.deliver(mail())
    assert box.take().counts["mails"] == 1
    assert box.take().counts["mails"] == box.take(again=True).counts["mails"] == 0
    box.server.renumber(box.user)  # the server lost its index: other UIDs, another UIDVALIDITY
    box.deliver(mail("第二封", BODY.replace("安平", "宁县")))
    assert box.take().counts["mails"] == 1
    assert len(box.articles()) == len(box.mails()) == 2


def test_nothing_in_the_mailbox_is_changed(box: Box) -> None:
    box.deliver(mail())
    before = [(file.name, file.read_bytes()) for file in box.server.mails(box.user)]
    box.take()
    assert [(file.name, file.read_bytes()) for file in box.server.mails(box.user)] == before


def test_of_a_stranger_nothing_is_read_or_kept(box: Box) -> None:
    box.deliver(mail("私事", sender="friend@elsewhere.example"))
    box.deliver(
        b'From: "women@anping.example" <thief@elsewhere.example>\r\nSubject: x\r\n\r\n' + BODY.encode()
    )
    took = box.take()
    assert (took.counts["strangers"], box.mails(), box.articles()) == (2, [], [])
    assert took.note == (
        "2 封来信的发件人不在 imap_senders 里，没有读：friend@elsewhere.example、thief@elsewhere.example"
    )
    assert box.take().counts["strangers"] == 0
    # Once the sender is known, the mails of the last weeks are looked at again.
    known = SENDERS | {"friend@elsewhere.example": "某县妇联"}
    assert box.take(again=True, imap_senders=known).counts["pieces"] == 1


def test_where_the_server_checks_senders_a_forged_one_is_refused(box: Box) -> None:
    box.deliver(mail("冒名"))
    good = b"Authentication-Results: mx.office.example; dmarc=pass header.from=anping.example\r\n"
    box.deliver(good + bytes(mail("真的")))
    took = box.take(imap_checked_by="mx.office.example")
    assert (took.counts["pieces"], took.counts["refused"]) == (1, 1)
    (forged,) = [one for one in box.mails() if one.state is MailState.REFUSED]
    assert (forged.subject, forged.articles) == ("冒名", [])
    assert forged.note == "邮件服务器没有证实它来自 anping.example，可能是冒名，没有读"


def test_what_is_too_large_is_never_fetched(box: Box) -> None:
    box.deliver(mail(text="长" * 100_000))
    took = box.take(imap_mail_limit=64 * 1024)
    assert (took.counts["refused"], box.articles()) == (1, [])
    assert "没有读" in (box.mails()[0].note or "")


def test_a_hostile_mail_stops_nothing(box: Box) -> None:
    poisoned = mail("炸弹\u202e", "请查收。")
    poisoned.add_attachment(bomb(), "application", "msword", filename="炸弹.docx")
    script = mail("脚本<script>", f"<script>alert(1)</script>{BODY}")
    for odd in (
        poisoned,
        b"From: women@anping.example\r\nSubject: " + b"x" * 70_000,
        b"\r\n",
        b"\x00\xff" * 1000,
        script,
    ):
        box.deliver(odd)
    took = box.take()
    assert (took.state, took.counts["pieces"]) == (OutletState.OK, 1)
    assert [title for _, title, _ in box.articles()] == ["脚本<script>"]
    assert all("\u202e" not in one.subject for one in box.mails())


def test_a_mail_that_ends_the_process_is_not_begun_for_ever(box: Box) -> None:
    box.deliver(mail())
    box.take(imap_senders=SENDERS)
    with box.database.session() as session:
        (one,) = session.scalars(select(Mail))
        one.state, one.attempts = MailState.WAITING, MOST_ATTEMPTS
    assert box.take().counts["mails"] == 0
    assert box.mails()[0].state is MailState.REFUSED


def test_what_came_long_ago_is_not_looked_at(box: Box) -> None:
    box.deliver(mail(), NOW - timedelta(days=60))
    assert box.take().counts["mails"] == 0


def test_a_wrong_password_is_said_to_the_operator(box: Box) -> None:
    with pytest.raises(ShiyiError, match="imap_password"):
        box.take(imap_password="wrong")


def test_a_server_that_is_down_is_a_state(box: Box) -> None:
    took = box.take(imap_port=1)
    assert took.state is OutletState.UNREACHABLE
    assert (took.note or "").startswith("连不上邮箱：")


def test_nobody_is_believed_without_a_certificate(box: Box) -> None:
    for security, port in (("tls", box.server.tls), ("starttls", box.server.plain)):
        assert box.take(imap_security=security, imap_port=port).state is OutletState.UNREACHABLE


def test_no_password_travels_in_the_clear(box: Box) -> None:
    with pytest.raises(UsageError, match="imap_security"):
        box.take(imap_host="mail.office.example")
