"""`shiyi bulletin`: shown, kept once, corrected, refused."""

import json
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy import func, select

from demo import BULLETINS
from storage.archive import current_issues
from storage.database import Database
from storage.models import Article, Issue
from tests.commands.cli import Cli


def count(home: Path, table: type[Issue] | type[Article]) -> int:
    database = Database(f"sqlite:///{home / 'shiyi.sqlite'}")
    with database.reading() as session:
        found = session.scalar(select(func.count()).select_from(table)) or 0
    database.close()
    return found


def test_read_prints_the_contract(cli: Cli) -> None:
    ended = cli("bulletin", "read", *BULLETINS, "--json")
    assert ended.code == 0
    issues = json.loads(ended.out)
    assert [issue["number"] for issue in issues] == [8, 9]
    assert list(issues[0]) == ["file", "title", "kind", "number", "date", "items", "warnings"]
    item = issues[0]["items"][0]
    assert list(item) == ["position", "title", "body", "source", "byline", "section"]
    assert issues[1]["date"] == "2026-11-12"


def test_the_same_issue_is_kept_once_and_a_corrected_one_beside_it(
    cli: Cli, home: Path, tmp_path: Path
) -> None:
    assert cli("init").code == 0
    assert json.loads(cli("bulletin", "add", *BULLETINS, "--json").out)[1]["added"] == "new"
    assert json.loads(cli("bulletin", "add", BULLETINS[1], "--json").out)[0]["added"] == "known"
    mended = tmp_path / "2026-09.txt"
    text = BULLETINS[1].read_text(encoding="utf-8")
    mended.write_text(text.replace("名", "余名"), encoding="utf-8")
    assert json.loads(cli("bulletin", "add", mended, "--json").out)[0]["added"] == "corrected"
    assert count(home, Issue) == 3
    database = Database(f"sqlite:///{home / 'shiyi.sqlite'}")
    with database.reading() as session:
        assert [issue.number for issue in current_issues(session)] == [8, 9]
    database.close()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", "empty"),
        ("junk.bin", bytes(range(256)) * 40, ""),
        ("fake.docx", b"PK\x03\x04 this is no archive", ""),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj", ""),
    ],
)
def test_a_bad_file_is_one_sentence_and_nothing_is_kept(
    cli: Cli, home: Path, tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    assert cli("init").code == 0
    bad = tmp_path / name
    bad.write_bytes(content)
    ended = cli("bulletin", "add", BULLETINS[0], bad)
    assert ended.code == 1
    assert name in ended.err
    assert says in ended.err
    assert ended.err.count("\n") == 1
    assert count(home, Issue) == 0


def test_a_newspaper_page_is_refused_and_its_stories_offered_as_articles(
    cli: Cli, home: Path, tmp_path: Path, newspaper: str
) -> None:
    assert cli("init").code == 0
    page = tmp_path / "page.txt"
    page.write_text(newspaper, encoding="utf-8")
    assert json.loads(cli("bulletin", "read", page, "--json").out)[0]["kind"] == "报纸版面"
    refused = cli("bulletin", "add", page)
    assert refused.code == 2
    assert "--as-articles-of OUTLET" in refused.err
    assert count(home, Issue) == 0
    taken = cli("bulletin", "add", "--as-articles-of", "gansudaily", page, "--json")
    assert json.loads(taken.out)[0]["articles"] == count(home, Article) >= 2
    cli("bulletin", "add", "--as-articles-of", "gansudaily", page)
    assert count(home, Article) == json.loads(taken.out)[0]["articles"]
    assert count(home, Issue) == 0


def test_a_bulletin_is_not_taken_as_articles(cli: Cli) -> None:
    assert cli("init").code == 0
    ended = cli("bulletin", "add", "--as-articles-of", "gansudaily", BULLETINS[1])
    assert ended.code == 2
    assert "not a newspaper page" in ended.err


def test_hostile_markup_in_a_bulletin_is_shown_as_text(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "x.docx"
    document = Document()
    document.add_paragraph("某市妇联工作简报")
    document.add_paragraph("第1期")
    document.add_paragraph("[red]某市[/red]开展\x1b]0;x\x07活动".replace("\x1b", "").replace("\x07", ""))
    document.add_paragraph("11月1日，某市妇联开展活动，120人参加。" * 3)
    document.add_paragraph("信息来源：[link=http://evil.example]某市妇联[/link]")
    document.save(str(file))
    ended = cli("bulletin", "read", file)
    assert ended.code == 0
    assert "[link=http://evil.example]" in ended.out
    assert "\x1b" not in ended.out
