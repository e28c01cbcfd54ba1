"""学习强国甘肃学习平台: the page is a shell; the list is JSON, an article's text is JSONP of another host."""

import json
import re

from demo.content import Article, Library
from demo.web import Request, Response, Site, as_json, render

_WWW = "www.xuexi.cn"
_DATA = "boot-source.xuexi.cn"
CHANNEL = "0a8c5f1d7e3b4926a1c0d94f6b2e7583"
_LIST = re.compile(r"/lgdata/(\w+)\.json")
_ITEM = re.compile(r"/data/app/(\d+)\.js")


class Xuexi(Site):
    """www.xuexi.cn and boot-source.xuexi.cn."""

    outlets = ("xuexi",)
    hosts = (_WWW, _DATA)
    https_only = True

    def __init__(self, library: Library) -> None:
        self._library = library
        self.columns = {"学习强国甘肃学习平台": f"https://{_WWW}/lgdata/{CHANNEL}.json"}

    def answer(self, request: Request) -> Response | None:
        """The list, an article's data, or the shell."""
        if request.host == _DATA:
            match = _ITEM.fullmatch(request.path)
            return self._data(match[1], request) if match else None
        if match := _LIST.fullmatch(request.path):
            return self._list(request) if match[1] == CHANNEL else None
        if request.path in {"/", "/lgpage/detail/index.html"}:
            return Response(render("xuexi/shell.html"))
        return None

    def link(self, article: Article) -> str:
        """The address that is shared."""
        return f"https://{_WWW}/lgpage/detail/index.html?id={article.key}"

    def _list(self, request: Request) -> Response:
        rows = self._library.column("xuexi", "gansu", request.now)
        return as_json(
            [
                {
                    "itemId": row.key,
                    "title": row.title,
                    "url": f"https://{_WWW}/lgpage/detail/index.html?id={row.key}&item_id={row.key}",
                    "publishTime": f"{row.published:%Y-%m-%d %H:%M:%S}",
                    "source": row.source,
                    "channelNames": ["甘肃学习平台"],
                    "type": "tuwen",
                }
                for row in rows
            ]
        )

    def _data(self, key: str, request: Request) -> Response | None:
        article = self._library.get("xuexi", key, request.now)
        if article is None or article.deleted(request.now):
            return None
        data = {
            "id": article.key,
            "title": article.title,
            "content": "".join(f"<p>{line}</p>" for line in article.body),
            "normalized_content": "\n".join(article.body),
            "publish_time": f"{article.published:%Y-%m-%d %H:%M:%S}",
            "show_source": article.source,
            "image": [],
        }
        name = request.query.get("callback", "callback")
        if not re.fullmatch(r"\w{1,40}", name):
            return None
        body = f"{name}({json.dumps(data, ensure_ascii=False)})"
        return Response(body, content_type="application/javascript")
