"""A home folder and the command line for each test."""

from pathlib import Path

import pytest

from tests.commands.cli import Cli


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    monkeypatch.setenv("SHIYI_HOME", str(home))
    monkeypatch.setenv("COLUMNS", "160")
    return home


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Cli:
    return Cli(monkeypatch, capfd)


@pytest.fixture
def newspaper() -> str:
    """A page of a newspaper as a conversion leaves it: several stories, columns mixed."""
    return Path(__file__).with_name("newspaper.txt").read_text(encoding="utf-8")
