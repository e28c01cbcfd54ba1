"""Small PDF and Word files with Chinese text, made on the spot."""

import io
from collections.abc import Sequence

import docx

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LINE = 34  # characters on a line
_LINES = 44  # lines on a page


def word(lines: Sequence[str]) -> bytes:
    """A Word file: the first line is its heading."""
    document = docx.Document()
    document.add_heading(lines[0], 1)
    for line in lines[1:]:
        document.add_paragraph(f"　　{line}")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pdf(lines: Sequence[str]) -> bytes:
    """A PDF of plain text in the reader's own Song font (Adobe-GB1, not embedded)."""
    rows = [row for line in lines for row in _wrap(line)]
    pages = [rows[start : start + _LINES] for start in range(0, len(rows), _LINES)]
    kids = " ".join(f"{5 + 2 * index} 0 R" for index in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
        b"/DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 /FontDescriptor "
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [-25 -254 1000 880] "
        b"/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>",
    ]
    for index, page in enumerate(pages):
        shown = "\n".join(f"<{row.encode('utf-16-be').hex()}> Tj T*" for row in page)
        stream = f"BT /F1 13 Tf 17 TL 70 770 Td\n{shown}\nET".encode()
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {6 + 2 * index} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    return _file(objects)


def _wrap(line: str) -> list[str]:
    return [line[start : start + _LINE] for start in range(0, len(line), _LINE)] or [""]


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)
