"""Where items begin and end, and in which section they stand."""

import pytest

from base.documents import Block
from bulletins.contents import Contents, Entry
from bulletins.joining import Joiner
from bulletins.lines import Line
from bulletins.model import Section
from bulletins.outline import Outline, outline

A, B, C = "青河省召开妇女儿童工作会议", "云州市新建托育机构三十六家", "柳川县举办巾帼家政培训班"
TEXT = "会议在云州召开，各市州负责同志、监测统计人员共八十六人参加会议并作了交流。"
SOURCE = "信息来源：青河日报"


def _outline(texts: list[str], *entries: Entry, has_sections: bool = False) -> Outline:
    lines = [Line(text, "", Block(text, whole=False)) for text in texts]
    return outline(lines, Contents(entries, 0, has_sections), Joiner.of(lines))


def test_sections_hold_until_the_next() -> None:
    plan = _outline([A, TEXT, SOURCE, "简讯：", B, TEXT, SOURCE, "工作动态", C, TEXT, SOURCE])
    assert [(part.title, part.section) for part in plan.parts] == [
        ((A,), Section.MAIN), ((B,), Section.BRIEF), ((C,), Section.MAIN),
    ]  # fmt: skip
    assert all([line.text for line in part.lines] == [TEXT, SOURCE] for part in plan.parts)


@pytest.mark.parametrize(("texts", "section"), [([], Section.BRIEF), (["简讯"], Section.MAIN)])
def test_the_contents_section_holds_where_the_text_names_none(texts: list[str], section: Section) -> None:
    plan = _outline(
        [A, TEXT, SOURCE, B, TEXT, SOURCE, *texts, C, TEXT],
        Entry(A), Entry(B, Section.BRIEF), Entry(C, Section.BRIEF), has_sections=True,
    )  # fmt: skip
    assert plan.parts[1].section is section
    assert plan.parts[2].section is Section.BRIEF


def test_text_before_the_first_title() -> None:
    with_note = _outline(["编者按：现将各地做法刊发，供学习借鉴，请结合实际抓好落实。", A, TEXT, SOURCE])
    assert [part.title for part in with_note.parts] == [(A,)]
    assert "编者按" in with_note.warnings[0]
    torn = _outline([TEXT, SOURCE, A, TEXT, SOURCE])
    assert [part.title for part in torn.parts] == [(), (A,)]
    listed = _outline([TEXT, A, TEXT, SOURCE], Entry(A))
    assert [part.title for part in listed.parts] == [(A,)]
    assert TEXT in listed.warnings[0]


def test_what_contents_and_titles_say_of_each_other() -> None:
    plan = _outline([A, TEXT, SOURCE, C, TEXT, SOURCE], Entry(A), Entry("东坪市免费接种疫苗"))
    assert plan.parts[1].entry == "东坪市免费接种疫苗"
    assert plan.warnings == (f"目录中的“东坪市免费接种疫苗”在正文里的标题是“{C}”。",)
    plan = _outline([A, TEXT, SOURCE, B, TEXT, SOURCE], Entry(A), Entry(B), Entry(C))
    assert plan.warnings == (f"目录中的“{C}”在正文里没有找到。",)
    plan = _outline([A, TEXT, SOURCE, B, TEXT, SOURCE], Entry(A))
    assert plan.warnings == (f"“{B}”不在目录里。",)


def test_a_title_line_that_the_contents_leave_out() -> None:
    plan = _outline([A, TEXT, SOURCE, "我省召开电视电话会议强调", B, TEXT, SOURCE], Entry(A), Entry(B))
    assert plan.parts[1].title == ("我省召开电视电话会议强调", B)
