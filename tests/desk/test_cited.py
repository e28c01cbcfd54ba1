"""信息来源: whom a name means, and which name is printed."""

import pytest

from desk.cited import printed_name, resolve
from storage.models import Outlet

OUTLETS = [
    Outlet(
        key="women",
        name="甘肃妇女网",
        kind="site",
        province="甘肃",
        enabled=True,
        aliases=["甘肃省妇联"],
        bulletin_name=None,
    ),
    Outlet(
        key="paper",
        name="甘肃日报",
        kind="epaper",
        province="甘肃",
        enabled=True,
        aliases=[],
        bulletin_name="每日甘肃",
    ),
    Outlet(key="town", name="安平市妇联", kind="submission", province="甘肃", enabled=True, aliases=[]),
]


@pytest.mark.parametrize(
    ("name", "outlet"),
    [
        ("甘肃妇女网", "women"),
        ("甘肃妇女网站", "women"),
        ("甘肃省妇联", "women"),
        ("每日甘肃", "paper"),
        ("《甘肃日报》", "paper"),
        ("甘肃日报客户端", "paper"),
        ("安平市妇联", "town"),
        ("甘肃法治报", None),
        ("", None),
        (None, None),
    ],
)
def test_an_outlet_is_known_by_all_its_names(name: str | None, outlet: str | None) -> None:
    assert resolve(name, OUTLETS).outlet == outlet


@pytest.mark.parametrize(
    ("name", "media"),
    [
        ("甘肃法治报", True),
        ("安平融媒", True),
        ("学习强国", True),
        ("安平发布（微信公众号）", True),
        ("临河县妇联", False),
        ("省民政厅", False),
    ],
)
def test_a_medium_is_told_from_an_office(name: str, media: bool) -> None:
    assert resolve(name, OUTLETS).media is media


@pytest.mark.parametrize(
    ("outlet", "named", "printed"),
    [
        ("paper", "甘肃日报", "每日甘肃"),
        ("paper", None, "每日甘肃"),
        ("women", None, "甘肃妇女网"),
        ("women", "", "甘肃妇女网"),
        ("women", "安平市妇联", "安平市妇联"),
        ("women", "天水市卫生健康委", "天水市卫生健康委"),
        ("women", "甘肃省妇联", "甘肃妇女网"),
        ("women", "甘肃日报", "每日甘肃"),
        ("women", "新甘肃·甘肃日报", "每日甘肃"),
        ("women", "宣传部", "甘肃妇女网"),
        ("women", "妇幼健康处", "甘肃妇女网"),
        ("women", "兰州市妇联办公室", "兰州市妇联办公室"),
        ("women", "中国妇女报", "中国妇女报"),
    ],
)
def test_the_printed_name_follows_the_rule(outlet: str, named: str | None, printed: str) -> None:
    known = next(one for one in OUTLETS if one.key == outlet)
    assert printed_name(known, named, OUTLETS) == printed
