"""Numbers and dates as mastheads print them."""

from datetime import date

import pytest

from bulletins.dates import chinese_number, find_date, find_number, is_date, is_joint


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("10", 10), ("一〇", 10), ("十", 10), ("十二", 12), ("二十", 20), ("二十一", 21), ("一百零三", 103),
        ("百二十", 120),
        ("三百", 300), ("二○", 20), ("甲", None), ("", None), ("一1", 11),
    ],
)  # fmt: skip
def test_chinese_numbers(text: str, number: int | None) -> None:
    assert chinese_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("第10期", 10), ("第十期", 10), ("（第3期）", 3), ("2021年第3期", 3), ("总第128期", 128),
        ("〔2021〕3号", 3), ("第3期（总第57期）", 3), ("(总第57期)第3期", 3), ("2021年第三期总第二十期", 3),
        ("第二十一期", 21), ("No.12", 12), ("NO12", 12),
        ("第10-11期合刊", 10), ("（12期）", 12), ("2022〔15〕号", None),
        ("2021年11月15日", None),
        ("期待第二个春天", None), ("第一百零二期", 102), ("第0期", None),
    ],
)  # fmt: skip
def test_issue_numbers(text: str, number: int | None) -> None:
    assert find_number(text) == number


def test_joint_issues() -> None:
    assert is_joint("第10-11期") and is_joint("第3期（合刊）")
    assert not is_joint("第10期")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021年11月15日", date(2021, 11, 15)),
        ("二〇二一年十一月十五日", date(2021, 11, 15)),
        ("二○二一年三月二十一日印发", date(2021, 3, 21)),
        ("2021-11-15", date(2021, 11, 15)),
        ("甘肃省妇联2021.11.5印", date(2021, 11, 5)),
        ("2021/1/5", date(2021, 1, 5)),
        ("一九九九年十月一日", date(1999, 10, 1)),
        ("2021年13月15日", None),
        ("2021年2月30日，2021年3月1日", date(2021, 3, 1)),
        ("2021年11月", None),
        ("2021-11.15", None),
        ("电话2021111", None),
    ],
)
def test_dates(text: str, day: date | None) -> None:
    assert find_date(text) == day


@pytest.mark.parametrize(
    "line", ["（2021年5月10日）", "2021 年 5 月 10 日", "二〇二一年五月十日", "2021-05-10", "（2021.5.10）"]
)
def test_a_line_that_is_a_date(line: str) -> None:
    assert is_date(line)


@pytest.mark.parametrize("line", ["2021年5月10日，会议召开", "5月10日", "2021年工作情况", "2021年5月"])
def test_a_line_that_is_more_or_less_than_a_date(line: str) -> None:
    assert not is_date(line)
