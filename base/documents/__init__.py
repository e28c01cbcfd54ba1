"""Bytes of txt, html, docx, doc or pdf -> text with structure. The one way a document enters the program.

`read_document` decides by content, never by the name, which serves messages only. A document is hostile:
size, unpacked size, pages, memory and time are bounded, and nothing in it is run or fetched. PDF is read in
a process of its own (`base.documents.isolate`), since its filters can unpack without end.
"""

from base.documents.model import Align, Block, Document, Format
from base.documents.reader import MAX_BYTES, read_document

__all__ = ["MAX_BYTES", "Align", "Block", "Document", "Format", "read_document"]
