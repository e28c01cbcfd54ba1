"""A run that is stopped on its way is simply repeated: nothing is lost, nothing doubles."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from base.clock import CHINA
from demo.content import library
from demo.faults import FaultKind
from demo.replica import Replica
from storage.database import Database
from storage.models import Article, Column, Outlet, Version
from tests.crawler.conftest import ROOT, Spawn, new_home

NOW = datetime(2026, 11, 20, 9, tzinfo=CHINA)

pytestmark = pytest.mark.timeout(400)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_the_next_run_finds_what_the_stopped_one_left(
    how: signal.Signals, spawn_in: Callable[[Path], Spawn], tmp_path: Path
) -> None:
    database = Database(f"sqlite:///{new_home(tmp_path) / 'shiyi.sqlite'}")
    with Replica(NOW) as replica:
        command = ("crawler.run", "gscn", "--now", NOW.isoformat())
        env = {"SHIYI_HOME": str(tmp_path), "SHIYI_REPLICA_PORT": str(replica.port)}
        replica.fault("gansu.gscn.com.cn", FaultKind.SLOW, path="/system", seconds=1.5)
        with subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=os.environ | env,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as process:
            while not [hit for hit in replica.log if "/system/" in hit.path]:
                assert process.poll() is None
                time.sleep(0.05)
            process.send_signal(how)
            said, _ = process.communicate()
        assert process.returncode == (1 if how is signal.SIGTERM else -9)
        assert (b"ended early: shutdown" in said) is (how is signal.SIGTERM)
        with database.reading() as session:
            assert session.get_one(Outlet, "gscn").state_since is None
        replica.clear_faults()
        assert spawn_in(tmp_path)(*command, **env)["exit"] == 0
    shown = [article for article in library().of("gscn") if article.listed(NOW)]
    with database.reading() as session:
        for table in (Article, Version):
            assert session.scalar(select(func.count()).select_from(table)) == len(shown)
        assert all(column.digest for column in session.scalars(select(Column)))
    database.close()
