"""The past items beside an article: which come, and what is said of their figures."""

from datetime import date
from pathlib import Path

import pytest

from base.settings import Settings
from desk.nearest import Nearest, PastItem, Sign, _about
from storage.archive import ItemRow
from tests.desk.office import Office

ITEM = (
    "农村妇女“两癌”检查是2026年为民办实事项目。截至9月30日，全省完成宫颈癌检查38.64万人、乳腺癌检查37.92万人，"
    "分别占年度任务46万人的84.0%和82.4%。检查中确诊宫颈癌及癌前病变1286例、乳腺癌213例，治疗率为96.8%。"
)
ARTICLE = (
    "截至11月15日，全省累计完成宫颈癌检查46.28万人、乳腺癌检查46.11万人，分别占年度目标任务46万人的100.6%和100.2%。\n"
    "与9月底相比，新增宫颈癌检查7.64万人、乳腺癌检查8.19万人。\n"
    "项目共检出宫颈癌及癌前病变1538例、乳腺癌259例，患者治疗率由96.8%提高到97.9%。"
)


@pytest.fixture
def beside(office: Office, tmp_path: Path) -> list[PastItem]:
    office.issue(
        9,
        date(2026, 10, 12),
        ItemRow(1, "全省农村妇女“两癌”检查年度任务完成过八成", ITEM, "每日甘肃", None, "正文"),
        ItemRow(
            2,
            "某县开展普法宣传活动",
            "某县妇联到乡镇集市发放宣传册，解答群众咨询。",
            "每日甘肃",
            None,
            "正文",
        ),
    )
    article = office.article("全省农村妇女“两癌”检查项目提前超额完成", ARTICLE)
    return Nearest(Settings(home=tmp_path)).near(office.session, article.versions[-1])


def test_only_what_is_about_the_same_comes(beside: list[PastItem]) -> None:
    assert [past.title for past in beside] == ["全省农村妇女“两癌”检查年度任务完成过八成"]
    assert beside[0].issue == "2026年第9期"


def test_figures_that_differ_stand_in_sentences_beside_each_other(beside: list[PastItem]) -> None:
    (past,) = beside
    assert ("46万人", "46万人") in past.agreeing
    told = {(its, mine): what for what, its, mine in past.conflicts}
    assert told["1286例", "1538例"].endswith("宫颈癌及癌前病变")
    assert told["213例", "259例"] == "乳腺癌"
    # 新增7.64万人 counts something else, though it too is 宫颈癌检查.
    assert not any(mine == "7.64万人" for _, mine in told)
    marked = [text for its, _ in past.aligned for sign, text in its if sign is Sign.DIFFERS]
    assert "1286例" in marked


@pytest.mark.parametrize(
    ("before", "what"),
    [
        ("确诊癌前病变1286例、乳腺癌", "乳腺癌"),
        ("占年度任务46万人的", "占年度任务"),
        ("会议指出，今年共新建托育机构", "今年共新建托育机构"),
        ("", ""),
    ],
)
def test_what_a_figure_counts_are_the_words_before_it(before: str, what: str) -> None:
    assert _about(before) == what
