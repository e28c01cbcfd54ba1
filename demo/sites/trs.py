"""TRS WCM (内蒙古自治区政府): static lists index.html, index_1.html …, articles tYYYYMMDD_<id>.html.

PubDate holds the day alone, with 00:00:00.
"""

import re

from demo.content import Article, Library
from demo.web import Request, Response, Site, Validators, render

_HOST = "www.nmg.gov.cn"
_COLUMNS = {"zwyw/gzdt/bmdt": "部门动态", "zwyw/gzdt/msdt": "盟市动态"}
_ROWS = 3
_LIST = re.compile(r"/([a-z/]+?)/(?:index(?:_(\d+))?\.html)?")
_ARTICLE = re.compile(r"/([a-z/]+)/(\d{6})/t(\d{8})_(\d+)\.html")


class Trs(Site):
    """www.nmg.gov.cn."""

    outlets = ("nmg",)
    hosts = (_HOST,)
    validators = Validators.BOTH

    def __init__(self, library: Library) -> None:
        self._library = library
        self.columns = {f"内蒙古 {name}": f"https://{_HOST}/{path}/" for path, name in _COLUMNS.items()}

    def answer(self, request: Request) -> Response | None:
        """A list page, an article, the home page."""
        if request.path in {"/", "/index.html"}:
            return Response(render("trs/home.html", columns=_COLUMNS))
        if match := _ARTICLE.fullmatch(request.path):
            article = self._library.get("nmg", match[4], request.now)
            if article is None or article.deleted(request.now) or match[0] not in _paths(article):
                return None
            page = render("trs/article.html", article=article, name=_COLUMNS[match[1]])
            return Response(page, modified=article.modified(request.now))
        match = _LIST.fullmatch(request.path)
        if match is None or match[1] not in _COLUMNS:
            return None
        return self._list(match[1], int(match[2] or 0), request)

    def link(self, article: Article) -> str:
        """The address of an article."""
        return f"https://{_HOST}{_paths(article)[0]}"

    def _list(self, path: str, number: int, request: Request) -> Response | None:
        rows = self._library.column("nmg", path, request.now)
        pages = max(1, -(-len(rows) // _ROWS))
        if number >= pages:
            return None
        shown = rows[number * _ROWS : (number + 1) * _ROWS]
        links = [(f"./{row.published:%Y%m}/t{row.published:%Y%m%d}_{row.key}.html", row) for row in shown]
        page = render("trs/list.html", name=_COLUMNS[path], rows=links, pages=pages, number=number)
        return Response(page, modified=rows[0].published if rows else None)


def _paths(article: Article) -> list[str]:
    """An article stands once under each of its columns."""
    day = article.published
    return [f"/{column}/{day:%Y%m}/t{day:%Y%m%d}_{article.key}.html" for column in article.columns]
