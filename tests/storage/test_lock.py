"""One process keeps the clock; it is free again as soon as that process is gone."""

import subprocess
import sys

from sqlalchemy import text

from storage.database import Database
from storage.lock import ClockLock


def test_one_holds_it_until_it_gives_it_back(database: Database) -> None:
    one, other = ClockLock(database), ClockLock(database)
    assert not one.holds()
    assert one.acquire()
    assert one.holds()
    assert not other.acquire()
    one.release()
    assert not one.holds()
    assert other.acquire()
    other.release()


def test_whoever_is_killed_holds_it_no_more(database: Database) -> None:
    script = (
        "import sys, time; from storage.database import Database; from storage.lock import ClockLock\n"
        "lock = ClockLock(Database(sys.argv[1])); print(lock.acquire(), flush=True); time.sleep(600)"
    )
    url = database.url.render_as_string(hide_password=False)
    with subprocess.Popen([sys.executable, "-c", script, url], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "True"
        lock = ClockLock(database)
        assert not lock.acquire()
        process.kill()
    for _ in range(100):
        if lock.acquire():
            break
    assert lock.holds()
    lock.release()


def test_a_server_that_was_restarted_has_forgotten(database: Database) -> None:
    if database.sqlite:
        return
    lock = ClockLock(database)
    assert lock.acquire()
    with database.session() as session:
        session.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_locks"
                " WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
            )
        )
    assert not lock.holds()
    assert lock.acquire()
    lock.release()
