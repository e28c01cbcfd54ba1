"""Where the output goes, and what happens when it cannot."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import shiyi
from commands.common import print_json
from demo import BULLETINS
from tests.commands.cli import Cli

READ = [sys.executable, "-m", "shiyi", "bulletin", "read", str(BULLETINS[1])]
FULL = Path("/dev/full")


def run(redirection: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["sh", "-c", f'"$@" {redirection}', "sh", *READ, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


@pytest.mark.parametrize("arguments", [(), ("--json",)])
@pytest.mark.skipif(not FULL.exists(), reason="This system has no /dev/full, which stands for a full disk.")
def test_a_full_disk_is_one_sentence(arguments: tuple[str, ...]) -> None:
    ended = run(f"> {FULL}", *arguments)
    assert ended.returncode == 1
    assert ended.stderr == "The output cannot be used: No space left on device.\n"


def test_a_closed_output_is_no_mistake_of_ours() -> None:
    ended = run(">&-", "--json")
    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_reader_that_leaves_is_no_failure() -> None:
    with subprocess.Popen(READ, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_an_output_that_cannot_show_chinese_shows_question_marks() -> None:
    environment = {"PYTHONIOENCODING": "ascii"}
    ended = subprocess.run(READ, capture_output=True, check=False, env=environment)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b"?" in ended.stdout


def test_json_escapes_what_utf8_cannot_hold(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    print_json({"id": "题\ud83d"})
    written = capfdbinary.readouterr().out
    assert written == '{"id": "题\\ud83d"}\n'.encode()
    assert json.loads(written) == {"id": "题\ud83d"}


def test_a_mistake_of_our_own_is_kept_in_a_file(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # put back at the end
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    cli("bulletin", "read", BULLETINS[1])
    assert sys.excepthook is shiyi._unexpected
    sys.excepthook(ZeroDivisionError, ZeroDivisionError("by zero"), None)
    [kept] = tmp_path.glob("shiyi-error-*.txt")
    assert "ZeroDivisionError: by zero" in kept.read_text(encoding="utf-8")
    assert capfd.readouterr().err == (
        f"Shiyi made a mistake (ZeroDivisionError); please report it with {kept}.\n"
    )
