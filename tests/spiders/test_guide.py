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


# A list of each family that the guide's commands find, beside the one that is written there.
LISTS = {
    "new_platform": "https://jyt.gansu.gov.cn/jyt/c110634/zwgklist.shtml",
    "new_news": "http://gansu.gansudaily.com.cn/gsbb/index.shtml",
    "new_paper": "https://szb.gansudaily.com.cn/gsrb/",
    "new_jpaas": "https://www.pingliang.gov.cn/zwdt/bmdt/index.html",
    "new_plain": "http://www.gswomen.org.cn/shouye/xinwendongtai/fulianyaowen/",
    "new_feed": "http://rss.gscn.com.cn/gansu.xml",
}


def commands() -> list[str]:
    """The guide's commands, as they are written."""
    text = (ROOT / "docs/add-an-outlet.md").read_text("utf-8")
    return [line for block in re.findall(r"```\n(.*?)```", text, re.S) for line in block.splitlines()]


def process(line: str) -> list[str]:
    """A command as a process of this machine."""
    module = next((module for command, module in PROCESSES.items() if line.startswith(command)), None)
    words = shlex.split(line) if module is None else ["python", "-m", module, *shlex.split(line)[3:]]
    assert words[:2] == ["python", "-m"]
    takes_now = words[2] in PROCESSES.values() and "--now" not in words
    return [*words[2:], *(["--now", NOW.isoformat()] if takes_now else [])]


def test_the_guide_works_as_it_is_written_for_an_outlet_of_each_family(project: Path) -> None:
    add, check, test, table = commands()
    (written,) = re.findall(r"https?://\S+", add)
    lines = [add, check]
    for key, url in LISTS.items():
        lines += [line.replace(written, url).replace("nmgnews", key) for line in (add, check)]
    lines += [test.replace("nmgnews", f"'{' or '.join(['nmgnews', *LISTS])}'"), table]
    (project / "docs").unlink()
    (project / "docs").mkdir()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SHIYI_")}
    with Replica(NOW) as replica:
        env = clean | {"SHIYI_HOME": str(project / "var"), "SHIYI_REPLICA_PORT": str(replica.port)}
        for line in lines:
            command = [sys.executable, "-m", *process(line)]
            result = subprocess.run(
                command, cwd=project, env=env, capture_output=True, text=True, check=False
            )
            assert result.returncode == 0, (line, result.stdout[-2000:], result.stderr[-2000:])
    for key in ("nmgnews", *LISTS):
        assert f"`{key}`" in (project / "docs/outlets.md").read_text("utf-8")
        assert (project / f"tests/spiders/fixtures/{key}/article.html").stat().st_size > 500
