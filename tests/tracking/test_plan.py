"""What is due when."""

from datetime import UTC, datetime, time, timedelta

import pytest

from base.clock import CHINA, china
from base.settings import Settings
from tracking.plan import catch_up_at, digest_day, digest_slots, last_slot, offset, slots, triage_is_due

CRAWL = Settings.model_fields["crawl_schedule"].default
EPAPER = Settings.model_fields["epaper_schedule"].default


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA).astimezone(UTC)


def shown(moments: list[datetime]) -> list[str]:
    return [china(moment).strftime("%dT%H:%M") for moment in moments]


def test_sites_are_read_every_two_hours_of_the_day_in_china() -> None:
    found = slots(CRAWL, at("2026-11-20T06:00"), at("2026-11-21T07:00"))
    assert shown(found) == [f"20T{hour:02}:00" for hour in range(7, 22, 2)] + ["21T07:00"]
    assert shown(slots(EPAPER, at("2026-11-20T00:00"), at("2026-11-20T23:00"))) == ["20T06:30", "20T08:30"]


def test_a_span_holds_its_end_and_not_its_beginning() -> None:
    seven, nine = at("2026-11-20T07:00"), at("2026-11-20T09:00")
    assert shown(slots(CRAWL, seven, nine)) == ["20T09:00"]
    assert slots(CRAWL, nine, seven) == []


@pytest.mark.parametrize(
    ("now", "slot"),
    [("20T07:00", "20T07:00"), ("20T08:59", "20T07:00"), ("20T06:59", "19T21:00"), ("20T23:59", "20T21:00")],
)
def test_the_last_slot_is_the_newest_that_has_passed(now: str, slot: str) -> None:
    found = last_slot(CRAWL, at(f"2026-11-{now}"))
    assert found is not None
    assert shown([found]) == [slot]


def test_a_seldom_schedule_may_have_no_last_slot() -> None:
    assert last_slot("0 8 1 1 *", at("2026-11-20T00:00")) is None
    weekly = last_slot("0 8 * * mon", at("2026-11-20T00:00"))
    assert weekly is not None
    assert shown([weekly]) == ["16T08:00"]


def test_each_outlet_has_its_own_lasting_place_in_the_spread() -> None:
    places = {key: offset(key, 600) for key in ("gsrb", "gswomen", "wsjk", "gansudaily")}
    assert len(set(places.values())) == len(places)
    assert all(timedelta() <= place < timedelta(seconds=600) for place in places.values())
    assert places == {key: offset(key, 600) for key in places}
    assert offset("gsrb", 0) == timedelta()


def test_only_what_is_late_by_downtime_is_spread_anew() -> None:
    due = at("2026-11-20T07:03")
    assert catch_up_at("gsrb", due, due + timedelta(minutes=20), 600) == due
    now = due + timedelta(hours=9)
    assert catch_up_at("gsrb", due, now, 600) == now + offset("gsrb", 600)


def test_a_digest_goes_out_on_working_days_alone() -> None:
    # The National Day of 2026: off from Thursday the 1st to Wednesday the 7th; Saturday the 10th is worked.
    found = digest_slots(time(7, 30), at("2026-09-30T00:00"), at("2026-10-11T23:00"))
    assert shown(found) == ["30T07:45", "08T07:45", "09T07:45", "10T07:45"]


def test_a_digest_belongs_to_the_day_of_its_cut_off() -> None:
    [slot] = digest_slots(time(23, 50), at("2026-11-20T12:00"), at("2026-11-21T12:00"))
    assert shown([slot]) == ["21T00:05"]
    assert digest_day(slot).isoformat() == "2026-11-20"


@pytest.mark.parametrize(
    ("minutes", "fetching", "digest_waits", "due"),
    [
        (None, False, True, False),
        (1, False, False, True),
        (1, True, False, False),
        (10, True, False, True),
        (1, True, True, True),
    ],
)
def test_a_round_is_judged_at_once_but_does_not_wait_for_ever(
    minutes: int | None, fetching: bool, digest_waits: bool, due: bool
) -> None:
    now = at("2026-11-20T07:45")
    since = None if minutes is None else now - timedelta(minutes=minutes)
    assert triage_is_due(now, since, fetching=fetching, digest_waits=digest_waits) is due
