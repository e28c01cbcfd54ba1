"""What the desk asks the database, on both databases: lists, counts, one article, the operator's figures, users."""

from datetime import UTC, date, datetime, timedelta

import pytest

from storage import candidates, digests, dossiers, operations, users
from storage.database import Database
from storage.decisions import decide
from storage.digests import Span
from storage.inbox import add_link, article_at, newest_links
from storage.models import CandidateState, Decision, DecisionKind, Role, Run, RunKind, RunState, SignIn, Token
from storage.outlets import ensure_submission_outlet, submission_outlets
from tests.desk.web.content import NOW, Maker

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def filled(database: Database) -> Database:
    with database.session() as session:
        maker = Maker(session)
        maker.outlets()
        maker.everything()
        maker.candidate(maker.article("乙稿"), relevance=0.5, domain="教育", city="天水")
    return database


def test_what_is_on_the_desk_best_first_with_what_filters_need(filled: Database) -> None:
    with filled.session() as session:
        lines = candidates.on_the_desk(session, NOW)
        assert [(one.candidate, one.outlet_name, one.domains, one.cities) for one in lines] == [
            (1, "新甘肃", ("健康",), ("兰州",)),
            (3, "新甘肃", ("教育",), ("天水",)),
        ]
        assert [one.candidate for one in candidates.in_state(session, CandidateState.FOLDED)] == [2]
        assert set(candidates.these(session, [1, 2, 9])) == {1, 2}
        assert [one.id for one in candidates.load(session, [3, 9, 1])] == [3, 1]
        assert candidates.states_of(session, [1, 2, 4]) == {
            1: (1, CandidateState.OPEN),
            2: (1, CandidateState.OPEN),
        }
        decide(session, 1, 0, DecisionKind.REJECT, reason="", by="李", at=NOW)
        assert [one.candidate for one in candidates.on_the_desk(session, NOW)] == [1, 3]
        assert [one.candidate for one in candidates.on_the_desk(session, NOW + HOUR)] == [3]
        session.query(Decision).update({"undone_at": NOW})
        assert [one.candidate for one in candidates.on_the_desk(session, NOW)] == [3]


def test_counts_within_a_span(filled: Database) -> None:
    with filled.reading() as session:
        everything = candidates.counts(session, Span(None, NOW + HOUR))
        assert everything == candidates.Counts(changed=1, withdrawn=1, covered=1, folded=1)
        assert candidates.counts(session, Span(NOW + HOUR, NOW + DAY)) == candidates.Counts(0, 0, 0, 0)


def test_one_article_with_its_versions_story_and_changes(filled: Database) -> None:
    with filled.reading() as session:
        article = dossiers.find_article(session, 1)
        assert article is not None
        assert article.outlet.name == "新甘肃"
        assert [version.number for version in dossiers.versions_of(session, 1)] == [2, 1]
        assert list(dossiers.changes_of(session, 1)) == [2]
        story, notes = dossiers.story_of(session, 2)
        assert [(member.article.id, member.lead) for member in story] == [(1, True), (2, False)]
        assert notes == {1: "", 2: "转载"}
        assert dossiers.lead_of(session, 1) == 1
        assert dossiers.find_article(session, 99) is None
        assert (dossiers.story_of(session, 99), dossiers.lead_of(session, 99)) == (([], {}), None)
        assert list(digests.members(session, [1, 99])) == [1]
        assert digests.digest_days(session, 0, 5) == []


def test_the_operators_figures(filled: Database) -> None:
    with filled.session() as session:
        for hours, state in ((2, RunState.FINISHED), (1, RunState.FAILED)):
            session.add(
                Run(
                    kind=RunKind.CRAWL,
                    subject="paper",
                    slot=NOW - hours * HOUR,
                    due_at=NOW,
                    arguments=[],
                    state=state,
                    finished_at=NOW - hours * HOUR,
                    counts={},
                )
            )
        session.flush()
        assert operations.last_success(session) == {"paper": NOW - 2 * HOUR}
        assert [run.state for run in operations.newest_runs(session, 1)] == [RunState.FAILED]
        published = operations.published_per_day(session, date(2026, 11, 1), date(2026, 11, 30))
        assert published == {"paper": {date(2026, 11, 19): 6}}


def test_users_sign_ins_tries_and_tokens(database: Database) -> None:
    later = NOW + HOUR
    with database.session() as session:
        user = users.add_user(session, "李", "hash", Role.EDITOR, NOW)
        assert user is not None
        assert users.add_user(session, "李", "other", Role.OPERATOR, NOW) is None
        assert [one.name for one in users.all_users(session)] == ["李"]
        for name, begun in (("old", NOW), ("new", later)):
            session.add(SignIn(digest=name, user_id=user.id, csrf="c", created_at=begun, used_at=begun))
        session.flush()
        users.drop_old_sign_ins(session, begun_before=later, used_before=NOW)
        assert users.find_sign_in(session, "old") is None
        users.note_use(session, "new", later + HOUR)
        found = users.find_sign_in(session, "new")
        assert found is not None
        assert (found.user.name, found.used_at) == ("李", later + HOUR)
        users.end_sign_ins(session, user.id, but="new")
        assert users.find_sign_in(session, "new") is not None
        users.end_sign_in(session, "new")
        assert users.find_sign_in(session, "new") is None

        for address, at in (("a", NOW), ("b", later), ("b", later)):
            users.record_failure(session, "李", address, at, DAY)
        assert users.failures(session, "李", "b", NOW) == (3, 2)
        assert users.failures(session, "李", "b", later) == (2, 2)
        users.record_failure(session, "王", "b", later + 2 * DAY, DAY)
        assert users.failures(session, "李", "b", NOW) == (0, 1)
        users.forget_failures(session, "王")
        assert users.failures(session, "王", "b", NOW) == (0, 0)

        session.add(Token(user_id=user.id, name="t", digest="d", created_at=NOW))
        session.flush()
        assert users.find_token(session, "d") is not None
        users.revoke_tokens(session, user.id, NOW)
        assert users.find_token(session, "d") is None
        assert users.tokens_of(session, user.id) == []


def test_units_and_links(filled: Database) -> None:
    with filled.session() as session:
        unit = ensure_submission_outlet(session, "西和县妇联", "甘肃")
        assert ensure_submission_outlet(session, "西和县妇联", "甘肃") is unit
        assert [one.name for one in submission_outlets(session)] == ["西和县妇联"]
        assert article_at(session, "https://paper.example/1") == 1
        assert article_at(session, "https://paper.example/none") is None
        for number in range(3):
            add_link(session, f"https://paper.example/new{number}", "paper", "李", datetime.now(UTC))
        assert [link.url[-1] for link in newest_links(session, 2)] == ["2", "1"]
