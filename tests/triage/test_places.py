"""The gazetteer: full and short names, names inside other words, and who says 我省."""

import pytest

from base.text import fold
from triage import places
from triage.facts import read
from triage.placematch import match


def found(text: str) -> list[str]:
    return [mention.place for mention in places.find(fold(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甘肃省兰州市", ["甘肃", "甘肃/兰州"]),
        ("在白银市靖远县召开", ["甘肃/白银", "甘肃/白银/靖远"]),
        ("临夏州东乡县", ["甘肃/临夏", "甘肃/临夏/东乡"]),
        ("东乡族自治县", ["甘肃/临夏/东乡"]),
        ("临夏市和临夏县", ["甘肃/临夏/临夏市", "甘肃/临夏/临夏县"]),
        ("积石山保安族东乡族撒拉族自治县", ["甘肃/临夏/积石山"]),
        ("张家川、肃南、阿克塞", ["甘肃/天水/张家川", "甘肃/张掖/肃南", "甘肃/酒泉/阿克塞"]),
        ("兰州新区", ["甘肃/兰州/兰州新区"]),
        ("庆阳宁县、陇南康县", ["甘肃/庆阳", "甘肃/庆阳/宁县", "甘肃/陇南", "甘肃/陇南/康县"]),
        ("内蒙古呼和浩特市", ["内蒙古", "内蒙古/呼和浩特"]),
        ("广西壮族自治区南宁市", ["广西", "广西/南宁"]),
        ("四川省攀枝花市", ["四川", "四川/攀枝花"]),
    ],
)
def test_names(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "健康县区建设",
        "建成县域医共体",
        "循环县域经济",
        "家家幸福安康工程",
        "各位来宾",
        "社会安定团结",
        "和政府一道",
        "上海合作组织",
    ],
)
def test_words_that_only_look_like_places(text: str) -> None:
    assert found(text) == []


def test_the_home_province_is_whole() -> None:
    names = [place for place in places._lexicon()[0]._meaning.values() if place.startswith("甘肃/")]
    assert len({place for place in names if place.count("/") == 1}) == 14
    assert len({place for place in names if place.count("/") == 2}) == 87


@pytest.mark.parametrize(
    ("outlet", "home"), [("甘肃日报", "甘肃"), ("兰州晚报", "甘肃/兰州"), ("新华网", None)]
)
def test_whose_province_an_outlet_speaks_of(outlet: str, home: str | None) -> None:
    assert places.outlet_home(outlet) == home


@pytest.mark.parametrize(
    ("article", "item", "expected"),
    [
        ("陕西省印发规划", "甘肃省印发规划", ("other_place", 1.0)),
        ("张掖市召开推进会", "白银市召开推进会", ("other_city", 1.0)),
        ("张掖市召开推进会", "甘肃省召开推进会", ("other_city", 0.8)),
        ("靖远县举办培训班", "会宁县举办培训班", ("other_city", 0.8)),
        ("会议在白银市召开", "甘肃省推进会在白银召开", ("other_city", 0.0)),
        ("我省召开推进会", "甘肃省推进会召开", ("other_place", 0.0)),
        ("靖远县举办培训班", "白银市靖远县举办培训班", ("same_place", 1.0)),
    ],
)
def test_the_same_place_or_another(article: str, item: str, expected: tuple[str, float]) -> None:
    name, value = expected
    assert match(read(article, "", home="甘肃"), read(item, "", home="甘肃"))[name] == value
