"""Page numbers by LibreOffice, where it is installed; what is said where it is not, or fonts are missing."""

import shutil
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from base.text import squash
from bulletins.edition import Fonts
from bulletins.word import as_docx
from desk.pages import as_pdf, font_warnings, lay_out, missing_fonts
from tests.bulletins.issues import example

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None,
    reason="LibreOffice is not installed; to run this test too: apt install libreoffice",
)


@needs_office
def test_the_page_of_every_item_is_found() -> None:
    edition = example(6)
    pages = lay_out(edition).edition.pages
    assert len(pages) == 6
    assert pages[0] == 2
    assert list(pages) == sorted(pages)


@needs_office
def test_the_laid_out_issue_is_what_it_says_it_is() -> None:
    """On A4; the 目录 names the pages on which the titles stand; the imprint is on the last page."""
    edition = lay_out(example(6)).edition
    pdf = pypdfium2.PdfDocument(as_pdf(as_docx(edition)))
    texts = [squash(page.get_textpage().get_text_range()) for page in pdf]
    size = pdf[0].get_size()
    pdf.close()
    assert [round(length / 72 * 25.4) for length in size] == [210, 297]
    assert texts[0].startswith(squash("青川省妇女儿童工作委员会简报第10期"))
    for item, page in zip(edition.in_order, edition.pages, strict=True):
        assert squash(item.title) in texts[page - 1]
        assert squash(item.title) + str(page) in texts[0]
    assert squash("（印160份）") in texts[-1]


def test_without_libreoffice_the_numbers_are_left_to_word(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    laid = lay_out(example())
    assert laid.edition.pages == ()
    assert [warning[:20] for warning in laid.warnings] == ["本机没有安装 LibreOffice，目"]


def test_a_libreoffice_that_fails_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    laid = lay_out(example())
    assert laid.edition.pages == ()
    assert "LibreOffice 没有排出版面" in laid.warnings[-1]


def test_an_issue_without_items_needs_no_pages() -> None:
    edition = example()
    empty = replace(edition, issue=replace(edition.issue, items=()))
    assert lay_out(empty).edition.pages == ()


def test_fonts_that_this_machine_lacks_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "fc-list"
    program.write_text(
        "#!/bin/sh\necho '仿宋_GB2312,FangSong_GB2312'\necho '黑体,SimHei'\necho 宋体\necho 楷体\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert missing_fonts(Fonts()) == [("方正小标宋简体", "宋体"), ("仿宋", "仿宋_GB2312")]
    (warning,) = font_warnings(Fonts())
    assert "方正小标宋简体（以宋体代替）、仿宋（以仿宋_GB2312代替）" in warning


def test_a_machine_that_cannot_tell_its_fonts_warns_of_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert font_warnings(Fonts()) == ()
