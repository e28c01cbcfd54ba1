"""`shiyi mailbox`, where it cannot be read: what the service is told, and a person."""

import json

import pytest

from tests.commands.cli import Cli


def test_without_a_mailbox_it_says_which_settings_there_are(cli: Cli) -> None:
    cli("init")
    ended = cli("mailbox")
    assert ended.code == 2
    assert "imap_host" in ended.err
    told = cli("mailbox", "--json")
    assert "imap_host" in json.loads(told.out)["error"]


def test_a_mailbox_out_of_reach_is_a_state_of_it(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"HOST": "127.0.0.1", "PORT": "1", "USER": "a@b.cn", "PASSWORD": "x"}.items():
        monkeypatch.setenv(f"SHIYI_IMAP_{name}", value)
    cli("init")
    ended = cli("mailbox", "--json")
    assert (ended.code, json.loads(ended.out)["state"]) == (3, "unreachable")
    assert "来稿邮箱" in cli("outlets").out
