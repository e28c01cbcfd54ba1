"""A real IMAP server (Dovecot) on loopback, without root: any user, one password, mails as files."""

import getpass
import grp
import itertools
import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from tests.desk.mailserver import PASSWORD, make_certificate

_NUMBERS = itertools.count(1)
# It reads no mails as root.
_OWNER = (os.getuid(), os.getgid()) if os.getuid() else pwd.getpwnam("nobody")[2:4]
_CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
{users}
first_valid_uid = 0
first_valid_gid = 0
mail_location = maildir:{folder}/mail/%u
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{certificate}
disable_plaintext_auth = no
auth_failure_delay = 0
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass
class ImapServer:
    """`plain` speaks STARTTLS too; `certificate` is the one that clients must trust."""

    folder: Path
    certificate: Path
    plain: int
    tls: int
    users: Iterator[int] = field(default_factory=itertools.count)

    def new_user(self) -> str:
        """The name of a user whose mailbox is empty."""
        return f"office{next(self.users)}@office.example"

    def deliver(self, user: str, mail: bytes, at: datetime) -> Path:
        """Put a mail into the user's inbox as the server would have done at a time."""
        inbox = self.folder / "mail" / user
        for made in (inbox.parent, inbox, *(inbox / name for name in ("cur", "new", "tmp"))):
            made.mkdir(exist_ok=True)
            os.chown(made, *_OWNER)
        file = inbox / "new" / f"{int(at.timestamp())}.{next(_NUMBERS)}.test"
        file.write_bytes(mail)
        os.utime(file, (at.timestamp(), at.timestamp()))
        return file

    def mails(self, user: str) -> list[Path]:
        """The files of a mailbox: what is marked as read has another name, in cur."""
        inbox = self.folder / "mail" / user
        return sorted(file for name in ("cur", "new") for file in (inbox / name).iterdir())

    def renumber(self, user: str) -> None:
        """What a server does that has lost its index: other UIDs, and another UIDVALIDITY."""
        for file in (self.folder / "mail" / user).glob("dovecot*"):
            file.unlink()


def program() -> str | None:
    """Where Dovecot 2.3 is; 2.4 wants its settings written in another way."""
    found = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    said = (
        subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
        if found
        else ""
    )
    return found if said.startswith("2.3.") else None


@contextmanager
def imap_server(program: str, folder: Path) -> Iterator[ImapServer]:
    """Run the server until the end of the block."""
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        plain, tls = one.getsockname()[1], two.getsockname()[1]
    certificate = make_certificate(folder / "ca.pem")
    config = folder / "dovecot.conf"
    config.write_text(
        _CONFIG.format(
            folder=folder,
            certificate=certificate,
            users=_users(),
            uid=_OWNER[0],
            gid=_OWNER[1],
            password=PASSWORD,
            plain=plain,
            tls=tls,
        )
    )
    process = subprocess.Popen([program, "-F", "-c", str(config)])
    try:
        _wait(process, plain)
        yield ImapServer(folder, certificate, plain, tls)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _users() -> str:
    """As root it insists on the users that come with it; else it can only be whoever starts it."""
    if os.getuid() == 0:
        return ""
    user, group = getpass.getuser(), grp.getgrgid(os.getgid()).gr_name
    names = ("default_internal_user", user), ("default_login_user", user), ("default_internal_group", group)
    return "\n".join(f"{name} = {value}" for name, value in names)


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(200):
        if process.poll() is not None:
            raise RuntimeError("dovecot did not start; see its output")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("dovecot does not listen")
