"""Where two texts are: the same place, another province, another city or county."""

from triage import places
from triage.facts import Facts

# What it says that two texts share a place, by its level: province, city, county.
_DEPTH = (0.3, 0.7, 1.0)
_FEW = 2
# The whole country on one side is less of a contradiction than another province.
_NATION = 0.5


def match(article: Facts, item: Facts) -> dict[str, float]:
    """`same_place`, `other_place` (another province) and `other_city`, each of 0..1."""
    same = 0.0
    # One of six cities that a text lists is not its place.
    crowd = min(1.0, _FEW / max(1, len(article.focus), len(item.focus)))
    for mine in article.focus:
        for its in item.focus:
            if places.within(mine, its) or places.within(its, mine):
                same = max(same, _DEPTH[min(mine.count("/"), its.count("/"))] * crowd)
    if any("/" in its and its in article.places for its in item.focus):
        same = max(same, _DEPTH[1] * crowd)
    provinces = {places.province(p) for p in article.focus}, {places.province(p) for p in item.focus}
    other = 0.0
    if provinces[0] and provinces[1] and not provinces[0] & provinces[1]:
        other = _NATION if places.NATION in provinces[0] | provinces[1] else 1.0
    city = 0.0 if other else _other_city(article, item)
    return {"same_place": same, "other_place": other, "other_city": city}


def _cities(names: frozenset[str] | tuple[str, ...]) -> set[str]:
    return {city for name in names if (city := places.city(name))}


def _other_city(article: Facts, item: Facts) -> float:
    """Cities or counties that differ; one that only one side names is no contradiction."""
    if article.round_up and item.round_up:
        return 0.0
    mine, its = _cities(article.focus), _cities(item.focus)
    if mine and its:
        if mine & its:
            return _other_county(article, item)
        return 0.4 if its & _cities(article.places) else 1.0
    # 张掖市召开… beside 甘肃省召开…: a city acts on one side that the other never names.
    for one, other in ((article, item), (item, article)):
        actor = places.city(one.subject_place) if one.subject_place else None
        if actor and other.focus and actor not in _cities(other.places):
            return 0.8
    return 0.0


def _other_county(article: Facts, item: Facts) -> float:
    """Counties in focus that differ, and are not named elsewhere by the other side."""
    mine, its = _counties(article.focus), _counties(item.focus)
    apart = mine and its and not (mine & item.places or its & article.places)
    return 0.8 if apart else 0.0


def _counties(names: tuple[str, ...]) -> set[str]:
    return {place for place in names if place.count("/") == 2}
