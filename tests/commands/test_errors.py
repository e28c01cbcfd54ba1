"""Bad input is one sentence on stderr that says what to do; never a traceback."""

import sys
from pathlib import Path

import pytest

from tests.commands.cli import Cli


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["nonsense"], 2, "No such command 'nonsense'"),
        (["digest", "--dat"], 2, "No such option"),
        (["bulletin", "read"], 2, "Missing argument"),
        (["bulletin", "read", "/no/such.txt"], 1, "/no/such.txt cannot be read"),
        (["crawl"], 2, "run `shiyi init` first"),
        (["digest"], 2, "run `shiyi init` first"),
        (["article", "read", "/no/page.html", "--url", "https://a.example/"], 1, "cannot be read"),
        (["article", "read", __file__, "--url", "page.html"], 2, "--url takes an address"),
        (["article", "read", __file__, "--url", "http://[1"], 2, "--url takes an address"),
        (["article", "read", sys.executable, "--url", "https://a.example/"], 1, "is no web page"),
        (["bulletin", "read", str(Path(__file__).parent)], 1, "Is a directory"),
        (["assess", "--articles", "x"], 2, "Missing option '--bulletins'"),
    ],
)
def test_wrong_use(cli: Cli, arguments: list[str], code: int, says: str) -> None:
    ended = cli(*arguments)
    assert (ended.code, ended.out) == (code, "")
    assert says in ended.err
    assert "Traceback" not in ended.err
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["crawl", "nobody"], "There is no outlet with the key nobody"),
        (["crawl", "--since", "yesterday"], "--since takes a day"),
        (["digest", "--date", "today"], "--date takes a day"),
        (["digest", "--now", "later"], "--now takes a time"),
        (["inbox", "add", "https://elsewhere.example/1"], "No watched outlet has the address"),
        (["inbox", "add", "file:///etc/passwd"], "No watched outlet has the address"),
    ],
)
def test_wrong_arguments_on_a_ready_database(cli: Cli, arguments: list[str], says: str) -> None:
    assert cli("init").code == 0
    ended = cli(*arguments)
    assert ended.code == 2
    assert says in ended.err


def test_a_wrong_setting_stops_the_program(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIYI_DELAY", "fast")
    ended = cli("init")
    assert ended.code == 2
    assert "SHIYI_DELAY" in ended.err


def test_a_home_that_cannot_be_made_is_named(cli: Cli, home: Path) -> None:
    home.write_text("a file where the folder should be", encoding="utf-8")
    ended = cli("outlets")
    assert (ended.code in (1, 2), ended.err.count("\n")) == (True, 1)
    assert str(home) in ended.err


def test_a_database_that_does_not_answer(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIYI_DATABASE_URL", "postgresql://x:secret@127.0.0.1:1/x?connect_timeout=2")
    ended = cli("outlets")
    assert ended.code == 1
    assert "cannot be reached" in ended.err
    assert "secret" not in ended.err


def test_init_is_harmless_when_repeated(cli: Cli, home: Path) -> None:
    assert cli("init").code == 0
    (home / "shiyi.toml").write_text('contact = "it@office.example"\n')
    assert cli("init").code == 0
    assert "it@office.example" in (home / "shiyi.toml").read_text()
    assert cli("db", "upgrade").code == 0
