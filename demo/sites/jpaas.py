"""Family E: 大汉 jpaas (平凉市): a column's rows come as HTML inside JSON, and only with a Referer.

Quirks kept: a title attribute holds a line break, anchor texts are cut, a list date may be a day early
(shape "dayslip") and an article may stand under another year (shape "year").
"""

import hashlib
import json
import re
from datetime import datetime, timedelta

from demo.content import Article, Library
from demo.web import Request, Response, Site, as_json, plain, render

_HOST = "www.pingliang.gov.cn"
_UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_COLUMNS = {"zwdt/bmdt": "部门动态", "zwdt/xsqdt": "县市区动态"}
_WEB = "c2a86f4f5d7b4b0e9b7a6f2c11d03e58"
_TEMPLATE = "7d1f0a5c43be49aa8c7e9d2b60f45a13"
_TAG = "当前栏目list"
_ARTICLE = re.compile(r"/([a-z]+/[a-z]+)/art/(\d{4})/art_([0-9a-f]{32})\.html")


class Jpaas(Site):
    """www.pingliang.gov.cn."""

    outlets = ("pingliang",)
    hosts = (_HOST,)
    robots = "User-agent: *\nDisallow: /api-gateway/jpaas-web-server/\n"

    def __init__(self, library: Library) -> None:
        self._library = library
        self.columns = {
            f"平凉市 {name}": f"https://{_HOST}/{path}/index.html" for path, name in _COLUMNS.items()
        }

    def answer(self, request: Request) -> Response | None:
        """A column page, its rows, an article, the home page."""
        if request.path == _UNIT:
            return self._unit(request)
        if match := _ARTICLE.fullmatch(request.path):
            return self._article(match, request.now)
        if request.path in {"/", "/index.html"}:
            return Response(render("jpaas/home.html", columns=_COLUMNS))
        path = request.path.strip("/").removesuffix("/index.html")
        return self._column(path) if path in _COLUMNS else None

    def link(self, article: Article) -> str:
        """The address of an article; with shape "year" under the year before."""
        year = article.published.year - (1 if article.shape == "year" else 0)
        return f"https://{_HOST}/{article.columns[0]}/art/{year}/art_{article.key}.html"

    @staticmethod
    def _page_id(path: str) -> str:
        return hashlib.md5(path.encode(), usedforsecurity=False).hexdigest()

    def _column(self, path: str) -> Response:
        query = {
            "parseType": "bulidstatic",
            "webId": _WEB,
            "tplSetId": _TEMPLATE,
            "pageType": "column",
            "tagId": _TAG,
            "editType": "null",
            "pageId": self._page_id(path),
        }
        data = json.dumps(query, ensure_ascii=False).replace('"', "'")
        return Response(
            render(
                "jpaas/column.html", path=path, name=_COLUMNS[path], columns=_COLUMNS, unit=_UNIT, query=data
            )
        )

    def _unit(self, request: Request) -> Response | None:
        if "referer" not in request.headers:
            return plain("Forbidden", 403)
        path = next((path for path in _COLUMNS if self._page_id(path) == request.query.get("pageId")), None)
        if path is None or request.query.get("webId") != _WEB or request.query.get("tagId") != _TAG:
            return as_json({"success": False, "message": "参数错误", "data": None})
        try:
            wanted = json.loads(request.query.get("paramJson") or "{}")
            number, size = int(wanted.get("pageNo", 1)), min(50, int(wanted.get("pageSize", 15)))
        except (ValueError, AttributeError):
            return as_json({"success": False, "message": "参数错误", "data": None})
        rows = self._library.column("pingliang", path, request.now)
        shown = rows[max(0, number - 1) * size :][:size]
        html = render(
            "jpaas/unit.html", rows=[(self.link(row), row, _list_day(row)) for row in shown], total=len(rows)
        )
        return as_json({"success": True, "message": "操作成功", "data": {"html": html, "total": len(rows)}})

    def _article(self, match: re.Match[str], now: datetime) -> Response | None:
        article = self._library.get("pingliang", match[3], now)
        if article is None or article.deleted(now) or not self.link(article).endswith(match[0]):
            return None
        return Response(render("jpaas/article.html", article=article, name=_COLUMNS[match[1]]))


def _list_day(article: Article) -> datetime:
    return article.published - timedelta(days=1 if article.shape == "dayslip" else 0)
