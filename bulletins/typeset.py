"""How an issue is set: the measures of GB/T 9704-2012 (公文格式), where titles break, what is a heading.

Lengths are in twips (a twentieth of a point), sizes of print in points.
"""

import re
from enum import StrEnum

from bulletins.marks import em_width

PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838  # A4
TOP, BOTTOM, LEFT, RIGHT = 2098, 1984, 1587, 1474  # 37, 35, 28 and 26 mm
LINES, CHARACTERS = 22, 28
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT
LINE = (PAGE_HEIGHT - TOP - BOTTOM) // LINES
CHARACTER = TEXT_WIDTH / CHARACTERS

TITLE_SIZE, BODY_SIZE, SMALL_SIZE = 22.0, 16.0, 14.0  # 2号, 3号, 4号
TITLE_CHARACTERS = int(TEXT_WIDTH / 20 / TITLE_SIZE)


class Level(StrEnum):
    """What a stretch of a paragraph is: 一、 in 黑体, （一） in 楷体, all else in 仿宋."""

    FIRST = "黑体"
    SECOND = "楷体"
    TEXT = "仿宋"


_FIRST = re.compile(r"[一二三四五六七八九十]{1,3}、")
_SECOND = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")
_HEADING_END = re.compile(r"[。：！？]")
_LONGEST_HEADING = 40


def levels(paragraph: str) -> list[tuple[str, Level]]:
    """A paragraph with its heading, if it begins with one, told from its text.

    >>> levels("一、总体要求")
    [('一、总体要求', <Level.FIRST: '黑体'>)]
    >>> levels("（一）抓排查。各地要逐户走访。")
    [('（一）抓排查。', <Level.SECOND: '楷体'>), ('各地要逐户走访。', <Level.TEXT: '仿宋'>)]
    """
    level = Level.FIRST if _FIRST.match(paragraph) else Level.SECOND if _SECOND.match(paragraph) else None
    if level is None:
        return [(paragraph, Level.TEXT)]
    end = _HEADING_END.search(paragraph)
    heading = paragraph[: end.end()] if end else paragraph
    if len(heading) > _LONGEST_HEADING:
        return [(paragraph, Level.TEXT)]
    rest = paragraph[len(heading) :]
    return [(heading, level), (rest, Level.TEXT)] if rest else [(heading, level)]


_SUBTITLE = re.compile(r"(?<=\S)\s?(?=——[\u4e00-\u9fff“《])")
_NEVER_FIRST = frozenset("，。、；：！？”’）》】」』…—-%‰·")
_NEVER_LAST = frozenset("（《“‘【「『—")
_WORD = re.compile(r"[A-Za-z0-9.%]")
_GOOD_BEFORE = ("在", "召开", "举行", "启动", "开展", "印发", "赴", "《", "“")
_GOOD_AFTER = ("》", "”", "）", "、", "，", "：", "会议", "活动", "仪式", "大赛", "论坛")


def title_lines(title: str, width: int | None = None) -> list[str]:
    """A title on lines of at most about `width` characters and of nearly one length, its —— subtitle apart.

    A line breaks at a blank where there is one, not inside a quotation, a word in Latin letters or a figure.
    """
    main, subtitle = split_title(title)
    lines = _balanced(main, width or TITLE_CHARACTERS)
    return [*lines, subtitle] if subtitle else lines


def split_title(title: str) -> tuple[str, str]:
    """A title and its —— subtitle, which most have not."""
    found = _SUBTITLE.search(title)
    return (title[: found.start()].strip(), title[found.end() :].strip()) if found else (title.strip(), "")


def is_subtitle(line: str) -> bool:
    """Whether a title's line is its —— subtitle."""
    return line.startswith("——")


def _balanced(text: str, width: int) -> list[str]:
    count = -(-int(em_width(text) + 0.5) // width)
    lines = []
    while count > 1:
        at = _best_break(text, em_width(text) / count, width)
        if at is None:
            break
        lines.append(text[:at].strip())
        text = text[at:].strip()
        count = max(count - 1, -(-int(em_width(text) + 0.5) // width))
    return [*lines, text]


def _best_break(text: str, wanted: float, width: int) -> int | None:
    """Where a line of about `wanted` characters, `width` at most, best ends."""
    best: tuple[float, int] | None = None
    for at in range(1, len(text)):
        length = em_width(text[:at].strip())
        if length > width:
            break
        cost = _cost(text, at)
        if (
            cost is not None
            and length >= wanted / 2
            and (best is None or abs(length - wanted) + cost < best[0])
        ):
            best = abs(length - wanted) + cost, at
    return best[1] if best else None


def _cost(text: str, at: int) -> float | None:
    """What speaks against a break before text[at], in characters of imbalance; None: never there."""
    before, after = text[at - 1], text[at]
    if after in _NEVER_FIRST or before in _NEVER_LAST or after == " ":
        return None
    if _WORD.match(before) and _WORD.match(after):
        return None
    cost = 0.0
    if before == " ":
        cost -= 14.0
    elif text.startswith(_GOOD_BEFORE, at) or text[:at].endswith(_GOOD_AFTER):
        cost -= 9.0
    if any(text.count(left, 0, at) > text.count(right, 0, at) for left, right in ("“”", "《》", "（）")):
        cost += 9.0
    return cost + (3.0 if _WORD.match(before) or _WORD.match(after) else 0.0)
