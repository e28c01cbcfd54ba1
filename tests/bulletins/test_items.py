"""What stands under a title and at the end of an item is told from its text."""

import pytest

from base.documents import Align, Block
from bulletins.contents import Contents, Entry
from bulletins.items import cut_items
from bulletins.lines import Line
from bulletins.model import Item

TITLE = "青河省召开妇女儿童工作会议"
TEXT = "会议在云州召开，各市州负责同志、监测统计人员共八十六人参加会议并作了交流。"


def _item(*texts: str, right: str = "") -> tuple[Item, tuple[str, ...]]:
    lines = [
        Line(text, "", Block(text, whole=False, align=Align.RIGHT if text == right else None))
        for text in texts
    ]
    cut = cut_items(lines, Contents((Entry(TITLE),), 0))
    assert len(cut.items) == 1
    return cut.items[0], cut.warnings


@pytest.mark.parametrize(
    ("head", "byline", "source"),
    [
        ([], None, None),
        (["青河省妇联"], "青河省妇联", None),
        (["（青河省妇联）"], "青河省妇联", None),
        (["副省长、省政府妇儿工委主任 周某"], "副省长、省政府妇儿工委主任 周某", None),
        (["青河省妇联", "主席 黄某"], "青河省妇联 主席 黄某", None),
        (["周某", "同志们："], "周某", None),
        (["副省长、省政府妇儿工委主任", "周某", "同志们："], "副省长、省政府妇儿工委主任 周某", None),
        (["来源：青河日报"], None, "青河日报"),
        (["作者：方圆"], "方圆", None),
    ],
)
def test_under_the_title(head: list[str], byline: str | None, source: str | None) -> None:
    item, warnings = _item(TITLE, *head, TEXT)
    assert (item.title, item.byline, item.source) == (TITLE, byline, source)
    assert item.body == ("同志们：\n" if "同志们：" in head else "") + TEXT
    assert warnings == ()


def test_a_subtitle_belongs_to_the_title() -> None:
    assert _item(TITLE, "——部署下半年任务", TEXT)[0].title == f"{TITLE}——部署下半年任务"


def test_a_date_under_the_title_is_reported() -> None:
    item, warnings = _item(TITLE, "（2021年5月10日）", "主席 黄某", TEXT)
    assert (item.byline, item.body) == ("主席 黄某", TEXT)
    assert warnings == ("第1条标题下的日期未计入正文：（2021年5月10日）",)


@pytest.mark.parametrize(
    ("end", "source"),
    [
        (["信息来源：青河日报"], "青河日报"),
        (["信息来源：", "青河日报"], "青河日报"),
        (["（柳川县妇联供稿）"], "柳川县妇联"),
        (["（柳川县妇联）"], "柳川县妇联"),
        (["信息来源：青河日报", "责任编辑：方圆"], "青河日报"),
        ([], None),
    ],
)
def test_the_source_at_the_end(end: list[str], source: str | None) -> None:
    item, _ = _item(TITLE, TEXT, *end)
    assert (item.source, item.body) == (source, TEXT)


def test_an_office_at_the_right_edge_is_the_source() -> None:
    assert _item(TITLE, TEXT, "柳川县妇联", right="柳川县妇联")[0].source == "柳川县妇联"
    assert _item(TITLE, TEXT, "柳川县妇联")[0].source is None


def test_text_after_the_source_is_kept_and_reported() -> None:
    item, warnings = _item(TITLE, TEXT, "信息来源：青河日报", TEXT)
    assert (item.source, item.body) == ("青河日报", f"{TEXT}\n{TEXT}")
    assert "来源之后还有文字" in warnings[0]


def test_the_mark_and_number_of_a_list_go() -> None:
    lines = [Line(f"3.{TITLE}", "◆", Block("", whole=False)), Line(TEXT, "", Block("", whole=False))]
    assert cut_items(lines, Contents((), 0)).items[0].title == TITLE
