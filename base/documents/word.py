"""Word files (.docx). The parts that hold text, styles and lists are read straight from the package.

A library that opens the whole package would first load every picture in it, and leaves out text boxes
(where mastheads stand), content controls (where a 目录 stands) and tracked insertions.
"""

import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import TypeAlias

from lxml import etree

from base.documents.model import Block, Document, Format
from base.documents.word_numbering import Numbering
from base.documents.word_styles import Look, Styles, tag, value
from base.errors import BadFile, TooLarge

MAX_PART = 24 * 1024 * 1024
"""The largest XML part that is unpacked; that of a bulletin has about 1 MB."""

MAX_MEMBERS = 5000
MAX_RATIO = 250
"""How far a part over 1 MB may have been compressed; Word's XML reaches about 30."""

_DROPPED = {"del", "moveFrom", "Fallback", "pPr", "rPr", "instrText", "fldData"}
Element: TypeAlias = etree._Element


def read_docx(data: bytes, name: str) -> Document:
    """A block a paragraph, a row a table row. Raises BadFile, TooLarge (a zip bomb)."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            if len(package.infolist()) > MAX_MEMBERS:
                raise TooLarge(f"{name} 里有超过 {MAX_MEMBERS} 个部件，不像 Word 文档，请重新另存后再试。")
            main = _main_part(package, name)
            document = _parse(_part(package, main, name), name)
            folder = main.rpartition("/")[0]
            styles = Styles.of(_beside(package, folder, "styles.xml", name))
            numbering = Numbering.of(_beside(package, folder, "numbering.xml", name))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise BadFile(f"{name} 已损坏或设有密码，请用 Word 重新另存为 .docx 后再试。") from error
    reader = _Reader(styles, numbering)
    body = next((part for part in document if tag(part) == "body"), document)
    blocks = tuple(reader.blocks(body))
    if reader.page == 1:  # no page break anywhere: Word has not laid it out, so the pages are not known
        return Document(name, Format.DOCX, tuple(replace(block, page=None) for block in blocks))
    return Document(name, Format.DOCX, blocks, pages=reader.page)


def _main_part(package: zipfile.ZipFile, name: str) -> str:
    """The part that holds the text: what the package's relations call the office document."""
    names = set(package.namelist())
    if "_rels/.rels" in names:
        for relation in _parse(_part(package, "_rels/.rels", name), name):
            if (relation.get("Type") or "").endswith("/officeDocument"):
                target = (relation.get("Target") or "").lstrip("/")
                if target in names and target.startswith("word/"):
                    return target
    if "word/document.xml" in names:
        return "word/document.xml"
    raise BadFile(f"{name} 不是 Word 文档，请改用 txt、docx、doc、pdf 或 html 文件。")


def _beside(package: zipfile.ZipFile, folder: str, file: str, name: str) -> Element | None:
    """A part that stands beside the text, if there is one."""
    member = f"{folder}/{file}".lstrip("/")
    return _parse(_part(package, member, name), name) if member in package.namelist() else None


def _part(package: zipfile.ZipFile, member: str, name: str) -> bytes:
    """One part, unpacked within the bounds both by what it declares and by what comes out."""
    info = package.getinfo(member)
    bomb = info.file_size > 2**20 and info.file_size > MAX_RATIO * max(info.compress_size, 1)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile(f"unusual compression of {member}")
    if bomb or info.file_size > MAX_PART:
        raise TooLarge(f"{name} 解压后过大，不像 Word 文档，请重新另存后再试。")
    with package.open(info) as stream:
        raw = stream.read(MAX_PART + 1)
    if len(raw) > MAX_PART:
        raise TooLarge(f"{name} 解压后过大，不像 Word 文档，请重新另存后再试。")
    return raw


def _parse(raw: bytes, name: str) -> Element:
    """XML without entities: a Word file has no DTD, so one that has is an attack."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise BadFile(f"{name} 已损坏，请用 Word 重新另存为 .docx 后再试。") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise BadFile(f"{name} 含有 Word 文档不该有的定义（DTD），未读；请重新另存后再试。")
    return root


@dataclass(slots=True)
class _Run:
    """The text of one paragraph as it is gathered: characters by look, text boxes beside it."""

    text: list[str] = field(default_factory=list)
    bold: int = 0
    total: int = 0
    sizes: Counter[float | None] = field(default_factory=Counter)
    boxes: list[Element] = field(default_factory=list)

    def add(self, text: str, look: Look) -> None:
        self.text.append(text)
        count = len(text.strip())
        self.total += count
        self.bold += count if look.bold else 0
        self.sizes[look.size] += count


@dataclass(slots=True)
class _Reader:
    """Walks the body in reading order and counts the pages that Word broke last time."""

    styles: Styles
    numbering: Numbering
    page: int = 1

    def blocks(self, parent: Element) -> Iterator[Block]:
        """The blocks of a body, a cell, a text box or a content control."""
        for child in parent:
            kind = tag(child)
            if kind == "p":
                yield from self._paragraph(child)
            elif kind == "tbl":
                yield from self._table(child)
            elif kind not in _DROPPED:
                yield from self.blocks(child)

    def _paragraph(self, paragraph: Element) -> Iterator[Block]:
        own = next((child for child in paragraph if tag(child) == "pPr"), None)
        base = self.styles.paragraph(own)
        run = _Run()
        page = self.page
        label = self.numbering.next(base.list_id or "", base.list_level or 0)
        self._gather(paragraph, base, run)
        for box in run.boxes:
            yield from self.blocks(box)
        text = "".join(run.text)
        if not text.strip():
            return
        size = run.sizes.most_common(1)[0][0]
        yield Block(
            label + text.lstrip() if label else text,
            page=page,
            align=base.align,
            bold=run.bold >= 0.8 * run.total,
            size=size,
            indent=base.indent_of(size),
            heading=base.heading,
        )

    def _gather(self, parent: Element, look: Look, run: _Run) -> None:
        """Text of `parent` in order, also inside insertions, links and controls; not what was deleted."""
        for child in parent:
            kind = tag(child)
            if kind in _DROPPED:
                continue
            if kind == "txbxContent":
                run.boxes.append(child)
            elif kind == "t":
                run.add(child.text or "", look)
            elif kind in ("tab", "ptab"):
                run.add("\t", look)
            elif kind in ("br", "cr"):
                if value(child, "type") == "page":
                    self.page += 1
                run.add("\n", look)
            elif kind == "noBreakHyphen":
                run.add("-", look)
            elif kind == "lastRenderedPageBreak":
                self.page += 1
            elif kind == "r":
                properties = next((part for part in child if tag(part) == "rPr"), None)
                self._gather(child, self.styles.run(properties, look), run)
            else:
                self._gather(child, look, run)

    def _table(self, table: Element) -> Iterator[Block]:
        for row in _children(table, "tr"):
            cells = [list(self.blocks(cell)) for cell in _children(row, "tc")]
            filled = [cell for cell in cells if cell]
            if len(filled) <= 1 or any(
                len(cell) > 2 for cell in filled
            ):  # a table that only lays out the page
                yield from (block for cell in filled for block in cell)
                continue
            texts = ["".join(block.text for block in cell) for cell in cells]
            bold = all(block.bold for cell in filled for block in cell)
            yield Block("\t".join(texts), page=filled[0][0].page, bold=bold, size=filled[0][0].size, row=True)


def _children(parent: Element, kind: str) -> Iterator[Element]:
    """The rows of a table or cells of a row, also those wrapped in content controls."""
    for child in parent:
        if tag(child) == kind:
            yield child
        elif tag(child) in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _children(child, kind)
