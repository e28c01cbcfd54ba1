"""What single lines are told to be."""

import pytest

from bulletins import marks
from bulletins.marks import BULLET, NUMBERED


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("◆ 标题", "标题"), ("- ◆标题", "标题"), ("- 标题", "标题"), ("★标题", "标题"), ("·标题", "标题"),
        ("-◆标题", "标题"), ("-5度以下", "-5度以下"), ("标题", "标题"), ("·3·", "·3·"), ("*标题", "*标题"),
    ],
)  # fmt: skip
def test_bullets(line: str, rest: str) -> None:
    assert BULLET.sub("", line) == rest


@pytest.mark.parametrize(
    "line", ["一、标题", "（二）标题", "3.标题", "3、标题", "第一章 标题", "①标题", "十二、标题"]
)
def test_numbers_of_headings(line: str) -> None:
    assert NUMBERED.sub("", line) == "标题"


@pytest.mark.parametrize("line", ["3.5万人参加", "一是标题", "2021年标题", "十分标题"])
def test_what_is_no_heading_number(line: str) -> None:
    assert not NUMBERED.match(line)


TELLS = {
    marks.is_section: (
        ["简讯：", "【简讯】", "简 讯", "工作动态", "市州动态", "信息快递", "要闻", "一、领导讲话", "※简讯※",
         "简讯（三则）"],
        ["青河省召开会议", "简讯：云州市召开会议", "会议指出，要抓好工作动态。", "推动建设"],
    ),
    marks.is_brief: (["简讯", "工作简讯：", "快讯", "短讯", "一句话新闻"], ["工作动态", "要闻", "信息快递"]),
    marks.is_contents_head: (
        ["目录", "目 录", "目　录", "本期目录", "【本期要目】", "导读", "要目："],
        ["目录中的", "会议目录下发"],
    ),
    marks.is_footer: (
        ["报：省领导", "发:各市州", "抄送：各单位", "(印 160 份)", "责任编辑：方圆", "电子邮箱：a@b.cn",
         "共印200份",
         "青河省妇联办公室 2023年9月15日印发", "电话：0931-1", "报 ：省领导"],
        ["报告指出", "发放资料300份", "编辑部召开会议", "印度访客", "通报：会议召开后"],
    ),
    marks.is_page_number: (
        ["3", "- 3 -", "—3—", "·12·", "第3页", "第3页共12页", "3/12", "－三－", "Page 3"],
        ["2021", "3人", "第3期", "- 3 - 人"],
    ),
    marks.is_salutation: (["同志们：", "各位领导、同志们："], ["同志们，星光不负赶路人。", "同志们"]),
    marks.is_caption: (["图为会议现场", "图1 活动现场", "（图片：张三 摄）"], ["图书馆开放", "图片展开幕"]),
    marks.is_open: (
        ["会议在兰州召开", "开展工作，", "共100余人(含志愿者)", "巾帼担当——"],
        ["会议结束。", "他说：“好。”", "同志们：", "要抓好落实；", "为什么？"],
    ),
    marks.is_cut: (["开展，", "印发《青河省", "（以下简称", "“一老一小"], ["印发《办法》", "结束。", "工作"]),
    marks.is_subheading: (
        ["一、提高认识，增强做好工作的紧迫感", "2020年工作情况", "主要做法", "（一）抓机制"],
        ["（一）抓机制。建立联席会议制度", "会议指出，要抓好落实", "同志们："],
    ),
}  # fmt: skip


@pytest.mark.parametrize("tell", TELLS, ids=lambda tell: tell.__name__)
def test_what_a_line_is(tell: object) -> None:
    assert callable(tell)
    yes, no = TELLS[tell]
    assert {line: tell(line) for line in yes} == dict.fromkeys(yes, True)
    assert {line: tell(line) for line in no} == dict.fromkeys(no, False)


def test_width_is_in_chinese_characters() -> None:
    assert marks.em_width("第10期，") == 4.0
    assert marks.squeeze(" 简　 报 ") == "简报"
