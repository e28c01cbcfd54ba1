"""An article beside one past item (or another article): what agrees, what contradicts, as numbers of 0..1."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import exp

from triage import dates, figurematch, placematch, places
from triage.figurematch import FigureMatch
from triage.names import LOCAL, NATIONAL, PROVINCIAL, campaigns
from triage.piece import Piece, grams
from triage.progress import Progress
from triage.progress import read as read_progress
from triage.weights import Weights

# The features, in the order of the weights. Agreement first, then contradiction, then signs of a later stage.
AGREEMENTS = (
    "verbatim", "echo", "subject", "subject_back", "lead", "rare", "figures", "figure_share", "figures_back", "same_day", "same_place",
    "same_name", "same_person", "same_unit",
)  # fmt: skip
CONFLICTS = (
    "figure_conflict", "other_day", "other_year", "other_place", "other_city", "other_issuer", "other_edition",
    "other_document", "far_off", "before", "unspecific", "bare_figures", "passing", "off_topic", "missing_figures", "missing_name", "aside",
)  # fmt: skip
STAGES = ("later", "stage", "refers_back", "growth", "later_as_of")
FEATURES = AGREEMENTS + CONFLICTS + STAGES


@dataclass(frozen=True, slots=True)
class Comparison:
    """`values` are the features by name; the rest is what an editor is shown of them."""

    values: Mapping[str, float]
    figures: FigureMatch
    names: tuple[str, ...]
    progress: Progress

    def __getitem__(self, name: str) -> float:
        return self.values[name]


def compare(
    article: Piece, item: Piece, weights: Weights, *, issue: bool = True, report: bool = False
) -> Comparison:
    """Set an article beside an item. `issue` says that the item's day is that of the issue it was printed in,
    which comes some weeks after the event, and not that of the page; `report` that it is a speech or report, which
    mentions much in passing."""
    figures = figurematch.match(article.facts.figures, item.facts.figures)
    common = tuple(sorted(_common_names(article, item)))
    progress = read_progress(article, item, figures)
    days = _days(article, item, issue)
    values = {
        **_wording(article, item, weights),
        "figures": figures.strength,
        "figure_share": figures.share,
        "figures_back": figures.back,
        "figure_conflict": figurematch.strength(progress.unexplained),
        "same_name": min(1.0, sum(weights.name_worth(name) for name in common)),
        "missing_name": _missing_name(article, item, weights),
        "same_person": _same_person(article, item),
        "same_unit": min(1.0, 0.5 * len(article.facts.named & item.facts.named)),
        **days,
        **placematch.match(article.facts, item.facts),
        # Of one and the same event different bodies may be named.
        "other_issuer": _other_issuer(article, item) * (1 - 0.5 * days["same_day"]),
        "other_edition": _other_edition(article, item),
        "other_document": _other_document(article, item),
        "later": float(progress.later),
        "stage": progress.stage,
        "refers_back": progress.refers_back,
        "growth": figurematch.strength(progress.grown),
        "later_as_of": float(progress.later_as_of),
    }
    return Comparison(
        values | _doubts(values, figures, 1.0 if report else min(1.0, max(0.0, len(item.body) - 500) / 500)),
        figures,
        common,
        progress,
    )


def _doubts(values: Mapping[str, float], figures: FigureMatch, broad: float) -> dict[str, float]:
    """Agreement that may be chance: nothing specific, figures of another subject, a mention in passing.

    `broad` says how far the item is about many things.
    """
    about = max(values["subject"], values["subject_back"], values["lead"], values["rare"])
    specific = max(
        values["figures"] / 0.4,
        values["same_day"],
        values["same_name"],
        values["same_person"],
        values["rare"] / 0.6,
        max(values["verbatim"], values["echo"]) / 0.3,
    )
    return {
        "unspecific": max(0.0, 1 - specific),
        "off_topic": max(0.0, 1 - 4 * max(values["subject"], values["subject_back"])),
        "bare_figures": values["figures"] * max(0.0, 1 - 2 * about),
        "missing_figures": (1 - max(values["figure_share"], values["figures_back"])) * figures.expected,
        "passing": broad
        * max(0.0, 1 - 2 * values["subject"])
        * (1 - values["figure_share"])
        * max(0.0, 1 - 2 * values["verbatim"]),
    }


# Titles of texts that are about everything at once; and what of its title an item must have to be its subject.
_BROAD = re.compile(
    "工作报告|总结会|工作总结|综述|盘点|工作要点|执委会议|执委会$|全体会议|工作会议|情况通报|大事记|观察|回眸|巡礼|年报"
)
_ABOUT = 0.3


def _share(part: frozenset[str], whole: frozenset[str], weights: Weights) -> float:
    """Which part of `part`, by rarity, stands in `whole` too."""
    known = weights.words.get  # called a hundred thousand times for a hundred articles
    total = sum([known(gram, 1.0) for gram in part])
    return sum([known(gram, 1.0) for gram in part & whole]) / total if total else 0.0


def _wording(article: Piece, item: Piece, weights: Weights) -> dict[str, float]:
    shared = len(article.fourgrams & item.fourgrams)
    back = _share(article.subject, item.bigrams, weights)
    first = _share(item.subject, article.lead, weights)
    anywhere = _share(item.subject, article.bigrams, weights)
    return {
        "verbatim": shared / max(20, len(item.fourgrams)),
        "echo": shared / max(20, len(article.fourgrams)),
        "subject": max(first, 0.7 * anywhere),
        # An article that comes to the item's subject only far down mentions it in passing.
        "aside": 1.0 if _BROAD.search(article.head) and back < _ABOUT else max(0.0, anywhere - 2 * first),
        "subject_back": back,
        "rare": _rare(article, item, weights),
        # A short report is held against a long item, and the other way round.
        "lead": max(_share(item.lead, article.bigrams, weights), _share(article.lead, item.bigrams, weights)),
    }


def _rare(article: Piece, item: Piece, weights: Weights) -> float:
    """How much rare wording both share, places and figures aside, on a scale of 0..1."""
    total = 0.0
    known = weights.words.get
    for gram in article.trigrams & item.trigrams:
        total += (known(gram[:2], 1.0) * known(gram[1:], 1.0)) ** 2
    return 1 - exp(-total / 8)


def _common_names(article: Piece, item: Piece) -> set[str]:
    """Documents and campaigns that both name; a document's place is judged elsewhere."""
    documents = set(article.facts.documents) & set(item.facts.documents)
    longer = {
        name
        for name in item.facts.documents
        for other in article.facts.documents
        if name != other and min(len(name), len(other)) >= 8 and (name in other or other in name)
    }
    return {f"《{name}》" for name in documents | longer} | {
        f"“{name}”" for name in article.facts.campaigns & item.facts.campaigns
    }


def _same_person(article: Piece, item: Piece) -> float:
    """A person whom one side names with a post, and the other at least by name."""
    mine = any(name in item.body or name in item.head for name in article.facts.persons)
    return float(mine or any(name in article.body or name in article.head for name in item.facts.persons))


def _missing_name(article: Piece, item: Piece, weights: Weights) -> float:
    """The item's title calls its subject by a name in quotes of which the article has nothing."""
    names = [
        name
        for name in campaigns(item.head)
        if len(name) <= _SLOGAN and weights.name_worth(f"“{name}”") >= _NAMED
    ]
    return float(
        bool(names) and all(_share(grams(name, 2), article.bigrams, weights) < _KNOWN for name in names)
    )


# A name from this worth on is a name; it is known where this share of it stands in a text. What is longer than
# so many characters is a slogan, which a report may well leave out.
_NAMED, _KNOWN, _SLOGAN = 0.5, 0.5, 8


def _days(article: Piece, item: Piece, issue: bool) -> dict[str, float]:
    mine, its = article.facts.event, item.facts.event
    same = other = 0.0
    told = [day for day in article.facts.days if day is not mine and day.role in _TOLD]
    since = [day for day in item.facts.days if day.role is dates.Role.SINCE and day.day]
    named = any(dates.gap(day, one) == 0 for day in told for one in [*([its] if its else []), *since])
    if its is not None:
        gap = dates.gap(mine, its) if mine else None
        if gap == 0 and mine is not None:
            # A day within a range is less than the same day, one of an open year a little less.
            same = (
                0.6
                if (mine.month, mine.day) != (its.month, its.day)
                else 1.0
                if mine.year and its.year
                else 0.9
            )
        elif named:
            same = 0.6
        elif gap is not None:
            other = 0.4 if gap == 1 else 1.0
    elif named:
        same = 0.6
    elif issue and item.day and mine and mine.when and not item.facts.as_of:
        # What happened after the issue came out is not in it, nor, as a rule, what happened half a year before.
        late = (mine.when - item.day).days
        other = 1.0 if late > 1 else 0.5 if late < -_OLD else 0.0
    return {"same_day": same, "other_day": other, **_time(article, item, issue)}


_OLD = 150
_TOLD = (
    dates.Role.EVENT,
    dates.Role.MENTION,
    dates.Role.DATELINE,
    dates.Role.AS_OF,
    dates.Role.SINCE,
    dates.Role.BACK,
)


def _time(article: Piece, item: Piece, issue: bool) -> dict[str, float]:
    """Years that differ, and a page too far from the item's time to be its report."""
    years, its = article.facts.years, item.facts.years
    other_year = float(bool(years and its and not years & its))
    told = item.facts.event.when if item.facts.event else None
    happened = article.facts.event.when if article.facts.event else None
    if told and happened and told.year != happened.year and abs((told - happened).days) > 200:
        other_year = max(other_year, 0.5)
    day = _moment(article)
    far = before = 0.0
    if day is not None and (told or item.day):
        origin = told or item.day
        assert origin is not None
        off = (day - origin).days
        early = -2 if told or not issue else -_OLD
        before = 1.0 if off < early else 0.0
        far = min(1.0, max(0.0, (off - 45) / 180)) if off > 0 else 0.0
    return {"other_year": other_year, "far_off": far, "before": before}


def _moment(article: Piece) -> date | None:
    if article.day:
        return article.day
    dated = [day.when for day in article.facts.days if day.role is dates.Role.DATELINE and day.when]
    event = article.facts.event.when if article.facts.event else None
    return dated[-1] if dated else event


def _other_issuer(article: Piece, item: Piece) -> float:
    """The national body where the item has the provincial one, a city's where it has the province's, or back."""
    mine = {(o.body, o.level) for o in article.facts.issuers if o.level}
    its = {(o.body, o.level) for o in item.facts.issuers if o.level}
    if not mine or not its or mine & its:
        return 0.0
    levels = {level for _, level in mine}, {level for _, level in its}
    if levels[0] & levels[1]:
        return 0.2 if {body for body, _ in mine} & {body for body, _ in its} else 0.1
    national = (levels[0] == {NATIONAL}) != (levels[1] == {NATIONAL})
    local = {*levels[0], *levels[1]} == {LOCAL, PROVINCIAL}
    return 1.0 if national else 0.6 if local else 0.3


def _other_edition(article: Piece, item: Piece) -> float:
    mine = {edition.kind: set[int]() for edition in article.facts.editions}
    for edition in article.facts.editions:
        mine[edition.kind].add(edition.number)
    for edition in item.facts.editions:
        if edition.kind in mine and edition.number not in mine[edition.kind]:
            return 1.0
    return 0.0


def _other_document(article: Piece, item: Piece) -> float:
    """One title over documents of two places, or each side about a document of its own."""
    for name, document in item.facts.documents.items():
        other = article.facts.documents.get(name)
        if other is None or document.place is None:
            continue
        place = other.place or (places.NATION if _national(article) else None)
        if place and places.province(place) != places.province(document.place):
            return 1.0
    mine, its = article.facts.issued, item.facts.issued
    known = set(item.facts.documents), set(article.facts.documents)
    if mine and its and not mine & known[0] and not its & known[1]:
        return 0.0 if any(a in b or b in a for a in mine for b in its) else 1.0
    return 0.0


def _national(piece: Piece) -> bool:
    """Whether only national bodies act in the title and lead."""
    levels = {o.level for o in piece.facts.issuers} - {""}
    return levels == {NATIONAL} or (not levels and places.NATION in piece.facts.focus)
