"""Outlets mirror what the program declares."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from storage.database import Database
from storage.models import Outlet, OutletState
from storage.outlets import OutletRow, find_column, set_robots, set_state, sync_outlet, sync_outlets

NOW = datetime(2026, 11, 20, tzinfo=UTC)
ROW = OutletRow("a", "甲报", "每日甘肃", "site", "甘肃", True, None, {"https://a.example/l": "要闻"})


def test_declarations_are_mirrored_and_what_is_gone_is_switched_off(database: Database) -> None:
    with database.session() as session:
        sync_outlets(session, [ROW])
        sync_outlets(session, [ROW])
        outlet = session.get_one(Outlet, "a")
        assert [column.name for column in outlet.columns] == ["要闻"]
        assert find_column(session, "a", "https://a.example/l") is outlet.columns[0]
        assert outlet.state is OutletState.OK
        sync_outlets(session, [])
        assert not outlet.enabled


def test_one_declaration_leaves_the_other_outlets_alone(database: Database) -> None:
    with database.session() as session:
        sync_outlets(session, [ROW])
        sync_outlet(session, replace(ROW, key="b", columns={}))
        sync_outlet(session, replace(ROW, name="甲报网"))
        assert session.get_one(Outlet, "a").name == "甲报网"
        assert session.get_one(Outlet, "a").enabled
        assert session.get_one(Outlet, "b").enabled


def test_a_state_keeps_the_moment_it_began(database: Database) -> None:
    with database.session() as session:
        sync_outlets(session, [ROW])
        outlet = session.get_one(Outlet, "a")
        for hours, state in ((0, OutletState.BLOCKED), (1, OutletState.BLOCKED), (2, OutletState.OK)):
            set_state(session, "a", state, f"note {hours}", NOW + timedelta(hours=hours))
            assert outlet.state_since == NOW + timedelta(hours=hours if hours == 2 else 0)
        set_robots(session, "a", "absent", NOW)
        assert (outlet.robots, outlet.state_note) == ("absent", "note 2")
