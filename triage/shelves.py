"""The two shelves beside the database: past items, and what articles say now. Kept up to date, not rebuilt."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from base.errors import BadFile
from bulletins.model import Issue, Item, Kind, Section
from storage.archive import current_issues, items_of
from storage.models import Article as ArticleRow
from storage.models import Issue as IssueRow
from storage.models import Item as ItemRow
from storage.models import Version
from triage.archive import Archive, entry
from triage.model import Article
from triage.piece import Piece, of_article
from triage.shelf import Shelf

# So many prepared articles are kept in memory during one pass.
_CACHE = 2000
# A query names at most so many ids.
_CHUNK = 500


def _shelf(path: Path) -> Shelf:
    """The saved shelf; an empty one where there is none, or none that can be used: it is then filled again."""
    try:
        shelf = Shelf.load(path)
    except BadFile:
        return Shelf()
    return Shelf() if shelf.worn else shelf


@dataclass
class Shelves:
    """Past items (`archive`) and current versions of articles (`articles`), by their row's id."""

    folder: Path
    home: str
    archive: Archive = field(init=False)
    articles: Shelf = field(init=False)
    _pieces: dict[int, tuple[Article, Piece]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.archive = Archive(self.home, shelf=_shelf(self.folder / "items.npz"))
        self.articles = _shelf(self.folder / "articles.npz")

    def sync_items(self, session: Session) -> tuple[set[int], set[int]]:
        """Bring the archive in line with the database; the items that came and those that went."""
        rows = {item.id: (issue, item) for issue, item in items_of(current_issues(session))}
        known = self.archive.shelf.ids
        gone, came = known - set(rows), set(rows) - known
        for number in gone:
            self.archive.discard(number)
        for number, (issue, item) in rows.items():
            new = entry(_issue(issue), _item(item), issue.file, self.home)
            if number in came:
                self.archive.add(number, new)
            else:
                self.archive.entries[number] = new
        return came, gone

    def sync_articles(self, session: Session) -> None:
        """Put on the shelf what was read and is not there: all of it, where the index was lost."""
        known = self.articles.ids
        missing = [
            id_
            for id_ in session.scalars(select(ArticleRow.id).where(ArticleRow.current > 0))
            if id_ not in known
        ]
        for at in range(0, len(missing), _CHUNK):
            for id_, (article, piece) in self.prepared(session, missing[at : at + _CHUNK]).items():
                self.articles.add(id_, article.title, article.text, piece)

    def keep(self, version: Version) -> tuple[Article, Piece]:
        """Prepare what an article says now, and put it on the shelf in place of what it said before."""
        article, piece = self._prepare(version)
        self.articles.add(version.article_id, article.title, article.text, piece)
        return article, piece

    def prepared(self, session: Session, ids: Iterable[int]) -> dict[int, tuple[Article, Piece]]:
        """Articles by their row's id, prepared for comparing."""
        wanted = list(ids)
        found = {id_: self._pieces[id_] for id_ in wanted if id_ in self._pieces}
        missing = [id_ for id_ in wanted if id_ not in found]
        for at in range(0, len(missing), _CHUNK):
            query = (
                select(Version)
                .join(
                    ArticleRow, (ArticleRow.id == Version.article_id) & (ArticleRow.current == Version.number)
                )
                .where(ArticleRow.id.in_(missing[at : at + _CHUNK]))
                .options(joinedload(Version.article).joinedload(ArticleRow.outlet))
            )
            for version in session.scalars(query):
                found[version.article_id] = self._prepare(version)
        return found

    def _prepare(self, version: Version) -> tuple[Article, Piece]:
        row = version.article
        title = f"{version.title} {version.subtitle}" if version.subtitle else version.title
        article = Article(str(row.id), title, version.body, row.outlet.name, version.published_on, row.url)
        if len(self._pieces) >= _CACHE:
            self._pieces.clear()
        self._pieces[row.id] = article, of_article(article, row.outlet.province or self.home)
        return self._pieces[row.id]

    def save(self) -> None:
        """Write both shelves."""
        self.archive.shelf.save(self.folder / "items.npz")
        self.articles.save(self.folder / "articles.npz")


def _issue(row: IssueRow) -> Issue:
    return Issue(row.title, Kind(row.kind), row.number, row.issued_on, ())


def _item(row: ItemRow) -> Item:
    return Item(row.position, row.title, row.body, row.source, row.byline, Section(row.section))
