"""`python -m demo.issue`: makes 2026-08.docx from 2026-08.toml, in the layout of the printed bulletin."""

import tomllib
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from demo import BULLETINS

_RED = RGBColor(0xC0, 0x00, 0x00)


def main() -> None:
    """Writes the Word file beside its TOML."""
    target = BULLETINS[0]
    make(target.with_suffix(".toml"), target)


def make(text: Path, target: Path) -> None:
    """The issue described by `text` as a Word file at `target`."""
    issue = tomllib.loads(text.read_text("utf-8"))
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    document.styles["Normal"].font.size = Pt(16)
    document.styles["Normal"].font.name = "仿宋_GB2312"
    document.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋_GB2312")
    _masthead(document, issue)
    _contents(document, issue["item"])
    _items(document, issue["item"])
    _foot(document, issue)
    _page_number(section.footer.paragraphs[0])
    document.save(str(target))


def _line(
    document: Any, text: str, size: float, *, bold: bool = False, red: bool = False, align: str = "CENTER"
) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, align)
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), bold
    if red:
        run.font.color.rgb = _RED
    return paragraph


def _masthead(document: Any, issue: dict[str, Any]) -> None:
    _line(document, issue["masthead"], 28, bold=True, red=True)
    _line(document, issue["kind"], 48, bold=True, red=True)
    _line(document, issue["number"], 18)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = issue["editor"]
    table.cell(0, 1).text = issue["date"]
    table.cell(0, 1).paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].font.size = Pt(14)


def _contents(document: Any, items: list[dict[str, Any]]) -> None:
    _line(document, "目    录", 22, bold=True)
    brief = False
    for number, item in enumerate(items):
        if item.get("section") == "简讯" and not brief:
            _line(document, "简讯：", 16, align="LEFT")
            brief = True
        paragraph = _line(document, f"◆{''.join(item['title'])}\t{2 + number // 2}", 16, align="LEFT")
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Cm(15.4), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    document.add_page_break()


def _items(document: Any, items: list[dict[str, Any]]) -> None:
    brief = False
    for item in items:
        if item.get("section") == "简讯" and not brief:
            _line(document, "简讯：", 22, bold=True, align="LEFT")
            brief = True
        title = _line(document, item["title"][0], 22, bold=True)
        for more in item["title"][1:]:
            title.runs[-1].add_break()
            run = title.add_run(more)
            run.font.size, run.bold = Pt(22), True
        for text in item["body"].strip().split("\n"):
            paragraph = _line(document, text, 16, align="JUSTIFY")
            paragraph.paragraph_format.first_line_indent = Pt(32)
        _line(document, f"信息来源：{item['source']}", 16, align="RIGHT")


def _foot(document: Any, issue: dict[str, Any]) -> None:
    _line(document, issue["report"], 14, align="LEFT")
    _line(document, issue["send"], 14, align="LEFT")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = issue["printer"]
    table.cell(0, 1).text = issue["printed"]
    _line(document, issue["copies"], 14, align="RIGHT")


def _page_number(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


if __name__ == "__main__":
    main()
