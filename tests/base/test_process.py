"""Processes within limits: whatever a run does, it ends, and with it all that it started."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from base.process import Ended, Family, Limits, Why, run_module

ROOM = Limits(seconds=30, memory=2**30)
Run = Callable[..., Ended]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a script as a module; `patience` is how often it may be asked whether to go on."""
    monkeypatch.setattr("base.process.PATIENCE_SECONDS", 1.0)

    def call(script: str, limits: Limits = ROOM, patience: int = 1000) -> Ended:
        (tmp_path / "pretend.py").write_text(f"import os, signal, subprocess, sys, time\n{script}")
        asked = iter(range(patience))
        return run_module(
            "pretend",
            ["--word", "值"],
            log=tmp_path / "log",
            environment=os.environ | {"PYTHONPATH": str(tmp_path)},
            limits=limits,
            go_on=lambda: next(asked, None) is not None,
        )

    return call


@pytest.mark.parametrize(
    ("script", "why", "code", "output"),
    [
        ("print(sys.argv[1:])", Why.BY_ITSELF, 0, "['--word', '值']\n"),
        ("print('a'); sys.exit(3)", Why.BY_ITSELF, 3, "a\n"),
        ("os.abort()", Why.BY_ITSELF, -6, ""),
        ("print('x' * 2_000_000, end='')", Why.BY_ITSELF, 0, "x" * 2**20),
    ],
)
def test_what_it_writes_and_how_it_ends_is_told(
    run: Run, script: str, why: Why, code: int, output: str
) -> None:
    ended = run(script)
    assert (ended.why, ended.code, ended.output) == (why, code, output)


@pytest.mark.parametrize(
    ("script", "limits", "patience", "why"),
    [
        ("time.sleep(600)", Limits(1.0, 2**30), 1000, Why.TIME),
        ("hoard = b'x' * 300_000_000; time.sleep(600)", Limits(30, 150 * 2**20), 1000, Why.MEMORY),
        ("time.sleep(600)", ROOM, 1, Why.STOPPED),
        (
            "signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)",
            Limits(1.5, 2**30),
            1000,
            Why.TIME,
        ),
    ],
)
def test_who_exceeds_a_limit_is_ended(run: Run, script: str, limits: Limits, patience: int, why: Why) -> None:
    ended = run(script, limits, patience)
    assert ended.why is why
    assert ended.code < 0


@pytest.mark.parametrize("then", ["time.sleep(600)", "time.sleep(2); sys.exit()"])
def test_nothing_that_it_started_outlives_it(run: Run, tmp_path: Path, then: str) -> None:
    """Neither in its group, nor a child that has made itself a group of its own, as a browser does."""
    script = f"""
sleeper = [sys.executable, "-c", "import time; time.sleep(600)"]
pids = [subprocess.Popen(sleeper, start_new_session=own).pid for own in (False, True)]
open({str(tmp_path / "pids")!r}, "w").write(str(pids))
{then}
"""
    run(script, Limits(4.0, 2**30))
    pids = json.loads((tmp_path / "pids").read_text())
    until = time.monotonic() + 10
    while any(is_alive(pid) for pid in pids):
        assert time.monotonic() < until
        time.sleep(0.05)


def test_its_memory_is_that_of_all_it_started(run: Run) -> None:
    script = """
hoard = "import time; hoard = b'x' * 60_000_000; time.sleep(600)"
child = subprocess.Popen([sys.executable, "-c", hoard], start_new_session=True)
exec(hoard)
"""
    assert run(script, Limits(30, 120_000_000)).why is Why.MEMORY
    assert run(script.replace("60_000_000", "20_000_000"), Limits(2, 120_000_000)).why is Why.TIME


def test_a_family_that_is_gone_holds_nothing() -> None:
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
    family = Family(process.pid)
    assert family.look() > 0
    family.kill()
    process.wait()
    assert family.look() == 0


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux ends a process with its parent.")
def test_it_ends_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    (tmp_path / "pretend.py").write_text(
        "import os, pathlib, sys, time\n"
        "pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))\n"
        "time.sleep(600)"
    )
    pid_file = tmp_path / "pid"
    script = (
        "import os, sys; from pathlib import Path; from base.process import *\n"
        f"run_module('pretend', [{str(pid_file)!r}], log=Path({str(tmp_path / 'log')!r}),"
        f" environment=os.environ | {{'PYTHONPATH': {str(tmp_path)!r}}},"
        " limits=Limits(60, 2**30), go_on=lambda: True)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script])
    until = time.monotonic() + 30
    while not (pid_file.exists() and pid_file.read_text()):
        assert time.monotonic() < until
        time.sleep(0.05)
    child = int(pid_file.read_text())
    parent.kill()
    parent.wait()
    while is_alive(child):
        assert time.monotonic() < until
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rsplit(")", 1)[1].split()[0] != "Z"
