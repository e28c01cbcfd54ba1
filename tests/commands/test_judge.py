"""`shiyi assess`: the contract, and input that is not what it should be."""

import json
from pathlib import Path

import pytest

from demo import BULLETINS
from tests.commands.cli import Cli

FIELDS = [
    *("id", "verdict", "score", "item", "confidence", "unsure"),
    *("evidence", "related", "relevance", "reasons", "story"),
]


def lines(tmp_path: Path, *values: object) -> Path:
    file = tmp_path / "articles.jsonl"
    file.write_text("\n".join(json.dumps(value, ensure_ascii=False) for value in values), encoding="utf-8")
    return file


def test_an_item_itself_is_covered_and_something_else_is_new(cli: Cli, tmp_path: Path) -> None:
    [issue] = json.loads(cli("bulletin", "read", BULLETINS[1], "--json").out)
    item = issue["items"][0]
    file = lines(
        tmp_path,
        {"id": "a", "title": item["title"], "text": item["body"], "published": "2026-11-05"},
        {"id": "b", "title": "冬季冰雪旅游季启动", "text": "12月1日，某滑雪场开门迎客，首日接待游客3000人。"},
    )
    ended = cli("assess", "--bulletins", BULLETINS[1].parent, "--articles", file)
    assert ended.code == 0
    first, second = (json.loads(line) for line in ended.out.splitlines())
    assert list(first) == FIELDS
    assert (first["verdict"], first["item"]["title"]) == ("covered", item["title"])
    assert first["score"] > 0.9
    assert (second["verdict"], second["story"] != first["story"]) == ("new", True)
    one_by_one = cli("assess", "--bulletins", BULLETINS[0], "--bulletins", BULLETINS[1], "--articles", file)
    assert one_by_one.out == ended.out
    assert cli("assess", "--bulletins", *BULLETINS, "--articles", file).out == ended.out
    assert cli("assess", "--articles", file, "--bulletins", *BULLETINS).out == ended.out


def test_articles_may_say_little_and_name_themselves_by_numbers(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_text(
        '{"id": 7, "title": "", "text": ""}\n{"id": "\\ud83d", "title": "。", "text": "\\u0000"}\n', "utf-8"
    )
    ended = cli("assess", "--bulletins", BULLETINS[1], "--articles", file)
    assert ended.code == 0
    found = [json.loads(line) for line in ended.out.splitlines()]
    assert [(row["id"], row["verdict"]) for row in found] == [(7, "new"), ("\ud83d", "new")]


@pytest.mark.parametrize(
    "published", ["2026-11-05", "2026-11-05T23:30:00+08:00", "2026-11-05 10:00", "2026年11月5日", "2026/11/5"]
)
def test_days_in_the_usual_forms(cli: Cli, tmp_path: Path, published: str) -> None:
    file = lines(tmp_path, {"id": "a", "title": "题目", "text": "正文。", "published": published})
    assert cli("assess", "--bulletins", BULLETINS[1], "--articles", file).code == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"id": "a", "title": "t"}', "line 1 has no text called text"),
        ('{"id": "a", "title": "t", "text": 5}', "line 1 has no text called text"),
        ("[1]", "line 1 is no JSON object"),
        ("{", "line 1 is no JSON"),
        (
            '{"id": "a", "title": "t", "text": "x"}\n{"id": "a", "title": "t", "text": "x"}',
            "the id a stands twice",
        ),
        ('{"id": "a", "title": "t", "text": "x", "published": "soon"}', "published is no date"),
        ('{"id": "a", "title": "t", "text": "x", "url": []}', "url is no text"),
    ],
)
def test_bad_lines_are_named(cli: Cli, tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_text(text, encoding="utf-8")
    ended = cli("assess", "--bulletins", BULLETINS[1], "--articles", file)
    assert (ended.code, ended.out) == (1, "")
    assert says in ended.err


def test_a_folder_without_bulletins_says_so(cli: Cli, tmp_path: Path) -> None:
    ended = cli("assess", "--bulletins", tmp_path, "--articles", lines(tmp_path))
    assert ended.code == 1
    assert "holds no bulletin" in ended.err


def test_articles_in_another_encoding_are_refused(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes('{"id": "a", "title": "题", "text": "文"}'.encode("gbk"))
    ended = cli("assess", "--bulletins", BULLETINS[1], "--articles", file)
    assert "is not UTF-8" in ended.err


def test_a_newspaper_page_covers_nothing(cli: Cli, tmp_path: Path, newspaper: str) -> None:
    page = tmp_path / "page.txt"
    page.write_text(newspaper, encoding="utf-8")
    [read] = json.loads(cli("bulletin", "read", page, "--json").out)
    story = read["items"][0]
    file = lines(tmp_path, {"id": "a", "title": story["title"], "text": story["body"]})
    ended = cli("assess", "--bulletins", page, BULLETINS[1], "--articles", file)
    assert (ended.code, json.loads(ended.out)["verdict"]) == (0, "new")
    assert "page.txt is left out" in ended.err
