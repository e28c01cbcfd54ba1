"""`shiyi draft` and `shiyi caught`: from accepted candidates to a printed issue."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from PIL import Image

from storage.database import Database
from storage.models import CandidateState
from tests.commands.cli import Cli, Ended
from tests.desk.office import NOW, Office

MORNING = "2026-11-20T09:00"


@pytest.fixture
def candidates(home: Path, cli: Cli) -> list[int]:
    """Two candidates that nobody has decided about."""
    assert cli("init").code == 0
    database = Database(f"sqlite:///{home / 'shiyi.sqlite'}")
    with database.session() as session:
        office = Office(session)
        office.outlets()
        made = [
            office.candidate(office.article()),
            office.candidate(office.article("妇女之家揭牌", "11月19日，白石镇妇女之家揭牌。")),
        ]
        for candidate in made:
            candidate.state = CandidateState.OPEN
        session.flush()
        ids = [candidate.id for candidate in made]
    database.close()
    return ids


def _json(ended: Ended) -> Any:
    assert ended.code == 0, ended.err
    return json.loads(ended.out)


def _draft(cli: Cli, *arguments: object, by: str = "李编辑") -> Ended:
    return cli("draft", *arguments, "--by", by, "--now", MORNING)


def test_a_month_from_candidates_to_the_archive(
    cli: Cli, candidates: list[int], home: Path, tmp_path: Path
) -> None:
    first, second = (item["id"] for item in _json(_draft(cli, "add", *candidates, "--json")))
    text = tmp_path / "来稿.txt"
    text.write_text("临河县妇联慰问困难妇女32名。\n第二段。", encoding="utf-8")
    third = _json(_draft(cli, "write", "--title", "来稿一篇", "--body", text, "--section", "简讯", "--json"))[
        "id"
    ]
    assert _draft(cli, "order", second).code == 0
    assert _draft(cli, "edit", first, "--source", "每日甘肃").code == 0
    assert _draft(cli, "hold", third).code == 0
    assert _draft(cli, "set", "--number", 10, "--date", "2026-11-30").code == 0
    reviewed = _json(_draft(cli, "review", "--json", by="王主任"))
    assert (reviewed["stage"], sorted(reviewed["done"])) == (1, sorted([first, second]))

    shown = _json(cli("draft", "show", "--json", "--now", MORNING))
    assert (shown["number"], shown["date"], shown["next_review"]) == (10, "2026-11-30", None)
    assert [(item["id"], item["section"], item["held"]) for item in shown["items"]] == [
        (second, "正文", False),
        (first, "正文", False),
        (third, "简讯", True),
    ]
    assert shown["items"][1]["source"] == "每日甘肃"

    exported = _json(cli("draft", "export", "--json", "--now", MORNING))
    assert Path(exported["file"]).name == "2026年第10期.docx"
    assert any("妇女之家揭牌" in line.text for line in Document(exported["file"]).paragraphs)

    closed = _json(_draft(cli, "close", "--json"))
    assert (closed["name"], closed["items"]) == ("2026年第10期", 2)
    following = _json(cli("draft", "show", "--json", "--now", MORNING))
    assert (following["number"], [item["title"] for item in following["items"]]) == (11, ["来稿一篇"])


def test_before_the_last_review_a_file_is_marked(cli: Cli, candidates: list[int], tmp_path: Path) -> None:
    _draft(cli, "add", candidates[0])
    out = tmp_path / "样稿.txt"
    marked = _json(cli("draft", "export", "--format", "txt", "--out", out, "--json", "--now", MORNING))
    assert marked["marked"] == "未审"
    assert "未审" in out.read_text("utf-8")


def test_nobody_approves_their_own(cli: Cli, candidates: list[int]) -> None:
    _draft(cli, "add", candidates[0])
    refused = _draft(cli, "review", by="李编辑")
    assert refused.code == 1
    assert "须由他人审核" in refused.out


def test_the_check_shows_what_is_not_in_the_source(cli: Cli, candidates: list[int], tmp_path: Path) -> None:
    item = _json(_draft(cli, "add", candidates[0], "--json"))[0]
    text = tmp_path / "改.txt"
    text.write_text(item["body"].replace("126名", "162名"), encoding="utf-8")
    _draft(cli, "edit", item["id"], "--body", text)
    (found,) = _json(cli("draft", "check", "--json", "--now", MORNING))
    (mark,) = (mark for mark in found["marks"] if mark["doubtful"])
    assert (mark["text"], mark["kind"], mark["standing"]) == ("162名", "数字", "原文没有")
    assert "原文没有（数字）：162名" in cli("draft", "check", "--now", MORNING).out


def test_a_picture_is_given_and_taken_away(cli: Cli, candidates: list[int], tmp_path: Path) -> None:
    item = _json(_draft(cli, "add", candidates[0], "--json"))[0]["id"]
    file = tmp_path / "图.png"
    Image.new("RGB", (200, 100)).save(file)
    assert _draft(cli, "picture", item, file).code == 0
    assert _json(cli("draft", "show", "--json", "--now", MORNING))["items"][0]["picture"]
    assert _draft(cli, "picture", item).code == 0
    assert _json(cli("draft", "show", "--json", "--now", MORNING))["items"][0]["picture"] is None


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("add", 999), 2, "There is no candidate 999"),
        (("edit", 999, "--title", "题"), 2, "There is no item 999"),
        (("order", 999), 2, "no item 999"),
        (("show", "--draft", 999), 2, "There is no draft 999"),
        (("set", "--date", "tomorrow"), 2, "--date takes a day"),
        (("set", "--kind", "报纸版面"), 2, "只能是简报或专刊"),
        (("close",), 2, "还没有条目"),
        (("review", "--by", "王"), 2, "Nothing waits for a review"),
        (("write", "--title", "题", "--body", "/nowhere.txt"), 1, "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    cli: Cli, candidates: list[int], arguments: tuple[object, ...], code: int, says: str
) -> None:
    ended = cli("draft", *arguments, "--now", MORNING)
    assert ended.code == code
    assert says in ended.err
    assert len(ended.err.strip().splitlines()) == 1


def test_caught_says_when_nothing_can_be_measured_yet(cli: Cli, candidates: list[int]) -> None:
    assert "还没有可以衡量的一期" in cli("caught", "--now", MORNING).out
    assert _json(cli("caught", "--json", "--now", MORNING)) == {"issues": [], "suggestions": []}


def test_caught_measures_a_closed_issue(cli: Cli, candidates: list[int]) -> None:
    assert cli("digest", "--send", "--now", "2026-11-23T09:00").code == 0
    _draft(cli, "add", *candidates)
    _draft(cli, "set", "--number", 10, "--date", (NOW + timedelta(days=10)).date().isoformat())
    _draft(cli, "close")
    (issue,) = _json(cli("caught", "--json", "--now", "2026-12-01T09:00"))["issues"]
    assert (issue["proposed"], issue["total"], issue["rate"]) == (2, 2, 1.0)
    assert [item["days_before"] for item in issue["items"]] == [7, 7]
    assert "捕获率 100%" in cli("caught", "--now", "2026-12-01T09:00").out
