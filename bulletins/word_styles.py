"""The styles of an exported Word file: names, fonts with their stand-ins, the document grid."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from bulletins.edition import Fonts
from bulletins.typeset import (
    BODY_SIZE,
    BOTTOM,
    CHARACTER,
    LEFT,
    LINE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
    SMALL_SIZE,
    TITLE_SIZE,
    TOP,
)

RED = "C00000"
LATIN = "Times New Roman"
# By how much characters of the text stand closer (twips): 28 of 3号 are to fit on a line.
TIGHTER = 5
_PITCH_UNIT = 4096  # the grid's character space is in 1/4096 of a point


@dataclass(frozen=True, slots=True)
class Style:
    """One paragraph style. Lines are `lines` of the grid high, None where a picture makes the height."""

    key: str
    name: str
    font: str = "body"
    size: float = BODY_SIZE
    align: str = "both"
    lines: float | None = 1.0
    first: int = 0  # indent of the first line, in hundredths of a character
    before: float = 0.0  # in lines
    after: float = 0.0
    outline: int | None = None
    together: bool = False
    red: bool = False


STYLES = (
    Style("Normal", "Normal"),
    Style("Masthead", "刊头单位", "title", 30, "center", 1.6, before=0.5, red=True),
    Style("Kind", "刊名", "title", 56, "center", 2.6, red=True),
    Style("Number", "期号", align="center", lines=1.3),
    Style("Editor", "编辑与日期", align="left", lines=1.4),
    Style("ContentsHead", "目录标题", "heading", align="center", before=0.8, after=0.3),
    Style("ContentsGroup", "目录分组", align="left"),
    Style("ContentsEntry", "目录条目", align="left"),
    Style("ItemTitle", "篇名", "title", TITLE_SIZE, "center", 1.15, after=0.4, outline=0, together=True),
    Style("Subtitle", "副题", "kai", BODY_SIZE, "center", together=True),
    Style("Byline", "署名", "kai", BODY_SIZE, "center", together=True),
    Style("Section", "分组标题", "heading", TITLE_SIZE, "center", 1.15, before=1, after=0.4, together=True),
    Style("BriefTitle", "简讯标题", "heading", BODY_SIZE, "center", outline=0, together=True),
    Style("BodyText", "正文", first=200),
    Style("Picture", "图片", align="center", lines=None),
    Style("Source", "信息来源", "kai", align="right"),
    Style("Imprint", "版记", size=SMALL_SIZE, align="left", lines=0.9),
    Style("Header", "header", "heading", SMALL_SIZE, "right", red=True),
    Style("Footer", "footer", "song", SMALL_SIZE, "left"),
)


# Those that Word itself knows by these names.
_BUILT_IN = ("Normal", "Header", "Footer")


def element(tag: str, /, *children: Any, **attributes: object) -> Any:
    """`<w:tag w:attribute="value">` with children."""
    made = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    made.extend(children)
    return made


def fonts_of(family: str, latin: str = LATIN) -> Any:
    """What print a run is in: Chinese in `family`, Latin letters and figures in `latin`."""
    return element("rFonts", ascii=latin, hAnsi=latin, eastAsia=family, cs=LATIN, hint="eastAsia")


def size_of(size: float) -> tuple[Any, Any]:
    """A size of print."""
    return element("sz", val=round(size * 2)), element("szCs", val=round(size * 2))


def style_elements(fonts: Fonts) -> Iterable[Any]:
    """The content of styles.xml."""
    language = element("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    run = element("rPr", fonts_of(fonts.body[0]), *size_of(BODY_SIZE), language)
    yield element("docDefaults", element("rPrDefault", run), element("pPrDefault"))
    yield element(
        "style",
        element("name", val="Default Paragraph Font"),
        element("uiPriority", val=1),
        type="character",
        default=1,
        styleId="DefaultParagraphFont",
    )
    for style in STYLES:
        yield _style(style, fonts)


def _style(style: Style, fonts: Fonts) -> Any:
    normal = style.key == "Normal"
    parts = [element("name", val=style.name)]
    parts += [] if normal else [element("basedOn", val="Normal")]
    parts += [element("qFormat"), _paragraph(style), _run(style, fonts)]
    made = element("style", *parts, type="paragraph", styleId=style.key)
    if normal or style.key not in _BUILT_IN:
        made.set(qn("w:default" if normal else "w:customStyle"), "1")
    return made


def _paragraph(style: Style) -> Any:
    properties = element("pPr")
    if style.together:
        properties.extend([element("keepNext"), element("keepLines")])
    spacing: dict[str, object] = {"before": round(style.before * LINE), "after": round(style.after * LINE)}
    if style.lines is None:
        spacing |= {"line": 240, "lineRule": "auto"}
    else:
        spacing |= {"line": round(style.lines * LINE), "lineRule": "exact"}
    # The page has the grid, the lines keep its measure by themselves: LibreOffice would give a character of
    # 3号, wider than its cell of 15.8 points, two cells.
    properties.extend([element("snapToGrid", val=0), element("spacing", **spacing)])
    if style.first:
        properties.append(
            element("ind", firstLineChars=style.first, firstLine=round(style.first / 100 * CHARACTER))
        )
    properties.append(element("jc", val=style.align))
    if style.outline is not None:
        properties.append(element("outlineLvl", val=style.outline))
    return properties


def _run(style: Style, fonts: Fonts) -> Any:
    family: str = getattr(fonts, style.font)[0]
    properties = element("rPr", fonts_of(family, LATIN if style.font in ("body", "kai") else family))
    if style.red:
        properties.append(element("color", val=RED))
    if style.key == "Normal":
        properties.append(element("spacing", val=-TIGHTER))
    elif style.size != BODY_SIZE:
        properties.append(element("spacing", val=0))
    properties.extend(size_of(style.size))
    return properties


def font_table(fonts: Fonts) -> Any:
    """The content of fontTable.xml: every font with the names that may stand in for it."""
    made = element("fonts")
    for family in dict.fromkeys(fonts.families):
        made.append(
            element(
                "font",
                *([element("altName", val=",".join(family[1:]))] if family[1:] else []),
                element("charset", val=86),
                element("family", val="swiss" if family == fonts.heading else "roman"),
                element("pitch", val="fixed"),
                name=family[0],
            )
        )
    return made


def section_elements() -> Iterable[Any]:
    """A4 with the margins and the grid: 22 lines of 28 characters on a page."""
    yield element("pgSz", w=PAGE_WIDTH, h=PAGE_HEIGHT)
    yield element(
        "pgMar",
        top=TOP,
        right=RIGHT,
        bottom=BOTTOM,
        left=LEFT,
        header=1134,
        footer=round(BOTTOM * 0.6),
        gutter=0,
    )
    space = floor((CHARACTER / 20 - BODY_SIZE) * _PITCH_UNIT)
    yield element("docGrid", type="linesAndChars", linePitch=LINE, charSpace=space)


def setting_elements(*, update: bool) -> Iterable[Any]:
    """The content of settings.xml, in the schema's order. `update`: Word works out the page numbers when it
    opens the file."""
    yield element("evenAndOddHeaders")
    yield element("drawingGridHorizontalSpacing", val=round(CHARACTER / 2))
    yield element("characterSpacingControl", val="compressPunctuation")
    if update:
        yield element("updateFields", val="true")
    compatible = element(
        "compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15
    )
    yield element("compat", element("spaceForUL"), element("adjustLineHeightInTable"), compatible)
    yield element("themeFontLang", val="en-US", eastAsia="zh-CN")
