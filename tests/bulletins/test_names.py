"""Sources, speakers and organisations."""

import pytest

from bulletins.names import byline_of, is_bare_person, is_org, source_at_end, source_of


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("信息来源：甘肃妇女网", "甘肃妇女网"),
        ("信息来源:每日甘肃", "每日甘肃"),
        ("【来源：新华社】", "新华社"),
        ("（信息来源：省教育厅（宣传处））", "省教育厅（宣传处）"),
        ("信 息 来 源：每日甘肃", "每日甘肃"),
        ("信息来源　每日甘肃", "每日甘肃"),
        ("来源﹕柳川县妇联", "柳川县妇联"),
        ("信息来源∶每日甘肃", "每日甘肃"),
        ("供稿：柳川县妇联", "柳川县妇联"),
        ("柳川县妇联 供稿", "柳川县妇联"),
        ("（柳川县妇联供稿）", "柳川县妇联"),
        ("（柳川县妇联）", "柳川县妇联"),
        ("摘自《青河日报》", "《青河日报》"),
        ("来源：青河日报 责任编辑：方圆", "青河日报"),
        ("信息来源：", ""),
        ("信息来源不足的问题仍然突出", None),
        ("经费来源：财政拨款", None),
        ("（试行）", None),
        ("妇女网供稿）", None),
        ("积极组织来稿", None),
    ],
)
def test_source_lines(line: str, source: str | None) -> None:
    assert source_of(line) == source


@pytest.mark.parametrize(
    ("text", "rest", "source"),
    [
        ("会议召开。（信息来源：每日甘肃）", "会议召开。", "每日甘肃"),
        ("会议召开。（柳川县妇联供稿）", "会议召开。", "柳川县妇联"),
        ("会议召开。来源：每日甘肃", "会议召开。", "每日甘肃"),
        ("会议召开。（柳川县妇联）", "会议召开。", "柳川县妇联"),
        ("会议召开。（省妇联家庭和儿童工作部）", "会议召开。", "省妇联家庭和儿童工作部"),
        ("会议召开。（内蒙古自治区妇联）", "会议召开。", "内蒙古自治区妇联"),
        ("“好。”【供稿：柳川县妇联】", "“好。”", "柳川县妇联"),
    ],
)
def test_sources_at_a_paragraphs_end(text: str, rest: str, source: str) -> None:
    assert source_at_end(text) == (rest, source)


@pytest.mark.parametrize(
    "text",
    ["会议召开。", "会议召开（柳川县妇联）", "会议召开。（下同）", "收入来源：打工。", "数据来源：统计局"],
)
def test_paragraphs_without_a_source(text: str) -> None:
    assert source_at_end(text) is None


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("副省长、省政府妇女儿童工作委员会主任 张世珍", "副省长、省政府妇女儿童工作委员会主任 张世珍"),
        ("省妇联主席　黄 某", "省妇联主席　黄 某"),
        ("李某某 省妇联党组书记、主席", "李某某 省妇联党组书记、主席"),
        ("酒泉市人民政府", "酒泉市人民政府"),
        ("甘肃省卫生健康委员会", "甘肃省卫生健康委员会"),
        ("作者：张某", "张某"),
        ("（本刊记者 张某）", "本刊记者 张某"),
        ("柳川县妇联召开会议", None),
        ("巾帼家政培训走进乡镇", None),
        ("会议由省妇联主席主持。", None),
        ("一、妇联", None),
    ],
)
def test_bylines(line: str, byline: str | None) -> None:
    assert byline_of(line) == byline


def test_a_bare_name() -> None:
    assert is_bare_person("李雪梅") and is_bare_person("李 某") and is_bare_person("副省长李雪梅")
    assert not is_bare_person("会议在云州召开")


@pytest.mark.parametrize(
    "name",
    [
        "甘肃省妇联",
        "赤峰市",
        "青河日报",
        "甘肃妇女网",
        "自治区妇儿工委办公室",
        "新华社",
        "省委组织部",
        "省教育厅基础教育处",
    ],
)
def test_organisations(name: str) -> None:
    assert is_org(name)


@pytest.mark.parametrize(
    "name",
    [
        "培训走进柳川县",
        "推动建设幸福家庭",
        "联合省教育厅",
        "会议",
        "儿童之家覆盖全市",
        "覆盖全部县区",
        "云州市成立首家辅导中心",
        "柳川县“五色预警”织密防护网",
        "省妇联东部",
    ],
)
def test_no_organisations(name: str) -> None:
    assert not is_org(name)
