"""Places: the provinces and cities of China, and every county of the home province's gazetteer.

A place is a path from the province down: "甘肃", "甘肃/白银", "甘肃/白银/靖远". "全国" stands for the whole country.
The gazetteer (data/gazetteer.json) follows the county-level divisions of Gansu and the prefecture-level ones of
the rest, as published by the Ministry of Civil Affairs.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from triage.lexicon import Lexicon

NATION = "全国"

_PEOPLES = (
    "回族|藏族|羌族|彝族|苗族|侗族|布依族|土家族|壮族|傣族|白族|哈尼族|傈僳族|景颇族|蒙古族|裕固族|东乡族|保安族|撒拉族"
    "|哈萨克族|哈萨克|朝鲜族|维吾尔|(?<!内)蒙古|柯尔克孜"
)
_AUTONOMOUS = re.compile(f"(?:{_PEOPLES})*(?:自治州|自治县|自治区)$")
_SUFFIX = re.compile("(?:特别行政区|新区|地区|省|市|县|区|州|盟)$")
# A county of one character ("宁县") is read only where a name can begin and nothing goes on.
_BEFORE_SHORT = frozenset("市省州在和与及赴到于为、,。;:· “”《》()\n")
_AFTER_SHORT = frozenset("域级城区")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text, and where."""

    place: str
    start: int
    end: int


@cache
def _gazetteer() -> dict[str, object]:
    text = files("triage").joinpath("data/gazetteer.json").read_text("utf-8")
    return dict(json.loads(text))


def _short(name: str) -> str:
    short = _AUTONOMOUS.sub("", name) or name.removesuffix("族自治县")  # 东乡族自治县
    return _SUFFIX.sub("", short) if short == name else short


def _spellings(name: str) -> list[str]:
    """兰州市 -> 兰州市, 兰州; 临夏回族自治州 -> also 临夏州; 宁县 -> itself alone; 兰州新区 -> itself alone."""
    short = _short(name)
    if len(short) < 2 or name.endswith("新区"):
        return [name]
    spellings = [name, short]
    for ending, common in (("自治州", "州"), ("自治县", "县")):
        if name.endswith(ending):
            spellings.append(short + common)
    return spellings


@cache
def _lexicon() -> tuple[Lexicon[str], frozenset[str]]:
    """The names and their places, and the names that are known to be a whole place's short form."""
    data = _gazetteer()
    provinces: dict[str, list[str]] = data["provinces"]  # type: ignore[assignment]
    risky = set(str(data["whole_name_only"]).split())
    names: dict[str, str] = {}

    def add(name: str, place: str) -> None:
        for spelling in _spellings(name):
            if spelling not in risky:
                names.setdefault(spelling, place)

    for province in provinces:
        add(province, _short(province))
    for province, rows in provinces.items():
        for row in rows:
            city, *counties = row.split()
            path = f"{_short(province)}/{_short(city)}"
            add(city, path)
            for county in counties:
                short = county if len(_short(county)) < 2 or county.endswith("新区") else _short(county)
                leaf = county if short == _short(city) else short
                add(county, f"{path}/{leaf}")
    return Lexicon(names), frozenset(names)


@cache
def _never_before() -> dict[str, tuple[str, ...]]:
    raw: dict[str, list[str]] = _gazetteer()["never_before"]  # type: ignore[assignment]
    return {name: tuple(endings) for name, endings in raw.items()}


def _allowed(text: str, start: int, end: int) -> bool:
    name = text[start:end]
    if len(name) == 2 and name[1] in "县":
        before = text[start - 1] if start else "\n"
        named = start >= 2 and text[start - 2 : start] in _lexicon()[1]
        return (before in _BEFORE_SHORT or named) and text[end : end + 1] not in _AFTER_SHORT
    return not text.startswith(_never_before().get(name, ("\0",)), end)


@cache
def provinces() -> frozenset[str]:
    """The short names of all provinces."""
    return frozenset(_short(name) for name in _gazetteer()["provinces"])  # type: ignore[attr-defined]


@cache
def regions() -> frozenset[str]:
    """The short names of the autonomous regions, which say 自治区 of themselves and not 省."""
    return frozenset(_short(name) for name in _gazetteer()["provinces"] if name.endswith("自治区"))  # type: ignore[attr-defined]


def find(text: str) -> list[Mention]:
    """Every place named in a folded `text`, in order."""
    return [Mention(hit.value, hit.start, hit.end) for hit in _lexicon()[0].find(text, _allowed)]


_LOCAL = re.compile("我省|全省|省上|省内|本省|我市|全市|我州|全州|我区|我县|全县|全国|我国")


def implied(text: str, home: str | None) -> list[Mention]:
    """我省, 全省, 我市 ... resolved by `home`, the place of whoever speaks (None: such words say nothing)."""
    found = []
    for match in _LOCAL.finditer(text):
        word = match.group()
        if word in ("全国", "我国"):
            found.append(Mention(NATION, match.start(), match.end()))
        elif home is not None:
            place = home.split("/")[0] if "省" in word or word == "我区" else home
            found.append(Mention(place, match.start(), match.end()))
    return found


def province(place: str) -> str:
    """The province in which `place` lies."""
    return place.split("/", 1)[0]


def city(place: str) -> str | None:
    """The city's path, None for a province or the country."""
    parts = place.split("/")
    return "/".join(parts[:2]) if len(parts) > 1 else None


def within(place: str, other: str) -> bool:
    """Whether `place` is `other` or lies in it."""
    return place == other or place.startswith(other + "/")


def deepest(places: Iterable[str]) -> list[str]:
    """`places` without those that contain another of them, first named first."""
    unique = list(dict.fromkeys(places))
    return [place for place in unique if not any(other != place and within(other, place) for other in unique)]


def outlet_home(outlet: str | None) -> str | None:
    """The place an outlet speaks for, read from its name (甘肃日报 -> 甘肃, 兰州晚报 -> 甘肃/兰州)."""
    if not outlet:
        return None
    named = find(outlet)
    return named[0].place if named else None


def label(place: str) -> str:
    """The last part of a path, for an editor."""
    return place.rsplit("/", 1)[-1]


def labels(places: Sequence[str]) -> str:
    """Several places, for an editor."""
    return "、".join(label(place) for place in places)
