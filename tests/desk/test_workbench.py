"""What the pages of the next issue are made of."""

from desk.arrange import hold
from desk.draft import add_by_hand, edit
from desk.reviews import approve
from desk.wording import Wording
from desk.workbench import bench, beside
from tests.desk.office import BODY, LI, NOW, WANG, ZHAO, Office, editor


def test_a_draft_is_shown_in_its_parts(office: Office) -> None:
    one, two = office.item(), office.item(office.article("另一篇", "另一篇的正文。"))
    hold(office.session, two, 0, editor(), held=True)
    approve(office.session, office.draft(), 1, {one.id: 0}, stages=2, by=WANG, at=NOW)
    found = bench(office.session, office.draft(), 2)
    assert ([row.item.id for row in found.main], found.briefs) == ([one.id], ())
    assert [row.item.id for row in found.held] == [two.id]
    assert [(a.stage, a.by) for a in found.main[0].approvals] == [("初审", WANG)]
    assert found.main[0].authors == (LI,)
    assert (found.stage, found.reviewed) == ("复审", False)
    assert [(done.what, done.by) for done in found.done] == [("调整次序", LI), ("加入", LI), ("加入", LI)]


def test_the_words_of_an_item_are_cut_at_its_marks_and_nowhere_lost(office: Office) -> None:
    item = office.item()
    body = "来自8个县区的162名骨干参加培训。\n发放教材1600册。"
    edit(office.session, item, 0, Wording("培训班举办", body), editor(ZHAO))
    found = beside(office.session, item, "甘肃", 450)
    assert "\n".join("".join(s.text for s in line) for line in found.body) == body
    marked = [(s.text, s.mark.standing) for line in found.body for s in line if s.mark]
    assert marked == [("162名", "原文没有"), ("1600册", "原文没有")]


def test_the_source_is_shown_whole_with_the_sentences_that_are_taken(office: Office) -> None:
    found = beside(office.session, office.item(), "甘肃", 120)
    assert "\n".join("".join(s.text for s in line) for line in found.text) == BODY
    taken = [s for line in found.text for s in line if s.why is not None]
    assert taken
    assert any("导语" in (s.why or "") for s in taken)


def test_a_piece_by_hand_has_nothing_beside_it(office: Office) -> None:
    item = add_by_hand(office.session, office.draft(), Wording("来稿", "正文。"), editor())
    found = beside(office.session, item, "甘肃", 450)
    assert (found.source, found.text, found.looked_up) == (None, [], 0)


def test_one_goes_from_item_to_item(office: Office) -> None:
    items = [office.item(office.article(f"第{n}篇", f"第{n}篇的正文。")) for n in "一二三"]
    found = [beside(office.session, item, "甘肃", 450) for item in items]
    assert [(one.previous, one.following) for one in found] == [
        (None, items[1].id),
        (items[0].id, items[2].id),
        (items[1].id, None),
    ]
