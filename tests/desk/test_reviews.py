"""初审, 复审, 终审: by others, in their order, and gone with any change."""

from collections.abc import Callable

import pytest

from base.errors import UsageError
from bulletins.model import Kind, Section
from desk.arrange import hold, order, set_masthead
from desk.draft import edit, propose_again
from desk.reviews import approve, is_reviewed, stage_of
from desk.wording import Editor, Wording
from storage.drafts import standing_reviews
from storage.models import DraftItem
from tests.desk.office import HOUR, LI, NOW, QIAN, WANG, ZHAO, Office, editor


def _approve(office: Office, stage: int, by: str, stages: int = 3) -> dict[int, str]:
    draft = office.draft()
    seen = {item.id: item.revision for item in draft.items}
    return approve(office.session, draft, stage, seen, stages=stages, by=by, at=NOW).refused


def _given(item: DraftItem) -> dict[int, str]:
    return {stage: review.by for stage, review in standing_reviews(item).items()}


def test_three_approvals_by_three_people_make_it_reviewed(office: Office) -> None:
    item = office.item(by=LI)
    for stage, by in enumerate((WANG, ZHAO, QIAN), 1):
        assert not is_reviewed(office.draft(), 3)
        assert stage_of(office.draft(), 3) == stage
        assert _approve(office, stage, by) == {}
    assert is_reviewed(office.draft(), 3)
    assert stage_of(office.draft(), 3) is None
    assert _given(item) == {1: WANG, 2: ZHAO, 3: QIAN}
    assert [review.at for review in item.reviews] == [NOW] * 3


def test_an_office_without_reviews_has_nothing_to_wait_for(office: Office) -> None:
    office.item()
    assert is_reviewed(office.draft(), 0)


@pytest.mark.parametrize(
    ("given", "stage", "by", "reason"),
    [
        ([], 1, LI, "是您编的条目"),
        ([], 2, WANG, "还没有初审"),
        ([WANG], 1, ZHAO, "已由王编辑初审"),
        ([WANG], 2, WANG, "您已在前一审审过"),
        ([WANG], 3, ZHAO, "还没有复审"),
    ],
)
def test_nobody_approves_their_own_nor_out_of_turn(
    office: Office, given: list[str], stage: int, by: str, reason: str
) -> None:
    item = office.item(by=LI)
    for number, name in enumerate(given, 1):
        _approve(office, number, name)
    (refused,) = _approve(office, stage, by).values()
    assert reason in refused
    assert len(_given(item)) == len(given)


def test_whoever_edited_an_item_is_its_author_too(office: Office) -> None:
    item = office.item(by=LI)
    edit(office.session, item, 0, Wording("改", "改。"), editor(WANG))
    assert "是您编的条目" in next(iter(_approve(office, 1, WANG).values()))
    assert _approve(office, 1, ZHAO) == {}


def test_each_item_is_approved_by_whoever_may(office: Office) -> None:
    office.item(by=LI)
    office.item(office.article("另一篇", "正文。"), by=WANG)
    assert len(_approve(office, 1, LI)) == 1
    assert len(_approve(office, 1, WANG)) == 1
    assert stage_of(office.draft(), 3) == 2


def test_what_changed_since_it_was_seen_is_not_approved(office: Office) -> None:
    item = office.item(by=LI)
    seen = {item.id: item.revision}
    edit(office.session, item, 0, Wording("改", "改。"), editor(LI))
    reviewed = approve(office.session, office.draft(), 1, seen, stages=3, by=WANG, at=NOW)
    assert (reviewed.done, reviewed.refused) == ((), {item.id: "条目刚刚有改动，请看过再审"})


@pytest.mark.parametrize(("stages", "says"), [(0, "没有设审核"), (1, "只设初审"), (2, "只设初审、复审")])
def test_a_stage_that_the_office_does_not_have_is_refused(office: Office, stages: int, says: str) -> None:
    office.item()
    with pytest.raises(UsageError, match=says):
        _approve(office, 3, WANG, stages)


Change = Callable[[Office, DraftItem, Editor], object]


def _edit(office: Office, item: DraftItem, who: Editor) -> None:
    edit(office.session, item, item.revision, Wording("改", "改。"), who)


def _propose(office: Office, item: DraftItem, who: Editor) -> None:
    propose_again(office.session, item, item.revision, 450, who)


def _hold(office: Office, item: DraftItem, who: Editor) -> None:
    hold(office.session, item, item.revision, who, held=True)


@pytest.mark.parametrize("change", [_edit, _propose, _hold])
def test_a_change_of_an_item_withdraws_all_its_approvals_and_keeps_who_gave_them(
    office: Office, change: Change
) -> None:
    item = office.item(by=LI)
    for stage, by in enumerate((WANG, ZHAO), 1):
        _approve(office, stage, by)
    change(office, item, editor(LI, stages=3, at=NOW + HOUR))
    assert _given(item) == {}
    assert [(r.by, r.withdrawn_by, r.withdrawn_at) for r in item.reviews] == [
        (by, LI, NOW + HOUR) for by in (WANG, ZHAO)
    ]


def _masthead(office: Office, who: Editor) -> None:
    draft = office.draft()
    set_masthead(
        office.session, draft, draft.revision, kind=Kind.BULLETIN, number=99, issued_on=None, who=who
    )


def _order(office: Office, who: Editor) -> None:
    draft = office.draft()
    ids = [item.id for item in reversed(draft.items)]
    order(office.session, draft, draft.revision, ids, who)


def _shorten(office: Office, who: Editor) -> None:
    item = office.draft().items[0]
    words = Wording.of(item)
    edit(office.session, item, item.revision, Wording(words.title, words.body, section=Section.BRIEF), who)


@pytest.mark.parametrize("change", [_masthead, _order, _shorten])
def test_a_change_of_the_whole_withdraws_the_last_approval_of_every_item(
    office: Office, change: Callable[[Office, Editor], None]
) -> None:
    office.item(by=LI)
    other = office.item(office.article("另一篇", "正文。"), by=LI)
    for stage, by in enumerate((WANG, ZHAO), 1):
        _approve(office, stage, by, stages=2)
    change(office, editor(LI, stages=2))
    assert _given(other) == {1: WANG}
    assert not is_reviewed(office.draft(), 2)
