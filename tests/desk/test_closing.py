"""A draft that was printed is an issue of the archive; what was held goes on."""

from datetime import date

import pytest

from base.errors import UsageError
from base.settings import BulletinSettings
from bulletins.export import Format, export
from bulletins.identity import fingerprint
from bulletins.model import Kind
from bulletins.read import read_bulletin
from desk.arrange import hold, set_masthead
from desk.closing import close
from desk.draft import add_by_hand, candidate_accepted, edit
from desk.edition import edition_of
from desk.wording import Conflict, Wording
from storage.archive import current_issues
from storage.drafts import open_drafts, was_printed
from storage.models import CandidateState, Draft, Issue
from tests.desk.office import LI, NOW, Office, editor

SETTINGS = BulletinSettings()


def _dated(office: Office) -> Draft:
    draft = office.draft()
    set_masthead(
        office.session,
        draft,
        draft.revision,
        kind=Kind.BULLETIN,
        number=10,
        issued_on=date(2026, 11, 30),
        who=editor(),
    )
    return draft


def _close(office: Office, draft: Draft) -> Issue:
    return close(office.session, draft, draft.revision, SETTINGS, by=LI, at=NOW)


def test_a_closed_draft_is_in_the_archive(office: Office) -> None:
    item = office.item()
    draft = _dated(office)
    issue = _close(office, draft)
    assert current_issues(office.session) == [issue]
    assert (issue.kind, issue.number, issue.issued_on, issue.file) == (
        "简报",
        10,
        date(2026, 11, 30),
        "2026年第10期（未审）.docx",
    )
    assert [(i.position, i.title, i.body, i.source) for i in issue.items] == [
        (1, item.title, item.body, "甘肃妇女网")
    ]
    assert item.candidate is not None
    assert item.candidate.state is CandidateState.PRINTED
    assert draft.issue_id == issue.id
    assert was_printed(office.session, item.candidate.id)


def test_the_exported_file_read_back_is_the_same_issue(office: Office) -> None:
    office.item()
    draft = _dated(office)
    word = export(edition_of(draft, SETTINGS), Format.DOCX)
    assert fingerprint(read_bulletin(word, "x.docx")) == _close(office, draft).fingerprint


def test_what_was_held_goes_into_the_next_draft(office: Office) -> None:
    office.item()
    held = office.item(office.article("留下的", "留下的正文。"))
    hold(office.session, held, 0, editor(), held=True)
    issue = _close(office, _dated(office))
    (following,) = open_drafts(office.session)
    assert [item.title for item in issue.items] == ["安平市举办家庭教育指导培训班"]
    assert (following.number, following.items, held.held, held.position) == (11, [held], False, 1)
    assert held.candidate is not None
    assert held.candidate.state is CandidateState.ACCEPTED
    assert not was_printed(office.session, held.candidate.id)
    assert candidate_accepted(office.session, held.candidate, NOW) is held


def test_the_next_draft_is_there_though_nothing_was_held(office: Office) -> None:
    office.item()
    _close(office, _dated(office))
    assert [(draft.number, draft.items) for draft in open_drafts(office.session)] == [(11, [])]


@pytest.mark.parametrize(
    ("number", "day", "body", "says"),
    [
        (10, None, "正文。", "印发日期"),
        (None, date(2026, 11, 30), "正文。", "期号"),
        (10, date(2026, 11, 30), "", "还没有正文"),
    ],
)
def test_what_is_missing_is_said(
    office: Office, number: int | None, day: date | None, body: str, says: str
) -> None:
    draft = office.draft()
    add_by_hand(office.session, draft, Wording("标题", body), editor())
    set_masthead(office.session, draft, 0, kind=Kind.BULLETIN, number=number, issued_on=day, who=editor())
    with pytest.raises(UsageError, match=says):
        _close(office, draft)


def test_an_empty_issue_is_not_printed(office: Office) -> None:
    with pytest.raises(UsageError, match="还没有条目"):
        _close(office, _dated(office))


def test_what_was_printed_is_changed_no_more(office: Office) -> None:
    item = office.item()
    draft = _dated(office)
    _close(office, draft)
    with pytest.raises(Conflict):
        edit(office.session, item, item.revision, Wording("改", "改。"), editor())
    with pytest.raises(Conflict):
        _close(office, draft)
