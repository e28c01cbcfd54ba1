"""Mail: what goes on the wire, over which kind of line, and what a refusal means."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import pytest

from base.errors import UsageError
from base.settings import Settings
from desk.mail import Refused, as_mail, posting
from storage.models import Message, MessageKind
from tests.desk.mailserver import PASSWORD, mailbox, make_certificate

NOW = datetime(2026, 11, 20, 0, 45, tzinfo=UTC)


def message(recipient: str = "editor@office.example", subject: str = "拾遗 每日候选 2026-11-20") -> Message:
    return Message(
        name=f"digest 2026-11-20 {recipient}",
        kind=MessageKind.DIGEST,
        recipient=recipient,
        subject=subject,
        text="1. 某县办家长学校\n",
        html="<p>某县办家长学校</p>",
        created_at=NOW,
    )


def settings(port: int, **values: Any) -> Settings:
    given: dict[str, Any] = {
        "smtp_host": "127.0.0.1",
        "smtp_port": port,
        "smtp_security": "none",
        "mail_from": "shiyi@office.example",
    }
    return Settings(**given | values)


def test_a_mail_has_text_and_html_and_says_what_it_is() -> None:
    mail = as_mail(message(), "shiyi@office.example")
    assert mail["To"] == "editor@office.example"
    assert mail["Date"] == "Fri, 20 Nov 2026 00:45:00 +0000"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail["Message-ID"].endswith("@office.example>")
    assert mail["Message-ID"] == as_mail(message(), "shiyi@office.example")["Message-ID"]
    assert (
        mail["Message-ID"] != as_mail(message("other@office.example"), "shiyi@office.example")["Message-ID"]
    )


def test_no_header_can_be_smuggled_into_a_subject() -> None:
    mail = as_mail(message(subject="候选\r\nBcc: all@office.example\n\n正文"), "shiyi@office.example")
    assert mail["Bcc"] is None
    assert b"\nBcc:" not in mail.as_bytes()


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
def test_each_kind_of_line(security: Literal["none", "starttls", "tls"], tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path / "ca.pem")
    with mailbox(security, certificate if security != "none" else None) as box:
        with posting(settings(box.port, smtp_security=security, smtp_ca=certificate)) as post:
            post.send(message())
            post.send(message("second@office.example"))
        assert box.recipients == ["editor@office.example", "second@office.example"]
        assert box.encrypted == [security != "none"] * 2
        body = box.mails[0].get_body(("plain",))
        assert body is not None
        assert body.get_content().strip() == "1. 某县办家长学校"
        assert box.mails[0]["Subject"] == "拾遗 每日候选 2026-11-20"


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_that_nobody_vouches_for_gets_nothing(
    security: Literal["starttls", "tls"], tmp_path: Path
) -> None:
    with mailbox(security, make_certificate(tmp_path / "ca.pem")) as box:
        with pytest.raises(Refused, match="certificate"), posting(settings(box.port, smtp_security=security)):
            pass
        assert box.mails == []


def test_signing_in(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path / "ca.pem")
    with mailbox("starttls", certificate, auth=True) as box:
        values = {"smtp_security": "starttls", "smtp_ca": certificate, "smtp_user": "shiyi@office.example"}
        with posting(settings(box.port, **values, smtp_password=PASSWORD)) as post:
            post.send(message())
        assert (box.users, len(box.mails)) == (["shiyi@office.example"], 1)
        with (
            pytest.raises(Refused, match="535"),
            posting(settings(box.port, **values, smtp_password="wrong")),
        ):
            pass


@pytest.mark.parametrize(("answer", "final"), [("550 no such user", True), ("451 try later", False)])
def test_a_refused_recipient_spoils_only_his_own(answer: str, final: bool) -> None:
    with mailbox() as box, posting(settings(box.port)) as post:
        box.refuse = {"gone@office.example": answer}
        with pytest.raises(Refused, match=answer) as refused:
            post.send(message("gone@office.example"))
        assert refused.value.final is final
        post.send(message())
        assert box.recipients == ["editor@office.example"]


def test_no_server_is_said_plainly() -> None:
    with pytest.raises(Refused, match="smtp_host"), posting(Settings()):
        pass
    with mailbox() as box:
        port = box.port
    with pytest.raises(Refused, match="refused"), posting(settings(port)):
        pass


def test_nothing_goes_in_the_clear_over_a_network() -> None:
    with pytest.raises(UsageError, match="another machine"), posting(settings(25, smtp_host="mail.example")):
        pass
