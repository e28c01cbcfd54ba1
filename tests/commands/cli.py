"""Calls the command line in this process, as `shiyi ARGUMENTS` would be."""

from dataclasses import dataclass

import pytest

import shiyi


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


class Cli:
    """`cli("bulletin", "read", file)`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capfd = monkeypatch, capfd

    def __call__(self, *arguments: object) -> Ended:
        """The exit code and what was written; an exception that gets out fails the test."""
        self._monkeypatch.setattr("sys.argv", ["shiyi", *map(str, arguments)])
        self._capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            shiyi.main()
        code = ended.value.code
        said = self._capfd.readouterr()
        return Ended(code if isinstance(code, int) else 0, said.out, said.err)
