"""Whole issues: of our own in many layouts, the real ones beside the project, and hostile bytes."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from base.errors import BadFile, TooLarge
from base.text import squash
from bulletins.model import Issue, Kind, Section
from bulletins.read import issue_json, read_bulletin
from bulletins.word import as_docx
from tests.base.pdf_maker import make_pdf
from tests.bulletins.issues import example
from tests.bulletins.layouts import (
    HEAD,
    Manner,
    body,
    jumble,
    page,
    plain,
    printed,
    with_pages,
    word,
    wrapped,
)
from tests.bulletins.samples import MONTHLY, SPEECHES, Piece, without_sources

DATA = Path(__file__).parent / "data"


def assert_holds(issue: Issue, pieces: Sequence[Piece]) -> None:
    """The issue has these items: titles and paragraphs but for white space, all else exactly."""
    assert [squash(item.title) for item in issue.items] == [squash(piece.wanted) for piece in pieces]
    for item, piece in zip(issue.items, pieces, strict=True):
        assert [squash(text) for text in item.body.split("\n")] == [squash(text) for text in piece.body]
        assert (item.source, item.byline, item.section) == (piece.source, piece.byline, piece.section)
    assert [item.position for item in issue.items] == list(range(1, len(pieces) + 1))


BULLETS = Manner()
OTHER_HEAD = (
    "青河妇女儿童",
    "第十期（总第57期）",
    "青河省妇女儿童工作委员会办公室编",
    "二〇二三年九月十五日",
)

MANNERS = {
    "bullets": BULLETS,
    "leaders": replace(BULLETS, contents="{n}．{title}……………………{page}"),
    "dots and brackets": replace(BULLETS, contents="{title}........（{page}）", contents_head="本期目录"),
    "page after a blank": replace(BULLETS, contents="{title} {page}", contents_head="本期要目"),
    "markdown list": replace(BULLETS, contents="- ◆ {title}", contents_head="【导读】"),
    "no contents": replace(BULLETS, contents=""),
    "supplied by": replace(BULLETS, contents="", source="（{}供稿）", in_text=True),
    "source in brackets": replace(BULLETS, contents="", source="【来源：{}】"),
    "half-width colon": replace(BULLETS, source="信息来源: {}"),
    "office in brackets": replace(BULLETS, contents="", source="（{}）", in_text=True),
    "office in brackets, on its own": replace(BULLETS, contents="", source="（{}）"),
    "numbered titles": replace(BULLETS, contents="", title="{n}.{}"),
    "marked titles": replace(BULLETS, title="★ {}", brief="【简讯】"),
    "no footer": replace(BULLETS, foot=()),
}


@pytest.mark.parametrize("manner", MANNERS.values(), ids=MANNERS.keys())
@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["close", "spaced"])
def test_plain_text_in_many_manners(manner: Manner, between: str) -> None:
    issue = read_bulletin(between.join(plain(MONTHLY, manner)).encode(), "a.txt")
    assert_holds(issue, MONTHLY)
    assert (issue.kind, issue.number, issue.date) == (Kind.BULLETIN, 8, date(2023, 9, 15))
    assert issue.title == "青河省妇女儿童工作委员会简报"
    assert issue.warnings == ()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert_holds(read_bulletin("\r\n".join(plain(MONTHLY, BULLETS)).encode(encoding), "a.txt"), MONTHLY)


def test_an_issue_without_sources() -> None:
    lines = plain(MONTHLY, replace(BULLETS, source=""))
    assert_holds(read_bulletin("\n".join(lines).encode(), "a.txt"), without_sources(MONTHLY))


def test_another_masthead() -> None:
    issue = read_bulletin("\n".join(plain(MONTHLY, replace(BULLETS, head=OTHER_HEAD))).encode(), "a.txt")
    assert_holds(issue, MONTHLY)
    assert (issue.title, issue.number, issue.date) == ("青河妇女儿童", 10, date(2023, 9, 15))


def test_a_section_that_is_no_short_news_ends_it() -> None:
    manner = replace(BULLETS, sections=("【工作动态】", "【市州动态】"))
    issue = read_bulletin("\n".join(plain(MONTHLY, manner)).encode(), "a.txt")
    assert [item.section for item in issue.items] == [
        Section.MAIN, Section.MAIN, Section.MAIN, Section.BRIEF, Section.MAIN,
    ]  # fmt: skip
    assert all("动态" not in item.body for item in issue.items)


def test_sections_that_only_the_contents_name() -> None:
    lines = plain(MONTHLY, BULLETS)
    at = len(lines) - 1 - lines[::-1].index("简讯：")
    issue = read_bulletin("\n".join(lines[:at] + lines[at + 1 :]).encode(), "a.txt")
    assert_holds(issue, MONTHLY)


@pytest.mark.parametrize("contents", ["◆ {title}", ""])
def test_speeches_with_bylines(contents: str) -> None:
    manner = replace(
        BULLETS, contents=contents, head=("青河省人民政府妇女儿童工作委员会", "专 刊", "2023.9.15")
    )
    issue = read_bulletin("\n".join(plain(SPEECHES, manner)).encode(), "a.txt")
    assert_holds(issue, SPEECHES)
    assert (issue.kind, issue.number, issue.date) == (Kind.SPECIAL, None, date(2023, 9, 15))


def test_contents_that_differ_from_the_titles() -> None:
    renamed = (
        replace(MONTHLY[0], listed="全省妇女儿童发展规划中期评估会召开"),
        replace(MONTHLY[1], listed="青河：母婴室建设提前完成年度任务"),
        *MONTHLY[2:],
    )
    issue = read_bulletin("\n".join(plain(renamed, BULLETS)).encode(), "a.txt")
    assert_holds(issue, MONTHLY)
    assert issue.warnings == (
        f"目录中的“青河：母婴室建设提前完成年度任务”在正文里的标题是“{MONTHLY[1].wanted}”。",
    )


def test_contents_that_leave_an_item_out() -> None:
    lines = plain(MONTHLY, BULLETS)
    lines.remove(f"◆ {MONTHLY[1].entry}")
    issue = read_bulletin("\n".join(lines).encode(), "a.txt")
    assert_holds(issue, MONTHLY)
    assert issue.warnings == (f"“{MONTHLY[1].wanted}”不在目录里。",)


def test_a_fragment() -> None:
    lines = plain(MONTHLY, replace(BULLETS, head=(), foot=(), contents=""))
    issue = read_bulletin("\n".join(lines).encode(), "a.txt")
    assert_holds(issue, MONTHLY)
    assert (issue.title, issue.kind, issue.number, issue.date) == ("", Kind.FRAGMENT, None, None)


@pytest.mark.parametrize("seed", range(45))
def test_however_the_lines_are_wrapped_the_items_are_the_same(seed: int) -> None:
    """Line width, blank lines, indents, page numbers and running heads leave no trace in the items."""
    pieces = SPEECHES if seed % 3 == 0 else MONTHLY
    issue = read_bulletin(jumble(plain(pieces, BULLETS), seed).encode(), "a.txt")
    assert [squash(item.title) for item in issue.items] == [squash(piece.wanted) for piece in pieces]
    for item, piece in zip(issue.items, pieces, strict=True):
        assert squash(item.body) == squash("".join(piece.body))
        assert squash(item.source or "") == squash(piece.source or "")
        assert (squash(item.byline or ""), item.section) == (squash(piece.byline or ""), piece.section)
    assert (issue.number, issue.date) == (8, date(2023, 9, 15))


@pytest.mark.parametrize("number", ["- {} -", "— {} —", "·{}·", "第{}页", "{}", "{}/12"])
def test_page_numbers_and_running_heads_inside_sentences(number: str) -> None:
    lines = with_pages(wrapped(plain(MONTHLY, BULLETS), 28), number, "青河省妇女儿童工作委员会简报 第8期")
    assert_holds(read_bulletin("\n\n".join(lines).encode(), "a.txt"), MONTHLY)


# --- other formats ---


@pytest.mark.parametrize("how", ["style", "size", "bold"])
def test_word_files(how: str) -> None:
    issue = read_bulletin(word(MONTHLY, BULLETS, how), "a.docx")
    assert_holds(issue, MONTHLY)
    assert (issue.number, issue.date) == (8, date(2023, 9, 15))


@pytest.mark.parametrize("how", ["style", "size", "bold"])
def test_word_files_without_sources(how: str) -> None:
    issue = read_bulletin(word(MONTHLY, replace(BULLETS, source=""), how), "a.docx")
    assert_holds(issue, without_sources(MONTHLY))


def test_what_we_print_ourselves_is_read_again() -> None:
    edition = example()
    issue = read_bulletin(as_docx(edition), "a.docx")
    assert [(item.title, item.source, item.section) for item in issue.items] == [
        (item.title, item.source, item.section) for item in edition.issue.items
    ]
    assert [squash(item.body) for item in issue.items] == [squash(item.body) for item in edition.issue.items]
    assert (issue.number, issue.date) == (edition.issue.number, edition.issue.date)
    assert issue.warnings == ()


def test_a_web_page() -> None:
    assert_holds(read_bulletin(page(MONTHLY, BULLETS), "a.html"), MONTHLY)


def test_a_pdf_with_page_numbers_and_running_heads() -> None:
    lines = [("title", line) for line in HEAD]
    for index, piece in enumerate(MONTHLY):
        if index == 3:
            lines.append(("text", "简讯："))
        lines += [("title", line) for line in piece.lines]
        lines += [("right" if line.startswith("信息来源") else "text", line) for line in body(piece, BULLETS)]
    lines += [("text", line) for line in BULLETS.foot]
    data = make_pdf(printed(lines, rows=18, head="青河省妇女儿童工作委员会简报"))
    issue = read_bulletin(data, "a.pdf")
    assert_holds(issue, MONTHLY)
    assert issue.number == 8


# --- files with what was read from them once, checked by eye ---


@pytest.mark.parametrize("path", sorted(DATA.glob("*.json")), ids=lambda path: path.stem)
def test_files_that_were_checked_by_eye(path: Path) -> None:
    wanted = json.loads(path.read_text(encoding="utf-8"))
    source = path.with_suffix(".txt")
    read = issue_json(read_bulletin(source.read_bytes(), source.name), source.name)
    assert read == wanted
    assert list(read) == ["file", "title", "kind", "number", "date", "items", "warnings"]
    assert list(read["items"][0]) == ["position", "title", "body", "source", "byline", "section"]


# --- the real issues beside the project; their words stay there, so that digests stand for them ---

REAL = {
    "2020-03.txt": (Kind.BULLETIN, 3, date(2020, 4, 7), "正正正正简简", 6, 0, "80b9159f0df9aba7"),
    "2021-10.txt": (Kind.BULLETIN, 10, date(2021, 11, 15), "正正正正正简简简简", 9, 0, "a20de697cb624bc5"),
    "2021-special.txt": (Kind.SPECIAL, None, date(2021, 5, 26), "正正正正正正", 0, 6, "b06fb3f52657d1ca"),
}


@pytest.mark.parametrize("name", REAL)
def test_the_real_issues(shared: Path, name: str) -> None:
    kind, number, day, sections, sources, bylines, digest = REAL[name]
    issue = read_bulletin((shared / "bulletins" / name).read_bytes(), name)
    assert (issue.kind, issue.number, issue.date) == (kind, number, day)
    assert "".join(item.section.value[0] for item in issue.items) == sections
    assert sum(item.source is not None for item in issue.items) == sources
    assert sum(item.byline is not None for item in issue.items) == bylines
    said = [squash(f"{item.title}|{item.body}|{item.source}|{item.byline}") for item in issue.items]
    assert hashlib.sha256("\n".join(said).encode()).hexdigest()[:16] == digest


@pytest.mark.parametrize("name", REAL)
@pytest.mark.parametrize("seed", range(2))
def test_the_real_issues_wrapped_otherwise(shared: Path, name: str, seed: int) -> None:
    text = (shared / "bulletins" / name).read_text(encoding="utf-8")
    whole = read_bulletin(text.encode(), name)
    again = read_bulletin(jumble([line for line in text.split("\n") if line.strip()], seed).encode(), name)
    assert [squash(item.title) for item in again.items] == [squash(item.title) for item in whole.items]
    assert [squash(item.body) for item in again.items] == [squash(item.body) for item in whole.items]
    assert [item.section for item in again.items] == [item.section for item in whole.items]


# --- hostile ---


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=400), st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace"))
    )
)
def test_any_bytes_are_an_issue_or_a_bad_file(data: bytes) -> None:
    _read_or_refuse(data)


_PARTS = st.sampled_from(
    [
        *HEAD, "目录", "◆ 青河省召开会议", "青河省召开会议", "简讯：", "信息来源：青河日报",
        "信息来源：", "（青河日报供稿）", "近日，青河省召开会议。", "会议指出，要抓好落实", "- 3 -", "3",
        "报：省领导", "第3版", "2023年9月15日印发", "本报讯 记者张三", "同志们：", "省长 张三",
        "——在会上的讲话", "| 标题 | 1 |", "**", "![](a.jpg)", "# 简报", "一、抓落实", "", "……", "《", "”",
    ]
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.lists(_PARTS, max_size=40))
def test_any_jumble_of_a_bulletins_parts_is_an_issue_or_a_bad_file(parts: list[str]) -> None:
    _read_or_refuse("\n".join(parts).encode())


def _read_or_refuse(data: bytes) -> None:
    try:
        issue = read_bulletin(data, "a.txt")
    except BadFile:
        return
    assert json.dumps(issue_json(issue, "a.txt"), ensure_ascii=False)
    assert [item.position for item in issue.items] == list(range(1, len(issue.items) + 1))
    assert all(item.title or item.body for item in issue.items)


@pytest.mark.parametrize(
    "text",
    [
        "一" * 100_000,
        "一二三四五六七八\n" * 2_000,
        "（" * 100_000,
        "目录\n" + "◆ 妇女儿童工作会议召开\n" * 2_000,
    ],
    ids=["one line", "equal lines", "brackets", "contents without end"],
)
def test_odd_texts_end(text: str) -> None:
    _read_or_refuse(text.encode())


@pytest.mark.parametrize("text", ["一行字\n" * 6_000, "一二三四，" * 100_000])
def test_a_text_that_is_no_bulletin_for_its_length(text: str) -> None:
    with pytest.raises(TooLarge, match="不像一期简报"):
        read_bulletin(text.encode(), "a.txt")
