"""An article cut into whole sentences, each as it stands there, without what only a newspaper needs. Pure.

Datelines, bylines, “记者从…获悉”, captions, credits and signatures go; nothing else is changed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from base.text import paragraphs

_OPENERS, _CLOSERS, _ENDS = "“‘《（(【「『", "”’》）)】」』", "。！？!?"
_LONGEST_QUOTATION = 400

_DATELINE = re.compile(
    r"[^，。！？；：\n]{0,30}?(?:\d{1,2}月)?\d{1,2}日(?:讯|电|消息)[\s　]*"
    r"|(?:本报|本网|本刊|[^，。！？；：\s]{2,12}(?:网|报|社|客户端))(?:综合)?(?:讯|消息)[\s　]*"
)
_BYLINE = re.compile(
    r"[（(【\[][^（）()【】\[\]。]{0,40}?(?:记者|通讯员|实习生|文/)[^（）()【】\[\]。]{0,40}[）)】\]][\s　]*"
)
_LEARNED = re.compile(
    r"(?:[^，。；：]{1,12}，)?(?:本报|本网)?记者(?:今天|今日|昨天|昨日|近日|日前)?从?[^，。；：]{0,40}?(?:获悉|了解到)[，：]"
)
_CREDIT = re.compile(
    r"[（(【\[]?(?:来源|信息来源|稿源|供稿|作者|文字|文|图|摄影|供图|图片|编辑|责编|责任编辑|值班编辑|校对|审核|编审|监制|终审|一审|二审|三审|"
    r"原标题|联系电话|咨询电话|相关链接|相关阅读|延伸阅读)[：:/丨|]|(?:扫码|点击|阅读原文|长按)"
)
_CAPTION = re.compile(r"[▲△▼]|[（(]?(?:图为|图[①②③一二三]|上图|下图|左图|右图)")
_SIGNATURE = re.compile(r"[（(【\[][^（）()。]{1,60}[）)】\]]$")
_NUMBERED_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])[^，；：]{1,20}。$"
)
_SHORTEST = 8
_LONGEST_HEADING = 30
_NO_TEXT = (_SIGNATURE, _CREDIT, _NUMBERED_HEADING)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as the article has it, in which paragraph, and whether it is the first kept there."""

    paragraph: int
    first: bool
    text: str


def cut(paragraph: str) -> Iterator[str]:
    """The sentences of a paragraph: cut after 。！？, but not inside a quotation or a bracket.

    >>> list(cut("会议要求：“抓住重点。补上短板。”会议还通报了情况。"))
    ['会议要求：“抓住重点。补上短板。”', '会议还通报了情况。']
    """
    start = depth = opened = 0
    for at, char in enumerate(paragraph):
        if char in _OPENERS:
            opened = opened if depth else at
            depth += 1
        elif char in _CLOSERS:
            depth = max(depth - 1, 0)
        if depth and at - opened > _LONGEST_QUOTATION:  # it was never closed
            depth = 0
        if depth == 0 and _ends(paragraph, at):
            if sentence := paragraph[start : at + 1].strip():
                yield sentence
            start = at + 1
    if rest := paragraph[start:].strip():
        yield rest


def _ends(paragraph: str, at: int) -> bool:
    """Whether a sentence ends with paragraph[at]."""
    following = paragraph[at + 1 : at + 2]
    if following and following in _ENDS + _CLOSERS:
        return False
    return paragraph[at] in _ENDS or (paragraph[at] in _CLOSERS and at > 0 and paragraph[at - 1] in _ENDS)


def read_sentences(body: str) -> list[Sentence]:
    """The whole sentences of a text, in order; headings, captions, credits and signatures left out."""
    found: list[Sentence] = []
    for number, paragraph in enumerate(paragraphs(body)):
        if _CREDIT.match(paragraph) or _CAPTION.match(paragraph) or _is_heading(paragraph):
            continue
        first = True
        for sentence in cut(paragraph):
            text = sentence if found else _without_dateline(sentence)
            text = _without(_LEARNED, text)
            if len(text) < _SHORTEST or any(p.match(text) for p in _NO_TEXT):
                continue
            found.append(Sentence(number, first, text))
            first = False
    return found


def _is_heading(paragraph: str) -> bool:
    """A heading, a salutation, a line that only announces what follows: no whole sentence."""
    if paragraph.endswith(("：", ":")) and "。" not in paragraph:
        return True
    return len(paragraph) <= _LONGEST_HEADING and not paragraph.endswith(("。", "！", "？", "；", "”", "…"))


def _without_dateline(sentence: str) -> str:
    """新华社兰州5月10日电（记者张三）5月9日，… -> 5月9日，…"""
    return _without(_BYLINE, _without(_DATELINE, sentence))


def _without(pattern: re.Pattern[str], sentence: str) -> str:
    match = pattern.match(sentence)
    rest = sentence[match.end() :].strip() if match else ""
    return rest or sentence
