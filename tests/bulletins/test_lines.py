"""Conversion markup and page furniture leave no trace in the lines."""

import pytest

from base.documents import Block, Document, Format
from bulletins.lines import Lines, lines_of


def _read(*texts: str, page: int | None = None) -> Lines:
    blocks = tuple(Block(text, page=page, whole=False) for text in texts)
    return lines_of(Document("a.txt", Format.TXT, blocks))


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("**其二**，要紧盯事业", "其二，要紧盯事业"),
        ("## 标题", "标题"),
        ("达到 $60\\%$ 以上", "达到 60% 以上"),
        ("达到\\(4.6\\)个", "达到4.6个"),
        ("见[附件](https://example.cn/a)", "见附件"),
        ("第一行<br>后文", "第一行 后文"),
        ("1\\. 标题", "1. 标题"),
        ("A&nbsp;班", "A 班"),
        ("所在医疗 - 3 - 机构", "所在医疗机构"),
        ("所在医疗机构 — 12 —", "所在医疗机构"),
        ("2011 - 2020 年", "2011 - 2020 年"),
        ("| 指标 | 92项 |", "指标 92项"),
        ("会议在云州召开\t3", "会议在云州召开……3"),
        ("在会上的讲话\t周明远（12）", "在会上的讲话……周明远（12）"),
        ("第3期\t2023年9月15日", "第3期 2023年9月15日"),
    ],
)
def test_markup(raw: str, clean: str) -> None:
    assert [line.text for line in _read(raw).lines] == [clean]


def test_marks_are_kept_apart_from_the_text() -> None:
    lines = _read("- ◆ 标题一", "★标题二", "- 标题三", "标题四").lines
    assert [(line.bullet, line.text) for line in lines] == [
        ("◆", "标题一"), ("★", "标题二"), ("-", "标题三"), ("", "标题四"),
    ]  # fmt: skip


def test_looks_that_markup_tells() -> None:
    heading, bold, table = _read("### 标题", "**加粗的一行**", "| 甲 | 乙 |").lines
    assert heading.block.heading == 3
    assert bold.block.bold
    assert table.block.row


def test_what_is_no_text() -> None:
    read = _read("---", "- 3 -", "![](a.jpg)", "![图](b.png)", "图为会议现场", "| --- | --- |", "正文。")
    assert [line.text for line in read.lines] == ["正文。"]
    assert read.notes == ("有 2 处图片未读入。", "图片说明未计入正文：图为会议现场")


def test_lines_that_the_author_broke() -> None:
    block = Block("第一行\n第二行", whole=True)
    lines = lines_of(Document("a.docx", Format.DOCX, (block,))).lines
    assert [(line.text, line.block.whole) for line in lines] == [("第一行", False), ("第二行", False)]


def test_big_letters_one_a_line() -> None:
    assert [line.text for line in _read("简", "报", "第 3 期").lines] == ["简报", "第 3 期"]


TEXT = "会议指出，各地要抓好落实，把妇女儿童工作摆在更加重要的位置，全面推"
GOES_ON = "进各项任务完成。"


@pytest.mark.parametrize("head", ["青河省妇女儿童工作简报 第8期", "妇女儿童工作动态", "青河妇女儿童"])
def test_running_heads_amid_sentences(head: str) -> None:
    texts = ["青河省妇女儿童工作", "简报", "第8期", "目录"]
    for number in range(1, 5):
        texts += [TEXT, f"- {number} -", head, GOES_ON]
    assert head not in [line.text for line in _read(*texts).lines]


@pytest.mark.parametrize(
    "again", ["信息来源：每日甘肃", "简讯：", "（2021年5月10日）", "同志们：", "酒泉市人民政府"]
)
def test_what_may_be_repeated(again: str) -> None:
    texts = [part for number in range(2) for part in (f"标题{number}", again, f"{TEXT}{number}")]
    assert [line.text for line in _read(*texts).lines].count(again) == 2


def test_a_title_listed_and_printed_is_no_running_head() -> None:
    texts = ["简报", "目录", "◆ 第三期全省培训班开班", "- 1 -", "第三期全省培训班开班", TEXT + GOES_ON]
    assert [line.text for line in _read(*texts).lines].count("第三期全省培训班开班") == 2


def test_the_second_line_of_several_titles_is_no_running_head() -> None:
    titles = [f"安平市第{number}届妇女儿童发展规划监测统计培训班" for number in range(4)]
    texts = [part for title in titles for part in (title, "在安平举行", f"{TEXT}{GOES_ON}")]
    assert [line.text for line in _read(*texts).lines].count("在安平举行") == 4
