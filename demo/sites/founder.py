"""Family C: 甘肃日报 and 甘肃经济日报 on Founder's system, three generations of addresses.

An edition is a set of pages `/<paper>/pc/layout/YYYYMM/DD/colNN.html`, each with the links of its articles.
Old articles stand at their old addresses only: `shape` of their content is "2021" or "2016".
"""

import re
from datetime import date, datetime

from demo.content import Article, Library
from demo.web import Request, Response, Site, Validators, redirect, render

_PAPERS = {"gsrb": "甘肃日报", "gsjjrb": "甘肃经济日报"}
_PAGES = {"01": "头版", "02": "要闻", "03": "综合", "04": "民生"}
_NOW = "szb.gansudaily.com.cn"
_OLD = "epaper.gansudaily.com.cn"
_LAYOUT = re.compile(r"/(\w+)/pc/layout/(\d{4})(\d{2})/(\d{2})/col(\d{2})\.html")
_CON = re.compile(r"/(\w+)/pc/con/(\d{6})/(\d{2})/c(\d+)\.html")
_CON_2021 = re.compile(r"/(\w+)/(\d{6})/(\d{2})/c(\d+)\.html")
_CON_2016 = re.compile(r"/(\w+)/html/(\d{4}-\d{2})/(\d{2})/content_(\d+)\.htm")


class GansuPapers(Site):
    """szb.gansudaily.com.cn, and the host that its first generation had."""

    outlets = tuple(_PAPERS)
    hosts = (_NOW, _OLD)
    validators = Validators.MODIFIED
    robots = "User-agent: *\nDisallow: /*/pc/attach/\n"

    def __init__(self, library: Library) -> None:
        self._library = library
        self.columns = {name: f"https://{_NOW}/{paper}/" for paper, name in _PAPERS.items()}

    def answer(self, request: Request) -> Response | None:
        """A page of an edition, an article, or the way to the newest edition."""
        if request.host == _OLD:
            return self._by_address(_CON_2016, "2016", request)
        if match := _LAYOUT.fullmatch(request.path):
            paper, year, month, day, number = match.groups()
            return self._layout(paper, date(int(year), int(month), int(day)), number, request.now)
        if request.path == "/":
            return Response(render("founder/home.html", papers=_PAPERS))
        if request.path.strip("/") in _PAPERS:
            return self._newest(request.path.strip("/"), request.now)
        return self._by_address(_CON, "", request) or self._by_address(_CON_2021, "2021", request)

    def link(self, article: Article) -> str:
        """The address of an article in the generation of its time."""
        day = article.published
        if article.shape == "2016":
            return f"http://{_OLD}/{article.outlet}/html/{day:%Y-%m/%d}/content_{article.key}.htm"
        if article.shape == "2021":
            return f"http://{_NOW}/{article.outlet}/{day:%Y%m/%d}/c{article.key}.html"
        return f"https://{_NOW}/{article.outlet}/pc/con/{day:%Y%m/%d}/c{article.key}.html"

    def _edition(self, paper: str, day: date, now: datetime) -> list[Article]:
        printed = [article for article in self._library.of(paper) if not article.shape]
        return [article for article in printed if article.published.date() == day and article.listed(now)]

    def _newest(self, paper: str, now: datetime) -> Response | None:
        days = [a.published for a in self._library.of(paper) if not a.shape and a.listed(now)]
        if not days:
            return None
        return redirect(f"https://{_NOW}/{paper}/pc/layout/{max(days):%Y%m/%d}/col01.html", 302)

    def _layout(self, paper: str, day: date, number: str, now: datetime) -> Response | None:
        edition = self._edition(paper, day, now)
        pages = sorted({"01", *(article.columns[0] for article in edition)})
        if not edition or number not in pages:
            return None
        page = render(
            "founder/layout.html",
            paper=_PAPERS[paper],
            key=paper,
            day=day,
            number=number,
            pages=[(page, _PAGES[page]) for page in pages],
            rows=[
                (f"../../../con/{day:%Y%m/%d}/c{a.key}.html", a) for a in edition if a.columns[0] == number
            ],
        )
        return Response(page, modified=max(article.published for article in edition))

    def _by_address(self, pattern: re.Pattern[str], shape: str, request: Request) -> Response | None:
        match = pattern.fullmatch(request.path)
        article = self._library.get(match[1], match[4], request.now) if match else None
        if match is None or article is None or article.shape != shape or article.deleted(request.now):
            return None
        if f"{article.published:%Y%m%d}" != match[2].replace("-", "") + match[3]:
            return None
        page = render(
            "founder/article.html",
            article=article,
            paper=_PAPERS[article.outlet],
            page=article.columns[0],
            page_name=_PAGES[article.columns[0]],
            url=self.link(article),
        )
        return Response(page, modified=article.modified(request.now))
