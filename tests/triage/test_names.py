"""Organisations with their level, documents, campaigns, editions, persons."""

import pytest

from base.text import fold
from triage import names
from triage.names import LOCAL, NATIONAL, PROVINCIAL, Edition


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("省妇联、省教育厅联合印发", [("妇联", PROVINCIAL), ("教育厅", PROVINCIAL)]),
        ("甘肃省卫生健康委员会", [("卫健委", PROVINCIAL)]),
        ("兰州市妇女联合会", [("妇联", LOCAL)]),
        ("全国妇联、教育部", [("妇联", NATIONAL), ("教育厅", NATIONAL)]),
        ("国务院妇儿工委", [("妇儿工委", NATIONAL)]),
        ("各市州妇联", []),
        ("省新冠肺炎疫情联防联控领导小组", [("领导小组", PROVINCIAL)]),
        ("团省委", [("团委", PROVINCIAL)]),
    ],
)
def test_organisations(text: str, expected: list[tuple[str, str]]) -> None:
    found = [(o.body, o.level) for o in names.organisations(fold(text)) if o.level]
    assert found == expected


def test_a_document_is_named_without_its_place() -> None:
    found = names.documents(fold("《甘肃省“十四五”就业促进规划》，《规划》指出，见《甘肃日报》"))
    assert [(document.name, document.place) for document in found.values()] == [
        ("十四五就业促进规划", "甘肃")
    ]


def test_national_documents() -> None:
    (document,) = names.documents("《中国妇女发展纲要》").values()
    assert document.place == "全国"


def test_campaigns_are_what_stands_in_quotation_marks() -> None:
    assert names.campaigns(fold("实施「百校結好」项目和“春蕾计划”")) == {"百校结好", "春蕾计划"}


def test_editions() -> None:
    found = names.editions(fold("第三批学员、第9届论坛、首期培训班、第二条路"))
    assert found == {Edition("批", 3), Edition("届", 9), Edition("期", 1)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("副省长张世杰出席会议", {"张世杰"}),
        ("省妇联主席柳瑞芳主持", {"柳瑞芳"}),
        ("兰州市吴春玲家庭等10户", {"吴春玲"}),
        ("市民李女士说", set()),
        ("主席团成员参加", set()),
        ("负责人介绍说", set()),
    ],
)
def test_persons(text: str, expected: set[str]) -> None:
    assert names.persons(fold(text)) == expected


def test_long_and_short_names_read_the_same() -> None:
    assert names.shortened("省妇女联合会和卫生健康委员会") == "省妇联和卫健委"
