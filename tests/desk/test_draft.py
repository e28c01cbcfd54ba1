"""The next issue: items from what was accepted, edits that never overwrite each other, nothing lost."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from base.errors import UsageError
from bulletins.edition import Picture
from bulletins.model import Kind, Section
from desk.decide import Act, Seen, act
from desk.draft import (
    add_by_hand,
    candidate_accepted,
    candidate_unaccepted,
    current,
    edit,
    new_draft,
    propose_again,
    remove,
    set_picture,
)
from desk.wording import TITLE_LIMIT, Conflict, Wording
from storage.models import CandidateState, Deed, DraftChange
from tests.desk.office import BODY, HOUR, LI, NOW, WANG, Office, editor


def _deeds(session: Session) -> list[tuple[Deed, str]]:
    rows = session.scalars(select(DraftChange).order_by(DraftChange.id))
    return [(row.deed, row.by) for row in rows]


def test_an_accepted_candidate_becomes_an_item(office: Office) -> None:
    item = office.item()
    assert item.title == "安平市举办家庭教育指导培训班"
    assert all(line in BODY for line in item.body.split("\n"))
    assert (item.source, item.section, item.position, item.proposed) == ("甘肃妇女网", "正文", 1, True)
    assert item.draft.kind == "简报"
    assert _deeds(office.session) == [(Deed.ADDED, LI)]


@pytest.mark.parametrize(
    ("outlet", "named", "printed"),
    [("paper", "甘肃日报", "每日甘肃"), ("women", "安平市妇联", "安平市妇联"), ("women", None, "甘肃妇女网")],
)
def test_the_source_is_filled_in_by_the_rule(
    office: Office, outlet: str, named: str | None, printed: str
) -> None:
    assert office.item(office.article(outlet=outlet, source=named)).source == printed


def test_accepting_twice_makes_one_item(office: Office) -> None:
    candidate = office.candidate(office.article())
    first = candidate_accepted(office.session, candidate, NOW)
    assert candidate_accepted(office.session, candidate, NOW) is first
    assert len(office.draft().items) == 1


def test_a_story_of_which_nothing_is_left_makes_no_item(office: Office) -> None:
    assert candidate_accepted(office.session, office.candidate(), NOW) is None


def test_what_is_accepted_no_more_leaves_and_comes_back_as_it_was(office: Office) -> None:
    item = office.item()
    other = office.item(office.article("另一篇", "另一篇的正文。"))
    words = Wording("改过的标题", "改过的正文。", "改过的来源", section=Section.BRIEF)
    edit(office.session, item, 0, words, editor(WANG))
    candidate = item.candidate
    assert candidate is not None
    candidate_unaccepted(office.session, candidate, NOW, by=LI)
    assert [(one.id, one.position) for one in office.draft().items] == [(other.id, 1)]
    again = candidate_accepted(office.session, candidate, NOW, by=LI)
    assert again is not None
    assert Wording.of(again) == words
    assert (again.position, again.proposed) == (2, False)


def test_the_number_follows_the_last_issue_and_begins_anew_each_year(office: Office) -> None:
    assert new_draft(office.session, Kind.BULLETIN, NOW).number == 1
    office.issue(9, date(2026, 11, 2))
    assert new_draft(office.session, Kind.BULLETIN, NOW).number == 10
    assert new_draft(office.session, Kind.SPECIAL, NOW).number is None
    office.issue(12, date(2027, 12, 30))
    assert new_draft(office.session, Kind.BULLETIN, NOW).number == 1


def test_there_is_one_next_bulletin(office: Office) -> None:
    new_draft(office.session, Kind.SPECIAL, NOW)
    draft = current(office.session, NOW)
    assert draft.kind == "简报"
    assert current(office.session, NOW) is draft


def test_an_edit_is_kept_with_name_and_with_how_it_was(office: Office) -> None:
    item = office.item()
    before = item.body
    edit(office.session, item, 0, Wording("新标题", "新正文。", "每日甘肃", "某主任"), editor(WANG))
    assert (item.title, item.byline, item.proposed, item.revision) == ("新标题", "某主任", False, 1)
    change = office.session.scalars(select(DraftChange).order_by(DraftChange.id.desc())).first()
    assert change is not None
    assert (change.deed, change.by, change.before["body"]) == (Deed.EDITED, WANG, before)


def test_an_edit_that_changes_nothing_leaves_no_trace(office: Office) -> None:
    item = office.item()
    assert not edit(office.session, item, 0, Wording.of(item), editor(WANG))
    assert (item.revision, item.proposed) == (0, True)


def test_two_editors_never_overwrite_each_other(office: Office) -> None:
    item = office.item()
    edit(office.session, item, 0, Wording("李改的", "正文。"), editor(LI))
    with pytest.raises(Conflict, match="别人改过"):
        edit(office.session, item, 0, Wording("王改的", "正文。"), editor(WANG))
    assert item.title == "李改的"


@pytest.mark.parametrize(
    ("wording", "says"),
    [
        (Wording("", "正文。"), "要有标题"),
        (Wording("\u200b \n", "正文。"), "要有标题"),
        (Wording("长" * (TITLE_LIMIT + 1), "正文。"), "标题超过"),
        (Wording("标题", "长" * 30_001), "正文超过"),
        (Wording("标题", "正文。", "长" * 61), "信息来源超过"),
    ],
)
def test_words_that_cannot_be_printed_are_refused(office: Office, wording: Wording, says: str) -> None:
    item = office.item()
    with pytest.raises(UsageError, match=says):
        edit(office.session, item, 0, wording, editor())
    with pytest.raises(UsageError, match=says):
        add_by_hand(office.session, office.draft(), wording, editor())


def test_hidden_characters_do_not_enter_an_item(office: Office) -> None:
    words = Wording("标\u202e题\x00", "正\u200b文。\r\n\r\n第二段\ud800。", "来\u2066源")
    item = add_by_hand(office.session, office.draft(), words, editor())
    assert Wording.of(item) == Wording("标题", "正文。\n第二段。", "来源")


def test_a_piece_by_hand_can_be_taken_out_a_candidate_cannot(office: Office) -> None:
    by_hand = add_by_hand(office.session, office.draft(), Wording("来稿", "正文。"), editor())
    accepted = office.item()
    remove(office.session, by_hand, 0, editor(WANG))
    with pytest.raises(UsageError, match="留待下期"):
        remove(office.session, accepted, 0, editor(WANG))
    assert office.draft().items == [accepted]


def test_the_words_are_taken_anew_when_the_source_changed(office: Office) -> None:
    article = office.article()
    item = office.item(article)
    edit(office.session, item, 0, Wording("我的标题", "我的正文。", "某网"), editor())
    office.changed(article, BODY.replace("126名", "162名"))
    propose_again(office.session, item, 1, 450, editor(WANG))
    assert "162名" in item.body
    assert (item.title, item.source, item.proposed, item.version_number) == ("我的标题", "某网", True, 2)


def test_what_was_written_by_hand_cannot_be_taken_anew(office: Office) -> None:
    item = add_by_hand(office.session, office.draft(), Wording("来稿", "正文。"), editor())
    with pytest.raises(UsageError, match="没有原稿"):
        propose_again(office.session, item, 0, 450, editor())


def test_a_picture_is_kept_once_and_can_be_taken_away(office: Office) -> None:
    one, two = office.item(), office.item(office.article("另一篇", "正文。"))
    picture = Picture(b"\xff\xd8pixels", 40, 30)
    for item in (one, two):
        set_picture(office.session, item, 0, picture, editor(at=NOW + HOUR))
    assert one.picture is not None
    assert one.picture is two.picture
    assert (one.picture.data, one.picture.width) == (picture.data, 40)
    set_picture(office.session, one, 1, None, editor())
    assert one.picture_digest is None
    assert two.picture_digest is not None


def test_deciding_puts_a_candidate_into_the_draft_and_takes_it_out(office: Office) -> None:
    candidate = office.candidate(office.article())
    candidate.state = CandidateState.OPEN
    office.session.flush()
    for revision, (what, items) in enumerate(
        [(Act.ACCEPT, 1), (Act.UNDO, 0), (Act.ACCEPT, 1), (Act.REJECT, 0)]
    ):
        seen = [Seen(candidate.id, revision)]
        assert act(office.session, seen, what, reason="", by=LI, at=NOW).done == [candidate.id]
        assert len(office.draft().items) == items


def test_the_proposed_text_is_as_short_as_the_office_wants(office: Office) -> None:
    candidate = office.candidate(office.article())
    item = candidate_accepted(office.session, candidate, NOW, most=120)
    assert item is not None
    assert 0 < len(item.body) <= 120
