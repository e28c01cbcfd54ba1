"""Prints the samples as offices do: as plain text in many manners, wrapped, as Word file, page, PDF."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from bulletins.marks import em_width
from bulletins.model import Section
from tests.base.pdf_maker import Print
from tests.bulletins.samples import Piece

HEAD = ("青河省妇女儿童工作委员会", "简 报", "第 8 期", "青河省妇儿工委办公室编辑", "2023 年 9 月 15 日")
FOOT = (
    "报：国务院妇儿工委办公室，林月华副省长。",
    "发：省政府妇儿工委各成员单位，各市州、县市区政府妇儿工委。",
    "青河省妇联办公室",
    "2023年9月15日印发",
    "电子邮箱：fegw@example.cn",
    "(印 160 份)",
)


@dataclass(frozen=True)
class Manner:
    """How an office prints: `contents` is the form of an entry with {title}, {n} and {page}, "" for no 目录;
    `source` is the form of a source with {}, printed in the last paragraph where `in_text`."""

    head: tuple[str, ...] = HEAD
    contents_head: str = "目 录"
    contents: str = "◆ {title}"
    source: str = "信息来源：{}"
    in_text: bool = False
    title: str = "{}"
    brief: str = "简讯："
    sections: tuple[str, ...] = ()
    foot: tuple[str, ...] = FOOT


def plain(pieces: Sequence[Piece], manner: Manner) -> list[str]:
    """The lines of an issue, a paragraph a line."""
    lines = list(manner.head)
    if manner.contents:
        lines.append(manner.contents_head)
        for number, piece in enumerate(pieces, 1):
            if manner.brief and _begins_briefs(pieces, number - 1):
                lines.append(manner.brief)
            lines += manner.contents.format(title=piece.entry, n=number, page=2 * number).split("\n")
    for number, piece in enumerate(pieces, 1):
        if manner.brief and _begins_briefs(pieces, number - 1):
            lines.append(manner.brief)
        elif manner.sections and number % 2:
            lines.append(manner.sections[number // 2 % len(manner.sections)])
        lines += [manner.title.format(line, n=number) for line in piece.lines[:1]] + list(piece.lines[1:])
        lines += [piece.byline] if piece.byline else []
        lines += body(piece, manner)
    return lines + list(manner.foot)


def body(piece: Piece, manner: Manner) -> list[str]:
    """The paragraphs of a piece and its source."""
    if piece.source is None or not manner.source:
        return list(piece.body)
    source = manner.source.format(piece.source)
    if manner.in_text:
        return [*piece.body[:-1], piece.body[-1] + source]
    return [*piece.body, source]


def _begins_briefs(pieces: Sequence[Piece], index: int) -> bool:
    sections = [Section.MAIN, *(piece.section for piece in pieces)]
    return sections[index] is Section.MAIN and sections[index + 1] is Section.BRIEF


def wrapped(lines: Iterable[str], width: int, *, by_length: bool = False, indent: bool = False) -> list[str]:
    """Each line cut at `width`; closing punctuation hangs over the edge as in print."""
    cut: list[str] = []
    for line in lines:
        rest = ("　　" if indent and len(line) > width else "") + line
        while rest:
            end = len(rest)
            while end > 1 and (len(rest[:end]) if by_length else em_width(rest[:end])) > width:
                end -= 1
            while not by_length and end < len(rest) and rest[end] in "，。、；：！？”）》":
                end += 1
            cut.append(rest[:end])
            rest = rest[end:]
    return cut


def with_pages(lines: Sequence[str], number: str, head: str = "", every: int = 20) -> list[str]:
    """A page number and a running head after every twenty lines, wherever that is."""
    paged: list[str] = []
    for count, line in enumerate(lines, 1):
        paged.append(line)
        if count % every == 0:
            paged += [number.format(count // every)] + ([head] if head else [])
    return paged


def jumble(lines: Sequence[str], seed: int) -> str:
    """The same text as a scanner might give it: wrapped somewhere, with or without blank lines and pages."""
    rng = random.Random(seed)
    blank = rng.random() < 0.6
    cut = wrapped(
        lines, rng.randint(20, 44), by_length=rng.random() < 0.5, indent=not blank and rng.random() < 0.5
    )
    if rng.random() < 0.6:
        heads = ["", "青河省妇女儿童工作委员会简报 第8期", "妇女儿童工作动态"]
        cut = with_pages(
            cut,
            rng.choice(["- {} -", "— {} —", "·{}·", "第{}页", "{}"]),
            rng.choice(heads),
            rng.randint(8, 16),
        )
    return ("\n\n" if blank else "\n").join(cut)


def word(pieces: Sequence[Piece], manner: Manner, how: str) -> bytes:
    """A Word file with titles in a style ("style"), large and centred ("size") or bold ("bold")."""
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(16)
    for line in manner.head:
        _paragraph(document, line, center=True, size=26)
    for number, piece in enumerate(pieces):
        if manner.brief and _begins_briefs(pieces, number):
            _paragraph(document, manner.brief, bold=True)
        if how == "style":
            document.add_paragraph("\n".join(piece.lines), style="Heading 1")
        else:
            for line in piece.lines:
                _paragraph(
                    document, line, center=how == "size", size=20 if how == "size" else 16, bold=how == "bold"
                )
        if piece.byline:
            _paragraph(document, piece.byline, center=True)
        for line in body(piece, manner):
            _paragraph(document, line, right=line.startswith("信息来源"))
    table = document.add_table(rows=0, cols=1)
    for line in manner.foot:
        table.add_row().cells[0].text = line
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _paragraph(
    document: Any, text: str, *, center: bool = False, right: bool = False, size: int = 0, bold: bool = False
) -> None:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    if center or right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if center else WD_ALIGN_PARAGRAPH.RIGHT
    elif not size and len(text) > 20:
        paragraph.paragraph_format.first_line_indent = Pt(32)


def page(pieces: Sequence[Piece], manner: Manner) -> bytes:
    """An HTML page with its site's navigation around."""
    parts = ["<div class='menu'><nav><a href='/'>首页</a> <a href='/gz'>工作动态</a></nav></div>"]
    parts += [f"<p align='center'><b>{line}</b></p>" for line in manner.head]
    for number, piece in enumerate(pieces):
        if manner.brief and _begins_briefs(pieces, number):
            parts.append(f"<p><strong>{manner.brief}</strong></p>")
        parts.append(f"<h3>{'<br/>'.join(piece.lines)}</h3>")
        parts += [f"<p>&emsp;&emsp;{line}</p>" for line in body(piece, manner)]
    parts += [f"<p>{line}</p>" for line in manner.foot]
    return (
        f"<!DOCTYPE html><html><head><title>简报</title></head><body>{''.join(parts)}</body></html>".encode()
    )


def printed(lines: Sequence[tuple[str, str]], *, rows: int = 22, head: str = "") -> list[list[Print]]:
    """Pages of `rows` lines of 28 characters; each line is "title", "right" or "text" and what it says."""
    size, left, top, pitch = 16.0, 79.0, 110.0, 28.0
    flat: list[Print] = []
    for kind, text in lines:
        if kind == "title":
            flat += [
                Print(297.5 - 10 * len(row), 0, 20.0, row) for row in wrapped([text], 21, by_length=True)
            ]
        elif kind == "right":
            flat.append(Print(left + 28 * size - size * len(text), 0, size, text))
        else:
            rowed = wrapped(["　　" + text], 28, by_length=True)
            flat += [Print(left + 2 * size, 0, size, rowed[0].strip())]
            flat += [Print(left, 0, size, row) for row in rowed[1:]]
    pages = []
    for number, start in enumerate(range(0, len(flat), rows), 1):
        body_lines = [
            Print(line.x, top + pitch * row, line.size, line.text)
            for row, line in enumerate(flat[start : start + rows])
        ]
        pages.append(
            ([Print(200.0, 60.0, 10.0, head)] if head else [])
            + body_lines
            + [Print(280.0, 780.0, 12.0, f"- {number} -")]
        )
    return pages


def columns(stories: Sequence[tuple[str, Sequence[str]]], paper: str, day: str) -> list[list[Print]]:
    """A newspaper page of two columns of 16 characters, each story in one of them."""
    lines = [Print(60.0, 50.0, 18.0, paper), Print(380.0, 50.0, 9.0, day)]
    for column, (title, paragraphs) in enumerate(stories):
        x = 60.0 + 250.0 * (column % 2)
        y = 90.0 + 340.0 * (column // 2)
        lines.append(Print(x, y, 16.0, title))
        rows = [row for text in paragraphs for row in wrapped(["　　" + text], 21, by_length=True)]
        for number, row in enumerate(rows, 1):
            indent = 20.0 if row.startswith("　　") else 0.0
            lines.append(Print(x + indent, y + 8.0 + 15.0 * number, 10.0, row.strip()))
    return [lines]
