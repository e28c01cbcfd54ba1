"""Whether a page without prose is a column: rows of links, or nothing at all."""

import re

from reading.flow import Flow

_ROW_LENGTH = 8
_FEW_ROWS = 5
_ARTICLE_URL = re.compile(
    r"/(?:art_\w+|t\d{8}_\d+|content_[\d_]+|c\d{4,}|[a-z]*\d{5,}|[0-9a-f]{32})(?:_\d+)?\.s?html?$|[?&](?:id|aid|newsid|articleid)=",
    re.I,
)
_LIST_URL = re.compile(
    r"/(?:index|list|default|node)\w*(?:_\d+)?\.\w{2,5}$|/col\d+/|/$|/\w*list\.\w{2,5}$", re.I
)


def rows_in(flow: Flow) -> int:
    """How many lines are links long enough to be titles of articles."""
    return sum(1 for line in flow.lines if line.linked >= _ROW_LENGTH and line.linked * 2 > len(line.text))


def looks_like_list(flow: Flow, url: str, prose: int, titled: bool, dated: bool) -> bool:
    """Whether the page is a column or front page. `prose` counts the characters of its longest text."""
    rows = rows_in(flow)
    if rows < _FEW_ROWS:
        return False
    if _LIST_URL.search(url.split("?")[0]) and prose < 40 * rows:
        return True
    if _ARTICLE_URL.search(url) and (titled or prose):
        return False
    return prose < 150 and not (titled and dated)
