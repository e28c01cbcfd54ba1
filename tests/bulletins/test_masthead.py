"""Heads of issues in the forms that offices use."""

from datetime import date

import pytest

from base.documents import Block
from bulletins.lines import Line
from bulletins.masthead import imprint_date, read_masthead
from bulletins.model import Kind

TEXT = "9月6日，会议在云州召开，各市州妇儿工委办公室负责同志、监测统计人员共86人参加会议并作了交流发言。"


def _lines(*texts: str) -> list[Line]:
    return [Line(text, "", Block(text, whole=False)) for text in texts]


@pytest.mark.parametrize(
    ("head", "title", "number", "day"),
    [
        (
            ["青河省妇女儿童工作委员会 简 报", "第 10 期", "青河省妇儿工委办公室编辑", "2021 年 11 月 15 日"],
            "青河省妇女儿童工作委员会简报", 10, date(2021, 11, 15),
        ),
        (
            ["内部资料 注意保存", "青河妇女儿童工作", "简报", "（2022年第4期 总第136期）",
             "青河省妇儿工委办 2022年6月28日"],
            "青河妇女儿童工作简报", 4, date(2022, 6, 28),
        ),
        (
            ["工作动态", "〔2022〕12号", "青河省妇儿工委办公室", "二〇二二年十一月三日"],
            "青河省妇儿工委办公室工作动态", 12, date(2022, 11, 3),
        ),
        (
            ["简 报", "第 5 期", "（总第 61 期）", "青河省妇儿工委办公室 2024年5月16日"],
            "青河省妇儿工委办公室简报", 5, date(2024, 5, 16),
        ),
        (["青河妇女儿童", "总第128期", "2024.5.16"], "青河妇女儿童", 128, date(2024, 5, 16)),
        (["青河省妇儿工委简报 第3期 2024-05-16"], "青河省妇儿工委简报", 3, date(2024, 5, 16)),
        (["简报", "第十二期", "签发人：李某", "（2024年5月16日）"], "简报", 12, date(2024, 5, 16)),
        (["青河省妇儿工委办公室", "信息", "第7期"], "青河省妇儿工委办公室信息", 7, None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("contents", [True, False])
def test_mastheads(head: list[str], title: str, number: int, day: date | None, contents: bool) -> None:
    rest = ["目 录", "◆ 会议在云州召开"] if contents else ["会议在云州召开", TEXT]
    read = read_masthead(_lines(*head, *rest))
    assert (read.title, read.kind, read.number, read.date) == (title, Kind.BULLETIN, number, day)
    assert read.end == len(head)


def test_a_special_issue_has_no_number() -> None:
    lines = _lines(
        "青河省妇儿工委",
        "专 刊",
        "2021年5月26日",
        "在全体会议上的讲话",
        "省长 张某",
        "（2021年5月10日）",
        TEXT,
    )
    read = read_masthead(lines)
    assert (read.title, read.kind, read.number) == ("青河省妇儿工委专刊", Kind.SPECIAL, None)
    assert (read.date, read.end) == (date(2021, 5, 26), 3)


@pytest.mark.parametrize(
    "texts",
    [
        ["会议在云州召开", TEXT],
        [TEXT, "信息来源：青河日报"],
        ["柳川县妇联", "2021年5月26日讯，会议召开。", TEXT],
        ["简讯：", "柳川县举办培训", TEXT],
    ],
)
def test_no_masthead(texts: list[str]) -> None:
    read = read_masthead(_lines(*texts))
    assert (read.title, read.kind, read.number, read.date, read.end) == ("", Kind.FRAGMENT, None, None, 0)


def test_joint_issues_are_reported() -> None:
    read = read_masthead(_lines("青河省妇儿工委简报", "第10-11期（合刊）", "目录"))
    assert read.number == 10
    assert "合刊" in read.warnings[0]


@pytest.mark.parametrize(
    ("texts", "day"),
    [
        (["发：各市州", "青河省妇联办公室 2021年11月15日印发"], date(2021, 11, 15)),
        (["青河省妇联办公室 2", "021年11月15日印发"], date(2021, 11, 15)),
        (["二〇二一年十一月十五日印"], date(2021, 11, 15)),
        (["2021年11月15日", "印160份"], date(2021, 11, 15)),
        (["发：各市州2021年会议代表"], None),
    ],
)
def test_the_day_of_the_imprint(texts: list[str], day: date | None) -> None:
    assert imprint_date(_lines(*texts)) == day
