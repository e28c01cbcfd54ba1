"""Finding words in titles and bodies, on both databases, from one character on.

Neither database can cut Chinese into words, so an article is indexed by its characters and its pairs of
neighbouring characters; a search takes the articles that have all of its pairs, and then looks into the
texts. Of each version the words are indexed once, since a version never changes. LIKE would read every body:
on 20,000 articles it takes SQLite 110 to 270 ms, the index 1 ms.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import column, select, table, text
from sqlalchemy.orm import Session, joinedload

from base.text import fold
from storage.models import Article, Version

# Titles and bodies are indexed up to so many characters: what is longer is no article.
INDEXED = 60_000
# Longer queries are cut; more words than this say no more.
QUERY_LIMIT = 100
MOST_WORDS = 8
# So many versions are put in order at a time.
_POOL = 1000
# The pairs of a longer word may stand apart in a text. So many texts are looked into for one page of hits.
_LOOKED_INTO = 100
_BATCH = 25

_RUN = re.compile(r"[^\W_]+")
_GAP = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")

_search = table("search", column("rowid"), column("version_id"), column("words"))


@dataclass(frozen=True, slots=True)
class Hit:
    """An article with what it says now."""

    article: Article
    version: Version


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of hits, the newest first. `next` is where the next page begins, None where there is none."""

    found: list[Hit]
    next: int | None


def index_versions(session: Session, versions: Sequence[Version]) -> None:
    """Make new versions findable."""
    if not versions:
        return
    words = {version.id: _words(version) for version in versions}
    if session.get_bind().dialect.name == "sqlite":
        joined = [{"id": key, "words": " ".join(found)} for key, found in words.items()]
        session.execute(text("INSERT INTO search (rowid, words) VALUES (:id, :words)"), joined)
    else:
        listed = [{"id": key, "words": sorted(found)} for key, found in words.items()]
        session.execute(text("INSERT INTO search (version_id, words) VALUES (:id, :words)"), listed)


def _words(version: Version) -> set[str]:
    runs = _runs(version)
    return {gram for run in runs for gram in _pairs(run)} | {char for run in runs for char in run}


def query_words(query: str) -> list[str]:
    """The words of a query, as they are compared: all of them must occur."""
    return list(dict.fromkeys(_RUN.findall(fold(query[:QUERY_LIMIT]))))[:MOST_WORDS]


def search(
    session: Session,
    words: Sequence[str],
    *,
    outlet: str | None = None,
    since: date | None = None,
    start: int = 0,
    count: int = 20,
) -> Hits:
    """Articles whose current version has all `words` (of `query_words`), the newest first.

    They are looked for among the versions with all pairs of the words, a pool of these at a time, the newest
    read first; within a pool the newest published stand first. `start` is 0, or what the page before named as
    its next.
    """
    found: list[Hit] = []
    looked_into = 0
    number, at = divmod(start, _POOL)
    while words and (pool := _pool(session, words, number)):
        places = _ordered(session, pool, outlet, since)
        while at < len(places):
            batch = places[at : at + _BATCH]
            for hit in _load(session, batch):
                at += 1
                if _has(hit.version, words):
                    found.append(hit)
                looked_into += 1
                if len(found) == count or looked_into == _LOOKED_INTO:
                    return Hits(found, number * _POOL + at)
        number, at = number + 1, 0
        if len(pool) < _POOL:
            break
    return Hits(found, None)


def _pool(session: Session, words: Sequence[str], number: int) -> list[int]:
    """The ids of versions with all pairs of the words."""
    grams = sorted({gram for word in words for gram in (_pairs(word) or [word])})
    if session.get_bind().dialect.name == "sqlite":
        condition, key = text("search MATCH :grams"), _search.c.rowid
        condition = condition.bindparams(grams=" ".join(f'"{gram}"' for gram in grams))
    else:
        condition, key = text("words @> :grams").bindparams(grams=grams), _search.c.version_id
    query = select(key).select_from(_search).where(condition)
    return list(session.scalars(query.order_by(key.desc()).offset(number * _POOL).limit(_POOL)))


def _ordered(session: Session, pool: list[int], outlet: str | None, since: date | None) -> list[int]:
    """Those of the versions that are what an article says now, and pass the filter; newest published first."""
    query = (
        select(Version.id)
        .join(Article, (Article.id == Version.article_id) & (Article.current == Version.number))
        .where(Version.id.in_(pool))
        .order_by(Article.published_on.desc().nulls_last(), Article.id.desc())
    )
    if outlet is not None:
        query = query.where(Article.outlet_key == outlet)
    if since is not None:
        query = query.where(Article.published_on >= since)
    return list(session.scalars(query))


def _load(session: Session, versions: list[int]) -> list[Hit]:
    """Versions with their articles, in the given order."""
    query = select(Version).where(Version.id.in_(versions))
    query = query.options(joinedload(Version.article).joinedload(Article.outlet))
    loaded = {version.id: version for version in session.scalars(query)}
    return [Hit(loaded[id_].article, loaded[id_]) for id_ in versions if id_ in loaded]


def _has(version: Version, words: Sequence[str]) -> bool:
    if all(len(word) <= 2 for word in words):
        return True  # the index knows these exactly
    raw = f"{version.title}\n{version.body}"[:INDEXED]
    if all(word in raw for word in words):
        return True  # as most texts write it: folding each would be what a search costs
    folded = _GAP.sub("", fold(raw))
    return all(word in folded for word in words)


def _runs(version: Version) -> list[str]:
    """What stands between punctuation marks, comparable; 砥砺 前行 in a title is one run."""
    return _RUN.findall(_GAP.sub("", fold(f"{version.title}\n{version.body}"[:INDEXED])))


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]
