"""What is removed, and what is kept for ever."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from storage.articles import Content, Fetched, ensure_article, store_content
from storage.database import Database
from storage.models import (
    Candidate,
    CandidateState,
    Decision,
    DecisionKind,
    Draft,
    DraftItem,
    Run,
    RunKind,
    RunState,
    Story,
    StoryArticle,
    VerdictKind,
    Version,
)
from storage.outlets import OutletRow, sync_outlets
from storage.retention import forget_before, raw_pages_to_keep
from storage.runs import Plan, plan_run

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
OLD = NOW - timedelta(days=500)
LIMIT = NOW - timedelta(days=400)


@pytest.mark.parametrize(
    ("what", "fetched", "kept"),
    [
        ("fresh", NOW, True),
        ("old", OLD, False),
        ("old, decided", OLD, True),
        ("old, printed", OLD, True),
        ("old, drafted", OLD, True),
    ],
)
def test_raw_pages_are_kept_for_a_while_and_those_of_decided_stories_for_ever(
    database: Database, what: str, fetched: datetime, kept: bool
) -> None:
    with database.session() as session:
        sync_outlets(session, [OutletRow("paper", "某报", None, "site", "甘肃", True, None, {})])
        article = ensure_article(session, "paper", "1", "https://a.example/1", fetched)
        how = {"attachment": "f" * 64}
        store_content(session, article, Content("题", "文"), Fetched(fetched, how, "test/1", raw="e" * 64))
        story = Story(created_at=fetched)
        session.add(story)
        session.flush()
        session.add(StoryArticle(story_id=story.id, article_id=article.id, lead=True))
        state = CandidateState.PRINTED if "printed" in what else CandidateState.FOLDED
        candidate = Candidate(
            story_id=story.id,
            kind=VerdictKind.NEW,
            state=state,
            relevance=0.5,
            reasons=[],
            created_at=fetched,
        )
        session.add(candidate)
        session.flush()
        if "decided" in what:
            session.add(
                Decision(candidate_id=candidate.id, kind=DecisionKind.REJECT, by="王编辑", at=fetched)
            )
        if "drafted" in what:
            draft = Draft(kind="简报", created_at=fetched)
            session.add(draft)
            session.flush()
            session.add(
                DraftItem(
                    draft_id=draft.id, article_id=article.id, position=1, section="正文", title="", body="",
                    proposed=True,
                )
            )  # fmt: skip
        session.flush()
        assert raw_pages_to_keep(session, LIMIT) == ({"e" * 64, "f" * 64} if kept else set())
        assert session.scalar(select(func.count()).select_from(Version)) == 1


def test_old_records_go_and_what_they_point_to_stays(database: Database) -> None:
    with database.session() as session:
        triage = plan_run(session, Plan(RunKind.TRIAGE, "", OLD))
        fresh = plan_run(session, Plan(RunKind.CRAWL, "paper", NOW))
        old = plan_run(session, Plan(RunKind.CRAWL, "paper", OLD))
        for run in (triage, fresh, old):
            run.state = RunState.FINISHED
        fresh.judged_by = old.judged_by = triage.id
        waiting = plan_run(session, Plan(RunKind.CRAWL, "other", OLD))
        session.flush()
        forget_before(session, LIMIT)
        assert set(session.scalars(select(Run.id))) == {fresh.id, waiting.id}
