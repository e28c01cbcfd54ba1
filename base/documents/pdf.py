"""PDF files, read by `pdf_program` in a process of its own with bounded memory and time."""

import importlib.util
import json
from typing import Any

from base.documents.isolate import Crashed, TimedOut, run_module
from base.documents.model import Align, Block, Document, Format
from base.errors import BadFile, TooLarge

MAX_PAGES = 200
"""A bulletin has some 20 pages; what has more is a book."""

SECONDS = 120.0
"""How long reading the text may take; a page takes about a tenth of a second."""

MEMORY = 1536 * 2**20
"""Bytes of address space for reading the text; a newspaper page takes 150 MB."""

MAX_SCANNED_PAGES = 40
SCAN_SECONDS = 600.0
SCAN_MEMORY = 6 * 2**30
"""The like for OCR: a page takes about five seconds; its threads reserve much memory and use little."""


def read_pdf(data: bytes, name: str) -> Document:
    """A block a paragraph, in reading order, without page numbers and running heads.

    Raises BadFile for a damaged, encrypted or scanned file (the latter where the OCR extra is missing),
    TooLarge for too many pages.
    """
    answer = _ask(data, name, "text", seconds=SECONDS, memory=MEMORY)
    warnings: list[str] = []
    if not answer["blocks"]:
        answer = _read_scan(data, name, answer["pages"])
        warnings.append("这个 PDF 没有文字层，文字由 OCR 识别，可能有误，请对照原件。")
    elif answer["bare"]:
        pages = "、".join(str(page) for page in answer["bare"][:10])
        warnings.append(f"PDF 第 {pages} 页没有文字（可能是图片），未读入。")
    return Document(
        name, Format.PDF, tuple(_block(raw) for raw in answer["blocks"]), answer["pages"], tuple(warnings)
    )


def _read_scan(data: bytes, name: str, pages: int) -> dict[str, Any]:
    if importlib.util.find_spec("rapidocr") is None:
        raise BadFile(
            f"{name} 没有文字层（是扫描件），读它要先安装 OCR 组件：pip install 'shiyi[ocr]'；"
            "或换一个有文字的文件。"
        )
    if pages > MAX_SCANNED_PAGES:
        raise TooLarge(f"{name} 是 {pages} 页的扫描件，超过 {MAX_SCANNED_PAGES} 页，请拆分后再读。")
    return _ask(data, name, "scan", seconds=SCAN_SECONDS, memory=SCAN_MEMORY)


def _ask(data: bytes, name: str, how: str, *, seconds: float, memory: int) -> dict[str, Any]:
    """The program's answer: blocks, pages, and the pages without text."""
    try:
        limits = (str(MAX_PAGES), str(memory), str(round(4 * seconds)))  # on four cores
        raw = run_module("base.documents.pdf_program", data, how, *limits, seconds=seconds)
        answer: dict[str, Any] = json.loads(raw)
    except TimedOut as error:
        raise BadFile(
            f"读 {name} 用了超过 {seconds:.0f} 秒，已放弃，请另存为更简单的 PDF 或拆分后再试。"
        ) from error
    except (Crashed, ValueError) as error:
        raise BadFile(f"{name} 已损坏或过于复杂，读不了，请重新导出 PDF 后再试。") from error
    match answer.get("error"):
        case "encrypted":
            raise BadFile(f"{name} 设有密码，请去掉密码后再试。")
        case "pages":
            raise TooLarge(f"{name} 有 {answer['pages']} 页，超过 {MAX_PAGES} 页，请只留简报所在的页。")
    return answer


def _block(raw: dict[str, Any]) -> Block:
    return Block(
        raw["text"],
        page=raw["page"],
        align=Align(raw["align"]) if raw["align"] else None,
        bold=raw["bold"],
        size=raw["size"],
        indent=raw["indent"],
        whole=raw["whole"],
    )
