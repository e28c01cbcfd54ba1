"""Scanned pages by RapidOCR (the optional extra `ocr`; its models come inside the wheel)."""

import os
from collections.abc import Iterator, Sequence
from statistics import median

import pypdfium2
from rapidocr import RapidOCR

from base.documents.columns import Word
from base.documents.layout import PageWords

_DOTS_PER_POINT = (
    150 / 72
)  # print of 10 to 16 points is read as well at 150 dpi as at 300, in a third of the time
_MAX_SIDE = 4000  # pixels: a page may claim to be as large as a house
_MIN_SCORE = 0.5


def pages(data: bytes) -> Iterator[PageWords]:
    """The lines of each page as words with boxes in points."""
    os.environ.setdefault("OMP_NUM_THREADS", "2")
    engine = RapidOCR(params={"Global.log_level": "error"})
    pdf = pypdfium2.PdfDocument(data)
    for page in pdf:
        width, height = page.get_size()
        scale = min(_DOTS_PER_POINT, _MAX_SIDE / max(width, height, 1.0))
        result = engine(page.render(scale=scale).to_numpy())
        words = []
        found = () if result.boxes is None else zip(result.boxes, result.txts, result.scores, strict=True)
        for box, text, score in found:
            if score < _MIN_SCORE or not text.strip():
                continue
            across, down = [float(x) / scale for x, _ in box], [float(y) / scale for _, y in box]
            words.append((min(across), max(across), min(down), max(down), text))
        yield PageWords(width, height, tuple(_words(words)))


def _words(found: Sequence[tuple[float, float, float, float, str]]) -> Iterator[Word]:
    """Each box with the size of its print, which is the usual one but for clearly larger or smaller boxes.

    A box is a little higher than its print and never twice the same, least so around few characters.
    """
    usual = median(bottom - top for _, _, top, bottom, _ in found) if found else 0.0
    for x0, x1, top, bottom, text in found:
        height = bottom - top
        near = len(text) <= 3 or 0.7 * usual <= height <= 1.3 * usual
        yield Word(x0, x1, top, bottom, text, round(usual if near else height, 1), False)
