"""The running text of an issue, cut at its titles into items."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from base.documents import Align
from base.text import squash
from bulletins.contents import Contents
from bulletins.joining import Joiner, Paragraph, common_words, join_lines, join_title
from bulletins.lines import Line
from bulletins.marks import (
    BULLET,
    NUMBERED,
    byline_of,
    em_width,
    is_brief,
    is_date,
    is_footer,
    is_open,
    is_org,
    is_section,
    source_at_end,
    source_of,
)
from bulletins.model import Item, Section
from bulletins.titles import TitleSpan, anchored
from bulletins.unlisted import after_boundaries, before_sources, by_looks, by_shape

_SUBTITLE = re.compile(r"^[—–－-]{1,4}\s?[\u4e00-\u9fff“《]")
_BRACKETED = re.compile(r"^[（(【\[]\s*([^（）()]{2,30}?)\s*[）)】\]]$")
_HEAD_LINES = 5
_LEAST_TEXT = 30  # characters before the first title that are more than a leftover


@dataclass(slots=True)
class Draft:
    """One item while it is put together: the title's lines, then what stands under it."""

    title: list[str]
    lines: list[Line]
    section: Section
    entry: str | None = None
    byline: str | None = None
    source: str | None = None
    dates: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cut:
    """The items of an issue with their paragraphs, and Chinese sentences about what is doubtful."""

    items: tuple[Item, ...]
    paragraphs: tuple[tuple[Paragraph, ...], ...]
    warnings: tuple[str, ...]


def cut_items(lines: Sequence[Line], contents: Contents) -> Cut:
    """The items of `lines`, an issue without masthead, 目录 and footer."""
    joiner = Joiner.of(lines)
    lines = _whole_sources(lines, contents, joiner)
    spans = find_titles(lines, contents, joiner)
    drafts, warnings = _drafts(lines, spans, contents, joiner)
    words = common_words(lines)
    items: list[Item] = []
    texts: list[tuple[Paragraph, ...]] = []
    for draft in drafts:
        _read_head(draft, joiner)
        rest = _read_source(draft, warnings, len(items) + 1)
        paragraphs = joiner.paragraphs(rest)
        if draft.source is None and paragraphs:
            paragraphs = _source_in_text(draft, paragraphs)
        title = _bare_title(join_title(draft.title, draft.entry, words))
        body = "\n".join(paragraph.text for paragraph in paragraphs)
        if not body and not title:
            continue
        position = len(items) + 1
        items.append(Item(position, title, body, draft.source, draft.byline, draft.section))
        texts.append(tuple(paragraphs))
        warnings += [f"第{position}条标题下的日期未计入正文：{day}" for day in draft.dates]
    return Cut(tuple(items), tuple(texts), tuple(warnings))


def _whole_sources(lines: Sequence[Line], contents: Contents, joiner: Joiner) -> list[Line]:
    """The lines, a source that ran over the edge put together again."""
    whole: list[Line] = []
    for line in lines:
        before = whole[-1] if whole else None
        if (
            before is not None
            and source_of(before.text)
            and joiner.is_full(before, 1.6)
            and line.width <= 12
            and not (line.bullet or is_section(line.text) or is_date(line.text))
            and not any(squash(entry.title).startswith(squash(line.text)) for entry in contents.entries)
        ):
            whole[-1] = replace(before, text=before.text + line.text)
        else:
            whole.append(line)
    return whole


def find_titles(lines: Sequence[Line], contents: Contents, joiner: Joiner) -> list[TitleSpan]:
    """All titles in order: those of the 目录, and what it leaves out."""
    spans = anchored(lines, contents.entries)
    listed = 2 * len(spans) >= len(contents.entries) > 0
    more = after_boundaries(lines, joiner) + before_sources(lines)
    if not listed:
        looks = by_looks(lines)
        sources = sum(source_of(line.text) is not None for line in lines)
        more += looks or by_shape(lines, joiner, widest_heading=12.0 if sources == 0 else 60.0)
    for span in sorted(more, key=lambda span: span.start):
        if any(span.start < other.end and other.start < span.end for other in spans):
            continue
        following = next((other for other in spans if other.start >= span.end), None)
        if following is not None and following.start == span.end:
            if span.start > 0:  # lines of a title that the 目录 leaves out
                spans[spans.index(following)] = replace(following, start=span.start)
        elif not (listed and span.start == 0):
            spans.append(span)
        spans.sort(key=lambda one: one.start)
    return spans


def _drafts(
    lines: Sequence[Line], spans: Sequence[TitleSpan], contents: Contents, joiner: Joiner
) -> tuple[list[Draft], list[str]]:
    """The lines of each item, with its section; text before the first title is an item without one."""
    drafts: list[Draft] = []
    warnings: list[str] = []
    brief_named = any(is_section(line.text) and is_brief(line.text) for line in lines)
    first = spans[0].start if spans else len(lines)
    rest, section = _without_sections(lines[:first], Section.MAIN)
    if sum(len(line.text) for line in rest) >= _LEAST_TEXT:
        drafts.append(Draft([], list(rest), Section.MAIN))
        warnings.append("开头有一段文字没有标题，作为第1条读入，标题留空。")
    elif rest:
        warnings.append("标题之前的文字未读入：" + " / ".join(line.text for line in rest))
    for span, following in zip(spans, [*spans[1:], None], strict=True):
        body = lines[span.end : following.start if following else len(lines)]
        kept, next_section = _without_sections(body, section)
        entry = contents.entries[span.entry] if span.entry is not None else None
        own = entry.section if entry and contents.has_sections and not brief_named else section
        title = _unwrapped(lines[span.start : span.end], joiner)
        drafts.append(Draft(title, list(kept), own, entry.title if entry else None))
        section = next_section
    missing = set(range(len(contents.entries))) - {span.entry for span in spans}
    warnings += [f"目录中的“{contents.entries[index].title}”在正文里没有找到。" for index in sorted(missing)]
    if contents.entries:
        warnings += [
            f"“{join_title(draft.title, None, '')}”不在目录里。"
            for draft in drafts
            if draft.title and draft.entry is None
        ]
    return drafts, warnings


def _unwrapped(lines: Sequence[Line], joiner: Joiner) -> list[str]:
    """The lines of a title as they were printed, those that were wrapped put together again."""
    texts: list[str] = []
    start = 0
    while start < len(lines):
        end = joiner.wrapped(lines, start)
        texts.append(join_lines(lines[start:end]))
        start = end
    return texts


def _without_sections(lines: Sequence[Line], section: Section) -> tuple[Sequence[Line], Section]:
    """The lines without the section's headings at their end, and the section that begins there."""
    end = len(lines)
    while end > 0 and is_section(lines[end - 1].text):
        end -= 1
    if end < len(lines):
        section = Section.BRIEF if any(is_brief(line.text) for line in lines[end:]) else Section.MAIN
    return lines[:end], section


def _read_head(draft: Draft, joiner: Joiner) -> None:
    """Take the subtitle, the speaker or organisation, the date and a source from under the title."""
    for _ in range(_HEAD_LINES):
        longest = joiner.wrapped(draft.lines, 0) if draft.lines else 0
        for count in range(min(longest, len(draft.lines) - 1), 0, -1):
            lines = draft.lines[:count]
            if _take_head(draft, join_lines(lines)) or _take_head(
                draft, " ".join(line.text for line in lines)
            ):
                del draft.lines[:count]
                break
        else:
            return


def _take_head(draft: Draft, text: str) -> bool:
    """Whether `text` belongs to the head of an item; if so, it is kept."""
    if _SUBTITLE.match(text) and not draft.byline and em_width(text) <= 60 and is_open(text):
        draft.title.append(text)
    elif is_date(text):
        draft.dates.append(text)
    elif source := source_of(text):
        draft.source = source
    elif byline := byline_of(text):
        draft.byline = f"{draft.byline} {byline}" if draft.byline else byline
    else:
        return False
    return True


def _read_source(draft: Draft, warnings: list[str], position: int) -> list[Line]:
    """The lines of the text, after taking the source line below it."""
    lines = draft.lines
    while lines and is_footer(lines[-1].text):
        warnings.append(f"第{position}条末尾的版记未计入正文：{lines.pop().text}")
    at = next((i for i in range(len(lines) - 1, -1, -1) if source_of(lines[i].text) is not None), None)
    if at is None:
        return _source_alone(draft, lines)
    source = source_of(lines[at].text) or ""
    after = lines[at + 1 :]
    if after and not source:
        source = after[0].text.strip("）)】] ")
        after = after[1:]
    draft.source = source or draft.source
    if after:
        warnings.append(f"第{position}条的来源之后还有文字，可能漏了一条的标题：{after[0].text[:30]}")
    return [*lines[:at], *after]


def _source_alone(draft: Draft, lines: list[Line]) -> list[Line]:
    """A last line that is nothing but an organisation, in brackets or at the right edge."""
    if draft.source is not None or len(lines) < 2:
        return lines
    last = lines[-1]
    bracketed = _BRACKETED.match(last.text)
    at_right = last.block.align == Align.RIGHT or (last.block.indent or 0) >= 10
    name = bracketed[1] if bracketed else last.text
    if (bracketed or at_right) and is_org(name):
        draft.source = name
        return lines[:-1]
    return lines


def _source_in_text(draft: Draft, paragraphs: list[Paragraph]) -> list[Paragraph]:
    """A source at the end of the last paragraph."""
    found = source_at_end(paragraphs[-1].text)
    if found is None or not found[0]:
        return paragraphs
    draft.source = found[1]
    return [*paragraphs[:-1], replace(paragraphs[-1], text=found[0])]


def _bare_title(title: str) -> str:
    """The title without the mark or number of a list."""
    bare = NUMBERED.sub("", BULLET.sub("", title))
    return bare if len(squash(bare)) >= 4 else title
