"""The Word issue: made of its text, and the one in the tree is up to date."""

import tomllib
from pathlib import Path

import docx

from demo import BULLETINS, issue


def words(path: Path) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]


def test_the_word_file_says_what_its_text_says(tmp_path: Path) -> None:
    text = BULLETINS[0].with_suffix(".toml")
    issue.make(text, tmp_path / "issue.docx")
    assert words(tmp_path / "issue.docx") == words(BULLETINS[0])
    lines = words(BULLETINS[0])
    for item in tomllib.loads(text.read_text("utf-8"))["item"]:
        assert "\n".join(item["title"]) in lines
        assert f"信息来源：{item['source']}" in lines
        assert all(paragraph in lines for paragraph in item["body"].strip().split("\n"))
