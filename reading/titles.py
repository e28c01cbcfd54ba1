"""The title as the page prints it, checked against what its head says; 引题 over it and 副题 under it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from base.text import is_cjk, squash
from reading import chrome, metas
from reading.flow import Flow
from reading.metas import Metas
from reading.text import compact

_HEADINGS = ("h1", "h2", "h3", "h4", "founder-title")
_NAMED = re.compile(
    r"(?:^|[\s_\-])(?:(?:\w{0,12}[_\-]?)?title|biaoti|bt|headline|tit|xl01)\d{0,2}(?:$|[\s_\-])", re.I
)
_OVER_NAMED = re.compile(r"pre[_\-]?title|intro[_\-]?title|yinti|shoulder|(?:^|\s)pre(?:$|\s)", re.I)
_UNDER_NAMED = re.compile(r"sub[_\-]?title|futi|fubiaoti|(?:^|\s)sub(?:$|\s)", re.I)
_UNDER_SIGN = re.compile(r"\s?(?:——|--|－－|──)")
# A site's name behind the title: after one of these signs, or after a blank when it ends like a site's name.
_SIGN = re.compile(r"\s*(?:--+|——|[_|｜]|\s[\-–]\s?|[\-–](?=[^\-–]*$))\s*")
_SITE = re.compile(
    r"(?:网|网站|门户|频道|日报|晚报|晨报|时报|新闻|首页|政府|委员会|[厅局委]|医院|大学|学院|在线|公众号|平台|中心|客户端|联合会|妇联|"
    r"数字报|电子报|专栏|网易号|网易订阅|搜狐|腾讯|新浪)$"
)
_UNDER_TAGS = (*_HEADINGS, "td")
_SIGNS = "-_|｜—–:：>·«<"
_CUT_OFF = re.compile(r"\s*(?:\.{2,}|…+)\s*$")
# What stands in the head of pages whose template forgot the title.
_NO_TITLE = re.compile(
    r".{0,8}(?:公告|动态|要闻|中心|详情页?|正文|内容页?|文章|公开|资讯|信息|栏目|文件|页面|untitled.*|无标题.*)",
    re.I,
)
_SHORTEST = 4
_LONGEST = 200
_MOST_LINES = 4
_TEMPLATE_CUT = 60
_SITE_NAME, _SHORT_NAME = 14, 8  # characters: the longest name of a site alone; of a column behind a title
_LEAST_SHARE = 0.45  # of the head without the site's name: less is a part of the title, or another text


@dataclass(frozen=True, slots=True)
class Title:
    """The title, how it was found, and its lines `start <= i < end` of the flow, if it is visible."""

    text: str
    how: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class _Shown:
    """A short stretch of unlinked lines that may be the title."""

    text: str
    start: int
    end: int
    how: str
    lines: int


def find_title(flow: Flow, head: str, page_metas: Metas, founder: Mapping[str, str]) -> Title | None:
    """The article's title. `head` is the text of the page's title element."""
    head = " ".join(head.split())
    plain = without_site(head)
    stated = page_metas.first(metas.TITLE)
    spellings = [text for text in (stated.value if stated else "", founder.get("title", "")) if text]
    told = not _tells_nothing(plain)
    references = [*spellings, head] if told else spellings
    shown = _shown(flow)
    best = _over_lines(flow, references) or _matching(shown, references, compact)
    if best is None:  # the head may be written with other quotes and dashes
        best = _matching([each for each in shown if each.how != "text"], references, squash)
    if best is not None:
        text = next((each for each in spellings if compact(each) == compact(best.text)), None)
        spelled = _spelled_in(head, best.text) if best.lines > 1 else None
        return Title(text or spelled or best.text, best.how, best.start, best.end)
    if stated is not None:
        return Title(without_site(stated.value), f"meta:{stated.name}")
    if spellings:
        return Title(spellings[0], "comment:enpproperty")
    headings = [each for each in shown if each.how != "text" and _may_be_title(each.text)]
    # A head that names the column, or another text, is worth less than a heading over a line with source and date.
    over = [each for each in headings if _stands_over_meta(flow, each.end)]
    candidates = over if told else over or headings
    heading = max(candidates, key=lambda each: (each.how == "h1", len(each.text)), default=None)
    if heading is None and not told:  # old pages set their title in a table's cell
        plain_lines = (each for each in shown if each.how == "text" and _may_be_title(each.text))
        heading = next((each for each in plain_lines if _stands_over_meta(flow, each.end)), None)
    if heading is not None:
        return Title(heading.text, heading.how, heading.start, heading.end)
    return Title(plain, "title") if plain else None


def _stands_over_meta(flow: Flow, end: int) -> bool:
    """Whether the line behind a heading is the one with source and date."""
    return any(
        chrome.is_dated(line.text) and chrome.is_meta(line.spaced) for line in flow.lines[end : end + 2]
    )


def _may_be_title(text: str) -> bool:
    return not (
        _tells_nothing(text) or chrome.is_meta(text) or chrome.is_dated(text) or chrome.is_widget(text)
    )


def _tells_nothing(text: str) -> bool:
    """Whether a head or heading names a site or a column only."""
    return (
        not text
        or _NO_TITLE.fullmatch(text) is not None
        or (len(text) <= _SITE_NAME and _SITE.search(text) is not None)
    )


def without_site(head: str) -> str:
    """A title element's text without the names of column and site behind the title."""
    text = head.strip()
    for _ in range(4):
        signs = list(_SIGN.finditer(text))
        if not signs:
            break
        last = signs[-1]
        before, after = text[: last.start()].strip(), text[last.end() :].strip()
        is_name = _SITE.search(after) is not None or ("—" not in last[0] and len(after) <= _SHORT_NAME)
        if len(before) < _SHORTEST or not is_name:
            break
        text = before
    before, _, after = text.rpartition(" ")
    return (
        before.strip() if len(before) >= 2 * _SHORTEST and len(after) >= 4 and _SITE.search(after) else text
    )


def find_under(flow: Flow, title: Title) -> str | None:
    """The 副题: a heading between the title and the text that is neither a meta line nor a button."""
    if title.end is None:
        return None
    for at in range(title.end, min(title.end + 3, len(flow.lines))):
        line = flow.lines[at]
        if line.linked or line.hidden or not _SHORTEST <= len(line.text) <= 100:
            return None
        if _UNDER_SIGN.match(line.text) or _is_named(line.element, _UNDER_NAMED):
            return line.text
        if line.element.tag not in _UNDER_TAGS or line.text.endswith("。") or chrome.is_dated(line.text):
            return None
        if not (chrome.is_meta(line.spaced) or chrome.is_widget(line.text) or chrome.is_credit(line.text)):
            return line.text
    return None


def find_over(flow: Flow, title: Title) -> str | None:
    """The 引题: a line named so directly over the title."""
    if not title.start:
        return None
    line = flow.lines[title.start - 1]
    fits = not line.linked and not line.hidden and len(line.text) <= 100
    return line.text if fits and _is_named(line.element, _OVER_NAMED) else None


def _shown(flow: Flow) -> list[_Shown]:
    """All stretches that may be the title: headings and elements named so first, then every single line."""
    found = []
    for span in flow.spans:
        tag, count = span.element.tag, span.end - span.start
        if count <= _MOST_LINES and (tag in _HEADINGS or _is_named(span.element, _NAMED)):
            found.append(
                _stretch(flow, span.start, span.end, tag if tag in _HEADINGS else _css(span.element))
            )
    found.sort(key=lambda each: each.start if each else 0)
    found += [
        _stretch(flow, at, at + 1, "text")
        for at, line in enumerate(flow.lines)
        if not line.linked and _SHORTEST <= len(line.text) <= _LONGEST
    ]
    return [each for each in found if each is not None]


def _stretch(flow: Flow, start: int, end: int, how: str) -> _Shown | None:
    lines = flow.lines[start:end]
    length = sum(len(line.text) for line in lines)
    if not _SHORTEST <= length <= _LONGEST or any(line.hidden for line in lines):
        return None
    if 2 * sum(line.linked for line in lines) > length or chrome.is_crumb(lines[0].text):
        return None
    return _Shown(join_lines([line.text for line in lines]), start, end, how, end - start)


def _matching(shown: Sequence[_Shown], references: Sequence[str], key: Callable[[str], str]) -> _Shown | None:
    """The stretch that says most of what the head says, beginning where the head begins if there is one."""
    best: _Shown | None = None
    best_rank = (False, 0)
    goals = [(key(text), key(_cut_start(text)), len(key(without_site(text)))) for text in references]
    for each in shown:
        text = key(each.text)
        for whole, start, length in goals:
            begins = whole.startswith(text) or (start != "" and text.startswith(start))
            rank = (begins, len(text))
            closed = begins and whole[len(text) : len(text) + 1] in _SIGNS
            enough = len(text) >= _LEAST_SHARE * length or (closed and (each.how != "text" or len(text) >= 8))
            if text and (begins or text in whole) and enough and rank > best_rank:
                best, best_rank = each, rank
    return best


def _over_lines(flow: Flow, references: Sequence[str]) -> _Shown | None:
    """A title that the page prints over several lines, as documents do."""
    goals = {goal for text in references for goal in (compact(text), compact(without_site(text)))}
    for start, line in enumerate(flow.lines):
        joined = compact(line.text)
        if len(joined) < 2 or line.linked or not any(goal.startswith(joined) for goal in goals):
            continue
        if joined in goals:
            return None  # it stands on one line as well
        for end in range(start + 1, min(start + _MOST_LINES + 2, len(flow.lines))):
            joined += compact(flow.lines[end].text)
            if joined in goals:
                return _Shown(joined, start, end + 1, "text", 2)
    return None


def _cut_start(text: str) -> str:
    """The beginning of a title that a template cut off, with "…" or at a fixed length; "" if it is whole."""
    plain = without_site(text)
    start = compact(_CUT_OFF.sub("", plain))
    return start if len(start) > 10 and (_CUT_OFF.search(plain) or len(start) >= _TEMPLATE_CUT) else ""


def join_lines(lines: Sequence[str]) -> str:
    """The lines of one title as one: no blank between Chinese characters."""
    joined = ""
    for line in lines:
        blank = " " if joined and not (is_cjk(joined[-1]) or is_cjk(line[0])) else ""
        joined += blank + line
    return joined


def _spelled_in(head: str, text: str) -> str | None:
    """`text` as `head` spells it, with the blanks that `head` has."""
    pattern = r"\s*".join(re.escape(char) for char in compact(text))
    match = re.search(pattern, head)
    return match[0] if match else None


def _is_named(element: etree._Element, names: re.Pattern[str]) -> bool:
    return any(names.search(value[:80]) is not None for value in _labels(element))


def _labels(element: etree._Element) -> Iterator[str]:
    for name in ("id", "class"):
        value = element.get(name)
        if value:
            yield value


def _css(element: etree._Element) -> str:
    if element.get("id"):
        return f"css:#{element.get('id')}"
    return "css:." + ".".join((element.get("class") or "").split())
