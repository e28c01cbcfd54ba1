"""The database: migrations, transactions, and errors that a person can act on."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select

from base.errors import ShiyiError, UsageError
from storage.database import Database
from storage.migrations import HEAD
from storage.models import Alert, Base

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def test_migrations_go_up_down_and_up_again(empty_database: Database) -> None:
    empty_database.upgrade()
    assert _tables(empty_database) == {*Base.metadata.tables, "alembic_version"}
    command.downgrade(empty_database.alembic(), "base")
    assert inspect(empty_database.engine).get_table_names() == ["alembic_version"]
    empty_database.upgrade()
    assert set(Base.metadata.tables) <= set(inspect(empty_database.engine).get_table_names())


def _tables(database: Database) -> set[str]:
    """All tables but those of the search, which each database has in its own way (storage/search.py)."""
    return {name for name in inspect(database.engine).get_table_names() if _in_models(name)}


def _in_models(name: str | None, *_: object) -> bool:
    return name is None or name.split("_")[0] != "search"


def test_models_and_migrations_agree(database: Database) -> None:
    with database.engine.connect() as connection:
        opts = {"compare_type": True, "include_name": _in_models}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Base.metadata) == []


def test_the_newest_revision_is_the_one_that_the_program_asks_for(empty_database: Database) -> None:
    assert ScriptDirectory.from_config(empty_database.alembic()).get_current_head() == HEAD


def test_a_database_without_tables_says_what_to_run(empty_database: Database) -> None:
    with pytest.raises(UsageError, match="shiyi init"):
        empty_database.require_current()
    empty_database.upgrade()
    empty_database.require_current()


def test_a_server_that_does_not_answer_is_one_sentence() -> None:
    database = Database("postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=2")
    with pytest.raises(ShiyiError, match="cannot be reached"):
        database.require_current()
    database.close()


def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    def store_half() -> None:
        with database.session() as session:
            session.add(Alert(kind="k", text="t", opened_at=NOON, last_case_at=NOON))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        store_half()
    with database.reading() as session:
        assert session.scalars(select(Alert)).all() == []


def test_moments_come_back_in_utc_and_a_naive_one_is_refused(database: Database) -> None:
    china = datetime.fromisoformat("2026-11-20T12:00:00+08:00")
    with database.session() as session:
        session.add(Alert(kind="k", text="t", opened_at=china, last_case_at=china))
    with database.reading() as session:
        opened = session.scalars(select(Alert.opened_at)).one()
    assert opened == NOON
    assert opened.tzinfo is UTC
    with pytest.raises(Exception, match="without its zone"), database.session() as session:
        session.scalars(select(Alert).where(Alert.opened_at > datetime(2026, 1, 1))).all()  # noqa: DTZ001


def test_only_one_alert_of_a_kind_is_open(database: Database) -> None:
    def open_one(closed_at: datetime | None) -> None:
        with database.session() as session:
            session.add(Alert(kind="k", text="t", opened_at=NOON, last_case_at=NOON, closed_at=closed_at))

    open_one(NOON)
    open_one(NOON)
    open_one(None)
    with pytest.raises(Exception, match=r"(?i)unique"):
        open_one(None)


def test_sqlite_readers_do_not_wait_for_a_writer(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.sqlite'}")
    database.upgrade()
    with database.session() as writer:
        writer.add(Alert(kind="k", text="t", opened_at=NOON, last_case_at=NOON))
        writer.flush()
        with database.reading() as reader:
            assert reader.scalars(select(Alert)).all() == []
    database.close()
