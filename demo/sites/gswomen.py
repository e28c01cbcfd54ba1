"""甘肃妇女网: a small CMS of its own. 来源 and 作者 are always empty; image file names stand as text."""

import re
from datetime import datetime
from itertools import count

from demo.content import Article, Library
from demo.web import Request, Response, Site, render

_ROOT = "/shouye/xinwendongtai/"
_NAMES = {
    "fulianyaowen": "妇联要闻",
    "lanzhou": "兰州",
    "jiayuguan": "嘉峪关",
    "jinchang": "金昌",
    "baiyin": "白银",
    "tianshui": "天水",
    "wuwei": "武威",
    "zhangye": "张掖",
    "pingliang": "平凉",
    "jiuquan": "酒泉",
    "qingyang": "庆阳",
    "dingxi": "定西",
    "longnan": "陇南",
    "linxia": "临夏",
    "gannan": "甘南",
}
_ARTICLE = re.compile(rf"{_ROOT}((?:shixiandongtai/)?\w+)/(\d{{17}})\.html")
_LIST = re.compile(rf"{_ROOT}((?:shixiandongtai/)?\w+)/(?:index(?:_(\d+))?\.html)?")
_ROWS = 15


class Gswomen(Site):
    """The site, with and without www, http and https."""

    outlets = ("gswomen",)
    hosts = ("www.gswomen.org.cn", "gswomen.org.cn")
    robots = "User-agent: *\nCrawl-delay: 1\nDisallow: /manage/\nDisallow: /search.html\n"

    def __init__(self, library: Library) -> None:
        self._library = library
        self._views = count(211, 3)
        self.columns = {
            f"甘肃妇女网 {name}": f"http://www.gswomen.org.cn{self._path(key)}/"
            for key, name in _NAMES.items()
        }

    def answer(self, request: Request) -> Response | None:
        """A list, an article, the home page."""
        if request.path in {"/", "/index.html", "/shouye/"}:
            return self._home(request.now)
        if match := _ARTICLE.fullmatch(request.path):
            return self._article(match[1].rpartition("/")[2], match[2], request.now)
        if match := _LIST.fullmatch(request.path):
            return self._list(match[1].rpartition("/")[2], int(match[2] or 1), request.now)
        return None

    def missing(self, request: Request) -> Response:
        """Its own 404 page."""
        return Response(render("gswomen/missing.html", names=_NAMES), status=404)

    @staticmethod
    def _path(column: str) -> str:
        return f"{_ROOT}{column}" if column == "fulianyaowen" else f"{_ROOT}shixiandongtai/{column}"

    def address(self, article: Article) -> str:
        """The path of an article."""
        return f"{self._path(article.columns[0])}/{article.key}.html"

    def link(self, article: Article) -> str:
        """The absolute address of an article, in the form that the site's own lists have."""
        return f"http://{self.hosts[0]}{self.address(article)}"

    def _list(self, column: str, number: int, now: datetime) -> Response | None:
        if column not in _NAMES:
            return None
        rows = self._library.column("gswomen", column, now)
        rows = [row for row in rows if row.pinned] + [row for row in rows if not row.pinned]
        pages = max(1, -(-len(rows) // _ROWS))
        if not 1 <= number <= pages:
            return None
        shown = rows[(number - 1) * _ROWS : number * _ROWS]
        return Response(
            render(
                "gswomen/list.html",
                names=_NAMES,
                column=column,
                rows=[
                    (self.address(row), row.title, f"{row.published:%Y-%m-%d}", row.pinned) for row in shown
                ],
                number=number,
                pages=pages,
                total=len(rows),
            )
        )

    def _article(self, column: str, key: str, now: datetime) -> Response | None:
        article = self._library.get("gswomen", key, now)
        if article is None or column not in article.columns:
            return None
        if article.deleted(now):
            return Response(render("gswomen/deleted.html", names=_NAMES))
        return Response(
            render(
                "gswomen/article.html",
                names=_NAMES,
                column=column,
                article=article,
                views=next(self._views),
                city=column != "fulianyaowen",
            )
        )

    def _home(self, now: datetime) -> Response:
        blocks = [
            (
                name,
                f"{self._path(key)}/",
                [(self.address(r), r.title) for r in self._library.column("gswomen", key, now)[:6]],
            )
            for key, name in _NAMES.items()
        ]
        return Response(render("gswomen/home.html", names=_NAMES, blocks=blocks))
