"""`shiyi user …` and `shiyi desk`: who may use the desk, and that it is there."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx2
import pytest

from desk.accounts import good_password
from storage.database import Database
from storage.models import User
from storage.users import find_user
from tests.commands.cli import Cli


def user(home: Path, name: str) -> User:
    database = Database(f"sqlite:///{home / 'shiyi.sqlite'}")
    with database.reading() as session:
        found = find_user(session, name)
    database.close()
    assert found is not None
    return found


def added(cli: Cli, name: str, *options: str) -> str:
    """Add a user; -> the password that was made and printed."""
    ended = cli("user", "add", name, *options)
    assert ended.code == 0
    said = re.fullmatch(r"password: (\S{16,})\n", ended.out)
    assert said
    return said[1]


def test_a_user_is_added_with_a_password_that_is_printed_once(cli: Cli, home: Path) -> None:
    cli("init")
    password = added(cli, "李编辑", "--role", "reviewer")
    assert good_password(password, user(home, "李编辑").password)
    again = cli("user", "add", " 李编辑 ")
    assert (again.code, again.out) == (2, "")
    assert "shiyi user passwd" in again.err
    rows = json.loads(cli("user", "list", "--json").out)
    assert rows == [{"name": "李编辑", "role": "reviewer", "disabled": False}]


def test_password_role_and_leave(cli: Cli, home: Path) -> None:
    cli("init")
    old = added(cli, "李编辑")
    cli("user", "role", "李编辑", "operator")
    assert user(home, "李编辑").role == "operator"
    cli("user", "passwd", "李编辑")
    assert not good_password(old, user(home, "李编辑").password)
    cli("user", "disable", "李编辑")
    assert user(home, "李编辑").disabled_at is not None
    assert "disabled" in cli("user", "list").out
    cli("user", "passwd", "李编辑")
    assert user(home, "李编辑").disabled_at is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("user", "passwd", "nobody"), "There is no user nobody"),
        (("user", "role", "nobody", "editor"), "There is no user nobody"),
        (("user", "token", "nobody"), "There is no user nobody"),
        (("user", "add", ""), "1 to 40 characters"),
        (("user", "add", "x" * 41), "1 to 40 characters"),
        (("user", "add", "x", "--role", "king"), "king"),
    ],
)
def test_wrong_use_is_one_sentence(cli: Cli, arguments: tuple[str, ...], said: str) -> None:
    cli("init")
    ended = cli(*arguments)
    assert ended.code == 2
    assert said in ended.err
    assert "Traceback" not in ended.err


def test_the_desk_is_served_until_it_is_stopped(cli: Cli, home: Path) -> None:
    cli("init")
    added(cli, "李编辑")
    token = cli("user", "token", "李编辑", "--for", "脚本").out.strip()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "shiyi", "desk", "--port", str(port)]
    with subprocess.Popen(command, env=os.environ, stdout=subprocess.PIPE, text=True) as desk:
        assert desk.stdout is not None
        assert desk.stdout.readline() == f"http://127.0.0.1:{port}/\n"
        headers = {"Authorization": f"Bearer {token}"}
        answer = _patiently(f"http://127.0.0.1:{port}/api/candidates", headers)
        assert answer.json()["total"] == 0
        assert "server" not in answer.headers
        taken = cli("desk", "--port", port)
        assert taken.code == 1
        assert "Is it running already?" in taken.err
        desk.send_signal(signal.SIGTERM)
        assert desk.wait(20) == -signal.SIGTERM  # ended cleanly, then the signal is passed on


def _patiently(url: str, headers: dict[str, str]) -> httpx2.Response:
    for _ in range(100):
        try:
            return httpx2.get(url, headers=headers)
        except httpx2.ConnectError:
            time.sleep(0.1)
    raise AssertionError(f"{url} does not answer")
