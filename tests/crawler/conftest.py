"""Spiders run as they do in service: in processes of their own, with warnings as errors."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import pytest

from storage.database import Database

ROOT = Path(__file__).resolve().parents[2]


class Spawn(Protocol):
    """Runs a module and returns what it said on stdout (JSON), with its exit code and log."""

    def __call__(self, *command: str, **environment: str) -> dict[str, Any]: ...


def new_home(folder: Path) -> Path:
    """A SHIYI_HOME with an empty database."""
    database = Database(f"sqlite:///{folder / 'shiyi.sqlite'}")
    database.upgrade()
    database.close()
    return folder


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that tests share which store nothing."""
    return new_home(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def spawn_in() -> Callable[[Path], Spawn]:
    """Makes a `Spawn` for a home."""

    def make(home: Path) -> Spawn:
        def spawn(*command: str, **environment: str) -> dict[str, Any]:
            clean = {name: value for name, value in os.environ.items() if not name.startswith("SHIYI_")}
            result = subprocess.run(
                [sys.executable, "-m", *command],
                cwd=ROOT,
                env=clean | {"SHIYI_HOME": str(home), "PYTHONWARNINGS": "error"} | environment,
                capture_output=True,
                text=True,
                timeout=300,
                check=False,
            )
            assert result.returncode in (0, 3), result.stderr[-3000:]
            lines = result.stdout.splitlines()
            said: dict[str, Any] = json.loads(lines[-1]) if lines else {}
            return said | {"exit": result.returncode, "log": result.stderr}

        return spawn

    return make
