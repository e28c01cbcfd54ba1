"""What an editor is shown: lines that say what agrees, what contradicts, and what is new."""

import re

from base.text import squash
from triage import places
from triage.archive import Entry
from triage.compare import Comparison
from triage.dates import Day
from triage.facts import prepare
from triage.figurematch import match, worth
from triage.figures import Figure
from triage.piece import Piece

_LINES = 2
_QUOTE = 70
# Two sentences are shown as saying the same from this share of common bigrams on.
_ALIKE = 0.3


def quote(sentence: str) -> str:
    """A sentence short enough for one line."""
    sentence = sentence.strip()
    return sentence if len(sentence) <= _QUOTE else sentence[: _QUOTE - 1] + "…"


def aligned(article: Piece, item: Piece) -> list[tuple[str, str, float]]:
    """Sentences of both sides that say the same, the most alike first: (item's, article's, likeness)."""
    pairs = []
    for printed, grams in zip(item.printed, item.sentence_grams, strict=True):
        if len(grams) < 6:
            continue
        best, at = 0.0, -1
        for number, other in enumerate(article.sentence_grams):
            common = len(grams & other)
            likeness = common / min(len(grams), max(len(other), 8))
            if likeness > best:
                best, at = likeness, number
        if at >= 0 and best >= _ALIKE:
            pairs.append((printed, article.printed[at], best))
    return sorted(pairs, key=lambda pair: -pair[2])


def lines(article: Piece, item: Piece, comparison: Comparison) -> tuple[str, ...]:
    """Evidence for and against, one line each."""
    shown = [
        f"对照：条目“{quote(its)}”——稿件“{quote(mine)}”" for its, mine, _ in aligned(article, item)[:_LINES]
    ]
    figures = comparison.figures
    if agreeing := sorted(
        (pair for pair in figures.agreeing if worth(pair[1]) >= 0.4), key=lambda pair: -worth(pair[1])
    ):
        shown.append("数字一致：" + "、".join(_both(mine.text, its.text) for mine, its in agreeing[:6]))
    for conflict in figures.conflicts[:3]:
        shown.append(
            f"数字不同：{_counted(conflict.item)}条目为{conflict.item.text}，稿件为{conflict.article.text}"
        )
    if comparison.names:
        shown.append("同一名称：" + "、".join(_as_printed(name, item) for name in comparison.names[:4]))
    shown += _days(article, item, comparison) + _other(article, item, comparison)
    return tuple(shown)


def _as_printed(name: str, item: Piece) -> str:
    """A name (“母亲岗”, 《…规划》) as the item prints it: names are compared in a shortened form."""
    for quoted in _QUOTED.findall("\n".join((item.title, *item.printed))):
        if squash(prepare(quoted)) == squash(name):
            return str(quoted)
    return name


_QUOTED = re.compile("“[^”]{2,30}”|《[^》]{2,60}》")


def _counted(figure: Figure) -> str:
    """The words before a figure, back to the figure or the stop before it; nothing where these say little."""
    words = _STOP.split(figure.before)[-1].strip()
    return f"{words}，" if 2 <= len(words) <= _LABEL else ""


# A figure with its unit, or a punctuation mark; and how long a label may be.
_STOP = re.compile(
    r"\d[\d.]*(?:%|[万亿千百]*[余多]?(?:平方米|公里|人次|[个名户人元例所家项条亩岁年月日]))?的?|[^\w\s]|\n"
)
_LABEL = 14


def _both(mine: str, its: str) -> str:
    return its if mine == its else f"{its}（稿件：{mine}）"


def day_text(day: Day) -> str:
    """A day as an editor writes it."""
    year = f"{day.year}年" if day.year else ""
    return f"{year}{day.month}月{day.day}日" if day.day else f"{year}{day.month}月"


def _days(article: Piece, item: Piece, comparison: Comparison) -> list[str]:
    mine, its = article.facts.event, item.facts.event
    if its is None:
        return []
    if comparison["same_day"]:
        return [f"日期一致：{day_text(its)}"]
    if comparison["other_day"] and mine is not None:
        return [f"日期不同：条目为{day_text(its)}，稿件为{day_text(mine)}"]
    return []


def _other(article: Piece, item: Piece, comparison: Comparison) -> list[str]:
    shown = []
    if comparison["other_place"] or comparison["other_city"] >= 0.5:
        shown.append(
            f"地点不同：条目为{places.labels(item.facts.focus)}，稿件为{places.labels(article.facts.focus)}"
        )
    if comparison["other_year"] and article.facts.years and item.facts.years:
        its, mine = (max(piece.facts.years) for piece in (item, article))
        shown.append(f"年份不同：条目为{its}年，稿件为{mine}年")
    if comparison["other_issuer"] >= 0.5:
        shown.append("主办或发文单位的层级不同")
    if comparison["other_edition"]:
        shown.append("届次或批次不同")
    if comparison["other_document"]:
        shown.append("文件不同")
    if comparison["before"]:
        shown.append("稿件早于条目所述之事")
    return shown


def new_facts(article: Piece, item: Piece, comparison: Comparison) -> tuple[str, ...]:
    """What an update adds: sentences with later dates, grown figures or a later stage that the item lacks."""
    grown = [f"{c.item.text}→{c.article.text}" for c in comparison.progress.grown[:3]]
    known = item.squashed
    fresh = []
    for printed in article.printed:
        if any(word in printed for word in comparison.progress.words) and squash(printed)[:30] not in known:
            fresh.append(quote(printed))
    return tuple(grown + fresh[:3])


def related(article: Piece, entries: list[Entry]) -> tuple[str, ...]:
    """Past items that mention in passing what the article is about."""
    found = []
    for entry in entries:
        both = match(article.facts.figures, entry.whole.facts.figures)
        rare = [its for mine, its in both.agreeing if min(worth(mine), worth(its)) >= 2.0]
        if not rare:
            continue
        for printed, grams in zip(entry.whole.printed, entry.whole.sentence_grams, strict=True):
            if len(grams & article.lead) >= 8 and any(figure.text[:4] in squash(printed) for figure in rare):
                found.append(f"往期《{entry.ref.title[:30]}》提到：“{quote(printed)}”")
                break
    return tuple(found[:3])
