"""Hostile bytes in, bytes out: programs in a process group of their own, ended as a group, with no secrets.

(`base.process` is for the program's own long runs: with a log, watched, asked to end.)
"""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]


class TimedOut(Exception):
    """The program took longer than it was given, and was ended."""


class Crashed(Exception):
    """The program ended with an error."""


def run(
    command: Sequence[str], data: bytes = b"", *, seconds: float, env: Mapping[str, str] | None = None
) -> bytes:
    """What `command` wrote to stdout, given `data` on stdin. Raises TimedOut, Crashed, FileNotFoundError."""
    with subprocess.Popen(  # noqa: S603 - our own programs, no shell
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=dict(env) if env is not None else None,
        start_new_session=True,
    ) as process:
        try:
            output, _ = process.communicate(data, timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise TimedOut(command[0]) from error
        finally:
            _end_group(process)
    if process.returncode != 0:
        raise Crashed(command[0])
    return output


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End whatever the program started, also what it left behind."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return  # all of it has ended


def run_module(module: str, data: bytes, *arguments: str, seconds: float) -> bytes:
    """`run` of one of our own modules as a program, with an environment that holds no secrets."""
    env = {"PYTHONPATH": str(_ROOT), "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}
    return run([sys.executable, "-P", "-m", module, *arguments], data, seconds=seconds, env=env)


def limit_self(*, memory: int, cpu_seconds: int) -> None:
    """For the program itself, first thing: bounds that hold also if whoever started it is gone."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        memory = min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (memory, hard))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
