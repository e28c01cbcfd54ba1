"""`read_bulletin`: bytes of a past issue -> Issue; and the JSON object that other programs rely on."""

from collections.abc import Sequence
from typing import Any

from base.documents import read_document
from base.errors import BadFile, TooLarge
from base.text import tidy
from bulletins.contents import read_contents, with_sections
from bulletins.items import cut_items
from bulletins.lines import Line, lines_of
from bulletins.marks import is_footer
from bulletins.masthead import imprint_date, read_masthead
from bulletins.model import Issue, Kind
from bulletins.names import source_of
from bulletins.newspaper import is_newspaper, read_newspaper
from bulletins.scars import scars

MAX_LINES = 5000
MAX_CHARS = 400_000
"""A bulletin of sixty pages has 40,000 characters; what is much longer is none."""

_FOOTER_LINES = 30


def read_bulletin(data: bytes, name: str) -> Issue:
    """What an issue says. `name` serves messages.

    Raises BadFile (TooLarge) where no bulletin can be read. What is doubtful is in the issue's `warnings`.
    """
    document = read_document(data, name)
    if len(document.blocks) > MAX_LINES or len(document.text) > MAX_CHARS:
        raise TooLarge(f"{document.name} 太长，不像一期简报，请拆分后再读。")
    read = lines_of(document)
    if not read.lines:
        raise BadFile(f"{document.name} 里没有文字，请确认文件内容后重新导出。")
    notes = (*document.warnings, *read.notes)
    if is_newspaper(read.lines):
        return read_newspaper(read.lines, notes)
    return _read(read.lines, notes)


def _read(lines: Sequence[Line], notes: tuple[str, ...]) -> Issue:
    masthead = read_masthead(lines)
    contents = read_contents(lines, masthead.end)
    lines = with_sections(lines, contents.sections)
    footer = _footer(lines, contents.end)
    cut = cut_items(lines[contents.end : footer], contents)
    warnings = [*notes, *masthead.warnings, *cut.warnings, *scars(cut)]
    if not cut.items:
        warnings.append("没有读出条目，请核对文件内容。")
    day = masthead.date or imprint_date(lines[footer:])
    if masthead.kind is Kind.BULLETIN and masthead.number is None:
        warnings.append("没有读出期号。")
    if masthead.kind is not Kind.FRAGMENT and day is None:
        warnings.append("没有读出日期。")
    return Issue(masthead.title, masthead.kind, masthead.number, day, cut.items, tuple(warnings))


def _footer(lines: Sequence[Line], start: int) -> int:
    """The index at which the distribution list and the imprint begin: no source stands after it."""
    last_source = max(
        (i for i in range(start, len(lines)) if source_of(lines[i].text) is not None), default=start
    )
    first = max(last_source, start + 1, len(lines) - _FOOTER_LINES)
    return next((i for i in range(first, len(lines)) if is_footer(lines[i].text)), len(lines))


def issue_json(issue: Issue, file: str) -> dict[str, Any]:
    """The contract's object for one issue, its keys in the contract's order."""
    return {
        "file": file,
        "title": issue.title,
        "kind": issue.kind.value,
        "number": issue.number,
        "date": issue.date.isoformat() if issue.date else None,
        "items": [
            {
                "position": item.position,
                "title": item.title,
                "body": item.body,
                "source": item.source,
                "byline": item.byline,
                "section": item.section.value,
            }
            for item in issue.items
        ],
        "warnings": [tidy(warning) for warning in issue.warnings],
    }
