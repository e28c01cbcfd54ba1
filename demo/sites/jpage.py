"""Family E, older: 大汉 jcms with jpage lists (定西市): the first rows are XML in a script.

The pages say gb2312 and are GBK: they hold characters that GB2312 does not have.
"""

import re
from datetime import datetime

from demo.content import Article, Library
from demo.web import Request, Response, Site, render

_HOST = "www.dingxi.gov.cn"
_COLUMNS = {"4729": "部门动态", "4731": "县区动态"}
_UNIT = "18064"
_ROWS = 3
_PROXY = "/module/web/jpage/dataproxy.jsp"
_COLUMN = re.compile(r"/col/col(\d+)/(?:index\.html)?")
_ARTICLE = re.compile(r"/art/(\d+)/(\d+)/(\d+)/art_(\d+)_(\d+)\.html")


class Jpage(Site):
    """www.dingxi.gov.cn."""

    outlets = ("dingxi",)
    hosts = (_HOST,)

    def __init__(self, library: Library) -> None:
        self._library = library
        self.columns = {
            f"定西市 {name}": f"http://{_HOST}/col/col{code}/index.html" for code, name in _COLUMNS.items()
        }

    def answer(self, request: Request) -> Response | None:
        """A column page, more of its rows, an article, the home page."""
        if match := _COLUMN.fullmatch(request.path):
            return self._column(match[1], request.now) if match[1] in _COLUMNS else None
        if request.path == _PROXY:
            return self._proxy(request)
        if match := _ARTICLE.fullmatch(request.path):
            return self._article(match, request.now)
        return _page("jpage/home.html", columns=_COLUMNS) if request.path in {"/", "/index.html"} else None

    def link(self, article: Article) -> str:
        """The address of an article: month and day without leading zeros."""
        day = article.published
        return (
            f"http://{_HOST}/art/{day.year}/{day.month}/{day.day}/art_{article.columns[0]}_{article.key}.html"
        )

    def _records(self, code: str, number: int, now: datetime) -> tuple[list[str], int, int]:
        """The rows of a page as records; all rows; all pages."""
        rows = self._library.column("dingxi", code, now)
        shown = rows[(number - 1) * _ROWS : number * _ROWS]
        path = [self.link(row).removeprefix(f"http://{_HOST}") for row in shown]
        records = [
            render("jpage/record.html", url=url, row=row) for url, row in zip(path, shown, strict=True)
        ]
        return records, len(rows), max(1, -(-len(rows) // _ROWS))

    def _column(self, code: str, now: datetime) -> Response:
        records, total, pages = self._records(code, 1, now)
        group = f"{_PROXY}?page=1&appid=1&webid=1&columnid={code}&unitid={_UNIT}"
        return _page(
            "jpage/column.html",
            name=_COLUMNS[code],
            records=records,
            total=total,
            pages=pages,
            group=group,
            rows=_ROWS,
        )

    def _proxy(self, request: Request) -> Response | None:
        code, asked = request.query.get("columnid", ""), request.query.get("page", "1")
        if code not in _COLUMNS or request.query.get("unitid") != _UNIT or not asked.isdigit():
            return None
        records, total, pages = self._records(code, max(1, int(asked)), request.now)
        xml = render("jpage/proxy.xml", records=records, total=total, pages=pages)
        return Response(xml, content_type="text/xml", charset="utf-8")

    def _article(self, match: re.Match[str], now: datetime) -> Response | None:
        article = self._library.get("dingxi", match[5], now)
        if article is None or article.deleted(now) or not self.link(article).endswith(match[0]):
            return None
        return _page("jpage/article.html", article=article, name=_COLUMNS[match[4]])


def _page(template: str, **values: object) -> Response:
    return Response(render(template, **values), charset="gb2312", charset_header=False)
