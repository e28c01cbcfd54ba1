"""Whether a page is a column: rows of links to articles and no article of its own."""

import re

from reading.flow import Flow

_ROW_LENGTH = 8
_FEW_ROWS = 5
_SOME_PROSE = 150  # characters: a short notice
_PROSE_A_ROW = 40
_ARTICLE_URL = re.compile(
    r"/(?:art_\w+|t\d{8}_\d+|content_[\d_]+|c\d{4,}|[a-z]*\d{5,}|[0-9a-f]{32})(?:_\d+)?\.s?html?$|[?&](?:id|aid|newsid|articleid)=",
    re.I,
)
_LIST_URL = re.compile(
    r"/(?:index|list|default|node|col)\w*(?:_\d+)?\.\w{2,5}$|/col\d+/|/$|/\w*list\.\w{2,5}$", re.I
)


def looks_like_list(flow: Flow, url: str, prose: int, titled: bool, dated: bool) -> bool:
    """Whether the page is a column or a front page.

    `prose` counts the characters of the text that was found; `titled` and `dated` tell whether a title was
    seen on the page and a date found.
    """
    rows = sum(1 for line in flow.lines if line.linked >= _ROW_LENGTH and line.linked * 2 > len(line.text))
    if rows < _FEW_ROWS:
        return False
    if titled and dated and prose >= _SOME_PROSE:
        return False
    if _LIST_URL.search(url.split("?", 1)[0]) and prose < _PROSE_A_ROW * rows:
        return True
    if _ARTICLE_URL.search(url) and (titled or prose):
        return False
    return prose < _SOME_PROSE and not (titled and dated)
