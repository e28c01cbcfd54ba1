"""The lines of a title -> one title, with the blanks between its phrases. Pure."""

import re
from collections.abc import Collection, Iterable
from difflib import SequenceMatcher

from base.text import squash
from bulletins.marks import squeeze

_SUBTITLE = re.compile(r"^[—–－-]{1,4}\s?(?=[\u4e00-\u9fff“《])")
_DASH_END = re.compile(r"(?:——|—|--|－－)$")


def join_title(lines: Iterable[str], entry: str | None, pairs: Collection[str]) -> str:
    """The lines of a title as one title.

    A break inside a phrase goes, one between two phrases stays as one blank: as the 目录 (`entry`) has it.
    Without it, a blank that was typed stays, and a line's end becomes one between phrases of one length,
    unless the text elsewhere writes the two sides as one (`pairs`: two characters each).
    """
    title = ""
    for line in lines:
        for at, piece in enumerate(_pieces(line)):
            blank = title and _keeps_blank(title, piece, entry, pairs, typed=at > 0)
            title += (" " if blank else "") + piece
    return title


def _pieces(line: str) -> list[str]:
    """A line at its blanks between Chinese; those around figures and Latin words belong to them."""
    return [piece for piece in re.split(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", line.strip()) if piece]


def _keeps_blank(title: str, piece: str, entry: str | None, pairs: Collection[str], *, typed: bool) -> bool:
    if _SUBTITLE.match(piece) or _DASH_END.search(title):
        return False
    if entry is not None and (told := _blank_in(entry, title, piece)) is not None:
        return told
    if title.rfind("《") > title.rfind("》"):
        return False
    before = title.rsplit(" ", 1)[-1]
    if before[-1] + piece[0] in pairs:
        return False
    return typed or len(_pieces(title)) > 1 or abs(len(squash(before)) - len(squash(piece))) <= 1


def _blank_in(entry: str, title: str, piece: str) -> bool | None:
    """Whether the 目录 has a blank (or a dash) where the two meet; None if it has other words there."""
    left, right = squeeze(title)[-4:], squeeze(piece)[:4]
    found = re.search(
        r"\s*".join(map(re.escape, left)) + r"(\s*)" + r"\s*".join(map(re.escape, right)), entry
    )
    if found:
        return bool(found[1])
    matcher = SequenceMatcher(None, squeeze(entry), left + right, autojunk=False)
    block = matcher.find_longest_match()
    if block.b < len(left) < block.b + block.size:
        at = block.a + len(left) - block.b
        return _char_before(entry, at).isspace()
    return None


def _char_before(entry: str, count: int) -> str:
    """The character that stands before the one with the index `count`, blanks not counted."""
    seen = 0
    for index, char in enumerate(entry):
        if not char.isspace():
            if seen == count:
                return entry[index - 1] if index else ""
            seen += 1
    return ""
