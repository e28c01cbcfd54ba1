"""The lines of a title become one title, its phrases apart."""

import pytest

from bulletins.phrases import join_title


@pytest.mark.parametrize(
    ("lines", "entry", "wanted"),
    [
        (["甘肃省到2025年城镇累计新增", "就业150万人以上"], "甘肃省到2025年城镇累计新增就业150万人以上",
         "甘肃省到2025年城镇累计新增就业150万人以上"),
        (["累计新增 就业 150 万人"], "累计新增就业 150 万人", "累计新增就业 150 万人"),
        (["凝心聚力 砥砺前行", "推动发展"], "凝心聚力 砥砺前行 推动发展", "凝心聚力 砥砺前行 推动发展"),
        (["凝心聚力 砥砺前行", "全面推动事业发展"], None, "凝心聚力 砥砺前行 全面推动事业发展"),
        (["复工复产", "——各级妇联在行动"], None, "复工复产——各级妇联在行动"),
        (["同心抗疫 巾帼担当—— 各级妇联在行动"], None, "同心抗疫 巾帼担当——各级妇联在行动"),
        (["领导小组", "印发《监护缺失", "儿童工作方案》"], None, "领导小组印发《监护缺失儿童工作方案》"),
        (["联防联控领导小组", "印发方案"], "防控领导小组印发方案", "联防联控领导小组印发方案"),
        (["全面推动工作", "在云州召开会议并部署"], None, "全面推动工作在云州召开会议并部署"),
        (["HPV 疫苗", "免费接种"], None, "HPV 疫苗免费接种"),
    ],
)  # fmt: skip
def test_titles(lines: list[str], entry: str | None, wanted: str) -> None:
    assert join_title(lines, entry, frozenset()) == wanted


def test_a_blank_inside_what_the_text_writes_as_one_goes() -> None:
    assert join_title(["关爱困难 留守儿童"], None, frozenset()) == "关爱困难 留守儿童"
    assert join_title(["关爱困难 留守儿童"], None, {"难留"}) == "关爱困难留守儿童"
