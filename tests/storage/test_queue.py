"""Procrastinate only delivers: each run waits in the queue once, however often it is put there."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from base.errors import UsageError
from storage.database import Database
from storage.queue import Queue
from tests.conftest import Servers


@pytest.fixture
def database(servers: Servers) -> Iterator[Database]:
    database = servers.make("postgresql", tables=True)
    yield database
    database.close()


def waiting(database: Database) -> int:
    with database.session() as session:
        return session.scalar(text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")) or 0


def test_its_tables_are_made_once_by_whoever_comes_first(database: Database) -> None:
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda _: Queue(database).prepare(), range(3)))
    assert waiting(database) == 0


def test_a_run_waits_there_once(database: Database) -> None:
    queue = Queue(database)
    queue.prepare()
    assert queue.deliver([1, 2]) == 2
    assert queue.deliver([1, 2, 3]) == 1
    assert waiting(database) == 3


def test_what_a_dead_worker_held_is_cleared_and_delivered_again(database: Database) -> None:
    queue = Queue(database)
    queue.prepare()
    queue.deliver([1])
    with database.session() as session:
        session.execute(
            text("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')")
        )
        session.execute(
            text(
                "UPDATE procrastinate_jobs SET status = 'doing',"
                " worker_id = (SELECT id FROM procrastinate_workers)"
            )
        )
    assert queue.deliver([1]) == 1
    with database.session() as session:
        assert session.scalar(text("SELECT count(*) FROM procrastinate_jobs")) == 1


def test_it_needs_postgresql(servers: Servers) -> None:
    sqlite = servers.make("sqlite", tables=False)
    with pytest.raises(UsageError, match="need PostgreSQL"):
        Queue(sqlite)
