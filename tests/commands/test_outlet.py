"""`shiyi outlet`: proves a declaration against the replica, refuses what is none."""

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from demo.replica import Replica
from tests.commands.cli import Cli

NOW = "2026-11-19T08:00"


def test_check_says_field_by_field_what_it_found(home: Path) -> None:

    with Replica(datetime.fromisoformat(NOW)) as replica:
        done = subprocess.run(
            [sys.executable, "-m", "shiyi", "outlet", "check", "gansudaily", "--json", "--now", NOW],
            env=os.environ | {"SHIYI_REPLICA_PORT": str(replica.port)},
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["state"] == "ok"
    assert all(column["rows"] for column in found["columns"])
    assert len(found["articles"]) == 3
    assert found["articles"][0]["fields"]["title"]["how"]
    assert not (home / "shiyi.sqlite").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["check", "nobody"], "There is no outlet with the key nobody"),
        (["add", "https://a.example/", "--key", "BAD KEY", "--name", "某网"], "is no key"),
        (["add", "file:///etc/passwd", "--key", "some", "--name", "某网"], "is no address of a list"),
    ],
)
def test_wrong_use_is_one_sentence(cli: Cli, arguments: list[str], says: str) -> None:
    ended = cli("outlet", *arguments)
    assert ended.code == 2
    assert says in ended.err
