"""Who prints, which number, of which day: the head of an issue, and the imprint at its end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bulletins.dates import find_date, find_number, is_joint
from bulletins.lines import Line
from bulletins.marks import is_contents_head, is_open, is_section, squeeze
from bulletins.model import Kind
from bulletins.names import is_org, source_of

_SPECIAL = re.compile(r"专刊|特刊|专辑|增刊")
_NAME = re.compile(
    r"简报|专刊|特刊|专辑|增刊|快报|通讯$|动态$|信息$|简讯$|参考$|通报$|摘报|专报|要报|工作交流$|情况反映$|内参"
)
_BARE_NAME = re.compile(
    r"^(?:工作|内部)?(?:简报|专刊|特刊|专辑|增刊|快报|通讯|动态|信息|简讯|参考|通报|摘报|专报|要报)?$"
)
_EDITED = re.compile(r"(?:编辑|编印|主办|主编|编发|编制|印发|编)$")
_NOTE = re.compile(
    r"^[（(【\[]?(?:内部|机密|秘密|绝密|签发|特急|加急|★|编号|密级|注意保存|仅供|请注意|总第|创刊|试刊|星期|准印|审批|本期共)"
)
_ONLY_NUMBER = re.compile(
    r"^(?:[〔\[（(]?(?:19|20)\d\d年?[〕\]）)]?)?[（(]?(?:增刊)?(?:总?第?.{1,7}[期号辑]|No.{1,6})[（(]?(?:总第?.{1,6}期)?(?:合刊)?[）)]*$",
    re.IGNORECASE,
)
_MOST_LINES = 40


@dataclass(frozen=True, slots=True)
class Masthead:
    """What an issue's head says; `end` is the index of the first line after it. No head: kind FRAGMENT."""

    title: str
    kind: Kind
    number: int | None
    date: date | None
    end: int
    warnings: tuple[str, ...] = ()


def read_masthead(lines: Sequence[Line]) -> Masthead:
    """The head at the top of `lines`, its parts in any order, up to the 目录 or the first text."""
    end = _end(lines)
    contents = end < len(lines) and is_contents_head(lines[end].text)
    pieces = [squeeze(line.text) for line in lines[:end]]
    number = next((number for piece in pieces if (number := find_number(piece)) is not None), None)
    day = next((day for piece in [*pieces, "".join(pieces)] if (day := find_date(piece))), None)
    title = _title(pieces)
    warnings = []
    if any(is_joint(piece) for piece in pieces):
        warnings.append("刊头是合刊，期号取第一个。")
    if number is None and not _NAME.search(title):
        return Masthead("", Kind.FRAGMENT, None, day, end if day or contents else 0)
    kind = (
        Kind.SPECIAL if any(_SPECIAL.search(piece) for piece in pieces if len(piece) <= 30) else Kind.BULLETIN
    )
    return Masthead(title, kind, number, day, end, tuple(warnings))


def _end(lines: Sequence[Line]) -> int:
    """The index after the last line of the head; an unknown line counts if parts of a head follow."""
    for index, line in enumerate(lines[:_MOST_LINES]):
        if is_contents_head(line.text):
            return index if all(is_open(before.text) or before.width < 30 for before in lines[:index]) else 0
        if line.width > 45 and not is_open(line.text):
            break
    end = 0
    dated = False
    for index, line in enumerate(lines[:_MOST_LINES]):
        if _is_piece(line, loose=end == index, dated=dated):
            end = index + 1
            dated = dated or find_date(squeeze(line.text)) is not None
        elif (
            index - end >= 2 or not is_open(line.text) or line.width > 40 or source_of(line.text) is not None
        ):
            break
    return end


def _is_piece(line: Line, *, loose: bool, dated: bool) -> bool:
    """Whether a line is part of a head; an office alone is one if the head was not interrupted (`loose`)."""
    text = squeeze(line.text)
    if len(text) > 45 or not is_open(line.text):
        return False
    if _is_number(text) or _is_name(text) or _NOTE.match(text):
        return True
    if is_date_like(text) and not dated:
        return loose or not text.startswith(("（", "("))
    return (_EDITED.search(text) is not None and len(text) <= 30) or (loose and is_org(text))


def _is_number(text: str) -> bool:
    return len(text) <= 24 and find_number(text) is not None and bool(_ONLY_NUMBER.match(text))


def is_date_like(text: str) -> bool:
    """A line with a date and little else: an office, a weekday, the number."""
    return len(text) <= 45 and find_date(text) is not None and not re.search(r"[，。、]", text)


def _is_name(text: str) -> bool:
    return (
        len(text) <= 30
        and bool(_NAME.search(text))
        and not re.search(r"[，。：；]", text)
        and not is_brief_head(text)
    )


def is_brief_head(text: str) -> bool:
    """简讯 alone is a section, not a bulletin's name."""
    return is_section(text) and not re.search(r"简报|专刊|特刊", text)


def _title(pieces: Sequence[str]) -> str:
    """The bulletin's name: the offices and names over the number, each once; 专刊 and its like from anywhere.

    A name in big letters alone (简报) has the editing office before it.
    """
    number = next((at for at, piece in enumerate(pieces) if _is_number(piece)), len(pieces))
    named: list[str] = []
    issuer = ""
    for at, piece in enumerate(map(_without_number, pieces)):
        if not piece or piece in "".join(named) or _NOTE.match(piece):
            continue
        office = _EDITED.sub("", _without_date(piece))
        if _is_name(piece) or (
            at < number and piece == office and len(piece) <= 20 and not any(map(_is_name, named))
        ):
            named.append(piece)
        elif is_org(office):
            issuer = issuer or office
    title = "".join(named)
    return issuer + title if _BARE_NAME.match(title) else title


def _without_number(piece: str) -> str:
    piece = re.sub(r"[〔\[（(]?(?:19|20)\d\d年?[〕\]）)]?[（(]?第.{1,5}[期号辑].*$", "", piece)
    return re.sub(r"[（(]?(?:总?第.{1,5}[期号辑]|No\.?\d+).*$", "", piece)


def _without_date(piece: str) -> str:
    return re.sub(r"(?:19|20)\d\d年.*$|编辑$|编印$|主办$|编$", "", piece)


def imprint_date(lines: Sequence[Line]) -> date | None:
    """The day of printing in the lines of a footer (2021年11月15日印发)."""
    text = "".join(squeeze(line.text) for line in lines)
    printed = re.search(r".{4,14}日?(?=印|编发)", text)
    return find_date(printed[0]) if printed else None
