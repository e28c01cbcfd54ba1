"""The order of the next issue, its number and date, and what waits for a later one."""

from datetime import date

import pytest

from base.errors import UsageError
from bulletins.model import Kind, Section
from desk.arrange import hold, move, order, set_masthead
from desk.draft import add_by_hand
from desk.wording import Conflict, Wording
from storage.models import Draft
from tests.desk.office import LI, WANG, Office, editor


def _draft(office: Office) -> Draft:
    """一 二 三 in the main part, 四 五 in short news."""
    draft = office.draft()
    for title in "一二三":
        add_by_hand(office.session, draft, Wording(title, "正文。"), editor())
    for title in "四五":
        add_by_hand(office.session, draft, Wording(title, "正文。", section=Section.BRIEF), editor())
    return draft


def _titles(draft: Draft) -> str:
    assert [item.position for item in draft.items] == list(range(1, len(draft.items) + 1))
    return "".join(item.title for item in draft.items)


@pytest.mark.parametrize(
    ("title", "places", "order"),
    [
        ("三", -1, "一三二四五"),
        ("一", 1, "二一三四五"),
        ("一", 9, "二三一四五"),
        ("三", -9, "三一二四五"),
        ("五", -1, "一二三五四"),
        ("四", -1, "一二三四五"),
    ],
)
def test_an_item_moves_within_its_section(office: Office, title: str, places: int, order: str) -> None:
    draft = _draft(office)
    item = next(item for item in draft.items if item.title == title)
    move(office.session, item, draft.revision, places, editor())
    assert _titles(draft) == order


def test_an_order_keeps_the_sections_apart(office: Office) -> None:
    draft = _draft(office)
    ids = {item.title: item.id for item in draft.items}
    order(office.session, draft, 0, [ids[title] for title in "五三一四二"], editor())
    assert _titles(draft) == "三一二五四"


def test_two_editors_do_not_order_over_each_other(office: Office) -> None:
    draft = _draft(office)
    ids = [item.id for item in draft.items]
    order(office.session, draft, 0, ids[::-1], editor(LI))
    with pytest.raises(Conflict):
        order(office.session, draft, 0, ids, editor(WANG))


def test_an_order_of_other_items_than_are_there_is_refused(office: Office) -> None:
    draft = _draft(office)
    with pytest.raises(Conflict):
        order(office.session, draft, 0, [item.id for item in draft.items[1:]], editor())


def test_what_is_held_stands_last_and_comes_back(office: Office) -> None:
    draft = _draft(office)
    item = draft.items[0]
    hold(office.session, item, 0, editor(), held=True)
    assert _titles(draft) == "二三四五一"
    with pytest.raises(Conflict):
        move(office.session, item, draft.revision, 1, editor())
    hold(office.session, item, 1, editor(), held=False)
    assert sorted(_titles(draft)[:3]) == sorted("一二三")


def test_number_date_and_kind_are_set(office: Office) -> None:
    draft = _draft(office)
    day = date(2026, 11, 30)
    set_masthead(office.session, draft, 0, kind=Kind.SPECIAL, number=None, issued_on=day, who=editor())
    assert (draft.kind, draft.number, draft.issued_on, draft.revision) == ("专刊", None, day, 1)


@pytest.mark.parametrize(
    ("kind", "number"), [(Kind.NEWSPAPER, 1), (Kind.BULLETIN, 0), (Kind.BULLETIN, 10_000)]
)
def test_what_is_no_issue_is_refused(office: Office, kind: Kind, number: int) -> None:
    with pytest.raises(UsageError):
        set_masthead(
            office.session, office.draft(), 0, kind=kind, number=number, issued_on=None, who=editor()
        )
