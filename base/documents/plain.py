"""Text files: which encoding, and whether it is text at all."""

import re

from base.documents.model import Block, Document, Format
from base.errors import BadFile

_JUNK = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f\ufffd]")
_INDENT = re.compile(r"^[\s\u3000]+")


def decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text of `data` and warnings: strict UTF-8, UTF-16 with its mark, GB 18030, damaged UTF-8.

    Raises BadFile for what is none of them. GB 18030 decodes nearly any bytes, so what came out must also
    look like Chinese or Latin text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return _decode_other(data, name)
    if _is_junk(text):
        raise BadFile(f"{name} 不是文本文件，请改用 txt、docx、doc、pdf 或 html 文件。")
    return text, ()


def _decode_other(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """UTF-8 with a few broken bytes (a file that was cut), or GB 18030."""
    damaged = data.decode("utf-8-sig", errors="replace")
    broken = damaged.count("\ufffd")
    whole = sum(char > "\x7f" for char in damaged) - broken
    if whole > 10 * broken and not _is_junk(damaged):
        return damaged, (f"文件里有 {broken} 处坏字节，原样留作“\ufffd”，请对照原件。",)
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    if not text or _is_junk(text) or _rare_share(text) > 0.1:
        raise BadFile(f"{name} 的编码认不出来（不是 UTF-8、UTF-16 或 GBK），请另存为 UTF-8 文本后再试。")
    return text, ()


def _is_junk(text: str) -> bool:
    """More control characters than a damaged text would hold."""
    count = len(_JUNK.findall(text))
    return count > 3 + 0.002 * len(text) or count > 0.3 * len(text)


def _rare_share(text: str) -> float:
    """The share of characters outside GB 2312, which holds all that ordinary simplified text uses."""
    sample = text[:20_000]
    common = sample.encode("gb2312", errors="ignore").decode("gb2312")
    return 1 - len(common) / max(len(sample), 1)


def read_text(text: str, name: str, warnings: tuple[str, ...]) -> Document:
    """A block a line; form feeds count pages."""
    blocks: list[Block] = []
    page, spaced = 1, False
    paged = "\f" in text
    for line in re.split(r"\r\n|\r|\n|(?=\f)", text):
        page += line.count("\f")
        if not line.strip():
            spaced = True
            continue
        blocks.append(
            Block(line, page=page if paged else None, indent=_indent(line), spaced=spaced, whole=False)
        )
        spaced = False
    return Document(name, Format.TXT, tuple(blocks), pages=page if paged else None, warnings=warnings)


def _indent(line: str) -> float:
    """Blanks before the text, in Chinese characters."""
    found = _INDENT.match(line)
    return (
        sum(1.0 if char == "\u3000" else 2.0 if char == "\t" else 0.5 for char in found[0]) if found else 0.0
    )
