"""The figures check: what is not in the source is marked, what is there is left alone."""

from datetime import date

import pytest

from desk.abridge import abridge
from desk.check import Mark, Standing, check
from desk.source import Source
from desk.statements import Kind

TITLE = "青川省启动家庭教育三年行动"
BODY = """9月1日，省妇联、省教育厅在兰州市召开家庭教育工作推进会，副省长李明华出席会议并讲话。
《甘肃省家庭教育促进三年行动方案（2026—2028年）》明确，今年新建家长学校1260所，培训指导员3.5万余名，覆盖率达到98.7%。
截至8月底，兰州市、天水市已有216个社区建成服务站点，安宁区杨河镇共服务家庭近2500户。到2027年底前，每个县至少建成三个示范点。
9月11日至17日，全省开展宣传周活动。"""
SOURCE = Source("甘肃妇女网", TITLE, BODY, date(2026, 9, 2), "甘肃")


def _marks(body: str, **more: object) -> list[Mark]:
    found = check("", body, SOURCE, **more)  # type: ignore[arg-type]
    assert all(body[mark.start : mark.end] == mark.text for mark in found)
    return found


def test_an_abridgement_of_the_source_has_no_doubtful_mark() -> None:
    found = check(TITLE, abridge(TITLE, BODY).body, SOURCE)
    assert {mark.standing for mark in found} == {Standing.FOUND}
    assert {mark.kind for mark in found} == set(Kind)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("新建家长学校1250所", Kind.FIGURE),
        ("覆盖率达到97.8%", Kind.FIGURE),
        ("每个县至少建成五个示范点", Kind.FIGURE),
        ("热线12338", Kind.FIGURE),
        ("9月3日召开", Kind.DATE),
        ("9月11日至18日开展", Kind.DATE),
        ("到2028年底前", Kind.DATE),
        ("19月1日召开", Kind.DATE),
        ("在平凉市召开", Kind.PLACE),
        ("省民政厅召开", Kind.UNIT),
        ("市教育局印发", Kind.UNIT),
        ("青石镇的家庭", Kind.UNIT),
        ("副省长王明华出席", Kind.PERSON),
        ("《儿童友好城市建设方案》明确", Kind.DOCUMENT),
    ],
)
def test_what_the_source_does_not_say_is_marked(words: str, kind: Kind) -> None:
    doubtful = [mark for mark in _marks(f"会议提出，{words}。") if mark.doubtful]
    assert kind in {mark.kind for mark in doubtful}


@pytest.mark.parametrize(
    "words",
    [
        "新建家长学校1260所",
        "新建家长学校１２６０所",
        "新建家长学校 1260 所",
        "9月1日召开",
        "2026年9月1日召开",
        "在兰州召开",
        "在甘肃召开",
        "省妇联召开",
        "《方案》明确",
        "每个县至少建成3个示范点",
        "副省长李明华出席",
    ],
)
def test_what_the_source_says_in_like_words_is_found(words: str) -> None:
    assert [mark.standing for mark in _marks(words)] == [Standing.FOUND] * len(_marks(words))


@pytest.mark.parametrize(
    ("words", "note"),
    [
        ("培训指导员3.5万名", "原文写作“3.5万余名”"),
        ("服务家庭2500户", "原文写作“近2500户”"),
        ("9月2日消息", "原文没有写明，与发布日期相同"),
        ("家长学校1260人", "原文写作“1260所”"),
        ("孤儿共98.7%", "原文有这个数字，但说的是：…覆盖率达到98.7%…"),
    ],
)
def test_what_is_said_otherwise_is_noted(words: str, note: str) -> None:
    mark = next(mark for mark in _marks(words) if mark.standing is not Standing.FOUND)
    assert (mark.standing, mark.note) == (Standing.WORDED, note)


def test_a_wrong_figure_is_shown_beside_the_right_one() -> None:
    (mark,) = (mark for mark in _marks("今年新建家长学校1290所。") if mark.doubtful)
    assert mark.note == "原文相应处是“1260所”"


def test_what_the_source_has_changed_since_is_told_from_what_was_never_there() -> None:
    now = Source("甘肃妇女网", TITLE, BODY.replace("1260所", "1280所"), date(2026, 9, 2), "甘肃")
    old, new = (
        next(m for m in check("", f"新建家长学校{count}所。", now, made_from=SOURCE) if m.kind is Kind.FIGURE)
        for count in (1260, 1270)
    )
    assert old.standing is Standing.CHANGED
    assert "1280所" in old.note
    assert new.standing is Standing.MISSING


def test_a_sister_report_is_named() -> None:
    sister = Source("兰州晚报", TITLE, "会议还通报，全市投入480万元。", date(2026, 9, 2), "甘肃")
    (mark,) = _marks("全市投入480万元。", sisters=[sister])
    assert (mark.standing, mark.note) == (Standing.SISTER, "来源原文没有，见于兰州晚报")


def test_the_title_is_checked_too() -> None:
    (mark,) = (mark for mark in check("全省新建家长学校1300所", "", SOURCE) if mark.kind is Kind.FIGURE)
    assert (mark.part, mark.standing) == ("title", Standing.MISSING)


@pytest.mark.parametrize(
    "body", ["", "\u0000\ud800", "１" * 500, "《" * 500, "（1" * 500, "第" * 500, "月日" * 400]
)
def test_no_text_breaks_the_check(body: str) -> None:
    check(body, body, Source("", body, body))
