"""The lines of an article out of its stretch of the page: without title, meta line, buttons, notices and tail."""

import re
from collections.abc import Sequence

from lxml import etree

from reading import chrome
from reading.body import Block
from reading.flow import Flow, Line

# A tail heading cuts only when what follows is no longer the article.
_PROSE_THAT_CONTINUES = 200
_LINKED_LINE = 0.6
_BLANKS = re.compile(r"\s+")


def article_lines(flow: Flow, block: Block, title: str | None, cuts: Sequence[str] = ()) -> list[Line]:
    """The lines of the article's text in page order. `cuts` are texts of this site after which nothing follows."""
    lines = [line for line in flow.lines[block.start : block.end] if not line.hidden]
    lines = _without_head(lines, title)
    lines = _without_tail(lines, cuts)
    return _without_double_tables([line for line in lines if not _is_chrome(line)])


def compact(text: str) -> str:
    """`text` without white space: the form in which a page's texts are compared with each other."""
    return _BLANKS.sub("", text)


def _without_head(lines: list[Line], title: str | None) -> list[Line]:
    """The lines after the title, if the stretch holds it near its top; a title over several lines included."""
    goal = compact(title or "")
    if not goal:
        return lines
    for start in range(min(len(lines), 12)):
        joined = ""
        for end in range(start, min(len(lines), start + 6)):
            joined += compact(lines[end].text)
            if joined == goal:
                head = [
                    line for line in lines[:start] if line.row
                ]  # a document's head table stands over its title
                return _without_head([*head, *lines[end + 1 :]], None)
            if not goal.startswith(joined):
                break
    return lines


def _without_tail(lines: list[Line], cuts: Sequence[str]) -> list[Line]:
    for at, line in enumerate(lines):
        text = line.text
        if cuts and any(cut in text for cut in cuts):
            return lines[:at]
        if chrome.is_notice(text) and _prose(lines[at + 1 :]) < max(
            _PROSE_THAT_CONTINUES, _prose(lines[:at])
        ):
            return lines[:at]
        if chrome.opens_tail(text) and _prose(lines[at + 1 :]) < min(
            _PROSE_THAT_CONTINUES, _prose(lines[:at]) + 1
        ):
            return lines[:at]
    return lines


def _prose(lines: Sequence[Line]) -> int:
    """Characters of unlinked text that is not known to be chrome."""
    return sum(
        len(line.text) - line.linked
        for line in lines
        if not _is_chrome(line) and not chrome.is_notice(line.text)
    )


def _is_chrome(line: Line) -> bool:
    text = line.text
    if line.linked > _LINKED_LINE * len(text) and not chrome.names_file(text):
        return True
    return (
        chrome.is_widget(text)
        or (not line.row and chrome.is_meta(text))
        or chrome.is_credit(text)
        or chrome.is_image_name(text)
        or chrome.is_imprint(text)
    )


def _without_double_tables(lines: list[Line]) -> list[Line]:
    """A table that the page holds twice, for wide and for narrow screens, is kept once."""
    tables: dict[etree._Element, set[str]] = {}
    for line in lines:
        if line.row and (table := next(line.element.iterancestors("table"), None)) is not None:
            tables.setdefault(table, set()).update(line.text.split("\t"))
    doubles = {
        row
        for at, (table, cells) in enumerate(tables.items())
        if any(cells <= later for later in list(tables.values())[at + 1 :])
        for row in table.iter("tr")
    }
    return [line for line in lines if line.element not in doubles]
