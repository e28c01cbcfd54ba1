"""Mail: what a message looks like on the wire, and the server that takes it."""

import contextlib
import hashlib
import smtplib
import ssl
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from base.errors import UsageError
from base.settings import LOOPBACK, Settings
from base.text import tidy
from storage.models import Message

TIMEOUT_SECONDS = 30.0
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_SUBJECT_LIMIT = 200


class Refused(Exception):
    """A message was not taken. `final`: nor would it be later."""

    def __init__(self, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.final = reason, final


def as_mail(message: Message, sender: str) -> EmailMessage:
    """The message as RFC 5322 wants it: text, and html beside it where there is any.

    Its Message-ID depends on nothing but what it is: should it go out twice, receivers see one.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = message.recipient
    mail["Subject"] = tidy(message.subject).replace("\n", " ")[:_SUBJECT_LIMIT]
    mail["Date"] = format_datetime(message.created_at)
    name = hashlib.sha256(message.name.encode()).hexdigest()[:32]
    mail["Message-ID"] = f"<shiyi.{name}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text)
    if message.html is not None:
        mail.add_alternative(message.html, subtype="html")
    return mail


class Post:
    """An open connection to the mail server; use `posting`."""

    def __init__(self, server: smtplib.SMTP, sender: str) -> None:
        self._server, self._sender = server, sender

    def send(self, message: Message) -> None:
        """Hand one message over. Raises Refused."""
        try:
            self._server.send_message(as_mail(message, self._sender), self._sender, [message.recipient])
        except smtplib.SMTPRecipientsRefused as error:
            code, said = error.recipients[message.recipient]
            raise Refused(f"{code} {said.decode('utf-8', 'replace')}", final=code >= 500) from None
        except smtplib.SMTPServerDisconnected:  # smtplib hangs up by itself after a 421
            raise Refused("the mail server has closed the connection") from None
        except (smtplib.SMTPException, OSError) as error:
            raise Refused(_said(error)) from None


@contextlib.contextmanager
def posting(settings: Settings) -> Iterator[Post]:
    """A connection to the mail server of the settings. Raises Refused where it cannot be had."""
    sender = settings.sender
    if sender is None or settings.smtp_host is None:
        raise Refused("no mail server is set: smtp_host and mail_from in the settings")
    try:
        server = _connected(settings, settings.smtp_host)
    except (smtplib.SMTPException, OSError) as error:
        raise Refused(_said(error)) from None
    try:
        yield Post(server, sender)
    finally:
        with contextlib.suppress(smtplib.SMTPException, OSError):
            server.quit()
        server.close()


def _connected(settings: Settings, host: str) -> smtplib.SMTP:
    if settings.smtp_security == "none" and host not in LOOPBACK:
        raise UsageError(f"smtp_security is none, but {host} is another machine; set it to starttls or tls.")
    port = settings.smtp_port or _PORTS[settings.smtp_security]
    context = ssl.create_default_context(cafile=settings.smtp_ca)
    if settings.smtp_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
    try:
        if settings.smtp_security == "starttls":
            server.starttls(context=context)
        if settings.smtp_user and settings.smtp_password:
            server.login(settings.smtp_user, settings.smtp_password)
    except UnicodeEncodeError:
        server.close()
        raise UsageError(
            "smtp_user and smtp_password must be plain ASCII; Python's SMTP knows no more."
        ) from None
    except (smtplib.SMTPException, OSError):
        server.close()
        raise
    return server


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        return f"{error.smtp_code} {text}"
    return str(error) or type(error).__name__
