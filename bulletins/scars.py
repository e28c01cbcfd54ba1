"""What a scanner or a conversion may have done to a text. It stays as it is; a person is told."""

import re

from base.text import fold, is_cjk
from bulletins.items import Cut
from bulletins.joining import Paragraph
from bulletins.marks import is_open, is_subheading

_LATIN = re.compile(
    r"(?<![A-Za-z0-9@._/-])(?:[a-z]{2,15}|And|The|Of|In|To|Or|For|With|Is|On|By|As)(?![A-Za-z0-9@._/-])"
)
_UNITS = {
    "km",
    "cm",
    "mm",
    "kg",
    "mg",
    "ml",
    "kw",
    "mw",
    "app",
    "vs",
    "ppt",
    "pdf",
    "ph",
    "pm",
    "www",
    "com",
    "cn",
}
_BEGUN = re.compile(r"^(?:[，。、；：！？）》”]|[\u4e00-\u9fff][，,])")
_MOST = 60


def scars(cut: Cut) -> list[str]:
    """Chinese sentences, each with the item and the words in question; at most sixty."""
    found: list[str] = []
    for item, paragraphs in zip(cut.items, cut.paragraphs, strict=True):
        where = f"第{item.position}条"
        if not item.title:
            found.append(f"{where}没有标题。")
        if not item.body:
            found.append(f"{where}没有正文。")
        for paragraph in paragraphs:
            found += [f"{where}{what}" for what in _in_paragraph(paragraph)]
    return found if len(found) <= _MOST else [*found[:_MOST], f"另有 {len(found) - _MOST} 处同类问题未列出。"]


def _in_paragraph(paragraph: Paragraph) -> list[str]:
    text = paragraph.text
    row = paragraph.lines[0].block.row
    found = [f"有疑似误识的外文“{match[0]}”：{_around(text, match.start())}" for match in _strays(text)]
    if strange := "".join(char for char in dict.fromkeys(text) if _is_strange(char)):
        found.append(f"有繁体或异体字“{strange}”：{_around(text, text.index(strange[0]))}")
    if "\ufffd" in text or "□" in text:
        found.append(f"有缺字：{_around(text, max(text.find(chr(0xFFFD)), text.find('□')))}")
    if row:
        return found
    if is_open(text) and not is_subheading(text):
        found.append(f"有一段没有句末标点，可能有缺漏：…{text[-20:]}")
    if _BEGUN.match(text):
        found.append(f"有一段开头不完整，可能有缺漏：{text[:20]}…")
    for left, right in (("《", "》"), ("“", "”"), ("（", "）")):
        if text.count(left) != text.count(right):
            found.append(f"有一段的{left}{right}不成对，可能有缺漏：{text[:20]}…")
    return found


def _strays(text: str) -> list[re.Match[str]]:
    """Small Latin words between Chinese ones that are no unit and no part of an address."""
    strays = []
    for match in _LATIN.finditer(text):
        before, after = text[max(match.start() - 2, 0) : match.start()], text[match.end() : match.end() + 2]
        beside = before.strip()[-1:], after.strip()[:1]
        if match[0] not in _UNITS and any(char and (is_cjk(char) or char in "，。、；") for char in beside):
            strays.append(match)
            if len(strays) == _MOST:
                break
    return strays


def _is_strange(char: str) -> bool:
    """A character that simplified print does not have: outside GB 2312, and other in simplified script."""
    return is_cjk(char) and not char.encode("gb2312", "ignore") and fold(char) != char


def _around(text: str, at: int) -> str:
    return f"…{text[max(at - 10, 0) : at + 14]}…"
