"""The program that opens a PDF: bytes on stdin, JSON on stdout; see `pdf` for who runs it.

    python -m base.documents.pdf_program text|scan MAX_PAGES MEMORY CPU_SECONDS

A damaged file may make pdfminer raise nearly anything; that ends this program, and `pdf` says so.
"""

import json
import logging
import sys
from dataclasses import asdict
from io import BytesIO
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

from base.documents.columns import Word
from base.documents.isolate import limit_self
from base.documents.layout import PageWords, blocks_of

_MAX_CHARS_A_PAGE = 60_000  # a newspaper page has about 12,000
_MAX_CHARS = 3_000_000
_BOLD_FONTS = ("bold", "heavy", "black", "simhei", "heiti")


def main() -> None:
    """Read stdin, write the answer."""
    how, limit, memory, cpu_seconds = sys.argv[1], *map(int, sys.argv[2:5])
    limit_self(memory=memory, cpu_seconds=cpu_seconds)
    logging.disable(logging.CRITICAL)
    sys.stdout.write(json.dumps(_answer(sys.stdin.buffer.read(), how, limit), ensure_ascii=False))


def _answer(data: bytes, how: str, limit: int) -> dict[str, Any]:
    try:
        pdf = pdfplumber.open(BytesIO(data))
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            return {"error": "encrypted"}
        raise
    with pdf:
        count = len(pdf.pages)
        if count > limit:
            return {"error": "pages", "pages": count}
        if how == "scan":
            from base.documents import ocr  # noqa: PLC0415 - the extra is optional and slow to load

            pages = list(ocr.pages(data))
        else:
            pages = _text_pages(pdf)
    bare = [number for number, page in enumerate(pages, 1) if not page.words]
    return {"blocks": [asdict(block) for block in blocks_of(pages)], "pages": count, "bare": bare}


def _text_pages(pdf: PDF) -> list[PageWords]:
    pages: list[PageWords] = []
    total = 0
    for page in pdf.pages:
        chars = page.chars
        total += len(chars)
        if len(chars) > _MAX_CHARS_A_PAGE or total > _MAX_CHARS:
            raise ValueError("too much text for a document")
        words = _words(page) if chars else []
        pages.append(PageWords(float(page.width), float(page.height), tuple(words)))
        page.close()
    return pages


def _words(page: Any) -> list[Word]:
    """Runs of characters without a gap. Double-struck bold is single; a font without a map is no text."""
    found = page.dedupe_chars(tolerance=1).extract_words(
        x_tolerance_ratio=0.35, extra_attrs=["size", "fontname"], keep_blank_chars=True, return_chars=True
    )
    unmapped = sum("(cid:" in word["text"] for word in found)
    if unmapped > len(found) / 2:
        return []
    return [made for word in found if (made := _word(word))]


def _word(word: dict[str, Any]) -> Word | None:
    """One run; blanks typed before or after it are room, not text."""
    printed = [char for char in word["chars"] if char["text"].strip()]
    if not printed or word["bottom"] <= word["top"] or printed[-1]["x1"] <= printed[0]["x0"]:
        return None
    return Word(
        printed[0]["x0"],
        printed[-1]["x1"],
        word["top"],
        word["bottom"],
        word["text"].strip(),
        round(word["size"], 1),
        any(mark in word["fontname"].lower() for mark in _BOLD_FONTS),
    )


if __name__ == "__main__":
    main()
