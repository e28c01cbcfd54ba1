"""Verdicts on pairs as they come: reworded, another year, another place, a sequel, a mention in passing."""

from dataclasses import replace
from datetime import date

import pytest

from bulletins.model import Issue, Item, Kind
from triage.archive import Archive
from triage.judge import assess
from triage.model import Article, Verdict
from triage.weights import shipped

ISSUE = Issue(
    "简报",
    Kind.BULLETIN,
    8,
    date(2023, 8, 15),
    (
        Item(
            1,
            "甘肃省家庭教育指导师培训班在定西开班",
            "7月10日，2023年全省家庭教育指导师培训班在定西市开班，由省妇联、省教育厅主办，来自14个市州的186名学员参加。"
            "培训为期12天，设理论、实操、观摩3个板块，合格者纳入全省家庭教育指导人才库。省妇联主席周玉兰出席开班式并讲话。",
            "甘肃妇女网",
        ),
        Item(
            2,
            "“向日葵”儿童康复计划救助患儿1264名",
            "截至6月底，全省“向日葵”儿童康复计划累计救助患儿1264名，拨付资金3180万元，定点医院由去年的9家增加到17家。",
            "每日甘肃",
        ),
        Item(
            3,
            "暑期安全守护行动综述",
            "兰州市妇联组织1200名志愿者在黄河沿岸开展防溺水巡查，劝离儿童3100人次。\n"
            "天水市妇联在麦积区开办暑期托管班46个，接收儿童1870名。\n"
            "酒泉市妇联联合交警在瓜州县开展“小手拉大手”交通安全课86场。",
            "甘肃省各市州妇联",
        ),
    ),
)
SPEECH = Issue(
    "专刊",
    Kind.SPECIAL,
    None,
    date(2023, 9, 5),
    (
        Item(
            1,
            "在全省妇女儿童工作会议上的讲话",
            "同志们：\n今天，我们召开全省妇女儿童工作会议。一年来，全省建成“妇女微家”4120个，为2.38万名困境儿童发放助学金，"
            "“两癌”检查71.6万人，调处婚姻家庭纠纷8650件。\n下一步，要抓好规划实施、强化部门协作、补齐工作短板。",
            None,
            "副省长 何明远",
        ),
    ),
)
ARCHIVE = Archive.of([("08.txt", ISSUE), ("special.txt", SPEECH)])


def article(title: str, text: str, outlet: str | None = None, published: str | None = None) -> Article:
    return Article("1", title, text, outlet, date.fromisoformat(published) if published else None)


CASES = [
    (
        "the source",
        article(
            "全省家庭教育指导师培训班开班",
            "7月10日，由省妇联、省教育厅主办的2023年全省家庭教育指导师培训班在定西市安定区开班。省妇联主席周玉兰出席并讲话。"
            "培训班为期12天，设置理论、实操、观摩3个板块，邀请省内外15位专家授课，来自14个市州的186名学员参加，合格者纳入人才库。",
            "甘肃妇女网",
            "2023-07-12",
        ),
        Verdict.COVERED,
        1,
    ),
    (
        "reworded, in traditional script, without day or outlet",
        article(
            "186名學員定西學做「家庭教育引路人」",
            "為期十二天的全省家庭教育指導師培訓日前在定西開班，一百八十六名學員來自十四個市州，主辦方為省婦聯和省教育廳。",
        ),
        Verdict.COVERED,
        1,
    ),
    (
        "printed again two months later",
        article(
            "全省家庭教育指导师培训班在我市开班",
            "7月10日，2023年全省家庭教育指导师培训班在我市开班，由省妇联、省教育厅主办，来自14个市州的186名学员参加。",
            "定西日报",
            "2023-09-12",
        ),
        Verdict.COVERED,
        1,
    ),
    (
        "one paragraph of a round-up",
        article(
            "麦积区46个暑期托管班解家长之忧",
            "今年暑假，天水市妇联在麦积区开办46个暑期托管班，1870名儿童在这里写作业、学书法。",
            "天水日报",
            "2023-08-02",
        ),
        Verdict.COVERED,
        3,
    ),
    (
        "another year",
        article(
            "2024年全省家庭教育指导师培训班开班",
            "7月15日，2024年全省家庭教育指导师培训班在金昌市开班，由省妇联、省教育厅主办，210名学员参加，培训为期12天。",
            "甘肃妇女网",
            "2024-07-16",
        ),
        Verdict.NEW,
        None,
    ),
    (
        "another province",
        article(
            "青海省家庭教育指导师培训班开班",
            "7月10日，2023年青海省家庭教育指导师培训班在西宁市开班，由省妇联、省教育厅主办，120名学员参加，培训为期10天。",
            "青海日报",
            "2023-07-11",
        ),
        Verdict.NEW,
        None,
    ),
    (
        "a sequel",
        article(
            "全省家庭教育指导师培训班结业 179人获证",
            "7月21日，为期12天的全省家庭教育指导师培训班在定西结业。自7月10日开班以来，186名学员中179人通过考核取得证书，"
            "第二批培训将于9月启动。",
            "甘肃妇女网",
            "2023-07-22",
        ),
        Verdict.UPDATE,
        1,
    ),
    (
        "new totals",
        article(
            "“向日葵”儿童康复计划救助患儿突破1900名",
            "截至12月底，全省“向日葵”儿童康复计划累计救助患儿1936名，比6月底增加672名，拨付资金4820万元，定点医院由17家增至23家。",
            "每日甘肃",
            "2024-01-05",
        ),
        Verdict.UPDATE,
        2,
    ),
    (
        "written of today, printed the next day",
        article(
            "全省家庭教育指导师培训班今日开班",
            "本报定西7月10日讯（记者 李某）今天上午，全省家庭教育指导师培训班在定西市开班，培训将持续至7月21日。"
            "省妇联、省教育厅负责同志出席开班式，186名学员将在12天里学习理论、实操和观摩课程。",
            "甘肃日报",
            "2023-07-11",
        ),
        Verdict.COVERED,
        1,
    ),
    (
        "its totals of a later day beside the old ones",
        article(
            "“向日葵”计划帮助更多患儿站起来",
            "截至11月底，全省“向日葵”儿童康复计划救助患儿1811名，拨付资金4536万元。截至6月底时，救助人数为1264名。"
            "省残联表示，将继续扩大定点医院范围。",
            "甘肃日报",
            "2023-12-04",
        ),
        Verdict.UPDATE,
        2,
    ),
    (
        "the second group of one programme",
        article(
            "全省家庭教育指导师培训班第二批学员开班",
            "继7月10日首批186名学员在定西开班之后，9月12日，全省家庭教育指导师培训班第二批学员在定西市开班，"
            "来自14个市州的172名学员参加，省妇联、省教育厅主办，培训为期12天。",
            "甘肃妇女网",
            "2023-09-13",
        ),
        Verdict.UPDATE,
        1,
    ),
    (
        "another body's work in the same days",
        article(
            "兰州市红十字会开展防溺水急救培训",
            "7月以来，兰州市红十字会为城关区、七里河区的救生员开展心肺复苏培训18期，培训640人，发放急救包200个。",
            "兰州日报",
            "2023-08-01",
        ),
        Verdict.NEW,
        None,
    ),
    (
        "a later word about something else",
        article(
            "定西市妇女儿童活动中心投入使用",
            "8月3日，定西市妇女儿童活动中心正式投入使用，设家庭教育指导、亲子阅读等6个功能区，可同时接待300名儿童。",
            "定西日报",
            "2023-08-04",
        ),
        Verdict.NEW,
        None,
    ),
    (
        "what a speech mentions in passing",
        article(
            "全省调处婚姻家庭纠纷8650件",
            "一年来，全省各级人民调解组织依托乡镇司法所，调处婚姻家庭纠纷8650件，调解成功率96.4%，培训调解员1.3万人次。",
            "甘肃法治报",
            "2023-03-20",
        ),
        Verdict.NEW,
        None,
    ),
    (
        "nothing of ours",
        article(
            "兰州马拉松开跑",
            "6月11日，兰州马拉松鸣枪开跑，来自各地的4万名选手参赛。",
            "甘肃日报",
            "2023-06-12",
        ),
        Verdict.NEW,
        None,
    ),
]


@pytest.mark.parametrize(
    ("given", "verdict", "position"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_verdicts(given: Article, verdict: Verdict, position: int | None) -> None:
    judgement = assess(ARCHIVE, given)
    assert judgement.verdict is verdict
    if position is not None:
        assert judgement.item is not None and (judgement.item.file, judgement.item.position) == (
            "08.txt",
            position,
        )
    assert (judgement.score >= 0.5) is (verdict is not Verdict.NEW)
    assert 0 <= judgement.confidence <= 1 and judgement.version == shipped().version


def test_the_same_judgement_made_again_is_the_same() -> None:
    given = CASES[0][1]
    again = Archive.of([("08.txt", ISSUE), ("special.txt", SPEECH)])
    assert assess(ARCHIVE, given) == assess(again, given)


def test_an_item_that_has_nothing_to_do_with_it_changes_no_chance() -> None:
    other = Issue(
        "简报", Kind.BULLETIN, 7, date(2023, 7, 15), (Item(1, "某县修通产业路", "某县修通产业路18公里。"),)
    )
    more = Archive.of([("08.txt", ISSUE), ("special.txt", SPEECH), ("07.txt", other)])
    for _, given, _, _ in CASES:
        before, after = assess(ARCHIVE, given), assess(more, given)
        assert after.verdict is before.verdict
        # Where nothing is near, the nearest may be another one, as far off.
        assert after.score == before.score or max(after.score, before.score) < 0.05


def test_an_empty_archive_knows_nothing() -> None:
    judgement = assess(Archive.of([]), CASES[0][1])
    assert (judgement.verdict, judgement.item, judgement.evidence) == (Verdict.NEW, None, ())


def test_evidence_stands_for_both_sides() -> None:
    lines = assess(ARCHIVE, CASES[0][1]).evidence
    assert any(line.startswith("对照：") and "7月10日" in line for line in lines)
    assert any("186名" in line for line in lines if line.startswith("数字一致"))
    assert any(line.startswith("日期一致：2023年7月10日") for line in lines)


def test_a_city_within_the_province_is_no_other_place() -> None:
    given = article(
        "全省家庭教育指导师培训班在兰州开班",
        "7月10日，2023年全省家庭教育指导师培训班在兰州市开班。",
        "甘肃妇女网",
        "2023-07-11",
    )
    where = Item(1, "甘肃省家庭教育指导师培训班开班", "7月10日，2023年全省家庭教育指导师培训班开班。")
    archive = Archive.of([("08.txt", Issue("简报", Kind.BULLETIN, 8, date(2023, 8, 15), (where,)))])
    judgement = assess(archive, given)
    assert judgement.verdict is Verdict.COVERED
    assert not any("地点不同" in line for line in judgement.evidence)


def test_evidence_against() -> None:
    assert any("地点不同" in line for line in assess(ARCHIVE, CASES[5][1]).evidence)
    assert any("年份不同" in line or "日期不同" in line for line in assess(ARCHIVE, CASES[4][1]).evidence)


def test_an_update_says_what_is_new() -> None:
    facts = assess(ARCHIVE, CASES[7][1]).new_facts
    assert any(fact.startswith("1264名→") for fact in facts) and "3180万元→4820万元" in facts


def test_what_is_mentioned_in_passing_is_shown_as_related() -> None:
    passing = next(case[1] for case in CASES if case[0] == "what a speech mentions in passing")
    related = assess(ARCHIVE, passing).related
    assert any("讲话" in line and "8650件" in line for line in related)


def test_hostile_texts_are_bounded() -> None:
    for text in ("", "。" * 50_000, "1万" * 20_000, "《" * 5_000, "甘肃" * 20_000, "\x00\ufffe零" * 100):
        assert assess(ARCHIVE, replace(CASES[0][1], title=text[:200], text=text)).verdict in Verdict
