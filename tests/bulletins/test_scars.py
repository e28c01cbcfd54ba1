"""What a scanner did is told, and left as it is."""

import pytest

from bulletins.read import read_bulletin

HEAD = "青河省妇儿工委简报\n第3期\n2023年9月15日\n目录\n◆ 青河省召开工作会议\n\n青河省召开工作会议\n\n"
END = "\n\n信息来源：青河日报\n"


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("面临新的挑战 and 机遇，要积极应对。", "有疑似误识的外文“and”：…面临新的挑战 and 机遇"),
        ("为中小學生提供免费营养餐。", "有繁体或异体字“學”"),
        ("会议结束后，与会人员参观了\ufffd河县儿童之家。", "有缺字"),
        ("会议要求各级妇联组织积极投身各项工作，努力完成年初确定的各项目标任务", "有一段没有句末标点"),
        ("产，返岗妇女2018人，其中贫困妇女582人。", "有一段开头不完整"),
        ("出台《青河省中小《学校安全条例》，加强管理。", "有一段的《》不成对"),
    ],
)
def test_scars_stay_with_a_warning(text: str, warning: str) -> None:
    issue = read_bulletin((HEAD + text + END).encode(), "a.txt")
    assert issue.items[0].body == text
    assert [found for found in issue.warnings if warning in found and found.startswith("第1条")]


@pytest.mark.parametrize(
    "text",
    [
        "会议在QQ群、APP、GDP和A班、km、example.cn、a@b.cn上发布，约5kg。",
        "著名的乾隆御碑在乾县，“好。”",
        "一、提高认识，增强紧迫感\n\n会议结束。",
        "（一）抓机制。会议结束。",
        "“一条短信，”他说。",
    ],
)
def test_ordinary_text_has_no_warnings(text: str) -> None:
    assert read_bulletin((HEAD + text + END).encode(), "a.txt").warnings == ()


def test_warnings_are_bounded() -> None:
    text = "\n\n".join(f"第{number}个挑战 and 机遇，要积极应对。" for number in range(200))
    warnings = read_bulletin((HEAD + text + END).encode(), "a.txt").warnings
    assert len(warnings) <= 62
    assert "未列出" in warnings[-1]
