"""On which pages an issue's items begin (LibreOffice lays it out, if installed), and which fonts are here."""

import os
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2

from base.documents.isolate import Crashed, TimedOut, run
from bulletins.edition import Edition, Fonts
from bulletins.word import as_docx

_SECONDS = 120.0
_FONT_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Laid:
    """An edition with its page numbers where they are known, and what an editor should know (Chinese)."""

    edition: Edition
    warnings: tuple[str, ...]


def lay_out(edition: Edition) -> Laid:
    """Find the page of every item. Without LibreOffice the numbers are left to Word."""
    warnings = font_warnings(edition.imprint.fonts)
    if not edition.in_order:
        return Laid(edition, warnings)
    try:
        pages = _title_pages(as_pdf(as_docx(edition)))
    except FileNotFoundError:
        note = "本机没有安装 LibreOffice，目录页码未预先填入；用 Word 打开时会提示更新域，请选“是”。"
        return Laid(edition, (*warnings, note))
    except (TimedOut, Crashed, OSError, pypdfium2.PdfiumError):
        note = "LibreOffice 没有排出版面，目录页码未预先填入；用 Word 打开时会提示更新域，请选“是”。"
        return Laid(edition, (*warnings, note))
    if len(pages) != len(edition.in_order):
        note = "排出的版面与条目对不上，目录页码未预先填入；用 Word 打开时会提示更新域，请选“是”。"
        return Laid(edition, (*warnings, note))
    return Laid(replace(edition, pages=pages), warnings)


def as_pdf(word: bytes) -> bytes:
    """A Word file as LibreOffice lays it out. Raises FileNotFoundError where that is missing, TimedOut, Crashed."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise FileNotFoundError("soffice")
    with tempfile.TemporaryDirectory(prefix="shiyi-pages-") as folder:
        source = Path(folder, "issue.docx")
        source.write_bytes(word)
        # A profile of its own: a second LibreOffice on the same one would hand over to the first and exit.
        command = [office, "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile"]
        command += ["--convert-to", "pdf:writer_pdf_Export", "--outdir", folder, str(source)]
        env = {"HOME": folder, "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}
        run(command, seconds=_SECONDS, env=env)
        return Path(folder, "issue.pdf").read_bytes()


def _title_pages(pdf: bytes) -> tuple[int, ...]:
    """The pages to which the outline's entries lead: every item's title is one."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = []
        for bookmark in document.get_toc():
            place = bookmark.get_dest()
            index = place.get_index() if place else None
            if index is not None:
                found.append(index + 1)
        return tuple(found)
    finally:
        document.close()


def missing_fonts(fonts: Fonts) -> list[tuple[str, str | None]]:
    """The fonts that this machine lacks, each with what stands in for it; none where it can't tell."""
    listing = shutil.which("fc-list")
    if listing is None:
        return []
    try:
        output = run([listing, ":", "family"], seconds=_FONT_SECONDS)
    except (TimedOut, Crashed, OSError):
        return []
    here = {name.strip() for line in output.decode(errors="replace").split("\n") for name in line.split(",")}
    lacking = [family for family in fonts.families if family[0] not in here]
    return [(family[0], next((name for name in family[1:] if name in here), None)) for family in lacking]


def font_warnings(fonts: Fonts) -> tuple[str, ...]:
    """One sentence that names the fonts that this machine lacks."""
    lacking = missing_fonts(fonts)
    if not lacking:
        return ()
    named = "、".join(f"{name}（以{instead}代替）" if instead else name for name, instead in lacking)
    return (f"本机缺少字体：{named}。文件里写的仍是这些字体，请在装有它们的电脑上打开和印制。",)
