"""The lines of an article out of its stretch of a page: without title, meta line, buttons, notices, tail."""

import re
from collections.abc import Sequence

from lxml import etree

from reading import chrome
from reading.flow import Line
from reading.listing import abstracts

_PROSE_THAT_CONTINUES = 200  # a tail heading cuts only when less than this follows
_LINKED_LINE = 0.6
_HEAD_REACH = 14
_TITLE_LINES = 6
_META_LINES = 4
_DOCUMENT_LABEL = re.compile("索引号|发文机[关构]|发布机构|发文字号|文号|成文日期|生成日期|主题分类|信息分类")
_OCCASION = re.compile(
    r"（\d{4}年\d{1,2}月\d{1,2}日.{0,20}）"
)  # under the title of a speech, and part of its text
_BLANKS = re.compile(r"\s+")


def head_table(lines: Sequence[Line], start: int) -> list[Line]:
    """The table that a government document carries over its title (索引号, 发文机关), before `start`."""
    rows: list[Line] = []
    others = 0
    for line in reversed(lines[:start]):
        if line.row:
            rows.append(line)
        elif not line.hidden:
            others += 1
            if rows or others > _TITLE_LINES:
                break
    labels = {match for row in rows for match in _DOCUMENT_LABEL.findall(compact(row.text))}
    return rows[::-1] if len(labels) >= 2 else []


def article_lines(lines: Sequence[Line], titles: Sequence[str], cuts: Sequence[str] = ()) -> list[Line]:
    """The lines of the article's text, in page order, out of the lines of its stretch of the page.

    `titles` are the title, 引题 and 副题, which are no part of the text; `cuts` are texts of this site after
    which nothing of an article follows.
    """
    shown = [line for line in lines if not line.hidden]
    shown = _without_head(shown, [compact(title) for title in titles if title])
    shown = _without_tail(shown, cuts)
    return _without_double_tables([line for line in shown if not _is_chrome(line)])


def compact(text: str) -> str:
    """`text` without white space: the form in which a page's texts are compared with each other."""
    return _BLANKS.sub("", text)


def _without_head(lines: list[Line], titles: Sequence[str]) -> list[Line]:
    """The lines after title and meta line, if the stretch holds them near its top."""
    kept: list[Line] = []
    at = 0
    while at < min(len(lines), _HEAD_REACH):
        length = _title_lines(lines, at, titles)
        if length:
            kept = [line for line in kept if line.row]  # a document's head table stands over its title
            lines = [*kept, *lines[at + length :]]
            at = len(kept)
            continue
        kept.append(lines[at])
        at += 1
    dated = [
        n
        for n, line in enumerate(lines[:_META_LINES])
        if not line.row and chrome.is_dated(line.text) and not _OCCASION.fullmatch(line.text)
    ]
    if dated and len(lines) > dated[-1] + 1:
        del lines[dated[-1]]
    return lines


def _title_lines(lines: Sequence[Line], start: int, titles: Sequence[str]) -> int:
    """How many lines from `start` on are one of the titles, printed over one or several lines; 0 if none."""
    for title in titles:
        joined = ""
        for count, line in enumerate(lines[start : start + _TITLE_LINES], 1):
            joined += compact(line.text)
            if joined == title:
                return count
            if not title.startswith(joined):
                break
    return 0


def _without_tail(lines: list[Line], cuts: Sequence[str]) -> list[Line]:
    of_others = set(abstracts(lines))
    for at, line in enumerate(lines):
        text = line.text
        if cuts and any(cut in text for cut in cuts):
            return lines[:at]
        if chrome.is_notice(text) and _prose(lines[at + 1 :]) <= max(
            _PROSE_THAT_CONTINUES, _prose(lines[:at])
        ):
            return lines[:at]
        if chrome.opens_tail(text):
            following = [lines[n] for n in range(at + 1, len(lines)) if n not in of_others]
            if _prose(following) <= min(_PROSE_THAT_CONTINUES, _prose(lines[:at])):
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
    if line.row:
        return chrome.is_imprint(text)
    return (
        chrome.is_widget(text)
        or chrome.is_meta(line.spaced)
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
