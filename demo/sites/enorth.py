"""Family B: the news CMS of 每日甘肃 (and 中国甘肃网): server-rendered lists and articles.

Articles stand at `/system/YYYY/MM/DD/<9 digits>.shtml` of any channel host; a long one goes on at
`<9 digits>_01.shtml`. A list's older pages are "count" files whose numbers count up to the newest.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from demo.bulk import ROWS_A_PAGE, Bulk, BulkArticle
from demo.content import Article, Library
from demo.faults import soft_404
from demo.web import Request, Response, Site, Validators, render

_ARTICLE = re.compile(r"/(?:\w+/)?system/(\d{4})/(\d{2})/(\d{2})/(\d{9})(?:_(\d{2}))?\.shtml")
_COUNT = re.compile(
    r"/(?:\w+/)?system/count//?(?P<code>\d{7})/000000000000/000/000/c(?P=code)0{12}_(\d{9})\.shtml"
)
_ROWS = 20
_LONG = 12  # paragraphs on the first page of an article with shape "pages"


@dataclass(frozen=True, slots=True)
class Channel:
    """One list page: where it is, its name, and the code in its count files' addresses."""

    key: str
    host: str
    path: str
    name: str
    code: str
    parent: str = "甘肃"


class Enorth(Site):
    """One group's news site with its channels."""

    validators = Validators.BOTH

    def __init__(
        self,
        library: Library,
        outlet: str,
        channels: Sequence[Channel],
        bulk: Bulk | None = None,
        look: str = "enorth",
    ) -> None:
        self._library, self._outlet, self._bulk, self._look = library, outlet, bulk, look
        self.outlets = (outlet,)
        self._channels = {channel.key: channel for channel in channels}
        self.hosts = tuple(dict.fromkeys(channel.host for channel in channels))
        self.columns = {f"{channel.name} {channel.key}": self._index(channel) for channel in channels}
        self.robots = (
            "User-agent: *\nDisallow: /search/\nDisallow: /admin/\nDisallow: /*?from=singlemessage\n"
        )

    def answer(self, request: Request) -> Response | None:
        """A list, an article, or the host's home page."""
        if match := _ARTICLE.fullmatch(request.path):
            return self._article(request, match)
        if match := _COUNT.fullmatch(request.path):
            channel = next((c for c in self._channels.values() if c.code == match[1]), None)
            return self._list(channel, request, int(match[2])) if channel else None
        if request.path in {"/", "/index.shtml"}:
            return self._home(request)
        for channel in self._channels.values():
            if request.host == channel.host and request.path in {channel.path, f"{channel.path}index.shtml"}:
                return self._list(channel, request)
        return None

    def missing(self, request: Request) -> Response:
        """These servers answer 200 with a page that says so."""
        return soft_404()

    def link(self, article: Article | BulkArticle) -> str:
        """The address under which lists link an article: older ids http, the channel's own host."""
        columns = article.columns if isinstance(article, Article) else ("gsxw",)
        scheme = "http" if int(article.key) % 3 == 0 else "https"
        host = self._channels[columns[0]].host
        return f"{scheme}://{host}/system/{article.published:%Y/%m/%d}/{article.key}.shtml"

    def _index(self, channel: Channel) -> str:
        return f"http://{channel.host}{channel.path}index.shtml"

    def _rows(self, channel: Channel, now: datetime) -> Sequence[Article | BulkArticle]:
        if channel.key == "gsxw" and self._bulk:
            rows = [article for article in self._bulk.articles.values() if article.published <= now]
            return rows[::-1]
        return self._library.column(self._outlet, channel.key, now)

    def _list(self, channel: Channel, request: Request, number: int = 0) -> Response | None:
        """`number` 0 is index.shtml (the newest rows); count page 1 is the oldest."""
        rows = self._rows(channel, request.now)
        size = ROWS_A_PAGE if channel.key == "gsxw" else _ROWS
        last = max(1, -(-len(rows) // size))
        if number > last:
            return None
        newest = len(rows) - number * size if number else 0
        shown = rows[max(0, newest) : newest + size]
        older = (number or last) - 1
        page = render(
            f"{self._look}/list.html",
            channel=channel,
            channels=self._channels.values(),
            rows=[(self.link(row), row.title, f"{row.published:%Y/%m/%d}") for row in shown],
            maxpage=last,
            older=self._count(channel, older) if older > 0 else "",
            newer=self._count(channel, number + 1) if 0 < number < last else "",
            hot=self._hot(request.now),
        )
        return Response(page, modified=rows[0].published if rows else None)

    @staticmethod
    def _count(channel: Channel, number: int) -> str:
        folder = f"/system/count//{channel.code}/000000000000/000/000"
        return f"{folder}/c{channel.code}000000000000_{number:09d}.shtml"

    def _article(self, request: Request, match: re.Match[str]) -> Response | None:
        year, month, day, key, part = match.groups()
        if self._bulk and (made := self._bulk.articles.get(key)):
            return Response(self._bulk.page(made), modified=made.published)
        article = self._library.get(self._outlet, key, request.now)
        if (
            article is None
            or article.deleted(request.now)
            or f"{article.published:%Y%m%d}" != year + month + day
        ):
            return None
        parts = 2 if article.shape == "pages" else 1
        number = int(part or 0)
        if number >= parts:
            return None
        cut = _LONG if parts > 1 else len(article.body)
        page = render(
            f"{self._look}/article.html",
            article=article,
            channel=self._channels[article.columns[0]],
            channels=self._channels.values(),
            body=article.body[cut:] if number else article.body[:cut],
            date=f"{article.published:%Y/%m/%d/ %H:%M}",
            address=self.link(article),
            parts=[f"{key}{f'_{index:02d}' if index else ''}.shtml" for index in range(parts)],
            number=number,
            hot=self._hot(request.now),
        )
        return Response(page, modified=article.modified(request.now))

    def _home(self, request: Request) -> Response:
        blocks = [
            (channel, [(self.link(row), row.title) for row in self._rows(channel, request.now)[:8]])
            for channel in self._channels.values()
        ]
        return Response(render(f"{self._look}/home.html", blocks=blocks, channels=self._channels.values()))

    def _hot(self, now: datetime) -> list[tuple[str, str]]:
        """The list beside every page: what was new two days before."""
        rows = [row for row in self._library.of(self._outlet) if row.listed(now)]
        return [(self.link(row), row.title) for row in rows[-24:-8:2]]


def gscn(library: Library) -> Enorth:
    """中国甘肃网: two hosts, another look."""
    channels = [
        Channel("gansu", "gansu.gscn.com.cn", "/gsyw/", "甘肃要闻", "0018005"),
        Channel("gov", "gov.gscn.com.cn", "/zwyw/", "政务要闻", "0011002", "政务"),
    ]
    return Enorth(library, "gscn", channels, look="gscn")


def gansudaily(library: Library, bulk: Bulk | None = None) -> Enorth:
    """每日甘肃: four channels on three hosts, and the generated articles under /gsxw/."""
    gansu = "gansu.gansudaily.com.cn"
    channels = [
        Channel("gsbb", gansu, "/gsbb/", "甘肃播报", "0018005"),
        Channel("bwyc", gansu, "/bwyc/", "本网原创", "0018012"),
        Channel("qwfb", "hn.gansudaily.com.cn", "/qwfb/", "权威发布", "0031004", "惠农"),
        Channel("jyxw", "edu.gansudaily.com.cn", "/jyxw/", "教育新闻", "0027003", "教育"),
    ]
    if bulk:
        channels.append(Channel("gsxw", gansu, "/gsxw/", "甘肃新闻", "0018001"))
    return Enorth(library, "gansudaily", channels, bulk)
