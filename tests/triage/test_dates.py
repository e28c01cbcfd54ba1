"""Days in a text: which is the event's, and which are datelines, deadlines or "as of"."""

from datetime import date

import pytest

from base.text import fold
from triage.dates import Day, Role, dateline_end, find, gap, years

PAGE = date(2021, 5, 11)


def days(text: str, page: date | None = PAGE) -> list[Day]:
    return find(fold(text), page, 160, today=page)


def event(text: str, page: date | None = PAGE) -> tuple[int | None, int | None, int | None] | None:
    found = next((day for day in days(text, page) if day.role is Role.EVENT), None)
    return (found.year, found.month, found.day) if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5月10日，推进会在白银召开。", (2021, 5, 10)),
        ("2019年6月3日，项目启动。", (2019, 6, 3)),
        ("12月20日，表彰会举行。", (2020, 12, 20)),
        ("10日，推进会召开。", (2021, 5, 10)),
        ("25日，推进会召开。", (2021, 4, 25)),
        ("昨日，省妇联走访慰问。", (2021, 5, 10)),
        ("本报兰州5月10日讯（记者 张三）10日，省妇联召开会议。", (2021, 5, 10)),
        ("日前，省政府印发规划。", None),
        ("截至4月30日，完成改造693个。", None),
        ("要在12月31日前完成。", None),
        ("记者10日从省妇联获悉，各地开展关爱行动。", None),
        ("每年5月15日所在周为宣传周。", None),
        ("条例自10月1日起施行。", None),
        ("自3月1日启动以来，成效明显。", None),
    ],
)
def test_the_day_of_the_event(text: str, expected: tuple[int, int, int] | None) -> None:
    assert event(text) == expected


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("本报兰州5月10日讯 省妇联", Role.DATELINE),
        ("新华社北京10日电 国务院", Role.DATELINE),
        ("截至今年8月底，已完成", Role.AS_OF),
        ("到2025年12月，建成", Role.DEADLINE),
        ("每年5月15日所在周", Role.YEARLY),
        ("自10月1日起施行", Role.SINCE),
        ("自10月11日启动以来", Role.BACK),
    ],
)
def test_roles(text: str, role: Role) -> None:
    assert [day.role for day in days(text)] == [role]


def test_without_a_page_date_the_dateline_gives_the_year() -> None:
    assert event("本报兰州2021年5月10日讯 9日，会议召开。", None) == (2021, 5, 9)


def test_without_any_date_the_year_stays_open() -> None:
    assert event("5月10日，会议召开。", None) == (None, 5, 10)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("10月11日至17日举行", "10月12日举行", 0),
        ("2021年10月11日", "2022年10月11日", 365),
        ("10月11日", "10月14日", 3),
    ],
)
def test_gaps(one: str, other: str, expected: int) -> None:
    (first,), (second,) = days(one), days(other)
    assert gap(first, second) == expected


def test_years_of_a_title() -> None:
    assert years("2021年甘肃省网络安全宣传周启动") == {2021}
    assert years("2021年5月甘肃省网络安全宣传周启动") == set()


def test_a_dateline_ends_before_the_text() -> None:
    text = fold("本报兰州5月10日讯 省妇联召开会议")
    assert text[dateline_end(text) :].strip() == "省妇联召开会议"
