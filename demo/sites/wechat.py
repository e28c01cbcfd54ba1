"""Family D: articles of WeChat accounts. There is no list; every answer is a 200.

A content key is `biz-mid-idx`. `shape` "" is an article, "8" pictures, "10" text alone; "violation",
"expired", "unavailable" and "verify" are the pages of farewell that have those reasons.
"""

import base64
import hashlib
import re
from functools import cache

from demo.content import Article, Library
from demo.web import Request, Response, Site, render

_ACCOUNTS = {
    "wx_zhangye": "金张掖妇女",
    "wx_pingliang": "平凉妇女",
    "wx_linxia": "临夏妇女",
    "wx_jiuquan": "酒泉妇女",
}
_SHORT = re.compile(r"/s/([\w-]{22})")
_NOTICES = {"violation", "expired", "unavailable", "verify"}
_HOST = "mp.weixin.qq.com"
_SCRIPT_BYTES = 2_300_000  # what such a page carries in inline scripts since 2025


def short_id(article: Article) -> str:
    """The 22 characters of the short address."""
    digest = hashlib.sha256(article.key.encode()).digest()[:16]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


class WeChat(Site):
    """mp.weixin.qq.com for four accounts."""

    outlets = tuple(_ACCOUNTS)
    hosts = (_HOST,)
    https_only = True
    robots = "User-agent: *\nDisallow: /mp/profile_ext\nDisallow: /cgi-bin/\n"

    def __init__(self, library: Library) -> None:
        self._library = library
        articles = [article for outlet in self.outlets for article in library.of(outlet)]
        self._by_short = {short_id(article): article for article in articles}
        self._by_long = {article.key: article for article in articles}
        self.columns = {}

    def answer(self, request: Request) -> Response | None:
        """An article by its short or its long address, or the page that says why not."""
        if match := _SHORT.fullmatch(request.path):
            article = self._by_short.get(match[1])
        elif request.path == "/s":
            if "timestamp" in request.query:
                return self._notice("expired")
            key = "-".join(request.query.get(name, "") for name in ("__biz", "mid", "idx"))
            article = self._by_long.get(key)
        else:
            return None
        if article is None or article.published > request.now:
            return self._notice("parameter")
        if article.deleted(request.now):
            return self._notice("deleted")
        if article.shape in _NOTICES:
            return self._notice(article.shape)
        return self._article(article.at(request.now))

    def missing(self, request: Request) -> Response:
        """The platform has a page for everything."""
        return self._notice("parameter")

    def link(self, article: Article) -> str:
        """The short, permanent address."""
        return f"https://{_HOST}/s/{short_id(article)}"

    @staticmethod
    def long_link(article: Article) -> str:
        """The long form of the same address."""
        biz, mid, idx = article.key.rsplit("-", 2)
        sn = hashlib.md5(article.key.encode(), usedforsecurity=False).hexdigest()
        return f"https://{_HOST}/s?__biz={biz}&mid={mid}&idx={idx}&sn={sn}"

    def _article(self, article: Article) -> Response:
        biz, mid, idx = article.key.rsplit("-", 2)
        template = "wechat/data.html" if article.shape else "wechat/article.html"
        page = render(
            template,
            article=article,
            account=_ACCOUNTS[article.outlet],
            biz=biz,
            mid=mid,
            idx=idx,
            sn=hashlib.md5(article.key.encode(), usedforsecurity=False).hexdigest(),
            seconds=int(article.published.timestamp()),
            address=self.link(article),
            escape=_escaped,
            pictures=[f"https://mmbiz.qpic.cn/mmbiz_jpg/{short_id(article)}/{n}" for n in range(3)],
        )
        return Response(page.replace("/*SCRIPTS*/", _scripts()))

    @staticmethod
    def _notice(kind: str) -> Response:
        return Response(render("wechat/notice.html", kind=kind))


def _escaped(text: str) -> str:
    """As the platform writes a string into its scripts (for JsDecode)."""
    marks = {
        "\\": "\\x5c",
        "'": "\\x27",
        '"': "\\x22",
        "&": "\\x26",
        "<": "\\x3c",
        ">": "\\x3e",
        "\n": "\\x0a",
    }
    return "".join(marks.get(char, char) for char in text)


@cache
def _scripts() -> str:
    line = "!function(e,t){var n=t.__wx_report||(t.__wx_report=[]);n.push(e.id)}(this,window);\n"
    return line * (_SCRIPT_BYTES // len(line))
