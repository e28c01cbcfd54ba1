"""Family C, older look: 内蒙古日报 at its two hosts.

Node numbers run on over the days and have gaps, so a day's pages are found from the menu of its first page;
the paper's root sends the browser to the newest edition by meta refresh.
"""

import re
from datetime import date, datetime

from demo.content import Article, Library
from demo.web import Request, Response, Site, Validators, render

_NODE = re.compile(r"/nmgrb/html/(\d{4})-(\d{2})/(\d{2})/node_(\d+)\.htm")
_CONTENT = re.compile(r"/nmgrb/html/(\d{4}-\d{2}/\d{2})/content_(\d+)_(\d+)\.htm")
_FIRST_DAY = date(2026, 11, 9)
_PAGES = {"01": "要闻", "02": "时政", "03": "民生", "04": "综合"}


def _node(day: date, page: str) -> int:
    """The number of a page: nodes run on, with a gap after each day and one inside it."""
    return 58_311 + 17 * (day - _FIRST_DAY).days + int(page) + (3 if int(page) > 2 else 0)


class NorthNews(Site):
    """内蒙古日报: szb.northnews.cn, and the same tree at szb.nmgnews.com.cn."""

    outlets = ("nmgrb",)
    hosts = ("szb.northnews.cn", "szb.nmgnews.com.cn")
    validators = Validators.MODIFIED

    def __init__(self, library: Library) -> None:
        self._articles = library.of("nmgrb")
        self.columns = {"内蒙古日报": "http://szb.northnews.cn/nmgrb/"}

    def answer(self, request: Request) -> Response | None:
        """A page of an edition, an article, or the way to the newest edition."""
        if request.path in {"/", "/nmgrb/", "/nmgrb/index.htm"}:
            days = self._days(request.now)
            return Response(render("northnews/root.html", target=self._first(days[-1]))) if days else None
        if match := _NODE.fullmatch(request.path):
            return self._page(date(int(match[1]), int(match[2]), int(match[3])), int(match[4]), request.now)
        if match := _CONTENT.fullmatch(request.path):
            return self._article(match[1], int(match[2]), match[3], request.now)
        return None

    def link(self, article: Article) -> str:
        """The address at the first of the two hosts."""
        node = _node(article.published.date(), article.columns[0])
        path = f"{article.published:%Y-%m/%d}/content_{node}_{article.key}.htm"
        return f"http://{self.hosts[0]}/nmgrb/html/{path}"

    def _days(self, now: datetime) -> list[date]:
        return sorted({article.published.date() for article in self._articles if article.listed(now)})

    def _first(self, day: date) -> str:
        pages = [article.columns[0] for article in self._articles if article.published.date() == day]
        return f"{day:%Y-%m/%d}/node_{_node(day, min(pages))}.htm"

    def _page(self, day: date, node: int, now: datetime) -> Response | None:
        edition = [a for a in self._articles if a.published.date() == day and a.listed(now)]
        pages = sorted({article.columns[0] for article in edition})
        number = next((page for page in pages if _node(day, page) == node), None)
        if number is None:
            return None
        days = self._days(now)
        here = days.index(day)
        page = render(
            "northnews/page.html",
            day=day,
            number=number,
            name=_PAGES[number],
            pages=[(f"node_{_node(day, page)}.htm", page, _PAGES[page]) for page in pages],
            rows=[(f"content_{node}_{a.key}.htm", a.title) for a in edition if a.columns[0] == number],
            before=f"../../{self._first(days[here - 1])}" if here else "",
            after=f"../../{self._first(days[here + 1])}" if here + 1 < len(days) else "",
        )
        return Response(page, modified=max(article.published for article in edition))

    def _article(self, day: str, node: int, key: str, now: datetime) -> Response | None:
        article = next((a.at(now) for a in self._articles if a.key == key and a.listed(now)), None)
        if article is None or f"{article.published:%Y-%m/%d}" != day:
            return None
        number = article.columns[0]
        if _node(article.published.date(), number) != node:
            return None
        page = render("northnews/article.html", article=article, number=number, name=_PAGES[number])
        return Response(page, modified=article.modified(now))
