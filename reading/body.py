"""Which stretch of a page is the article, and which of its lines are the text.

Every line gets a weight, prose positive, links and chrome negative; the article is the element whose lines
weigh most together. An outer element wins over an inner one only if what it adds is more prose than chrome.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from reading import chrome
from reading.flow import Flow, Line, Span

_PUNCTUATION = re.compile("[，。；！？：、“”]")
_SENTENCE = re.compile("[，。；！？]")
# Ids and classes that content systems give the element that holds the text and nothing else.
_CONTENT = re.compile(
    r"(?:^|[\s_\-])(?:trs_editor|trs_ueditor|trs_editor_view|ozoom|zoom|founder-content|ucap-content|ucapcontent|"
    r"js_content|rwb_zw|rm_txt_con|pages_content|article[_\-]?(?:content|body|text|main|con|txt|detail)|artical[_\-]?con\w*|"
    r"(?:news|detail|main|text|post|entry|info|view|cont|notice|art)[_\-]?(?:content|body|text|main|txt)|"
    r"content[_\-]?(?:text|main|article|detail|txt|body|con)|contents?|conter\d*|zhengwen|zw|wznr|artibody|articlebody|endtext|"
    r"vsb_content\w*|v_news_content|wp_articlecontent|xl_con|bt-content|custom_unionstyle|nr|neirong|detail)(?:$|[\s_\-])",
    re.I,
)
_NOT_CONTENT = re.compile(
    r"(?:^|[\s_\-])(?:comments?|reply|replies|pinglun|cmt|gentie|tie|sidebar|side|aside|footer|foot|copyright|nav|navi|navbar|menu|"
    r"breadcrumb|crumbs?|relate\w*|recommend\w*|tuijian|xiangguan|hot\w*|rank\w*|paihang|share\w*|bdshare\w*|bshare\w*|"
    r"qrcode|ewm|erweima|advert\w*|ads?|gg|guanggao|login|search|friend\w*|links?|toolbar|print\w*|pager|paging|pagination|"
    r"disclaimer|shengming|declare|right|sider|rightbar|popup|modal|dialog|toptool)(?:$|[\s_\-])",
    re.I,
)
_BEGINS = re.compile(
    r"enpcontent|(?:正文|内容|content|zoom|art|cont)[^a-z]{0,12}(?:begin|start|开始)|contstart", re.I
)
_ENDS = re.compile(
    r"/enpcontent|(?:正文|内容|content|zoom|art|cont)[^a-z]{0,12}(?:end|over|结束)|contend", re.I
)

_CHROME = -20.0
_BEFORE_TITLE = 0.3
_SMALL_PART = 0.4  # a stretch with an unpromising name is believed to be chrome only below this share
_NEARLY_ALL = 0.9  # a promising name decides when its element holds nearly everything


@dataclass(frozen=True, slots=True)
class Block:
    """The stretch of a page that is the article, and how it was found."""

    start: int
    end: int
    how: str
    score: float
    element: etree._Element | None = None


def find_block(flow: Flow, title_at: int | None) -> Block | None:
    """The article's stretch; None when no line of the page is prose. `title_at` is the line of the title."""
    weights = [_weight(line) for line in flow.lines]
    if title_at is not None:
        weights[: title_at + 1] = [w * _BEFORE_TITLE if w > 0 else w for w in weights[: title_at + 1]]
    total = sum(w for w in weights if w > 0)
    _turn_asides(flow.spans, weights, total)
    sums = _prefix_sums(weights)
    best: Block | None = None
    for span in flow.spans:
        score = sums[span.end] - sums[span.start]
        if score > (best.score if best else 0.0):
            best = Block(span.start, span.end, "density", score, span.element)
    if best is None:
        return None
    return _named_part(flow, sums, best) or best


def _weight(line: Line) -> float:
    """How much a line speaks for being article text, roughly in characters."""
    text, length = line.text, len(line.text)
    if line.hidden:
        return 0.0
    if chrome.is_imprint(text) or chrome.is_notice(text):
        return -2.0 * min(length, 200)
    if line.linked * 2 > length:
        return 0.0 if chrome.names_file(text) else -float(min(length, 60))
    if chrome.is_widget(text) or chrome.is_meta(text):
        return _CHROME
    prose = length - 2.0 * line.linked
    marks = len(_PUNCTUATION.findall(text))
    return prose + 3.0 * marks if marks else 0.4 * prose


def _turn_asides(spans: Sequence[Span], weights: list[float], total: float) -> None:
    """Prose in elements named as comments, side bars and the like counts against what holds them."""
    for span in spans:
        if not _is_named(span.element, _NOT_CONTENT) or _is_named(span.element, _CONTENT):
            continue
        stretch = weights[span.start : span.end]
        if sum(w for w in stretch if w > 0) < _SMALL_PART * total:
            weights[span.start : span.end] = [-abs(w) for w in stretch]


def _named_part(flow: Flow, sums: Sequence[float], best: Block) -> Block | None:
    """The part of `best` that the page itself names as the text, by comments or by an id or class."""
    for start, end in _marked(flow):
        if best.start <= start < end <= best.end and sums[end] - sums[start] >= _NEARLY_ALL * best.score:
            return Block(start, end, "comment", sums[end] - sums[start], best.element)
    for span in flow.spans:
        if best.start <= span.start and span.end <= best.end and _is_named(span.element, _CONTENT):
            score = sums[span.end] - sums[span.start]
            if score >= _NEARLY_ALL * best.score:
                name = span.element.get("id") or (span.element.get("class") or "").split(" ")[0]
                return Block(span.start, span.end, f"density:{name}", score, span.element)
    return None


def _marked(flow: Flow) -> list[tuple[int, int]]:
    """Stretches between comments like `<!--enpcontent-->` and `<!--/enpcontent-->`."""
    stretches: list[tuple[int, int]] = []
    start: int | None = None
    for position, text in flow.comments:
        if len(text) > 60:
            continue
        if _ENDS.search(text):
            if start is not None:
                stretches.append((start, position))
            start = None
        elif _BEGINS.search(text):
            start = position
    return stretches


def _is_named(element: etree._Element, names: re.Pattern[str]) -> bool:
    label = f"{element.get('id') or ''} {element.get('class') or ''}"
    return len(label) > 1 and names.search(label[:200]) is not None


def _prefix_sums(weights: Sequence[float]) -> list[float]:
    sums = [0.0]
    for weight in weights:
        sums.append(sums[-1] + weight)
    return sums
