"""Every command stands in docs/operate.md."""

from pathlib import Path

import pytest
import typer

import shiyi

DOCS = Path(__file__).resolve().parents[2] / "docs"


def commands() -> list[str]:
    app = shiyi.build()
    found = [f"shiyi {command.name}" for command in app.registered_commands]
    for group in app.registered_groups:
        assert isinstance(group.typer_instance, typer.Typer)
        found += [
            f"shiyi {group.name} {command.name}" for command in group.typer_instance.registered_commands
        ]
    return found


@pytest.mark.parametrize("command", commands())
def test_every_command_is_documented(command: str) -> None:
    assert f"`{command}" in (DOCS / "operate.md").read_text(encoding="utf-8")
