"""The main job, end to end: `shiyi demo` on the replica, and every planted article shows as what it is."""

import html
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TextIO

import httpx2
import pytest
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from base.clock import CHINA
from commands.tour import OUTLETS
from demo import truth
from demo.truth import Truth
from storage.database import Database
from storage.digests import digest_of, verdict_of
from storage.models import Address, Article, StoryArticle, Verdict, VerdictKind, Version

# The demo takes under a minute on an idle machine, and several on a busy one.
pytestmark = pytest.mark.timeout(600)
LAST_LOOK = datetime(2026, 11, 20, 7, 20, tzinfo=CHINA)
FIRST_LISTED = datetime(2026, 11, 9, tzinfo=CHINA)
DAYS = (date(2026, 11, 19), date(2026, 11, 20))
# What was published after the last look cannot have been seen; a paper of years ago stands in no list.
PLANTED = [p for p in truth.load() if FIRST_LISTED <= p.published <= LAST_LOOK and p.outlet in OUTLETS]
BY_KEY = {f"{p.outlet}/{p.key}": p for p in PLANTED}
REPRINTS = [p for p in PLANTED if p.reprint_of in BY_KEY]


def ids(planted: Truth) -> str:
    return f"{planted.outlet}-{planted.key}"


@dataclass(frozen=True)
class Lived:
    """What the demo left behind."""

    output: str
    desk: str
    home: Path
    session: Session
    digests: list[dict[str, Any]]

    def article(self, planted: Truth) -> Article:
        # One that stands in two columns is stored by whichever of its addresses was met first.
        at_url = select(Address.article_id).where(Address.url == planted.url)
        return self.session.scalars(
            select(Article).where(
                Article.outlet_key == planted.outlet,
                or_(Article.native_key == planted.key, Article.id.in_(at_url)),
            )
        ).one()

    def verdict(self, planted: Truth) -> Verdict:
        article = self.article(planted)
        version = self.session.scalars(
            select(Version).where(Version.article_id == article.id, Version.number == article.current)
        ).one()
        verdict = verdict_of(self.session, version)
        assert verdict is not None
        return verdict

    def story(self, planted: Truth) -> int:
        return self.session.get_one(StoryArticle, self.article(planted).id).story_id


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    home = tmp_path_factory.mktemp("first-day")
    lines: list[str] = []
    with (home / "errors").open("w") as errors, _demo(home, errors) as running:
        assert running.stdout
        try:
            while not lines or not lines[-1].startswith("http://"):
                line = running.stdout.readline()
                assert line, (home / "errors").read_text()
                lines.append(line)
            desk = _desk_seen(lines[-1].strip(), lines[-2])
        finally:
            running.send_signal(signal.SIGINT)
    assert (home / "errors").read_text() == ""
    database = Database(f"sqlite:///{home / 'demo' / 'shiyi.sqlite'}")
    with database.reading() as session:
        digests = [digest_of(session, day) for day in DAYS]
        yield Lived("".join(lines), desk, home / "demo", session, [d.content for d in digests if d])
    database.close()


def _demo(home: Path, errors: TextIO) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "shiyi", "demo"],
        env=os.environ | {"SHIYI_HOME": str(home)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
    )


def _desk_seen(address: str, sentence: str) -> str:
    """The page that the printed name and password open."""
    said = re.search(r"Sign in as (\S+) with this password: (\S+)", sentence)
    assert said
    with httpx2.Client(base_url=address, follow_redirects=True) as browser:
        token = re.search(r'name="csrf" value="([^"]+)"', browser.get("/sign-in").text)
        assert token
        answer = browser.post("/sign-in", data={"csrf": token[1], "name": said[1], "password": said[2]})
        assert answer.status_code == 200
        return answer.text


def test_the_replica_has_what_the_demo_is_to_show() -> None:
    kinds = [planted.verdict for planted in PLANTED]
    assert len(PLANTED) >= 80
    assert kinds.count("covered") >= 15
    assert kinds.count("update") >= 3
    assert kinds.count("noise") >= 10
    assert len(REPRINTS) >= 6


@pytest.mark.parametrize("planted", PLANTED, ids=ids)
def test_each_article_is_judged_as_what_it_was_planted_as(lived: Lived, planted: Truth) -> None:
    verdict = lived.verdict(planted)
    if planted.verdict in ("covered", "update"):
        assert verdict.kind == planted.verdict
        assert verdict.item is not None
        assert f"{verdict.item.issue.number}/{verdict.item.position}" == planted.item
        assert verdict.evidence
    else:
        assert verdict.kind is VerdictKind.NEW


@pytest.mark.parametrize("planted", REPRINTS, ids=ids)
def test_a_reprint_is_folded_into_its_story(lived: Lived, planted: Truth) -> None:
    assert lived.story(planted) == lived.story(BY_KEY[planted.reprint_of])


@pytest.mark.parametrize("planted", [p for p in PLANTED if p.changes], ids=ids)
def test_a_change_is_told_on_the_second_day(lived: Lived, planted: Truth) -> None:
    article = lived.article(planted)
    assert article.current == 2
    told = [change for change in lived.digests[1]["changed"] if change["piece"]["article"] == article.id]
    assert [change["matters"] for change in told] == [True]
    assert lived.digests[0]["changed"] == []


def test_the_deleted_article_is_told_as_withdrawn(lived: Lived) -> None:
    deleted = [p for p in PLANTED if p.deleted_at]
    assert deleted
    told = {gone["piece"]["article"]: gone["reason"] for gone in lived.digests[1]["withdrawn"]}
    assert told == {lived.article(p).id: "发布者已删除" for p in deleted}


def test_new_articles_are_candidates_and_noise_ranks_below_them(lived: Lived) -> None:
    ranks = {p["lead"]["article"]: p["relevance"] for p in lived.digests[1]["candidates"]}
    by_kind: dict[str, list[float]] = {"new": [], "noise": []}
    for planted in PLANTED:
        relevance = ranks.get(lived.article(planted).id)
        if relevance is not None and planted.verdict in by_kind:
            by_kind[planted.verdict].append(relevance)
    assert len(by_kind["new"]) >= 10
    better = sum(new > noise for new in by_kind["new"] for noise in by_kind["noise"])
    pairs = len(by_kind["new"]) * len(by_kind["noise"])
    assert better >= 0.9 * pairs


def test_nothing_covered_and_nothing_old_is_proposed(lived: Lived) -> None:
    proposed = {p["lead"]["article"] for digest in lived.digests for p in digest["candidates"]}
    for planted in PLANTED:
        if planted.verdict == "covered" or planted.published.date() < date(2026, 11, 12):
            assert lived.article(planted).id not in proposed


def test_each_day_has_its_digest_as_files_and_on_the_terminal(lived: Lived) -> None:
    assert len(lived.digests) == len(DAYS)
    for day in DAYS:
        for ending in ("html", "txt", "json"):
            assert (lived.home / "digests" / f"{day}.{ending}").stat().st_size > 1000
    assert f"{DAYS[1]}.html" in lived.output
    assert all(outlet["label"] == "正常" for outlet in lived.digests[1]["outlets"])


def test_the_desk_is_open_on_the_last_digest(lived: Lived) -> None:
    assert f"{DAYS[-1]:%Y-%m-%d}" in lived.desk
    for proposal in lived.digests[1]["candidates"][:10]:
        assert html.escape(proposal["lead"]["title"]) in lived.desk


def test_what_came_after_the_cutoff_is_not_in_the_digest(lived: Lived) -> None:
    cutoff = datetime.combine(DAYS[0], time(7, 30), CHINA)
    for planted in PLANTED:
        if planted.published > cutoff:
            article = lived.article(planted)
            shown = {p["lead"]["article"] for p in lived.digests[0]["candidates"]}
            assert article.id not in shown


def test_the_demo_leaves_a_folder_alone_that_it_did_not_make(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "mine.txt").write_text("keep me")
    done = subprocess.run(
        [sys.executable, "-m", "shiyi", "demo"],
        env=os.environ | {"SHIYI_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "is in the way" in done.stderr
    assert (tmp_path / "demo" / "mine.txt").read_text() == "keep me"
