"""The contract of `assess`, and the real issues where they are."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bulletins.model import Issue, Item, Kind
from bulletins.read import read_bulletin
from triage.archive import Archive
from triage.assess import assess, assess_all
from triage.model import Article

ISSUE = Issue(
    "简报",
    Kind.BULLETIN,
    5,
    date(2024, 5, 20),
    (
        Item(
            1,
            "“萤火虫”计划守护乡村儿童",
            "4月8日，“萤火虫”计划在岷县启动，为62所乡村小学配备保健教师124名。",
            "每日甘肃",
        ),
    ),
)
ARTICLES = [
    Article("b", "岷县启动“萤火虫”计划", "4月8日，“萤火虫”计划在岷县启动，62所乡村小学将配备124名保健教师。"),
    Article("a", "省气象台发布寒潮预警", "预计明日全省大部降温8摄氏度。", "甘肃气象", date(2024, 4, 9)),
]
KEYS = {
    "id", "verdict", "score", "item", "confidence", "unsure", "evidence", "related", "relevance", "reasons", "story",
}  # fmt: skip


def test_one_object_an_article_in_the_given_order() -> None:
    found = list(assess_all([("05.txt", ISSUE)], ARTICLES))
    assert [json.loads(json.dumps(row))["id"] for row in found] == ["b", "a"]
    for row in found:
        assert set(row) == KEYS
        assert row["verdict"] in ("covered", "update", "new") and isinstance(row["unsure"], bool)
        for name in ("score", "confidence", "relevance"):
            assert 0 <= float(str(row[name])) <= 1
    assert found[0]["item"] == {"file": "05.txt", "position": 1, "title": ISSUE.items[0].title}


def test_an_empty_archive_gives_no_item() -> None:
    assert [row["item"] for row in assess_all([], ARTICLES)] == [None, None]


def test_every_process_says_the_same() -> None:
    """Sets of text have another order in each process; no judgement may depend on it."""
    script = (
        "import json; from tests.triage.test_judge import ARCHIVE, CASES; from triage.assess import assess; "
        "from dataclasses import replace; "
        "told = assess(ARCHIVE, [replace(case[1], id=case[0]) for case in CASES]); "
        "print(json.dumps([dict(one.json()) for one in told], sort_keys=True))"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", script],
            env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert said[0] == said[1] and len(said[0]) > 1000


def test_the_order_of_articles_changes_nothing() -> None:
    archive = Archive.of([("05.txt", ISSUE)])
    forth = {one.judgement.article: one.json() for one in assess(archive, ARTICLES)}
    back = {one.judgement.article: one.json() for one in assess(archive, ARTICLES[::-1])}
    assert forth == back


@pytest.fixture(scope="module")
def real(shared: Path) -> list[tuple[str, Issue]]:
    return [
        (file.name, read_bulletin(file.read_bytes(), file.name))
        for file in sorted((shared / "bulletins").glob("*.txt"))
    ]


def test_each_real_item_is_covered_by_itself(real: list[tuple[str, Issue]]) -> None:
    places = [(file, item) for file, issue in real for item in issue.items]
    given = [Article(str(number), item.title, item.body) for number, (_, item) in enumerate(places)]
    for row, (file, item) in zip(assess_all(real, given), places, strict=True):
        found = row["item"]
        assert row["verdict"] == "covered" and isinstance(found, dict)
        assert (found["file"], found["position"]) == (file, item.position)


def test_the_same_headline_of_another_year_and_place_is_new(real: list[tuple[str, Issue]]) -> None:
    given = [
        Article(
            "1",
            "2023年陕西省网络安全宣传周在西安启动",
            "9月11日，2023年陕西省网络安全宣传周在西安启动。",
            "陕西日报",
        ),
        Article(
            "2",
            "2024年全省母婴安全工作推进会在金昌召开",
            "5月16日，2024年全省母婴安全工作推进会在金昌市召开。",
        ),
    ]
    assert [row["verdict"] for row in assess_all(real, given)] == ["new", "new"]
