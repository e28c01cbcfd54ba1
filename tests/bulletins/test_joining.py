"""Lines become whole paragraphs."""

import pytest

from base.documents import Block
from bulletins.joining import Joiner, join_text
from bulletins.lines import Line


def _lines(text: str, **block: object) -> list[Line]:
    """A line each; a blank line before one is seen, blanks before it are its indent."""
    lines: list[Line] = []
    spaced = False
    for raw in text.split("\n"):
        if not raw.strip():
            spaced = True
            continue
        indent = float(len(raw) - len(raw.lstrip("　")))
        plain = Block(raw.strip(), indent=indent, spaced=spaced, whole=bool(block.get("whole")))
        lines.append(Line(raw.strip(), "", plain))
        spaced = False
    return lines


def _joined(text: str, **block: object) -> list[str]:
    lines = _lines(text, **block)
    return [paragraph.text for paragraph in Joiner.of(lines).paragraphs(lines)]


LONG = (
    "会议指出，本轮规划实施三年来，主要指标中已有七十一项提前达到终期目标，"
    "妇女儿童享有的健康、教育水平持续提高"
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"{LONG}，\n\n达标率较高。", [f"{LONG}，达标率较高。"]),
        (f"{LONG}。\n\n会议要求抓好落实。", [f"{LONG}。", "会议要求抓好落实。"]),
        (f"{LONG}，为他们提供\n\n“一对一”服务。", [f"{LONG}，为他们提供“一对一”服务。"]),
        (f"{LONG}，输转7530名\n\n妇女就业。", [f"{LONG}，输转7530名妇女就业。"]),
        (f"一、提高认识，增强紧迫感\n\n{LONG}。", ["一、提高认识，增强紧迫感", f"{LONG}。"]),
        (f"主要做法\n\n{LONG}。", ["主要做法", f"{LONG}。"]),
        (f"同志们：\n\n{LONG}。", ["同志们：", f"{LONG}。"]),
        (f"（一）抓机制。{LONG}\n\n较快。", [f"（一）抓机制。{LONG}较快。"]),
        (f"{LONG}，抓好工作。\n\n{LONG}，部署疫情防控工作\n\n省妇联成立4支队伍。",
         [f"{LONG}，抓好工作。", f"{LONG}，部署疫情防控工作", "省妇联成立4支队伍。"]),
    ],
)  # fmt: skip
def test_page_ends_inside_paragraphs(text: str, wanted: list[str]) -> None:
    assert _joined(text) == wanted


def test_wrapped_lines_of_one_width() -> None:
    text = (LONG + "。") * 4
    rows = [text[at : at + 20] for at in range(0, len(text), 20)]
    assert _joined("\n\n".join([*rows, "会议要求，各地要抓好落实。"])) == [text, "会议要求，各地要抓好落实。"]


def test_indents_tell_paragraphs_even_where_a_line_is_full() -> None:
    first = "　　" + "甲乙丙丁戊己庚辛壬癸" * 5 + "子丑寅卯辰巳午。"  # 60 with its indent: three full lines
    rows = [first[at : at + 20] for at in range(0, 60, 20)]
    text = "\n".join([*rows, "　　会议要求各地抓好落实工作，按时完成", "任务。"] * 3)
    assert _joined(text) == [first.strip("　"), "会议要求各地抓好落实工作，按时完成任务。"] * 3


def test_blank_lines_tell_paragraphs_where_only_they_are_between() -> None:
    paragraph = (
        "这是一段按行折断的文字，写到一半\n的时候还没有说完，就到了行的末尾，所以\n接着再写，直到说完。"
    )
    assert _joined("\n\n".join([paragraph] * 4)) == [paragraph.replace("\n", "")] * 4


def test_paragraphs_of_a_word_file_are_joined_only_where_they_are_cut() -> None:
    text = f"{LONG}，\n\n达标率较高。\n\n{LONG}\n\n达到一百。\n\n{LONG}没有句号\n\n另起一段。"
    assert _joined(text, whole=True) == [
        f"{LONG}，达标率较高。",
        LONG,
        "达到一百。",
        f"{LONG}没有句号",
        "另起一段。",
    ]


def test_latin_words_keep_a_blank() -> None:
    assert join_text("the North", "West") == "the North West"
    assert join_text("共有", "12人") == "共有12人"
    assert join_text("12", "34人") == "1234人"
