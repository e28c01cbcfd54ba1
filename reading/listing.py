"""Whether a page is a column: rows of links to articles, perhaps with abstracts, and no article of its own."""

import re
from collections.abc import Sequence

from reading import urls
from reading.flow import Flow, Line

_ROW_LENGTH = 8
_FEW_ROWS, _LEAST_ROWS = 5, 2
_SOME_PROSE = 150  # characters: a short notice
_PROSE_A_ROW = 40
_SHORTEST_ABSTRACT = 30
_LEAST_ABSTRACTS, _APART = 3, 6  # so many, and so many lines from one to the next
_DATE = re.compile(
    r"[\[(（]?\s?(?:(?:19|20)\d\d\s?[年\-/.]\s?)?\d{1,2}\s?[月\-/.]\s?\d{1,2}\s?日?(?:\s\d{1,2}:\d\d(?::\d\d)?)?\s?[\])）]?"
)
_NUMBER = re.compile(r"\d{4}|=\d")
_ARTICLE_URL = re.compile(
    r"/(?:art_\w+|t\d{8}_\d+|content_[\d_]+|c\d{4,}|[a-z]*\d{5,}|[0-9a-f]{32})(?:_\d+)?\.s?html?$|[?&](?:id|aid|newsid|articleid)=",
    re.I,
)
_LIST_URL = re.compile(
    r"/(?:index|list|default|node|col)\w*(?:_\d+)?\.\w{2,5}$|/col\d+/|/$|/\w*list\.\w{2,5}$", re.I
)


def is_row(line: Line) -> bool:
    """Whether a line is a link of some length, with nothing but a date beside it."""
    if line.linked < _ROW_LENGTH:
        return False
    return line.linked * 2 > len(line.text) or line.linked * 2 > len(_DATE.sub("", line.text))


def _leads_to_one(href: str, base: str) -> bool:
    """Whether a link may lead to an article: not to a front page, a column or nowhere."""
    address = urls.absolute(base, href)
    if address is None or urls.is_home(address):
        return False
    return _LIST_URL.search(address.split("?", 1)[0]) is None or _NUMBER.search(href) is not None


def abstracts(lines: Sequence[Line]) -> list[int]:
    """The positions of prose that stands under a row each time, several times over: the abstracts of a list."""
    found: list[int] = []
    run: list[int] = []
    for at, line in enumerate(lines):
        if len(line.text) < _SHORTEST_ABSTRACT or line.linked * 2 > len(line.text):
            continue
        if not any(is_row(before) for before in lines[max(at - 2, 0) : at]):
            continue
        if run and at - run[-1] > _APART:
            run = []
        run.append(at)
        if len(run) >= _LEAST_ABSTRACTS:
            found += run if len(run) == _LEAST_ABSTRACTS else [at]
    return found


def looks_like_list(
    flow: Flow, url: str, text: Sequence[Line], *, titled: bool, dated: bool, pictured: bool
) -> bool:
    """Whether the page is a column or a front page.

    `text` are the lines of the text that was found; `titled`, `dated` and `pictured` tell whether a title was
    seen on the page, a date found, and a picture in the text.
    """
    leading = {at for at, link in flow.links if _leads_to_one(link.get("href") or "", url)}
    rows = sum(
        is_row(line) and (at in leading or line.linked < len(line.text)) for at, line in enumerate(flow.lines)
    )
    path = url.split("?", 1)[0]
    of_article = _ARTICLE_URL.search(url) is not None
    told = set() if of_article and titled and dated else {id(flow.lines[at]) for at in abstracts(flow.lines)}
    prose = sum(len(line.text) for line in text if id(line) not in told)
    if rows < _FEW_ROWS:
        bare = not titled and not pictured and prose < _PROSE_A_ROW
        return bare and rows >= _LEAST_ROWS and _LIST_URL.search(path) is not None
    if titled and dated and prose >= _SOME_PROSE:
        return False
    if _LIST_URL.search(path) and prose < _PROSE_A_ROW * rows:
        return True
    if of_article and (titled or prose):
        return False
    return prose < _SOME_PROSE and not (titled and dated and (prose or pictured))
