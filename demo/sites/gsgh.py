"""甘肃省总工会: a single-page site with hash routes; a browser's script asks for the rows and the texts."""

from demo.content import Article, Library
from demo.web import Request, Response, Site, Validators, as_json, render

_HOST = "www.gsgh.org.cn"
_CATEGORIES = {"502": "省总新闻", "503": "基层动态"}
_ROWS = 10


class Gsgh(Site):
    """www.gsgh.org.cn. The part of an address behind # never reaches the server."""

    outlets = ("gsgh",)
    hosts = (_HOST,)
    https_only = True
    validators = Validators.ETAG

    def __init__(self, library: Library) -> None:
        self._library = library
        self.columns = {
            f"甘肃省总工会 {name}": f"https://{_HOST}/#/moreNews_?position={name}&categoryId={code}"
            for code, name in _CATEGORIES.items()
        }

    def answer(self, request: Request) -> Response | None:
        """The shell, its script, a list or an article as JSON."""
        match request.path:
            case "/" | "/index.html":
                return Response(render("gsgh/index.html"))
            case "/static/js/app.6f0e2c.js":
                return Response(render("gsgh/app.js"), content_type="application/javascript")
            case "/prod-api/portal/article/list":
                return self._list(request)
            case "/prod-api/portal/article/detail":
                return self._detail(request)
        return None

    def link(self, article: Article) -> str:
        """The address as the browser shows it."""
        return f"https://{_HOST}/#/newsDetail?id={article.key}&categoryId={article.columns[0]}"

    def _list(self, request: Request) -> Response:
        rows = self._library.column("gsgh", request.query.get("categoryId", ""), request.now)
        asked = request.query.get("pageNum", "1")
        number = int(asked) if asked.isdigit() else 1
        shown = rows[max(0, number - 1) * _ROWS :][:_ROWS]
        found = [
            {
                "id": row.key,
                "title": row.title,
                "source": row.source,
                "publishTime": f"{row.published:%Y-%m-%d %H:%M}",
            }
            for row in shown
        ]
        return as_json({"code": 200, "msg": "操作成功", "total": len(rows), "rows": found})

    def _detail(self, request: Request) -> Response:
        article = self._library.get("gsgh", request.query.get("id", ""), request.now)
        if article is None or article.deleted(request.now):
            return as_json({"code": 404, "msg": "文章不存在或已删除", "data": None})
        data = {
            "id": article.key,
            "title": article.title,
            "source": article.source,
            "author": article.author,
            "publishTime": f"{article.published:%Y-%m-%d %H:%M}",
            "content": "".join(f"<p>{line}</p>" for line in article.body),
        }
        return as_json({"code": 200, "msg": "操作成功", "data": data})
