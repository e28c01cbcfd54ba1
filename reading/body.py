"""Which stretch of a page is the article.

Every line gets a weight, prose positive, links and chrome negative; the article is the element whose lines
weigh most together. An outer element wins over an inner one only if what it adds is more prose than chrome.
Names that content systems give their text (`TRS_Editor`, `ozoom`, `<!--enpcontent-->`) settle what is close.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from reading import chrome
from reading.flow import Flow, Line, Span
from reading.listing import abstracts, is_row
from reading.patterns import any_of

_PUNCTUATION = re.compile("[，。；！？：、“”]")


def _names(*groups: str) -> re.Pattern[str]:
    """Finds any of the names among ids and classes, as a whole word of them."""
    return re.compile(rf"(?:^|[\s_\-]){any_of(*groups)}(?:$|[\s_\-])", re.I)


# Ids and classes of the element that holds the text and nothing else.
_TEXT_NAMES = _names(
    r"trs_\w*editor trs_editor_view ozoom zoom founder-content ucap-?content js_content mp-editor",
    r"rwb_zw rm_txt_con pages_content j-fontcontent vsb_content\w* v_news_content wp_articlecontent",
    "custom_unionstyle artibody endtext post_(?:text|body) left_zw u-maintext detailcontent xl_con",
    r"bt-?content zhengwen zw wznr nr neirong zwnr conter\d* arti?cal[_\-]?\w{0,8}",
    r"article[_\-]?(?:content|body|text|main|con|cont|txt|detail|inner)? cont txt detail",
    r"(?:news|detail|main|text|post|entry|info|view|cont|notice|art|con|wz|page|inner)[_\-]?"
    r"(?:content|body|text|main|txt|con|cont|nr)",
    r"contents? content[_\-]?(?:text|main|article|detail|txt|body|con|content)",
)
# Names of what stands beside an article. The first are believed even where there is more of it than of text.
_COMMENTS = _names(
    "comments? commentlist reply replies pinglun cmt gentie tie statement disclaimer shengming",
    "declare copyright footer foot bottom footbar",
)
_ASIDES = _names(
    r"sidebar side aside nav navi navbar menu breadcrumb crumbs? relate\w* recommend\w* tuijian",
    r"xiangguan hot\w* rank\w* paihang share\w* bdshare\w* bshare\w* qrcode ewm erweima advert\w* ads?",
    r"guanggao login search friend\w* links? toolbar print\w* pager paging pagination right sider",
    "rightbar popup modal dialog",
)
_BEGINS = re.compile(
    r"enpcontent|(?:正文|内容|content|zoom|art|cont)[^a-z]{0,12}(?:begin|start|开始)|contstart", re.I
)
_ENDS = re.compile(
    r"/enpcontent|(?:正文|内容|content|zoom|art|cont)[^a-z]{0,12}(?:end|over|结束)|contend", re.I
)

_CHROME = -20.0
_UNPUNCTUATED = 0.5  # what a character counts in a line without any punctuation
_OUT_OF_PLACE = 0.3
_ABSTRACT = 0.2
_SOME_TEXT = 60.0
_NEAR, _FAR, _NEAR_SHARE = (
    6,
    12,
    0.3,
)  # lines after the title; what a text there must weigh beside one far off
_ASIDE_SHARE, _COMMENT_SHARE = 0.4, 0.8  # below this share of all prose a name makes it chrome
_NEARLY_ALL = 0.9  # a promising name decides when its element holds nearly everything
_WEAK = 80.0  # less than two lines of prose: names say more than weights


@dataclass(frozen=True, slots=True)
class Block:
    """The stretch of a page that is the article: its lines, its element if it is one, how it was found."""

    start: int
    end: int
    how: str
    element: etree._Element | None = None

    def holds(self, position: int, element: etree._Element) -> bool:
        """Whether a picture or link at a line position belongs to the stretch."""
        if not self.start <= position <= self.end:
            return False
        return self.element is None or any(each is self.element for each in element.iterancestors())


def find_block(flow: Flow, title_at: int | None) -> Block | None:
    """The article's stretch; None when no line is prose. `title_at` is the last line of the title."""
    weights = [_weight(line) for line in flow.lines]
    for at in abstracts(flow.lines):
        weights[at] *= _ABSTRACT
    if title_at is not None:
        _favour_the_place_after(title_at, flow.lines, weights)
    _turn_asides(flow.spans, weights, sum(w for w in weights if w > 0))
    sums = _prefix_sums(weights)
    best, most = _heaviest(flow.spans, sums)
    if best is not None and title_at is not None and best.start > title_at + _FAR:
        near = [span for span in flow.spans if title_at < span.start <= title_at + _NEAR]
        nearest, weight = _heaviest(near, sums)
        if nearest is not None and weight >= _NEAR_SHARE * most:
            best, most = nearest, weight
    if most < _WEAK:
        named = _named_after(flow, title_at, weights)
        if named is not None:
            return named
    if best is None:
        return None
    return _named_part(flow, sums, best, most) or _with_siblings(flow, sums, best)


def _heaviest(spans: Sequence[Span], sums: Sequence[float]) -> tuple[Span | None, float]:
    """The innermost element of the most weight, if any has weight."""
    best: Span | None = None
    most = 0.0
    for span in spans:
        score = sums[span.end] - sums[span.start]
        if score > most:
            best, most = span, score
    return best, most


def _with_siblings(flow: Flow, sums: Sequence[float], best: Span) -> Block:
    """The element, or, of a paragraph whose text no element holds alone, the paragraphs beside it too."""
    start, end, parent = best.start, best.end, best.element.getparent()

    def is_beside(at: int) -> bool:
        element = flow.lines[at].element
        return element is parent or (element.tag == best.element.tag and element.getparent() is parent)

    if best.element.tag == "p":
        while start > 0 and is_beside(start - 1):
            start -= 1
        while end < len(flow.lines) and is_beside(end):
            end += 1
    start = min(range(start, best.start + 1), key=sums.__getitem__)
    end = max(range(best.end, end + 1), key=sums.__getitem__)
    alone = (start, end) == (best.start, best.end)
    return Block(start, end, "density", best.element if alone else None)


def _favour_the_place_after(title_at: int, lines: Sequence[Line], weights: list[float]) -> None:
    """Discount prose over the title, and prose behind what ends an article (相关新闻, 跟贴, a notice)."""
    seen = 0.0
    ended = False
    for at, line in enumerate(lines):
        if at > title_at and not ended:
            seen += max(weights[at], 0.0)
            ended = seen >= _SOME_TEXT and (chrome.opens_tail(line.text) or chrome.is_notice(line.text))
        if (at <= title_at or ended) and weights[at] > 0:
            weights[at] *= _OUT_OF_PLACE


def _weight(line: Line) -> float:
    """How much a line speaks for being article text, roughly in characters."""
    text, length = line.text, len(line.text)
    if line.hidden:
        return 0.0
    if line.linked * 2 > length or is_row(line):
        return 0.0 if chrome.names_file(text) else -float(min(length, 60))
    if chrome.is_imprint(text) or chrome.is_notice(text):
        return -2.0 * min(length, 200)
    if length < 160 and (chrome.is_widget(text) or chrome.is_meta(line.spaced)):
        return _CHROME
    prose = length - 2.0 * line.linked
    marks = len(_PUNCTUATION.findall(text))
    return prose + 3.0 * marks if marks else _UNPUNCTUATED * prose


def _turn_asides(spans: Sequence[Span], weights: list[float], total: float) -> None:
    """Prose in elements named as comments, side bars and the like counts against what holds them."""
    for span in spans:
        share = _believed_share(_label(span.element))
        if share:
            stretch = weights[span.start : span.end]
            if sum(w for w in stretch if w > 0) < share * total:
                weights[span.start : span.end] = [-abs(w) for w in stretch]


@lru_cache(maxsize=4096)
def _believed_share(label: str) -> float:
    """Below which share of all prose an element with these names is believed to be no article; 0: never."""
    if not label or _TEXT_NAMES.search(label):
        return 0.0
    return _COMMENT_SHARE if _COMMENTS.search(label) else _ASIDE_SHARE if _ASIDES.search(label) else 0.0


def _named_part(flow: Flow, sums: Sequence[float], best: Span, most: float) -> Block | None:
    """The part of `best` that the page itself names as the text, by comments or by an id or class."""
    for start, end in _marked(flow):
        if best.start <= start < end <= best.end and sums[end] - sums[start] >= _NEARLY_ALL * most:
            return Block(start, end, "comment")
    for span in flow.spans:
        inside = best.start <= span.start and span.end <= best.end
        if inside and sums[span.end] - sums[span.start] >= _NEARLY_ALL * most and _is_text(span.element):
            return Block(span.start, span.end, f"density:{_name(span.element)}", span.element)
    return None


def _named_after(flow: Flow, title_at: int | None, weights: Sequence[float]) -> Block | None:
    """The first element after the title that is named as the text and holds a picture, a file or prose."""
    start = 0 if title_at is None else title_at + 1
    found: Span | None = None
    for span in flow.spans:
        if span.start < start or not _is_text(span.element):
            continue
        if found is not None and not (span.start <= found.start and found.end <= span.end):
            break
        has_words = any(weights[at] > 0 for at in range(span.start, span.end))
        if has_words or next(span.element.iter("img", "a"), None) is not None:
            found = found or span
    return Block(found.start, found.end, f"named:{_name(found.element)}", found.element) if found else None


def _marked(flow: Flow) -> Iterator[tuple[int, int]]:
    """Stretches between comments like `<!--enpcontent-->` and `<!--/enpcontent-->`."""
    start: int | None = None
    for position, text in flow.comments:
        if len(text) > 60:
            continue
        if _ENDS.search(text):
            if start is not None:
                yield start, position
            start = None
        elif _BEGINS.search(text):
            start = position


def _is_text(element: etree._Element) -> bool:
    label = _label(element)
    return bool(label) and _TEXT_NAMES.search(label) is not None and not _COMMENTS.search(label)


def _label(element: etree._Element) -> str:
    """Id and class of an element, as far as they are worth reading."""
    name, kind = element.get("id"), element.get("class")
    if not name and not kind:
        return ""
    return f"{name or ''} {kind or ''}"[:200]


def _name(element: etree._Element) -> str:
    return element.get("id") or (element.get("class") or "").split(" ", 1)[0]


def _prefix_sums(weights: Sequence[float]) -> list[float]:
    sums = [0.0]
    for weight in weights:
        sums.append(sums[-1] + weight)
    return sums
