"""An issue as a Word file, set as a printed 简报 is. Pure: the same edition gives the same bytes."""

from io import BytesIO
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Emu, Pt, Twips

from bulletins.edition import Edition, Picture, clean, clean_paragraphs
from bulletins.marks import is_salutation
from bulletins.model import Item, Section
from bulletins.typeset import (
    CHARACTERS,
    LINE,
    SMALL_SIZE,
    TEXT_WIDTH,
    Level,
    is_subtitle,
    levels,
    split_title,
    title_lines,
)
from bulletins.word_parts import add_field, bookmark, bottom_table, cell_rules, new_document, rule, sealed
from bulletins.word_styles import RED, fonts_of

_TWIP = 635  # EMU in a twip
_PICTURE_WIDTH, _PICTURE_HEIGHT = round(TEXT_WIDTH * 0.8) * _TWIP, 5600 * _TWIP
_SHORT = 5 * CHARACTERS  # a longer last paragraph that must not be parted from its source would leave a gap
_MASTHEAD_SIZES = (20.0, 36.0)
_SMALL = round(SMALL_SIZE * 20)
_THIN, _THICK = 0.75, 1.0  # points: 0.25 and 0.35 mm


def as_docx(edition: Edition) -> bytes:
    """The issue as .docx: masthead, 目录, items, 简讯, the distribution list and the imprint."""
    document = new_document(edition)
    _page_marks(document.sections[0], edition.mark_line)
    _masthead(document, edition)
    _contents(document, edition)
    first = True
    for section, items in ((Section.MAIN, edition.main), (Section.BRIEF, edition.briefs)):
        if section is Section.BRIEF and items:
            _line(document, "Section", "简　讯").paragraph_format.page_break_before = first
            first = False
        for item in items:
            _item(document, item, edition, first=first)
            first = False
    _foot(document, edition)
    return sealed(document)


def _line(document: Any, style: str, text: str = "") -> Any:
    """A paragraph in one of our styles (word_styles.py)."""
    paragraph = document.add_paragraph()
    paragraph._p.style = style
    if text:
        paragraph.add_run(text)
    return paragraph


def _page_marks(section: Any, mark: str) -> None:
    """— 1 — at the outer edge of each page; a mark such as 未审 over each."""
    section.different_first_page_header_footer = False
    sides = ((section.footer, "right"), (section.even_page_footer, "left"))
    for footer, side in sides:
        paragraph = footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if side == "right" else WD_ALIGN_PARAGRAPH.LEFT
        setattr(paragraph.paragraph_format, f"{side}_indent", Twips(_SMALL))
        paragraph.add_run("— ")
        add_field(paragraph, "PAGE", "1")
        paragraph.add_run(" —")
    for header in (section.header, section.even_page_header):
        header.paragraphs[0].add_run(mark)


def _masthead(document: Any, edition: Edition) -> None:
    name = clean(edition.imprint.name)
    run = _line(document, "Masthead").add_run(name)
    least, most = _MASTHEAD_SIZES
    run.font.size = Pt(min(most, max(least, TEXT_WIDTH / 20 / max(len(name), 1) // 1)))
    _line(document, "Kind", edition.kind_word)
    _line(document, "Number", edition.number_line)
    line = _line(document, "Editor", edition.editor_line)
    line.paragraph_format.tab_stops.add_tab_stop(Twips(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    line.add_run(f"\t{edition.date_line}")
    rule(line, 2.25, RED, 4)


def _contents(document: Any, edition: Edition) -> None:
    """The titles with ◆, dotted up to the page on which each stands."""
    _line(document, "ContentsHead", "目　录")
    for number, item in enumerate(edition.in_order):
        if number == len(edition.main):
            _line(document, "ContentsGroup", "简讯：")
        entry = _line(document, "ContentsEntry")
        shift = 320 * (item.section is Section.BRIEF)
        layout = entry.paragraph_format
        layout.left_indent, layout.first_line_indent = Twips(320 + shift), Twips(-320)
        layout.tab_stops.add_tab_stop(Twips(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        title, subtitle = split_title(clean(item.title))
        run = entry.add_run(f"◆{title}")
        if subtitle:
            run.add_break(WD_BREAK.LINE)
            run = entry.add_run(subtitle)
        run.add_tab()
        page = edition.pages[number] if number < len(edition.pages) else ""
        add_field(entry, f"PAGEREF {_bookmark(number)} \\h", str(page))


def _bookmark(number: int) -> str:
    return f"_Item{number + 1}"


def _item(document: Any, item: Item, edition: Edition, *, first: bool) -> None:
    number = edition.in_order.index(item)
    brief = item.section is Section.BRIEF
    head, *below = title_lines(clean(item.title), 26 if brief else None)
    title = _line(document, "BriefTitle" if brief else "ItemTitle", head)
    title.paragraph_format.page_break_before = first
    if not first and not (brief and item is edition.briefs[0]):
        title.paragraph_format.space_before = Twips(LINE)
    for line in below:
        if is_subtitle(line):
            _line(document, "Subtitle", line)
            continue
        title.runs[-1].add_break(WD_BREAK.LINE)
        title.add_run(line)
    bookmark(title, _bookmark(number), number + 1)
    if item.byline:
        _line(document, "Byline", clean(item.byline))
    paragraph = None
    for text in clean_paragraphs(item.body):
        paragraph = _paragraph(document, text, edition)
    if paragraph is not None and item.source and len(paragraph.text) <= _SHORT:
        paragraph.paragraph_format.keep_with_next = True
    if picture := edition.pictures.get(item.position):
        _picture(document, picture, clean(item.title))
    if item.source:
        _line(document, "Source", f"信息来源：{clean(item.source)}")


def _paragraph(document: Any, text: str, edition: Edition) -> Any:
    line = _line(document, "BodyText")
    if is_salutation(text):
        line.paragraph_format.first_line_indent = Twips(0)
        line._p.pPr.ind.set(qn("w:firstLineChars"), "0")
    fonts = edition.imprint.fonts
    stretches = levels(text)
    line.paragraph_format.keep_with_next = None if stretches[-1][1] is Level.TEXT else True
    for stretch, level in stretches:
        run = line.add_run(stretch)
        if level is not Level.TEXT:
            run._r.get_or_add_rPr().insert(
                0, fonts_of((fonts.heading if level is Level.FIRST else fonts.kai)[0])
            )
    return line


def _picture(document: Any, picture: Picture, title: str) -> None:
    width = _PICTURE_WIDTH
    height = width * picture.height // max(picture.width, 1)
    if height > _PICTURE_HEIGHT:
        width, height = width * _PICTURE_HEIGHT // height, _PICTURE_HEIGHT
    run = _line(document, "Picture").add_run()
    shape = run.add_picture(BytesIO(picture.data), width=Emu(width), height=Emu(height))
    shape._inline.docPr.set("descr", title)


def _foot(document: Any, edition: Edition) -> None:
    """报, 发, who prints and when, the number of copies: at the foot of the last page, between rules."""
    printer, day = edition.printed_line
    texts = [*edition.addressees, f"{printer}\t{day}", *edition.last_lines]
    table = bottom_table(document, len(texts))
    for number, (text, row) in enumerate(zip(texts, table.rows, strict=True)):
        line = row.cells[0].paragraphs[0]
        line._p.style = "Imprint"
        line.add_run(text)
        printed = number == len(edition.addressees)
        if number < len(edition.addressees):
            line.paragraph_format.left_indent = Twips(2 * _SMALL)
            line.paragraph_format.first_line_indent = Twips(-2 * _SMALL)
        elif printed:
            line.paragraph_format.tab_stops.add_tab_stop(Twips(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        rules = {"top": _THICK if number == 0 else _THIN} if number == 0 or printed else {}
        cell_rules(row.cells[0], **rules, **({"bottom": _THICK} if printed else {}))
    _line(document, "Imprint").paragraph_format.line_spacing = Pt(
        1
    )  # the table hangs on the paragraph after it
