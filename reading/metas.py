"""What a page says of itself in its head: meta tags (any spelling, any case), itemprops and JSON-LD.

The first names are those every Chinese government site must carry (国办发〔2017〕47号, 网页标签规范); the
others are what portals and newspapers use. Names are compared without case and punctuation.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from reading.tree import parse_fragment, select, text_of

TITLE = ("articletitle", "ogtitle", "twittertitle", "itempropheadline")
PUBLISHED = (
    "pubdate", "publishdate", "publishtime", "pubtime", "publicationdate", "articlepublishedtime",
    "ogpublishedtime", "ogreleasedate", "ogtime", "releasedate", "apubtime", "publisheddate",
    "bytedancepublishedtime", "weiboarticlecreateat", "itempropdatepublished", "firstpublishedtime",
    "datepublished", "dcdate", "ptime", "pubtimebaidu",
)  # fmt: skip
MADE = ("maketime", "createtime", "createdate", "itempropdatecreated", "date", "timedatetime")
SOURCE = ("contentsource", "sourcebaidu", "articlesource", "mediaid", "itempropsource")
# Some templates put the site's own name there on every page: what is printed goes before it.
SITE_SOURCE = ("source", "copyrightsource")
AUTHOR = ("authorbaidu", "author", "ogarticleauthor", "articleauthor", "itempropauthor")

# Elements that Baidu's news search asked Chinese news sites to mark, often hidden ones.
_BAIDU = "[id$='_baidu']"
_NOT_NAME = re.compile(r"[^a-z0-9]+")
_LONGEST = 2000
_MOST_JSON_LD = 100_000


@dataclass(frozen=True, slots=True)
class Meta:
    """A value and the name under which the page gives it, as spelled there."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Named:
    """A name (of a source, an author) and where it was read."""

    name: str
    how: str


@dataclass(frozen=True, slots=True)
class Metas:
    """All metas of a page; the first non-empty value of a name wins."""

    values: Mapping[str, Meta] = field(default_factory=dict)
    linked_data: Mapping[str, str] = field(default_factory=dict)

    def first(self, names: tuple[str, ...]) -> Meta | None:
        """The first of `names` that the page gives a value for."""
        return next((self.values[name] for name in names if name in self.values), None)

    def every(self, names: tuple[str, ...]) -> list[Meta]:
        """All of `names` that the page gives a value for."""
        return [self.values[name] for name in names if name in self.values]


def read_metas(root: etree._Element) -> Metas:
    """The metas of a page, values without markup (real ones hold stray tags) and without outer blanks."""
    values: dict[str, Meta] = {}
    for element in root.iter("meta"):
        name = element.get("name") or element.get("property") or ""
        if not name and element.get("itemprop"):
            name = f"itemprop:{element.get('itemprop')}"
        value = _plain(element.get("content") or "")
        key = _NOT_NAME.sub("", name.lower())
        if key and value:
            values.setdefault(key, Meta(name, value))
    for element in select(root, _BAIDU):
        name = element.get("id") or ""
        value = _plain(text_of(element) or element.get("value") or "")
        if value:
            values.setdefault(_NOT_NAME.sub("", name.lower()), Meta(f"#{name}", value))
    stamps = {element.get("datetime") or "" for element in root.iter("time")} - {""}
    if len(stamps) == 1:  # where there are more, some are of other articles or of comments
        values["timedatetime"] = Meta("time@datetime", stamps.pop()[:_LONGEST])
    return Metas(values, _linked_data(root))


def _plain(value: str) -> str:
    value = value[:_LONGEST].strip()
    if "<" in value and ">" in value:
        fragment = parse_fragment(value)
        value = text_of(fragment) if fragment is not None else ""
    return " ".join(value.split())


def _linked_data(root: etree._Element) -> dict[str, str]:
    """The date of a JSON-LD article (schema.org's datePublished, Baidu's pubDate)."""
    found: dict[str, str] = {}
    for script in root.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        text = script.text or ""
        if not text or len(text) > _MOST_JSON_LD:
            continue
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        if isinstance(data, dict) and isinstance(data.get("@graph"), list):
            data = data["@graph"]
        for entry in data if isinstance(data, list) else [data]:
            if isinstance(entry, dict):
                for name in ("datePublished", "pubDate"):
                    if isinstance(entry.get(name), str):
                        found.setdefault(name, entry[name].strip())
    return found
