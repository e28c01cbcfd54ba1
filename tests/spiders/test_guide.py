"""docs/add-an-outlet.md, followed word for word on the replica, in a copy of the project."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from demo.replica import Replica
from tests.spiders.answers import NOW

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.timeout(400)

# What the commands of the guide start.
PROCESSES = {"shiyi outlet add": "spiders.scaffold", "shiyi outlet check": "crawler.check"}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project, with a `spiders/` and tests that may be written to."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("base", "crawler", "demo", "docs", "reading", "storage", "pyproject.toml"):
        (folder / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "spiders", folder / "spiders", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(
        ROOT / "tests/spiders", folder / "tests/spiders", ignore=shutil.ignore_patterns("__pycache__")
    )
    (folder / "tests/__init__.py").touch()
    return folder


def commands() -> list[list[str]]:
    """The guide's commands, as processes of this machine."""
    text = (ROOT / "docs/add-an-outlet.md").read_text("utf-8")
    lines = [line for block in re.findall(r"```\n(.*?)```", text, re.S) for line in block.splitlines()]
    found = []
    for line in lines:
        module = next((module for command, module in PROCESSES.items() if line.startswith(command)), None)
        words = shlex.split(line) if module is None else ["python", "-m", module, *shlex.split(line)[3:]]
        assert words[:2] == ["python", "-m"]
        takes_now = words[2] in PROCESSES.values() and "--now" not in words
        found.append([*words[2:], *(["--now", NOW.isoformat()] if takes_now else [])])
    return found


def test_the_guide_works_as_it_is_written(project: Path) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SHIYI_")}
    done = []
    with Replica(NOW) as replica:
        env = clean | {"SHIYI_HOME": str(project / "var"), "SHIYI_REPLICA_PORT": str(replica.port)}
        for command in commands():
            if command[0] == "spiders.families.table":
                (project / "docs").unlink()
                (project / "docs").mkdir()
            result = subprocess.run(
                [sys.executable, "-m", *command],
                cwd=project,
                env=env,
                capture_output=True,
                text=True,
                check=False,
            )
            assert result.returncode == 0, (command, result.stdout[-2000:], result.stderr[-2000:])
            done.append(command[0])
    assert done == ["spiders.scaffold", "crawler.check", "pytest", "spiders.families.table"]
    assert "nmgnews" in (project / "docs/outlets.md").read_text("utf-8")
    assert (project / "tests/spiders/fixtures/nmgnews/article.html").stat().st_size > 500
