from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.clock import CHINA
from reading import dates
from reading.dates import When

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)  # 18:00 in China


def at(*fields: int) -> datetime:
    return datetime(*fields, tzinfo=CHINA)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022-02-11 08:52:25", at(2022, 2, 11, 8, 52, 25)),
        ("2022年02月13日07:48", at(2022, 2, 13, 7, 48)),
        ("2019年10月31日 23:00", at(2019, 10, 31, 23, 0)),
        ("2022/06/28/ 18:03", at(2022, 6, 28, 18, 3)),
        ("2021年05月11日", date(2021, 5, 11)),
        ("2022.01.20 16:31", at(2022, 1, 20, 16, 31)),
        ("2022-2-11 8:5", at(2022, 2, 11, 8, 5)),
        ("2022-02-1108:52", at(2022, 2, 11, 8, 52)),
        ("2023-03-15-09:18:40", at(2023, 3, 15, 9, 18, 40)),
        ("2022 11/15 09:02:48", at(2022, 11, 15, 9, 2, 48)),
        ("2026年11月21日 08时05分", at(2026, 11, 21, 8, 5)),
        ("2016年06月30日09时30分", at(2016, 6, 30, 9, 30)),
        ("2022 年 10 月 30 日 星期日 下午3:20", at(2022, 10, 30, 15, 20)),
        ("２０２２年１月５日", date(2022, 1, 5)),
        ("二〇二二年二月十一日", date(2022, 2, 11)),
        ("二○一九年十月三十一日", date(2019, 10, 31)),
        ("2022-02-11T08:52:25+08:00", at(2022, 2, 11, 8, 52, 25)),
        ("2022-02-11T00:52:25Z", at(2022, 2, 11, 8, 52, 25)),
        ("2022-02-10T16:00:00.000Z", date(2022, 2, 11)),
        ("2021-11-25 16:26:07.0", at(2021, 11, 25, 16, 26, 7)),
        ("20220211085225", at(2022, 2, 11, 8, 52, 25)),
        ("20220211", date(2022, 2, 11)),
        ("1644540745", at(2022, 2, 11, 8, 52, 25)),
        ("1644540745000", at(2022, 2, 11, 8, 52, 25)),
        ("Fri, 11 Feb 2022 08:52:25 +0800", at(2022, 2, 11, 8, 52, 25)),
        ("Thu Feb 10 17:20:28 CST 2022", at(2022, 2, 10, 17, 20, 28)),
        ("2022-02-11 00:00:00", date(2022, 2, 11)),
        ("2022-02-11 24:10", date(2022, 2, 11)),
        ("2022-02-30", None),
        ("2027-01-01", None),
        ("1899-01-01", None),
        ("2022年02月", None),
        ("", None),
    ],
)
def test_machine_made_dates(text: str, expected: When | None) -> None:
    assert dates.parse(text, NOW) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("11-21", date(2026, 11, 21)),
        ("[11/22]", date(2026, 11, 22)),
        ("11-23", date(2025, 11, 23)),  # tomorrow is no date of a list row: the last one it was
        ("12-31", date(2025, 12, 31)),
        ("01月05日", date(2026, 1, 5)),
        ("02-29", date(2024, 2, 29)),
        ("11-21 08:20", at(2026, 11, 21, 8, 20)),
        ("22-02-11", date(2022, 2, 11)),
        ("13 2022-02", date(2022, 2, 13)),
        ("13 2022年02月", date(2022, 2, 13)),
        ("2022.02 13", date(2022, 2, 13)),
        ("02-13 2022", date(2022, 2, 13)),
        ("昨天 08:20", at(2026, 11, 21, 8, 20)),
        ("昨天", date(2026, 11, 21)),
        ("前天", date(2026, 11, 20)),
        ("今天 09:15", at(2026, 11, 22, 9, 15)),
        ("刚刚", at(2026, 11, 22, 18, 0)),
        ("5分钟前", at(2026, 11, 22, 17, 55)),
        ("3小时前", date(2026, 11, 22)),
        ("20小时前", date(2026, 11, 21)),
        ("17小时前", date(2026, 11, 22)),
        ("2天前", date(2026, 11, 20)),
        ("2026-11-20", date(2026, 11, 20)),
        ("阅读 12-34", None),
        ("", None),
    ],
)
def test_dates_of_list_rows(text: str, expected: When | None) -> None:
    assert dates.parse_listed(text, NOW) == expected


def test_an_hour_that_spans_midnight_leaves_the_day_open() -> None:
    half_past_two = datetime(2026, 11, 21, 18, 30, tzinfo=UTC)
    assert dates.parse_listed("1小时前", half_past_two) == date(2026, 11, 22)
    assert dates.parse_listed("2小时前", half_past_two) is None


def test_a_day_and_month_turn_with_the_year() -> None:
    new_year = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)  # 1 January 2027, 01:00 in China
    assert dates.parse_listed("12-31", new_year) == date(2026, 12, 31)
    assert dates.parse_listed("01-01", new_year) == date(2027, 1, 1)


def test_all_dates_of_a_text_with_their_places() -> None:
    text = "发布日期：2022-01-28 成文日期：2022年1月27日"
    assert [(found.when, text[found.start : found.end]) for found in dates.find(text, NOW)] == [
        (date(2022, 1, 28), "2022-01-28"),
        (date(2022, 1, 27), "2022年1月27日"),
    ]


@given(st.datetimes(datetime(1996, 1, 1), datetime(2026, 11, 21)), st.sampled_from(("-", "/", ".")))  # noqa: DTZ001
def test_what_is_written_is_read(moment: datetime, sign: str) -> None:
    text = f"{moment:%Y{sign}%m{sign}%d %H:%M:%S}"
    expected = moment.replace(microsecond=0, tzinfo=CHINA)
    midnight = (moment.hour, moment.minute) == (0, 0)
    assert dates.parse(text, NOW) == (expected.date() if midnight else expected)


@given(st.text(max_size=80))
def test_no_text_raises_and_no_date_is_in_the_future(text: str) -> None:
    for when in (dates.parse(text, NOW), dates.parse_listed(text, NOW)):
        assert when is None or dates.day_of(when) <= date(2026, 11, 22)
