"""A newspaper page that was handed in as a bulletin: its stories, as far as a page's order lets them be told.

Columns may have been mixed up on the way. So two lines are joined only where the page elsewhere writes the
characters that meet as one word; every other break stays a break, and is reported.
"""

import re
from collections.abc import Sequence

from bulletins.dates import find_date, is_date
from bulletins.joining import Joiner, join_text
from bulletins.lines import Line
from bulletins.marks import is_brief, is_footer, is_open, squeeze
from bulletins.model import Issue, Item, Kind, Section
from bulletins.names import byline_of, source_of
from bulletins.phrases import join_title
from bulletins.titles import TitleSpan
from bulletins.unlisted import NO_HEADING, by_looks, by_shape, is_title_like

_PAPER = re.compile(
    r"^[\u4e00-\u9fff]{2,10}(?:日报|晚报|早报|晨报|时报|都市报|商报|妇女报|青年报|法治报|农民报|工人报|党报|报)$"
)
_BULLETIN = re.compile(r"简报|专刊|特刊|第.{1,4}期")
_MARK = re.compile(
    r"^(?:第?[A-DT]?\d{1,2}版|[A-DT]?\d{1,2}(?:要闻|综合|时政|社会|民生|国内|国际|专版|广告|副刊|文化|教育|经济|头版)"
    r"|版面?[:：]|责任?编辑?[:：]|责编|美编|版式|校对|值班|本版|今日\d{1,2}版|国内统一|邮发代号|新闻热线|CN\d\d|第.{1,7}号$"
    r"|(?:要闻|综合|时政|民生|社会|国内|国际|专题|副刊)(?:第?[A-DT]?\d{1,2}版?)?$)|星期[一二三四五六日天]|农历|第?[A-DT]?\d{1,2}版$"
)
_AGENCY = "(?:据)?[\u4e00-\u9fff·•・]{2,12}?"
_LEAD = re.compile(
    rf"^[（(【\[■□▲●◎]?\s*{_AGENCY}(?:\d{{1,2}}月\d{{1,2}}日)?(?:综合消息|讯|电)(?=[\s（(，,：:】\]])"
)
_REPORTER = re.compile(
    r"^[（(□■◎\s]*(?:[\u4e00-\u9fff·•・]{2,12}?)?(?:记者|通讯员)[\s:：]*(?:[\u4e00-\u9fff·]{2,4}[\s、）)]*){1,4}"
    r"(?:(?:通讯员|文/图|摄)[\s:：]*(?:[\u4e00-\u9fff·]{2,4}[\s、）)]*){0,4})?$|^文/"
)
_MOST_TITLE_LINES = 4


def is_newspaper(lines: Sequence[Line]) -> bool:
    """Whether the lines are a newspaper's page: its marks and its datelines, and nothing of a bulletin."""
    if any(_BULLETIN.search(squeeze(line.text)) and line.width <= 40 for line in lines[:8]):
        return False
    sources = sum(source_of(line.text) is not None for line in lines)
    marks = sum(len(line.text) <= 60 and bool(_MARK.search(squeeze(line.text))) for line in lines)
    marks += any(_PAPER.match(squeeze(line.text)) for line in lines[:8])
    leads = sum(map(_begins_story, lines))
    return sources < 2 and ((marks >= 1 and leads >= 2) or leads >= 3 or (marks >= 3 and leads >= 1))


def read_newspaper(lines: Sequence[Line], notes: tuple[str, ...]) -> Issue:
    """The page's stories as items, with warnings; what a newspaper printed is not 已刊."""
    top = [squeeze(line.text) for line in lines[:15]]
    paper = next((piece for piece in top if _PAPER.match(piece)), "")
    page = next((found[0] for piece in top if (found := re.search(r"第?[A-D]?\d{1,2}版", piece))), "")
    day = next(
        (day for line in lines if _is_furniture(line) and (day := find_date(squeeze(line.text)))), None
    )
    text = [line for line in lines if not _is_furniture(line)]
    items, warnings = _stories(text)
    head = "这是报纸版面，不是简报：各篇按文件中的次序尽力读出，分栏处可能错乱，请对照原版。"
    title = " ".join(part for part in (paper, page) if part)
    return Issue(title, Kind.NEWSPAPER, None, day, tuple(items), (head, *notes, *warnings))


def _is_furniture(line: Line) -> bool:
    """The paper's name, the page's number and day, the editors' names."""
    text = squeeze(line.text)
    if len(text) > 60 or not is_open(line.text):
        return False
    return bool(_PAPER.match(text) or _MARK.search(text)) or is_date(text) or is_footer(line.text)


def _stories(lines: Sequence[Line]) -> tuple[list[Item], list[str]]:
    joiner = Joiner.of(lines)
    items: list[Item] = []
    warnings: list[str] = []
    section = Section.MAIN
    spans = _titles(lines, joiner)
    if not spans or spans[0].start > 0:
        spans.insert(0, TitleSpan(0, 0))
    ends = [*(span.start for span in spans[1:]), len(lines)]
    for span, end in zip(spans, ends, strict=True):
        body = list(lines[span.end : end])
        byline = _take_byline(body)
        kept = [line for line in body if not line.is_section]
        position = len(items) + 1
        text, breaks = _paragraphs(kept, joiner)
        title = join_title([line.text for line in lines[span.start : span.end]], None, joiner.pairs)
        if text or title:
            items.append(Item(position, title, text, None, byline, section))
            if not title:
                warnings.append(f"第{position}条没有找到标题。")
            if not text:
                warnings.append(f"第{position}条没有正文。")
            if breaks:
                warnings.append(f"第{position}条有 {breaks} 处断行，上下文不能确定相连，未接。")
        if any(line.is_section for line in body):
            section = Section.BRIEF if any(is_brief(line.text) for line in body) else Section.MAIN
    return items, warnings


def _titles(lines: Sequence[Line], joiner: Joiner) -> list[TitleSpan]:
    """Headlines by their print where it is known; else short lines over a dateline or a reporter's name."""
    shown = any(line.block.size is not None or line.block.heading is not None for line in lines)
    spans = by_looks(lines) if shown else by_shape(lines, joiner, widest_heading=NO_HEADING)
    for at, line in enumerate(lines):
        if not _begins_story(line):
            continue
        start = at
        while start > 0 and at - start < _MOST_TITLE_LINES and _is_headline(lines[start - 1]):
            start -= 1
        taken = any(span.start <= at and start < span.end for span in spans)
        near = any(0 <= at - span.end <= 1 for span in spans)
        if not taken and not near:
            spans.append(TitleSpan(start, at))
    return sorted(spans, key=lambda span: span.start)


def _begins_story(line: Line) -> bool:
    """A dateline (本报讯, 新华社北京10月5日电), or a line with reporters' names alone."""
    return bool(_LEAD.match(line.text)) or (len(line.text) <= 60 and bool(_REPORTER.match(line.text)))


def _is_headline(line: Line) -> bool:
    text = line.text
    return is_title_like(text) and line.width <= 32 and "，" not in text[-12:] and not _LEAD.match(text)


def _take_byline(body: list[Line]) -> str | None:
    """A reporter's name that stands alone under the title."""
    if len(body) < 2 or body[0].width > 30 or _LEAD.match(body[0].text) or re.search("[，。]", body[0].text):
        return None
    if _REPORTER.match(body[0].text) or byline_of(body[0].text):
        return re.sub(r"^[（(□■◎\s]+|[）)\s]+$", "", body.pop(0).text)
    return None


def _paragraphs(lines: Sequence[Line], joiner: Joiner) -> tuple[str, int]:
    """The text, and how many lines stop in a sentence that no following line surely continues."""
    texts: list[str] = []
    breaks = 0
    for index, line in enumerate(lines):
        raw = line.bullet + line.text if line.bullet != "-" else line.text
        if index and is_open(lines[index - 1].text):
            if joiner.belongs(lines[index - 1], line):
                texts[-1] = join_text(texts[-1], raw)
                continue
            breaks += 1
        texts.append(raw)
    return "\n".join(texts), breaks
