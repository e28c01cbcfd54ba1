"""The archive: an issue is kept once, a corrected one beside the older, which is used no more."""

import dataclasses
from datetime import UTC, date, datetime

from storage.archive import AddedAs, IssueRow, ItemRow, add_issue, current_issues, items_of, last_issue_date
from storage.database import Database

NOW = datetime(2026, 11, 20, tzinfo=UTC)
ITEM = ItemRow(1, "某县建成儿童之家", "某县建成儿童之家12个。", "每日甘肃", None, "正文")
FIRST = IssueRow("n9", "d1", "09.txt", "简报", "简报", 9, date(2026, 11, 12), (), (ITEM,))
MENDED = dataclasses.replace(FIRST, digest="d2", items=(ITEM, dataclasses.replace(ITEM, position=2)))


def test_the_same_issue_twice_is_kept_once(database: Database) -> None:
    with database.session() as session:
        assert [add_issue(session, FIRST, NOW)[1] for _ in range(2)] == [AddedAs.NEW, AddedAs.KNOWN]
        assert len(current_issues(session)) == 1
        assert last_issue_date(session) == date(2026, 11, 12)


def test_a_corrected_issue_supersedes_and_can_be_taken_back(database: Database) -> None:
    with database.session() as session:
        first, _ = add_issue(session, FIRST, NOW)
        mended, added = add_issue(session, MENDED, NOW)
        assert added is AddedAs.CORRECTED
        assert (first.superseded_by_id, mended.superseded_by_id) == (mended.id, None)
        session.flush()
        session.expire_all()
        assert len(items_of(current_issues(session))) == 2
        assert add_issue(session, FIRST, NOW) == (first, AddedAs.CORRECTED)
        assert current_issues(session) == [first]


def test_an_empty_archive_has_no_last_date(database: Database) -> None:
    with database.reading() as session:
        assert last_issue_date(session) is None
