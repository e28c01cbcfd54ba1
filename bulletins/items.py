"""The running text of an issue, cut at its titles into items."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from base.documents import Align
from base.text import squash
from bulletins.contents import Contents
from bulletins.dates import is_date
from bulletins.joining import Joiner, Paragraph, join_lines
from bulletins.lines import Line
from bulletins.marks import BULLET, NUMBERED, em_width, is_footer, is_open, is_salutation
from bulletins.model import Item
from bulletins.names import byline_of, in_brackets, is_bare_person, is_org, source_at_end, source_of
from bulletins.outline import outline
from bulletins.phrases import join_title

_SUBTITLE = re.compile(r"^[—–－-]{1,4}\s?[\u4e00-\u9fff“《]")
_HEAD_LINES = 5


@dataclass(slots=True)
class Draft:
    """One item while it is read: from under its title and from its end, until only the text is left."""

    title: list[str]
    lines: list[Line]
    byline: str | None = None
    source: str | None = None
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cut:
    """The items of an issue with their paragraphs, and Chinese sentences about what is doubtful."""

    items: tuple[Item, ...]
    paragraphs: tuple[tuple[Paragraph, ...], ...]
    warnings: tuple[str, ...]


def cut_items(lines: Sequence[Line], contents: Contents) -> Cut:
    """The items of `lines`, an issue without masthead, 目录 and footer."""
    joiner = Joiner.of(lines)
    plan = outline(lines, contents, joiner)
    warnings = list(plan.warnings)
    items: list[Item] = []
    texts: list[tuple[Paragraph, ...]] = []
    for part in plan.parts:
        draft = Draft(list(part.title), list(part.lines))
        _read_head(draft, joiner)
        _read_source(draft)
        paragraphs = joiner.paragraphs(draft.lines)
        if draft.source is None and paragraphs:
            paragraphs = _source_in_text(draft, paragraphs)
        title = _bare_title(join_title(draft.title, part.entry, joiner.pairs))
        body = "\n".join(paragraph.text for paragraph in paragraphs)
        if body or title:
            position = len(items) + 1
            items.append(Item(position, title, body, draft.source, draft.byline, part.section))
            texts.append(tuple(paragraphs))
            warnings += [f"第{position}条{warning}" for warning in draft.warnings]
    return Cut(tuple(items), tuple(texts), tuple(warnings))


def _read_head(draft: Draft, joiner: Joiner) -> None:
    """Take the subtitle, the speaker or organisation, the date and a source from under the title."""
    for _ in range(_HEAD_LINES):
        longest = joiner.wrapped(draft.lines, 0) if draft.lines else 0
        counts = [*range(min(longest, len(draft.lines) - 1), 0, -1), 2]
        for count in counts[: len(draft.lines) - 1]:
            lines = draft.lines[:count]
            following = draft.lines[count].text
            spaced = " ".join(line.text for line in lines)
            texts = (join_lines(lines), spaced) if count <= longest else (spaced,)
            if any(_take_head(draft, text, following) for text in texts):
                del draft.lines[:count]
                break
        else:
            return


def _take_head(draft: Draft, text: str, following: str) -> bool:
    """Whether `text`, before a line `following`, belongs to the head of an item; if so, it is kept."""
    if _SUBTITLE.match(text) and not draft.byline and em_width(text) <= 60 and is_open(text):
        draft.title.append(text)
    elif is_date(text):
        draft.warnings.append(f"标题下的日期未计入正文：{text}")
    elif is_org(in_brackets(text) or ""):
        draft.byline = in_brackets(text)
    elif source := source_of(text):
        draft.source = source
    elif byline := byline_of(text) or (text if is_bare_person(text) and _sets_in(following) else None):
        draft.byline = f"{draft.byline} {byline}" if draft.byline else byline
    else:
        return False
    return True


def _sets_in(text: str) -> bool:
    """Whether a speech begins: with its date or its salutation."""
    return is_date(text) or is_salutation(text)


def _read_source(draft: Draft) -> None:
    """Take the source line from below the text; what stands after it stays text."""
    lines = draft.lines
    while lines and is_footer(lines[-1].text):
        draft.warnings.append(f"末尾的版记未计入正文：{lines.pop().text}")
    at = next((i for i in range(len(lines) - 1, -1, -1) if source_of(lines[i].text) is not None), None)
    if at is None:
        _source_alone(draft)
        return
    source = source_of(lines[at].text) or ""
    after = lines[at + 1 :]
    if after and not source:
        source = after.pop(0).text.strip("）)】] ")
    draft.source = source or draft.source
    if after:
        draft.warnings.append(f"的来源之后还有文字，可能漏了一条的标题：{after[0].text[:30]}")
    draft.lines = [*lines[:at], *after]


def _source_alone(draft: Draft) -> None:
    """Take a last line that is nothing but an organisation at the right edge."""
    if draft.source is not None or len(draft.lines) < 2:
        return
    block = draft.lines[-1].block
    if (block.align == Align.RIGHT or (block.indent or 0) >= 10) and is_org(draft.lines[-1].text):
        draft.source = draft.lines.pop().text


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
