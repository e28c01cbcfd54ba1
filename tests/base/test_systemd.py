"""sd_notify."""

import socket
from pathlib import Path

import pytest

from base.systemd import tell


def test_systemd_hears_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(tmp_path / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        tell("READY=1")
        listener.settimeout(5)
        assert listener.recv(100) == b"READY=1"


@pytest.mark.parametrize("address", [None, "/nowhere/notify", "@nobody"])
def test_nobody_listening_is_no_trouble(address: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    if address:
        monkeypatch.setenv("NOTIFY_SOCKET", address)
    tell("WATCHDOG=1")
