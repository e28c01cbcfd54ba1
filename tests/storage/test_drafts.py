"""The draft's rows: changes that count, pictures kept once, what was said of whom."""

from datetime import UTC, datetime

from storage.database import Database
from storage.drafts import (
    authors,
    find_item,
    keep_picture,
    last_removed,
    log,
    open_drafts,
    picture_data,
    standing_reviews,
    take_revision,
)
from storage.models import Deed, Draft, DraftItem, Review

NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)


def _draft() -> Draft:
    item = DraftItem(
        position=1, section="正文", title="题", body="文。", proposed=False, held=False, revision=0
    )
    return Draft(kind="简报", number=1, created_at=NOW, revision=0, items=[item])


def test_of_two_who_saw_the_same_only_one_may_change_it(database: Database) -> None:
    with database.session() as session:
        session.add(_draft())
    with database.session() as session:
        item = open_drafts(session)[0].items[0]
        assert take_revision(session, item, 0)
        assert not take_revision(session, item, 0)
        assert item.revision == 1


def test_a_closed_draft_is_open_no_more(database: Database) -> None:
    with database.session() as session:
        draft = _draft()
        session.add(draft)
        session.flush()
        assert open_drafts(session) == [draft]
        draft.closed_at = NOW
        session.flush()
        assert open_drafts(session) == []


def test_authors_are_those_who_wrote_not_those_who_ordered(database: Database) -> None:
    with database.session() as session:
        draft = _draft()
        session.add(draft)
        session.flush()
        item = draft.items[0]
        for deed, by in ((Deed.ADDED, "李"), (Deed.EDITED, "王"), (Deed.MOVED, "赵"), (Deed.PICTURE, "")):
            log(session, draft, deed, by=by, at=NOW, item=item)
        session.flush()
        assert authors(session, [item]) == {item.id: frozenset({"李", "王"})}
        assert authors(session, []) == {}


def test_a_withdrawn_approval_is_kept_and_does_not_stand(database: Database) -> None:
    with database.session() as session:
        draft = _draft()
        session.add(draft)
        draft.items[0].reviews = [
            Review(stage=1, by="王", at=NOW, withdrawn_at=NOW, withdrawn_by="李"),
            Review(stage=1, by="赵", at=NOW),
        ]
        session.flush()
        item = find_item(session, draft.items[0].id)
        assert item is not None
        assert {stage: review.by for stage, review in standing_reviews(item).items()} == {1: "赵"}
        assert len(item.reviews) == 2


def test_a_picture_is_kept_once(database: Database) -> None:
    with database.session() as session:
        for _ in range(2):
            keep_picture(session, "d" * 64, b"pixels", width=4, height=3, at=NOW)
        assert picture_data(session, "d" * 64) == b"pixels"
        assert picture_data(session, "e" * 64) is None


def test_the_last_removal_of_a_candidate_is_found(database: Database) -> None:
    with database.session() as session:
        assert last_removed(session, 1) is None
