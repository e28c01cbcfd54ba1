"""The office's mailbox, over IMAP: what lies in its folder. Nothing in it is changed, nor marked as read."""

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from base.errors import ShiyiError, UsageError
from base.settings import LOOPBACK, Settings
from storage.outlets import OutletRow

KEY = "mailbox"
NAME = "来稿邮箱"
KIND = "mailbox"
TIMEOUT_SECONDS = 30.0
_PORTS = {"tls": 993, "starttls": 143, "none": 143}
_HEADER_BYTES = 64 * 1024
_HEADER = b"BODY[HEADER]<0>"
_AT_A_TIME = 50


class Unreachable(Exception):
    """The mail server did not answer as one; the text says how."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A mail in the folder: its UID, its bytes, when the server took it, the beginning of its header."""

    uid: int
    size: int
    received_at: datetime
    header: bytes


class Folder:
    """The open folder; use `open_folder`. `name` says which one, `validity` for how long UIDs hold."""

    def __init__(self, client: IMAPClient, name: str, validity: int) -> None:
        self._client, self.name, self.validity = client, name, validity

    def after(self, uid: int, since: date, limit: int) -> list[Listed]:
        """The first mails beyond a UID that came on or after a day. Raises Unreachable."""
        with _answering():
            found = self._client.search(["UID", f"{uid + 1}:*", "SINCE", since])
            # `n:*` means the last mail even where that is older than n.
            uids = sorted(number for number in found if number > uid)[:limit]
            listed: list[Listed] = []
            for start in range(0, len(uids), _AT_A_TIME):
                wanted = ["RFC822.SIZE", "INTERNALDATE", f"BODY.PEEK[HEADER]<0.{_HEADER_BYTES}>"]
                answers = self._client.fetch(uids[start : start + _AT_A_TIME], wanted)
                listed += [_listed(number, answer) for number, answer in sorted(answers.items())]
            return listed

    def mail(self, uid: int) -> bytes | None:
        """A whole mail; None where it is not there any more. Raises Unreachable."""
        with _answering():
            answer = self._client.fetch([uid], ["BODY.PEEK[]"]).get(uid, {})
        content = answer.get(b"BODY[]")
        return content if isinstance(content, bytes) else None


def outlet_row(settings: Settings) -> OutletRow:
    """The mailbox among the outlets: what its state is kept under. Its mails are their units' articles."""
    return OutletRow(KEY, NAME, None, KIND, settings.home_province, True, None, {})


@contextmanager
def open_folder(settings: Settings) -> Iterator[Folder]:
    """The folder of the settings, to be read alone. Raises Unreachable; ShiyiError where it may not be read."""
    host, user, password = settings.imap_host, settings.imap_user, settings.imap_password
    if host is None or user is None or password is None:
        raise UsageError("No mailbox is set: imap_host, imap_user and imap_password in the settings.")
    with _answering():
        client = _connected(settings, host)
    with client:
        with _answering():
            _sign_in(client, user, password)
            found = client.select_folder(settings.imap_folder, readonly=True)
        yield Folder(client, f"{user}@{host}/{settings.imap_folder}"[:300], int(found[b"UIDVALIDITY"]))


def _connected(settings: Settings, host: str) -> IMAPClient:
    security = settings.imap_security
    if security == "none" and host not in LOOPBACK:
        raise UsageError(f"imap_security is none, but {host} is another machine; set it to tls or starttls.")
    port = settings.imap_port or _PORTS[security]
    context = ssl.create_default_context(cafile=settings.imap_ca)
    client = IMAPClient(host, port, ssl=security == "tls", ssl_context=context, timeout=TIMEOUT_SECONDS)
    if security == "starttls":
        try:
            client.starttls(context)
        except (IMAPClientError, OSError):
            client.shutdown()
            raise
    return client


def _sign_in(client: IMAPClient, user: str, password: str) -> None:
    try:
        client.login(user, password)
    except UnicodeEncodeError:
        raise UsageError("imap_user and imap_password must be plain ASCII.") from None
    except LoginError as error:
        raise ShiyiError(f"邮箱不让登录，请检查 imap_user 和 imap_password（授权码）：{error}") from None
    # 163.com and 126.com let only those read who say what they are (RFC 2971).
    if client.has_capability("ID"):
        client.id_({"name": "Shiyi", "version": "0.1"})


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except (IMAPClientError, IMAPClientAbortError, OSError) as error:
        raise Unreachable(str(error) or type(error).__name__) from None


def _listed(uid: int, answer: Mapping[bytes, Any]) -> Listed:
    at = answer.get(b"INTERNALDATE")
    if not isinstance(at, datetime) or b"RFC822.SIZE" not in answer or _HEADER not in answer:
        raise Unreachable(f"the server said too little about mail {uid}")
    received_at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    return Listed(uid, int(answer[b"RFC822.SIZE"]), received_at, answer[_HEADER])
