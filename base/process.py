"""A command in a process group of its own, with limits of time and memory."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

# How often a running process is looked at, and how long it has to end by itself.
LOOK_SECONDS = 0.5
PATIENCE_SECONDS = 10.0
_OUTPUT_LIMIT = 1 << 20
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Why(StrEnum):
    """Why a process ended."""

    BY_ITSELF = "by itself"
    TIME = "time"
    MEMORY = "memory"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` of wall clock; `memory` in bytes, of the process with all that it started."""

    seconds: float
    memory: int


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended: its exit code (or minus a signal's number), the end of what it wrote on stdout."""

    why: Why
    code: int
    output: str


def run_module(
    module: str,
    arguments: Sequence[str],
    *,
    log: Path,
    environment: Mapping[str, str],
    limits: Limits,
    go_on: Callable[[], bool],
) -> Ended:
    """Run a module as a program until it ends, exceeds a limit, or `go_on` (asked twice a second) says no.

    What it writes on stderr goes to `log`. Nothing that it started outlives it, as far as /proc shows it.
    Call it in a thread that outlives it: on Linux the process ends with the thread that started it.
    """
    command = [sys.executable, "-m", "base.child", str(os.getpid()), module, *arguments]
    with log.open("wb") as errors, tempfile.TemporaryFile() as output:
        process = subprocess.Popen(  # noqa: S603 (our own command)
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            env=environment,
            start_new_session=True,
        )
        family = Family(process.pid)
        try:
            why = _watch(process, family, limits, go_on)
        finally:
            _end(process, family)
        size = output.seek(0, os.SEEK_END)
        output.seek(max(0, size - _OUTPUT_LIMIT))
        return Ended(why, process.returncode, output.read().decode("utf-8", "replace"))


class Family:
    """A process group with all its descendants, also those that left the group, as a browser does.

    Who was seen once is remembered: an orphan has no visible tie to the family any more.
    """

    def __init__(self, group: int) -> None:
        self._group = group
        self._members: dict[int, int] = {}

    def look(self) -> int:
        """See who belongs to it now; -> the bytes of memory that they hold."""
        seen = dict(_processes())
        members = {pid for pid, process in seen.items() if process.group == self._group}
        members |= {
            pid for pid, started in self._members.items() if pid in seen and seen[pid].started == started
        }
        while children := {pid for pid, process in seen.items() if process.parent in members} - members:
            members |= children
        self._members = {pid: seen[pid].started for pid in members}
        return sum(seen[pid].memory for pid in members)

    def kill(self) -> None:
        """End at once whoever is left."""
        self.look()
        for pid in self._members:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _watch(
    process: subprocess.Popen[bytes], family: Family, limits: Limits, go_on: Callable[[], bool]
) -> Why:
    until = time.monotonic() + limits.seconds
    while True:
        try:
            process.wait(LOOK_SECONDS)
            return Why.BY_ITSELF
        except subprocess.TimeoutExpired:
            if family.look() > limits.memory:
                return Why.MEMORY
            if time.monotonic() >= until:
                return Why.TIME
            if not go_on():
                return Why.STOPPED


def _end(process: subprocess.Popen[bytes], family: Family) -> None:
    """End the process with all that it started: politely, then for good."""
    if process.poll() is None:
        family.look()
        os.killpg(process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE_SECONDS)
    family.kill()
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@dataclass(frozen=True, slots=True)
class _Process:
    parent: int
    group: int
    started: int
    memory: int


def _processes() -> Iterator[tuple[int, _Process]]:
    """Every process that can be seen, but zombies; none where there is no /proc. proc_pid_stat(5)."""
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            said = file.read_text(encoding="utf-8", errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            continue
        fields = said.rpartition(")")[2].split()
        if fields[0] != "Z":
            yield (
                int(file.parent.name),
                _Process(int(fields[1]), int(fields[2]), int(fields[19]), int(fields[21]) * _PAGE),
            )
