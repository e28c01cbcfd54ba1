"""The parts of a Word file below python-docx: a clean package, fields, bookmarks, rules, frames."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Twips
from lxml import etree

from bulletins.edition import Edition, clean
from bulletins.typeset import LEFT, TEXT_WIDTH
from bulletins.word_styles import (
    element,
    font_table,
    section_elements,
    setting_elements,
    style_elements,
)

# The library's template is American and full of styles; these of its parts are not carried along.
_UNWANTED = ("stylesWithEffects", "theme", "numbering", "webSettings", "customXml", "thumbnail")
# What a zip file can say at the earliest: the bytes depend on the issue alone, not on when they were made.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def new_document(edition: Edition) -> Any:
    """An empty document with our styles, fonts, settings and page."""
    document = docx.Document()
    for rels in (document.part.rels, document.part.package.rels):
        for key in [key for key, rel in rels.items() if rel.reltype.rsplit("/", 1)[-1] in _UNWANTED]:
            del rels[key]
    fonts = edition.imprint.fonts
    _fill(document.styles.element, style_elements(fonts))
    _fill(document.settings.element, setting_elements(update=not edition.pages))
    part = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    part._blob = etree.tostring(font_table(fonts), xml_declaration=True, encoding="UTF-8", standalone=True)
    _fill(document.sections[0]._sectPr, section_elements())
    _say_properties(document.core_properties, edition)
    return document


def _fill(parent: Any, children: Any) -> None:
    for child in list(parent):
        parent.remove(child)
    parent.extend(children)


def _say_properties(properties: Any, edition: Edition) -> None:
    issue = edition.issue
    words = (edition.imprint.name, edition.kind_word.replace("　", ""), edition.number_line.replace(" ", ""))
    properties.title = clean("".join(words))[:255]
    properties.author = properties.last_modified_by = clean(edition.imprint.editor)[:255]
    properties.comments = properties.keywords = properties.subject = ""
    properties.content_status = edition.mark
    day = issue.date
    properties.created = properties.modified = datetime(
        *((day.year, day.month, day.day) if day else (2000, 1, 1)), tzinfo=UTC
    )


def sealed(document: Any) -> bytes:
    """The file's bytes; the same document gives the same ones."""
    written, made = BytesIO(), BytesIO()
    document.save(written)
    with (
        zipfile.ZipFile(written) as package,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as sealed_package,
    ):
        for name in package.namelist():
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            sealed_package.writestr(info, package.read(name))
    return made.getvalue()


def add_field(paragraph: Any, code: str, shown: str) -> None:
    """A field that Word works out, with what it shows until then."""
    for kind in ("begin", None, "separate", shown, "end"):
        run = paragraph.add_run(kind if kind == shown and shown else None)
        if kind in ("begin", "separate", "end"):
            run._r.append(element("fldChar", fldCharType=kind))
        elif kind is None:
            instruction = element("instrText")
            instruction.text = f" {code} "
            instruction.set(qn("xml:space"), "preserve")
            run._r.append(instruction)


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """Name the paragraph, so that a field can ask on which page it stands."""
    content = paragraph._p
    start = content.index(content.pPr) + 1 if content.pPr is not None else 0
    content.insert(start, element("bookmarkStart", id=number, name=name))
    content.append(element("bookmarkEnd", id=number))


def rule(paragraph: Any, points: float, color: str, space: int) -> None:
    """A line under a paragraph, as wide as the text."""
    paragraph._p.get_or_add_pPr().insert_element_before(
        element("pBdr", _border("bottom", points, color, space)),
        *("w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"),
    )


def _border(side: str, points: float, color: str = "000000", space: int = 0) -> Any:
    return element(side, val="single", sz=round(points * 8), space=space, color=color)


def bottom_table(document: Any, rows: int) -> Any:
    """A table of one column, as wide as the text, that stands at the foot of the page of what follows it.

    A frame of paragraphs would do in Word; LibreOffice makes no frame of paragraphs with rules, and lets a
    table stand apart from the text only where its place is told from the page's edge.
    """
    table = document.add_table(rows=rows, cols=1)
    properties = table._tbl.tblPr
    for child in list(properties):
        properties.remove(child)
    place = {"vertAnchor": "margin", "horzAnchor": "page", "tblpX": LEFT, "tblpYSpec": "bottom"}
    properties.append(element("tblpPr", leftFromText=0, rightFromText=0, **place))
    properties.append(element("tblOverlap", val="never"))
    properties.append(element("tblW", w=TEXT_WIDTH, type="dxa"))
    properties.append(element("tblLayout", type="fixed"))
    margins = (element(side, w=0, type="dxa") for side in ("left", "right"))
    properties.append(element("tblCellMar", *margins))
    for column in table._tbl.tblGrid:
        column.set(qn("w:w"), str(TEXT_WIDTH))
    for row in table.rows:
        row.cells[0].width = Twips(TEXT_WIDTH)
    return table


def cell_rules(cell: Any, **points: float) -> None:
    """Lines at sides of a table's cell, so many points thick."""
    borders = element("tcBorders", *(_border(side, width) for side, width in points.items()))
    cell._tc.get_or_add_tcPr().append(borders)
