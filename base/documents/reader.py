"""Which reader a file needs, and the bounds that hold for all of them."""

from dataclasses import replace
from pathlib import PurePath

from base.documents import legacy, markup, pdf, plain, word
from base.documents.model import Document, Format
from base.errors import BadFile, TooLarge
from base.text import mend, tidy

MAX_BYTES = 64 * 1024 * 1024
"""The largest file that is looked at."""

MAX_CHARS = 3_000_000
"""The longest text that is kept; a bulletin has about 20,000 characters."""

_OTHER = {
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"GIF8": "图片",
    b"II*\x00": "图片",
    b"MM\x00*": "图片",
    b"Rar!": "压缩包",
    b"7z\xbc\xaf": "压缩包",
    b"\x1f\x8b": "压缩包",
}


def read_document(data: bytes, name: str) -> Document:
    """What `data` says. `name` is used in messages, and to tell an HTML fragment from a text.

    Raises BadFile (TooLarge where a bound was met) with one sentence that names the file and says what to do.
    """
    name = tidy(PurePath(name).name) or "文件"
    if not data.strip(b"\x00\t\n\r \xef\xbb\xbf\xff\xfe"):
        raise BadFile(f"{name} 是空文件，请重新导出或换一个文件。")
    if len(data) > MAX_BYTES:
        raise TooLarge(f"{name} 超过 {MAX_BYTES // 2**20} MB，请拆分后再读。")
    document = _read(data, name)
    blocks = tuple(
        replace(block, text=text) for block in document.blocks if (text := _clean(block.text)).strip()
    )
    if not blocks:
        raise BadFile(f"{name} 里没有文字，请确认文件内容后重新导出。")
    if sum(len(block.text) for block in blocks) > MAX_CHARS:
        raise TooLarge(f"{name} 的文字超过 {MAX_CHARS // 10_000} 万字，请拆分后再读。")
    return replace(document, blocks=blocks)


def _clean(text: str) -> str:
    """Tidied and mended; the tabs between the cells of a row stay."""
    return "\t".join(tidy(cell) for cell in mend(text).split("\t")).strip()


def _read(data: bytes, name: str) -> Document:
    if b"%PDF-" in data[:1024]:
        return pdf.read_pdf(data, name)
    if data.startswith(b"PK\x03\x04"):
        return word.read_docx(data, name)
    if data.startswith((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")):
        converted = word.read_docx(legacy.to_docx(data, name), name)
        return replace(converted, format=Format.DOC)
    for magic, what in _OTHER.items():
        if data.startswith(magic):
            raise BadFile(f"{name} 是{what}，读不了；请改用 txt、docx、doc、pdf 或 html 文件。")
    text, warnings = plain.decode(data, name)
    if markup.is_html(text, name):
        return markup.read_html(text, name, warnings)
    return plain.read_text(text, name, warnings)
