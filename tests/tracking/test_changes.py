"""What changed, and whether it matters to somebody who is about to print it."""

from datetime import date

import pytest

from tracking.changes import Reading, compare

BODY = (
    "11月18日，兰州市妇联在城关区走访慰问120户困难家庭，送去慰问金24万元。\n"
    "市妇联主席王丽华参加走访。\n"
    "活动受到群众欢迎。"
)


def changed(old: str, new: str, body: str = BODY) -> str:
    assert old in body
    return body.replace(old, new)


@pytest.mark.parametrize(
    ("new", "matters", "says"),
    [
        (changed("120户", "126户"), True, "数字改动：120户 → 126户"),
        (changed("11月18日", "11月17日"), True, "数字改动"),
        (changed("城关区", "七里河区"), True, "地名改动"),
        (changed("王丽华", "李晓燕"), True, "人名改动：王丽华"),
        (changed("王丽华", "王利华"), True, "人名改动：王丽华 → 王利华"),
        (changed("王丽华", "王丽花"), True, "人名改动：王丽华 → 王丽花"),
        (changed("王丽华", "亓丽华"), True, "人名改动：王丽华 → 亓丽华"),
        (changed("活动受到群众欢迎。", "活动深受群众的欢迎。"), False, "措辞改动"),
        (BODY + "\n下一步，将建立长期帮扶机制。", True, "新增：下一步"),
        (changed("\n市妇联主席王丽华参加走访。", ""), True, "删去：市妇联主席"),
        (BODY + "\n（完）", False, "新增：（完）"),
    ],
)
def test_a_body_that_changed(new: str, matters: bool, says: str) -> None:
    difference = compare(Reading("标题", BODY), Reading("标题", new))
    assert difference.matters is matters
    assert any(says in line for line in difference.summary), difference.summary


def test_title_and_date_matter_and_source_does_not() -> None:
    old = Reading("走访慰问", BODY, source="每日甘肃", published_on=date(2026, 11, 18))
    assert compare(old, Reading("走访", BODY, source="每日甘肃", published_on=date(2026, 11, 18))).matters
    assert compare(old, Reading("走访慰问", BODY, source="每日甘肃", published_on=date(2026, 11, 19))).matters
    only_source = compare(old, Reading("走访慰问", BODY, source="新甘肃", published_on=date(2026, 11, 18)))
    assert only_source.summary == ("来源：“每日甘肃”改为“新甘肃”",)
    assert not only_source.matters


def test_the_same_text_has_no_difference() -> None:
    assert compare(Reading("“走访”", BODY), Reading("「走访」", BODY)).summary == ()
