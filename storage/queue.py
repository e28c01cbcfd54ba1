"""Runs carried to workers on other machines by Procrastinate, on the same PostgreSQL.

The row in `runs` is the truth; Procrastinate only delivers its number. A delivery too many finds the run taken
and does nothing; one that is lost is made again at the next pass. So nothing is lost with a worker, and
nothing done twice.
"""

import asyncio
import signal
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Status
from sqlalchemy import text

from base.errors import ShiyiError, UsageError
from storage.database import Database

T = TypeVar("T")

QUEUE = "shiyi"
_TASK = "shiyi.run"
# A worker gives Procrastinate a sign so often, and is given up for dead after so long.
_HEARTBEAT_SECONDS = 10.0
_STALLED_SECONDS = 30.0
# Held while the tables of Procrastinate are made: two may start at the same moment.
_SCHEMA_KEY = 0x7368697970


class Queue:
    """Procrastinate on the database of the settings."""

    def __init__(self, database: Database) -> None:
        if database.sqlite:
            raise UsageError("Workers need PostgreSQL; set database_url, see docs/scale.md.")
        self._database = database
        url = database.url.set(drivername="postgresql")
        self._conninfo = url.render_as_string(hide_password=False)

    def prepare(self) -> None:
        """Make Procrastinate's tables, if they are not there."""
        with self._database.session() as session:
            session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SCHEMA_KEY})
            if session.scalar(text("SELECT to_regclass('procrastinate_jobs')")) is None:
                self._run(self._make_tables())

    def deliver(self, run_ids: Iterable[int]) -> int:
        """Put runs in the queue, once each while they wait there; clear what dead workers held. -> how many."""
        return self._run(self._deliver(list(run_ids)))

    def work(self, name: str, at_once: int, do: Callable[[int], None], stop: Callable[[], None]) -> None:
        """Take runs from the queue and have each done, in a thread of its own, until SIGTERM or SIGINT.

        `stop` is called by the signal: what is at work must come to an end soon.
        """
        self._run(self._work(name, at_once, do, stop))

    def _app(self, connections: int) -> App:
        return App(
            connector=PsycopgConnector(
                conninfo=self._conninfo,
                min_size=1,
                max_size=connections,
                kwargs={"connect_timeout": 10},
            )
        )

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        try:
            return asyncio.run(work)
        except (ConnectorException, psycopg.Error) as error:
            raise ShiyiError(f"The queue on {self._database.url} cannot be used: {error}.") from error

    async def _make_tables(self) -> None:
        async with self._app(1).open_async() as app:
            await app.schema_manager.apply_schema_async()

    async def _deliver(self, run_ids: list[int]) -> int:
        count = 0
        async with self._app(1).open_async() as app:
            for job in await app.job_manager.get_stalled_jobs(
                queue=QUEUE, seconds_since_heartbeat=_STALLED_SECONDS
            ):
                await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
            for run_id in run_ids:
                task = app.configure_task(_TASK, queue=QUEUE, queueing_lock=f"run {run_id}")
                try:
                    await task.defer_async(run_id=run_id)
                    count += 1
                except AlreadyEnqueued:
                    continue
        return count

    async def _work(
        self, name: str, at_once: int, do: Callable[[int], None], stop: Callable[[], None]
    ) -> None:
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(at_once) as threads:
            app = self._app(at_once + 3)

            @app.task(name=_TASK, queue=QUEUE)
            async def run(run_id: int) -> None:
                await loop.run_in_executor(threads, do, run_id)

            async with app.open_async():
                worker = asyncio.create_task(
                    app.run_worker_async(
                        queues=[QUEUE],
                        name=name,
                        concurrency=at_once,
                        delete_jobs="always",
                        install_signal_handlers=False,
                        update_heartbeat_interval=_HEARTBEAT_SECONDS,
                        stalled_worker_timeout=_STALLED_SECONDS,
                    )
                )
                for number in (signal.SIGTERM, signal.SIGINT):
                    loop.add_signal_handler(number, _end, worker, stop)
                try:
                    await worker
                except asyncio.CancelledError:  # by the signal; the jobs at work have ended
                    return


def _end(worker: "asyncio.Task[None]", stop: Callable[[], None]) -> None:
    stop()
    worker.cancel()
