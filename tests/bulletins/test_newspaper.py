"""Newspaper pages are told from bulletins and read without inventing anything."""

from datetime import date
from pathlib import Path

import pytest

from base.text import squash
from bulletins.model import Kind, Section
from bulletins.read import read_bulletin
from tests.base.pdf_maker import make_pdf
from tests.bulletins.layouts import HEAD, columns

PAGE = (Path(__file__).parent / "data" / "newspaper.txt").read_text(encoding="utf-8")


def test_a_page_is_a_page() -> None:
    issue = read_bulletin(PAGE.encode(), "a.txt")
    assert (issue.kind, issue.title, issue.number, issue.date) == (
        Kind.NEWSPAPER, "青河日报 第3版", None, date(2023, 9, 16),
    )  # fmt: skip
    assert [item.section for item in issue.items] == [Section.MAIN] * 2 + [Section.BRIEF] * 2
    assert issue.warnings[0].startswith("这是报纸版面，不是简报")


def test_every_word_is_kept_once_and_in_order() -> None:
    issue = read_bulletin(PAGE.encode(), "a.txt")
    said = "".join(item.title + item.body for item in issue.items)
    text = PAGE.partition("李想")[2].replace("简讯\n", "")
    assert squash(said) == squash(text)


def test_a_line_from_another_column_is_not_joined() -> None:
    body = read_bulletin(PAGE.encode(), "a.txt").items[1].body
    assert "\n东坪市新建口袋公园12处，把边角地变成居民身边的小花园。\n" in body


def test_lines_that_the_page_elsewhere_writes_as_one_are_joined() -> None:
    body = read_bulletin(PAGE.encode(), "a.txt").items[1].body
    assert "组成联合社，统一品牌" in body


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(HEAD) + "\n目录\n◆ 会议召开\n会议召开\n本报讯 会议召开。\n本报讯 会议结束。",
        PAGE.replace("青河日报\n", "青河日报\n简报\n第3期\n", 1),
        "会议召开\n本报讯 会议召开。\n信息来源：青河日报\n会议结束\n本报讯 会议结束。\n信息来源：青河日报",
    ],
)
def test_a_bulletin_that_quotes_papers_is_a_bulletin(text: str) -> None:
    assert read_bulletin(text.encode(), "a.txt").kind is not Kind.NEWSPAPER


def test_columns_of_a_printed_page() -> None:
    stories = [
        ("全省义诊活动启动", ["本报讯（记者 赵某）" + "九月十五日全省秋冬季义诊活动在云州市启动。" * 8]),
        ("柳川苹果出山", ["本报讯（记者 孙某）" + "眼下正是早熟苹果采收时节果农喜笑颜开。" * 8]),
        ("东坪新建公园", ["本报讯（记者 周某）" + "东坪市今年已经建成口袋公园一十二处。" * 8]),
        ("双桥消防演练", ["本报讯（记者 吴某）" + "双桥镇组织辖区六家企业开展消防演练。" * 8]),
    ]
    data = make_pdf(columns(stories, "青河日报", "2023年9月16日 星期六 第3版"))
    issue = read_bulletin(data, "a.pdf")
    assert issue.kind is Kind.NEWSPAPER
    assert sorted(item.title for item in issue.items) == sorted(title for title, _ in stories)
    for item in issue.items:
        assert squash(item.body) == squash("".join(dict(stories)[item.title]))
