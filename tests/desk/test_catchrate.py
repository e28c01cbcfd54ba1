"""The catch rate, from the tables: what was proposed, what was missed, what to watch."""

from datetime import UTC, date, datetime, timedelta

import pytest

from desk.catchrate import close_suggestion, record, report
from storage.archive import ItemRow
from storage.catches import suggestions
from storage.models import (
    Article,
    Candidate,
    Caught,
    Digest,
    DigestEntry,
    Issue,
    Outlet,
    Run,
    RunKind,
    RunState,
    Verdict,
    VerdictKind,
)
from tests.desk.office import NOW, Office

PRINTED = date(2026, 11, 30)
LATER = datetime(2026, 12, 1, 1, tzinfo=UTC)


class Month:
    """A month with its digests, and the issue that was printed at its end."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.digest(date(2026, 11, 3))
        office.issue(9, date(2026, 11, 2))

    def digest(
        self,
        day: date,
        *entries: tuple[Candidate, int, bool],
        covered: list[tuple[Article, str]] | None = None,
    ) -> None:
        cutoff = datetime(day.year, day.month, day.day, 7, 30, tzinfo=UTC) - timedelta(hours=8)
        listed = [
            {"piece": {"article": article.id}, "item": {"issue": "2026年第8期", "title": title}}
            for article, title in covered or []
        ]
        digest = Digest(
            day=day, cutoff=cutoff, created_at=cutoff, content={"covered": listed}, html="", text=""
        )
        for candidate, rank, folded in entries:
            digest.entries.append(DigestEntry(candidate_id=candidate.id, rank=rank, folded=folded))
        self.office.session.add(digest)
        self.office.session.flush()

    def printed(self, *sources: str) -> Issue:
        rows = [
            ItemRow(at, f"条目{at}", f"正文{at}。", source, None, "正文")
            for at, source in enumerate(sources, 1)
        ]
        return self.office.issue(10, PRINTED, *rows)

    def reports(self, article: Article, issue: Issue, position: int) -> None:
        """Triage says that the article is what an item printed."""
        self.office.session.add(
            Verdict(
                version_id=article.versions[-1].id,
                kind=VerdictKind.COVERED,
                item_id=issue.items[position - 1].id,
                score=0.9,
                confidence=0.9,
                unsure=False,
                evidence=[],
                related=[],
                new_facts=[],
                relevance=0.5,
                reasons=[],
                weights="w",
                judged_at=NOW,
            )
        )
        self.office.session.flush()


@pytest.fixture
def month(office: Office) -> Month:
    return Month(office)


def test_what_was_proposed_is_told_with_day_rank_and_how_long_before(month: Month) -> None:
    article = month.office.article()
    candidate = month.office.candidate(article)
    month.digest(date(2026, 11, 20), (candidate, 3, False))
    month.digest(date(2026, 11, 21), (candidate, 1, False))
    issue = month.printed("甘肃妇女网")
    month.reports(article, issue, 1)
    assert record(month.office.session, LATER) == 1
    (found,) = report(month.office.session)
    (one,) = found.items
    assert one.as_json() == {
        "position": 1,
        "title": "条目1",
        "source": "甘肃妇女网",
        "caught": "proposed",
        "candidate": candidate.id,
        "article": article.id,
        "day": "2026-11-20",
        "rank": 3,
        "days_before": 10,
        "note": "",
    }
    assert (found.name, found.rate) == ("2026年第10期", 1.0)


def test_a_report_by_another_outlet_counts_where_the_story_was_proposed(month: Month) -> None:
    lead, reprint = month.office.article(), month.office.article(outlet="paper")
    month.digest(date(2026, 11, 20), (month.office.candidate(lead, reprint), 3, False))
    month.reports(reprint, month.printed("每日甘肃"), 1)
    record(month.office.session, LATER)
    assert report(month.office.session)[0].proposed == 1


def test_what_was_missed_says_why(month: Month) -> None:
    office = month.office
    low, covered, late = office.article(), office.article(), office.article(at=LATER)
    folded = office.candidate(low)
    month.digest(date(2026, 11, 20), (folded, 1, True), covered=[(covered, "旧条目")])
    issue = month.printed(
        "甘肃妇女网", "甘肃妇女网", "甘肃妇女网", "每日甘肃", "临河融媒", "临河县妇联", "省总工会"
    )
    for position, article in enumerate((low, covered, late), 1):
        month.reports(article, issue, position)
    slot = datetime(2026, 11, 12, tzinfo=UTC)
    office.session.add(
        Run(kind=RunKind.CRAWL, subject="paper", slot=slot, due_at=slot, arguments=[], state=RunState.MISSED)
    )
    record(office.session, LATER)
    (found,) = report(office.session)
    assert [one.catch.caught for one in found.items] == [
        Caught.LOW,
        Caught.COVERED,
        Caught.NOT_REACHED,
        Caught.NOT_REACHED,
        Caught.NOT_WATCHED,
        Caught.OFFLINE,
        Caught.NOT_WATCHED,
    ]
    assert (found.proposed, found.online, found.rate) == (0, 6, 0.0)


def test_an_unwatched_outlet_is_suggested_until_it_is_watched(month: Month) -> None:
    session = month.office.session
    month.printed("临河融媒", "省总工会")
    record(session, LATER)
    record(session, LATER)
    assert [one.name for one in suggestions(session)] == ["临河融媒", "省总工会"]
    session.get_one(Outlet, "union").enabled = True
    session.flush()
    record(session, LATER)
    assert [one.name for one in suggestions(session)] == ["临河融媒"]


def test_a_suggestion_that_nobody_wants_does_not_come_back(month: Month) -> None:
    session = month.office.session
    month.printed("临河融媒")
    record(session, LATER)
    close_suggestion(suggestions(session)[0], "李编辑", LATER)
    record(session, LATER)
    assert suggestions(session) == []


def test_issues_from_before_the_first_digest_are_not_measured(office: Office) -> None:
    office.issue(9, date(2026, 11, 2))
    assert record(office.session, LATER) == 0
    month = Month.__new__(Month)
    month.office = office
    month.digest(date(2026, 11, 20))
    assert record(office.session, LATER) == 0
    assert report(office.session) == []


def test_an_old_issue_is_looked_at_once(month: Month) -> None:
    month.printed("甘肃妇女网")
    much_later = LATER + timedelta(days=90)
    assert record(month.office.session, much_later) == 1
    assert record(month.office.session, much_later) == 0


def test_what_comes_to_light_later_corrects_the_finding(month: Month) -> None:
    issue = month.printed("甘肃妇女网")
    record(month.office.session, LATER)
    assert report(month.office.session)[0].items[0].catch.caught is Caught.NOT_FOUND
    month.reports(month.office.article(at=LATER), issue, 1)
    record(month.office.session, LATER)
    assert report(month.office.session)[0].items[0].catch.caught is Caught.NOT_REACHED
