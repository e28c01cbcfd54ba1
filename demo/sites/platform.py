"""Family A: the gansu.gov.cn platform (省政府 and its departments).

A list page is a shell; its script asks `/common/search/<channelId>` for the rows. `publishedTime` there is
eight hours early (the local time taken for UTC), `publishedTimeStr` is right. An article may be listed under
several c-codes with one manuscriptId.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Literal

from demo import attachments
from demo.content import Article, Library
from demo.web import HTML, Request, Response, Site, as_json, redirect, render

_SEARCH = re.compile(r"/common/search/([0-9a-f]{32})")


@dataclass(frozen=True, slots=True)
class Code:
    """One column: its c-code (or word path), list template, name, channel id and how its rows are made."""

    key: str
    template: str
    name: str
    channel: str
    rows: Literal["json", "fragment", "static"] = "json"


class Platform(Site):
    """One department's site."""

    https_only = True

    def __init__(
        self, library: Library, outlet: str, host: str, name: str, codes: Sequence[Code], *, page: int = 20
    ) -> None:
        self._library, self._outlet, self._name, self._page = library, outlet, name, page
        self.outlets = (outlet,)
        self._dept = "gsszf" if host.startswith("www.") else host.partition(".")[0]
        self._codes = {code.key: code for code in codes}
        self.hosts = (host,)
        self._article = re.compile(rf"/{self._dept}/([\w/]+)/(\d{{6}})/(\d{{7,9}})\.shtml")
        self._file = re.compile(
            rf"/{self._dept}/([\w/]+)/(\d{{6}})/(\d{{7,9}})/files/([0-9a-f]{{32}})\.(\w{{3,4}})"
        )
        self._views = count(1873, 7)
        self.columns = {f"{name} {code.name}": f"https://{host}{self._list_path(code)}" for code in codes}
        self.robots = f"User-agent: *\nDisallow: /{self._dept}/xhtml/private/\nDisallow: /common/login\n"

    def answer(self, request: Request) -> Response | None:
        """A list shell, its rows, an article, an attachment, the home page."""
        if match := _SEARCH.fullmatch(request.path):
            return self._rows(match[1], request)
        if match := self._file.fullmatch(request.path):
            return self._attachment(match, request.now)
        if match := self._article.fullmatch(request.path):
            return self._page_of(match, request)
        if request.path == "/":
            return redirect(f"https://{request.host}/{self._dept}/index.shtml", 302)
        if request.path == f"/{self._dept}/index.shtml":
            return self._home(request.now)
        if request.path == f"/{self._dept}/xhtml/js/listPage.js":
            return Response(render("platform/listPage.js"), content_type="application/javascript")
        for code in self._codes.values():
            if request.path == self._list_path(code):
                return self._list(code, request)
        return None

    def address(self, article: Article, code: str = "") -> str:
        """The path of an article under a column (its first unless named)."""
        return f"/{self._dept}/{code or article.columns[0]}/{article.published:%Y%m}/{article.key}.shtml"

    def link(self, article: Article) -> str:
        """The absolute address under the article's first column."""
        return f"https://{self.hosts[0]}{self.address(article)}"

    def _list_path(self, code: Code) -> str:
        return f"/{self._dept}/{code.key}/{code.template}.shtml"

    def _list(self, code: Code, request: Request) -> Response:
        rows = self._library.column(self._outlet, code.key, request.now) if code.rows == "static" else []
        number = max(1, int(request.query.get("page", "1") or 1)) if code.rows == "static" else 1
        shown = rows[(number - 1) * self._page : number * self._page]
        following = f"{self._list_path(code)}?page={number + 1}" if len(rows) > number * self._page else ""
        return Response(
            render(
                "platform/list.html",
                site=self,
                name=self._name,
                dept=self._dept,
                code=code,
                codes=self._codes.values(),
                rows=[(self.address(row, code.key), row.title, f"{row.published:%Y-%m-%d}") for row in shown],
                following=following,
            )
        )

    def _rows(self, channel: str, request: Request) -> Response | None:
        code = next((code for code in self._codes.values() if code.channel == channel), None)
        if code is None:
            return None
        rows = self._library.column(self._outlet, code.key, request.now)
        size = min(100, int(request.query.get("_pageSize") or self._page))
        number = max(1, int(request.query.get("page") or 1))
        shown = rows[(number - 1) * size : number * size]
        if request.query.get("_isJson") == "false":
            listed = [(self.address(row, code.key), row.title, f"{row.published:%Y-%m-%d}") for row in shown]
            return Response(render("platform/fragment.html", rows=listed))
        results = [self._result(row, code) for row in shown]
        data = {"page": number, "rows": size, "channelId": channel, "total": len(rows), "results": results}
        return as_json({"code": 200, "msg": "ok", "data": data})

    def _result(self, article: Article, code: Code) -> dict[str, object]:
        early = article.published - timedelta(hours=8)  # the platform's own mistake
        meta = [
            {"key": "source", "name": "来源", "value": article.source},
            {"key": "author", "name": "作者", "value": ""},
        ]
        return {
            "title": article.title,
            "subTitle": article.subtitle,
            "content": "".join(article.body)[:120],
            "url": self.address(article, code.key),
            "manuscriptId": article.key,
            "publishedTime": int(early.timestamp()) * 1000,
            "publishedTimeStr": f"{article.published:%Y-%m-%d %H:%M:%S}",
            "channelName": code.name,
            "channelCodeName": code.key,
            "channelId": code.channel,
            "domainMetaList": [{"domainName": "基础信息", "resultList": meta}],
        }

    def _page_of(self, match: re.Match[str], request: Request) -> Response | None:
        code, month, key = self._codes.get(match[1]), match[2], match[3]
        article = self._library.get(self._outlet, key, request.now)
        if (
            article is None
            or code is None
            or code.key not in article.columns
            or f"{article.published:%Y%m}" != month
        ):
            return None
        if article.deleted(request.now):
            return Response(render("platform/deleted.html", name=self._name))
        files = [
            (f"{request.path.removesuffix('.shtml')}/files/{_hex(name)}.{name.rpartition('.')[2]}", name)
            for name in article.attachments
        ]
        return Response(
            render(
                "platform/article.html",
                article=article,
                name=self._name,
                dept=self._dept,
                host=self.hosts[0],
                code=code,
                codes=self._codes.values(),
                files=files,
                in_file=article.shape == "file",
                address=f"https://{self.hosts[0]}{request.path}",
                views=next(self._views),
            )
        )

    def _attachment(self, match: re.Match[str], now: datetime) -> Response | None:
        article = self._library.get(self._outlet, match[3], now)
        if article is None or article.deleted(now):
            return None
        wanted = f"{match[4]}.{match[5]}"
        name = next((n for n in article.attachments if f"{_hex(n)}.{n.rpartition('.')[2]}" == wanted), None)
        if name is None:
            return None
        lines = [article.title, *article.body]
        if match[5] == "pdf":
            return Response(attachments.pdf(lines), content_type="application/pdf")
        return Response(attachments.word(lines), content_type=attachments.DOCX)

    def _home(self, now: datetime) -> Response:
        blocks = []
        for code in self._codes.values():
            rows = self._library.column(self._outlet, code.key, now)[:7]
            blocks.append(
                (
                    code,
                    self._list_path(code),
                    [(self.address(r, code.key), r.title, f"{r.published:%m-%d}") for r in rows],
                )
            )
        return Response(
            render("platform/home.html", name=self._name, dept=self._dept, blocks=blocks), content_type=HTML
        )


def _hex(name: str) -> str:
    return hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()


def wsjk(library: Library) -> Platform:
    """甘肃省卫生健康委."""
    codes = [
        Code("c113038", "list", "卫生健康要闻", "5d8f0c1b7a934e6fb2c47c0a9e6d3f21"),
        Code("c112818", "list", "工作动态", "a3e97d40c2b84f51960d1f7be85c4a6d"),
        Code("c113471", "info_list", "通知公告", "0f6b2c9d84e7413ca5d8e9107b3f5c42"),
    ]
    return Platform(library, "wsjk", "wsjk.gansu.gov.cn", "甘肃省卫生健康委员会", codes)


def jyt(library: Library) -> Platform:
    """甘肃省教育厅: rows as pieces of HTML, ten a page, and one list rendered by the server."""
    codes = [
        Code("c110634", "zwgklist", "教育要闻", "695dc7247ea148ad8e01ad5988132d63", "fragment"),
        Code("c110638", "list", "媒体聚焦", "6ed9cac952e94022bd5bd213764b983d", "static"),
        Code("c110636", "list", "教育动态", "c7df0c0ea0b7444d9744d4a6c1fcca4b"),
    ]
    return Platform(library, "jyt", "jyt.gansu.gov.cn", "甘肃省教育厅", codes, page=10)


def gansu(library: Library) -> Platform:
    """省政府: a list rendered by the server, and one under a path of words."""
    codes = [
        Code("c100002", "ywdt", "甘肃要闻", "1f3c8e0d92b74a56a0d7e5148c6b9f20", "static"),
        Code("gsyw", "common_noleftlist", "政务动态", "77b4ad617c73434dba6491e1de8a615a"),
    ]
    return Platform(library, "gansu", "www.gansu.gov.cn", "甘肃省人民政府", codes, page=10)
