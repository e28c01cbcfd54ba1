"""What every kind of document is turned into: blocks of text in reading order."""

from dataclasses import dataclass
from enum import StrEnum


class Format(StrEnum):
    """What a file really is, whatever its name says."""

    TXT = "txt"
    HTML = "html"
    DOCX = "docx"
    DOC = "doc"
    PDF = "pdf"


class Align(StrEnum):
    """Where a block stands on its line."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Block:
    """One line (txt) or one paragraph (the other formats), or one row of a table (`row`, cells by tabs).

    `text` may hold line breaks that the author typed. `page` counts from 1. `size` is in points; `indent`
    is that of the first line in characters, None where the format does not tell. `heading` is a style's
    level (1 is the highest). `spaced`: a blank line stands before it. `whole`: the format itself says that
    this is a paragraph, not merely a line of one.
    """

    text: str
    page: int | None = None
    align: Align | None = None
    bold: bool = False
    size: float | None = None
    indent: float | None = None
    heading: int | None = None
    row: bool = False
    spaced: bool = False
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read. `warnings` are Chinese sentences about what could not be read as it should."""

    name: str
    format: Format
    blocks: tuple[Block, ...]
    pages: int | None = None
    warnings: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The blocks, a line each."""
        return "\n".join(block.text for block in self.blocks)
