"""What changed between two versions of an article, and whether it matters.

Figures, dates, places, names, the title, and sentences that came or went matter. Another wording of the same
facts does not. White space, width and quotes are no change at all: storage keeps no version for them.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import takewhile

from base.text import canonical, fold, is_cjk, sentences, squash
from triage import figures, places

_NUMBER = re.compile(r"\d+(?:\.\d+)?[年月日时分]?")
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_SHORT = 8  # a sentence of fewer characters that came or went is a caption or a signature
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Reading:
    """The compared part of a version."""

    title: str
    body: str
    subtitle: str | None = None
    source: str | None = None
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs, a line each in Chinese, and whether any of it matters."""

    matters: bool
    summary: tuple[str, ...]


def compare(old: Reading, new: Reading) -> Difference:
    """What an editor must know of the step from `old` to `new`."""
    lines: list[str] = []
    matters = False
    for label, before, after, serious in (
        ("标题", old.title, new.title, True),
        ("副题", old.subtitle, new.subtitle, False),
        ("来源", old.source, new.source, False),
        ("日期", _day(old.published_on), _day(new.published_on), True),
    ):
        if canonical(before or "") != canonical(after or ""):
            lines.append(f"{label}：“{before or '无'}”改为“{after or '无'}”")
            matters = matters or serious
    for line, serious in sorted(_body(old.body, new.body), key=lambda found: not found[1]):
        lines.append(line)
        matters = matters or serious
    return Difference(matters, tuple(lines))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _body(old: str, new: str) -> list[tuple[str, bool]]:
    before, after = sentences(old), sentences(new)
    matcher = SequenceMatcher(
        None, [canonical(s) for s in before], [canonical(s) for s in after], autojunk=False
    )
    found = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        pairs, gone, come = _paired(before[i1:i2], after[j1:j2])
        found += [_sentence_change(a, b) for a, b in pairs]
        found += [(f"删去：{_short(text)}", len(squash(text)) >= _SHORT) for text in gone]
        found += [(f"新增：{_short(text)}", len(squash(text)) >= _SHORT) for text in come]
    return found


def _paired(old: list[str], new: list[str]) -> tuple[list[tuple[str, str]], list[str], list[str]]:
    """Sentences of a replaced stretch that are forms of each other; those that went; those that came."""
    pairs, rest = [], list(new)
    gone = []
    for text in old:
        best = max(rest, key=lambda other: _alike(text, other), default=None)
        if best is not None and _alike(text, best) >= 0.5:
            pairs.append((text, best))
            rest.remove(best)
        else:
            gone.append(text)
    return pairs, gone, rest


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _sentence_change(old: str, new: str) -> tuple[str, bool]:
    if _places(old) != _places(new):
        return f"地名改动：{_short(old)} → {_short(new)}", True
    before, after = Counter(_numbers(old)), Counter(_numbers(new))
    if before != after:
        gone, come = before - after, after - before
        return f"数字改动：{'、'.join(gone) or '无'} → {'、'.join(come) or '无'}（{_short(new)}）", True
    names = _replaced_names(old, new)
    if names:
        return f"人名改动：{names[0]} → {names[1]}（{_short(new)}）", True
    return f"措辞改动：{_short(old)} → {_short(new)}", False


def _places(text: str) -> set[str]:
    return {mention.place for mention in places.find(fold(text))}


def _numbers(text: str) -> list[str]:
    """Figures with their units, and every other number (dates, editions), in the order of the text."""
    text = figures.join_digits(fold(text))
    for mention in reversed(places.find(text)):  # 七里河区 holds no figure
        text = text[: mention.start] + "，" + text[mention.end :]
    found = {figure.start: figure.text for figure in figures.find(text)}
    covered = {start + offset for start, said in found.items() for offset in range(len(said))}
    found |= {
        match.start(): match.group() for match in _NUMBER.finditer(text) if match.start() not in covered
    }
    return [found[start] for start in sorted(found)]


def _replaced_names(old: str, new: str) -> tuple[str, str] | None:
    """The two names where a person's name was put for another, or one character of it."""
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "replace" or not all(map(is_cjk, old[i1:i2] + new[j1:j2])):
            continue
        first, second = _name(old, i1, i2), _name(new, j1, j2)
        if first or second:
            return first or _three(old, i1), second or _three(new, j1)
    return None


def _name(text: str, start: int, end: int) -> str | None:
    """A name of two or three characters, beginning with a surname, around what was replaced."""
    for at in range(start, max(-1, start - 3), -1):
        if text[at] in _SURNAMES and end - at <= 3:
            return _three(text, at)
    return None


def _three(text: str, at: int) -> str:
    return "".join(takewhile(is_cjk, text[at : at + 3]))


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
