"""Bytes -> text, for pages that say one encoding and use another.

Strict UTF-8 is tried first, whatever a page declares: its byte patterns do not occur by chance in Chinese
text of another encoding, while saved and re-encoded pages often keep an old `charset=gb2312`.
GB2312 and GBK are read as GB18030, of which they are subsets (real pages use characters outside GB2312).
"""

import codecs
import re
from dataclasses import dataclass

# Where a page or a header may name its charset; the HTML standard looks at the first 1024 bytes,
# Chinese portals put long comments and metas before it.
_HEAD_BYTES = 8192
_DECLARED = re.compile(rb"""charset\s{0,4}=\s{0,4}["']?\s{0,4}([A-Za-z0-9_\-]{2,20})""", re.I)
_XML_DECLARED = re.compile(rb"""<\?xml[^>]{0,80}encoding\s{0,4}=\s{0,4}["']([A-Za-z0-9_\-]{2,20})""", re.I)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_READ_AS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "big5": "big5hkscs",
    "iso8859-1": "cp1252",
}
# More wrong bytes than this share of a page and the charset, not a few characters, is wrong.
_TOLERATED = 0.02


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of some bytes, the charset that made it, and how many characters had to be replaced."""

    text: str
    charset: str
    replaced: int = 0


def decode(data: bytes, content_type: str | None = None) -> Decoded:
    """Never raises. `content_type` is the HTTP header of that name, if there was one."""
    for bom, charset in _BOMS:
        if data.startswith(bom):
            return _lenient(data[len(bom) :], charset)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        # A page cut off in the middle of its last character is still a page in UTF-8.
        if error.start >= len(data) - 3 and data[: error.start].strip():
            return Decoded(data[: error.start].decode("utf-8"), "utf-8", 1)
    return _best(data, _declared(data, content_type))


def _declared(data: bytes, content_type: str | None) -> list[str]:
    """The charsets that the header and the page name, known ones only, the header's first."""
    head = data[:_HEAD_BYTES]
    sources = (content_type.encode("ascii", "ignore") if content_type else b"", head)
    names = [match[1] for source in sources for match in [_DECLARED.search(source)] if match]
    names += [match[1] for match in [_XML_DECLARED.search(head)] if match]
    known = []
    for name in names:
        try:
            canonical = codecs.lookup(name.decode("ascii")).name
        except LookupError:
            continue
        known.append(_READ_AS.get(canonical, canonical))
    return known


def _best(data: bytes, declared: list[str]) -> Decoded:
    """The first charset, declared ones before the usual ones, in which few characters are wrong."""
    best: Decoded | None = None
    for charset in dict.fromkeys([*declared, "gb18030", "utf-8", "big5hkscs"]):
        if not _is_text_charset(charset):
            continue
        decoded = _lenient(data, charset)
        if decoded.replaced <= _TOLERATED * len(decoded.text):
            return decoded
        if best is None or decoded.replaced < best.replaced:
            best = decoded
    return best or _lenient(data, "utf-8")


def _is_text_charset(charset: str) -> bool:
    """Whether it turns bytes into text without side effects ("rot13", "zlib", "idna" and others do not)."""
    return charset.startswith(
        ("utf", "gb", "big5", "cp", "iso8859", "hz", "euc", "ascii", "shift_jis", "koi8")
    )


def _lenient(data: bytes, charset: str) -> Decoded:
    text = data.decode(charset, "replace")
    return Decoded(text, charset, text.count("\ufffd"))
