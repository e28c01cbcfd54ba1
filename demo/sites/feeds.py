"""Feeds: the articles of 中国甘肃网 as RSS 2.0, Atom and JSON Feed, at one host."""

from email.utils import format_datetime

from demo.content import Article, Library
from demo.sites.enorth import Enorth
from demo.web import Request, Response, Site, Validators, as_json, render

_HOST = "rss.gscn.com.cn"
_PATHS = {"RSS 2.0": "/gansu.xml", "Atom": "/gansu.atom", "JSON Feed": "/gansu.json"}


class Feeds(Site):
    """Entries with a summary only; the articles themselves stand at the site."""

    outlets = ()
    hosts = (_HOST,)
    validators = Validators.BOTH

    def __init__(self, library: Library, site: Enorth) -> None:
        self._library, self._site = library, site
        self.columns = {f"中国甘肃网 {name}": f"http://{_HOST}{path}" for name, path in _PATHS.items()}

    def answer(self, request: Request) -> Response | None:
        """One of the three feeds."""
        rows = self._library.column("gscn", "gansu", request.now)[:15]
        modified = rows[0].published if rows else None
        match request.path:
            case "/gansu.xml":
                page = render("gscn/rss.xml", rows=rows, link=self.link, stamp=format_datetime)
                return Response(page, content_type="application/rss+xml", modified=modified)
            case "/gansu.atom":
                page = render("gscn/atom.xml", rows=rows, link=self.link, updated=modified)
                return Response(page, content_type="application/atom+xml", modified=modified)
            case "/gansu.json":
                items = [
                    {
                        "id": row.key,
                        "url": self.link(row),
                        "title": row.title,
                        "date_published": row.published.isoformat(),
                        "summary": row.body[0],
                    }
                    for row in rows
                ]
                feed = {"version": "https://jsonfeed.org/version/1.1", "title": "中国甘肃网", "items": items}
                return as_json(feed, content_type="application/feed+json")
        return None

    def link(self, article: Article) -> str:
        """The address at the site."""
        return self._site.link(article)
