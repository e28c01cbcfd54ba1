"""The Word file keeps GB/T 9704 as far as it fits a 简报."""

import zipfile
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from lxml import etree
from PIL import Image

from bulletins.edition import Edition, Picture
from bulletins.model import Item
from bulletins.word import as_docx
from tests.bulletins.issues import example

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _part(edition: Edition, name: str) -> Any:
    with zipfile.ZipFile(BytesIO(as_docx(edition))) as package:
        return etree.fromstring(package.read(name))


def _text(element: Any) -> str:
    return "".join(element.itertext())


def _of(element: Any, name: str) -> dict[str, str]:
    return {key.removeprefix(W): value for key, value in element.find(f".//{W}{name}").attrib.items()}


def _style(key: str) -> Any:
    root = _part(example(), "word/styles.xml")
    return next(style for style in root.iter(f"{W}style") if style.get(f"{W}styleId") == key)


def test_the_page_is_a4_with_the_standard_margins_and_22_lines_of_28_characters() -> None:
    section = _part(example(), "word/document.xml").find(f".//{W}sectPr")
    assert _of(section, "pgSz") == {"w": "11906", "h": "16838"}
    margins = {
        side: round(int(_of(section, "pgMar")[side]) / 1440 * 25.4)
        for side in ("top", "bottom", "left", "right")
    }
    assert margins == {"top": 37, "bottom": 35, "left": 28, "right": 26}
    grid = _of(section, "docGrid")
    assert grid["type"] == "linesAndChars"
    assert (16838 - 2098 - 1984) // int(grid["linePitch"]) == 22
    character = 16 + int(grid["charSpace"]) / 4096
    assert int((11906 - 1587 - 1474) / 20 / character) == 28


@pytest.mark.parametrize(
    ("style", "font", "half_points"),
    [
        ("ItemTitle", "方正小标宋简体", "44"),
        ("BodyText", "仿宋", "32"),
        ("Footer", "宋体", "28"),
        ("Source", "楷体", "32"),
    ],
)
def test_print_is_set_in_the_standard_fonts(style: str, font: str, half_points: str) -> None:
    found = _style(style)
    assert _of(found, "rFonts")["eastAsia"] == font
    assert _of(found, "sz")["val"] == half_points


def test_paragraphs_are_indented_by_two_characters() -> None:
    assert _of(_style("BodyText"), "ind")["firstLineChars"] == "200"


def test_every_font_names_its_stand_ins() -> None:
    fonts = _part(example(), "word/fontTable.xml")
    named = {font.get(f"{W}name"): _of(font, "altName")["val"] for font in fonts}
    assert set(named) == {"方正小标宋简体", "仿宋", "黑体", "楷体", "宋体"}
    assert named["仿宋"].split(",")[0] == "仿宋_GB2312"


def test_headings_stand_in_heiti_and_kaiti() -> None:
    item = Item(1, "某市出台方案", "一、总体要求\n（一）抓排查。各地要逐户走访。", "某网")
    edition = example()
    root = _part(replace(edition, issue=replace(edition.issue, items=(item,))), "word/document.xml")
    fonts = {
        _text(run): _of(run, "rFonts")["eastAsia"]
        for run in root.iter(f"{W}r")
        if run.find(f".//{W}rFonts") is not None
    }
    assert fonts == {"一、总体要求": "黑体", "（一）抓排查。": "楷体"}


def test_page_numbers_stand_outside_on_odd_and_even_pages() -> None:
    with zipfile.ZipFile(BytesIO(as_docx(example()))) as package:
        footers = [
            etree.fromstring(package.read(name)) for name in sorted(package.namelist()) if "footer" in name
        ]
        assert package.read("word/settings.xml").count(b"evenAndOddHeaders") == 1
    assert [_of(footer, "jc")["val"] for footer in footers] == ["right", "left"]
    assert [_text(footer) for footer in footers] == ["—  PAGE 1 —"] * 2


def test_the_contents_point_to_every_item() -> None:
    root = _part(example(), "word/document.xml")
    codes = [code.text.split() for code in root.iter(f"{W}instrText")]
    asked = [words[1] for words in codes if words[0] == "PAGEREF"]
    assert asked == [mark.get(f"{W}name") for mark in root.iter(f"{W}bookmarkStart")]
    assert len(set(asked)) == len(asked) == 4


@pytest.mark.parametrize("pages", [(), (2, 2, 3, 4)])
def test_word_is_asked_to_fill_in_page_numbers_only_where_they_are_not_known(pages: tuple[int, ...]) -> None:
    edition = replace(example(), pages=pages)
    with zipfile.ZipFile(BytesIO(as_docx(edition))) as package:
        assert (b"updateFields" in package.read("word/settings.xml")) is (not pages)
    root = _part(edition, "word/document.xml")
    entries = ["".join(t.text for t in p.iter(f"{W}t")) for p in root.iter(f"{W}p") if "◆" in _text(p)]
    assert [entry[-1] for entry in entries] == (
        [str(page) for page in pages] if pages else ["成", "效", "动", "进"]
    )


def test_settings_stand_in_the_order_that_the_schema_wants() -> None:
    tags = [etree.QName(child).localname for child in _part(example(), "word/settings.xml")]
    wanted = ["evenAndOddHeaders", "drawingGridHorizontalSpacing", "characterSpacingControl", "updateFields"]
    assert tags == [*wanted, "compat", "themeFontLang"]


def test_a_picture_is_carried_and_kept_within_the_page() -> None:
    made = BytesIO()
    Image.new("RGB", (400, 1200)).save(made, "PNG")
    edition = replace(example(), pictures={2: Picture(made.getvalue(), 400, 1200)})
    with zipfile.ZipFile(BytesIO(as_docx(edition))) as package:
        assert [name for name in package.namelist() if name.startswith("word/media/")] == [
            "word/media/image1.png"
        ]
        root = etree.fromstring(package.read("word/document.xml"))
    extent: Any = next(root.iter("{*}extent"))
    assert int(extent.get("cy")) <= 5600 * 635
    assert int(extent.get("cx")) * 3 == pytest.approx(int(extent.get("cy")), rel=0.01)
