"""An article beside one past item (or another article): what agrees, what contradicts, as numbers of 0..1."""

from collections.abc import Mapping
from dataclasses import dataclass

from triage import daymatch, figurematch, namematch, placematch, wordmatch
from triage.figurematch import FigureMatch
from triage.piece import Piece
from triage.progress import Progress
from triage.progress import read as read_progress
from triage.weights import Weights

# The features, in the order of the weights. Agreement first, then contradiction, then signs of a later stage.
# ("echo", "lead" and "same_person" carry no weight of their own: they only take doubts away.)
AGREEMENTS = (
    "verbatim", "subject", "subject_back", "rare", "figures", "figure_share", "figures_back",
    "same_day", "same_place", "same_name", "same_unit",
)  # fmt: skip
CONFLICTS = (
    "figure_conflict", "other_day", "other_year", "other_place", "other_city", "other_issuer", "other_edition",
    "other_document", "far_off", "before", "unspecific", "bare_figures", "passing", "off_topic",
    "missing_figures", "missing_name", "aside",
)  # fmt: skip
STAGES = ("later", "later_day", "stage", "refers_back", "growth", "later_as_of")
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
    common = tuple(sorted(namematch.common(article, item)))
    progress = read_progress(article, item, figures)
    days = daymatch.match(article, item, issue=issue)
    words = wordmatch.match(article, item, weights)
    named = min(1.0, sum(weights.name_worth(name) for name in common))
    where = placematch.match(article.facts, item.facts)
    about = _about(words, named, figures, where)
    values = {
        **words,
        "figures": figures.strength,
        "figure_share": figures.share,
        "figures_back": figures.back,
        "figure_conflict": figurematch.strength(progress.unexplained),
        "same_name": named,
        "missing_name": namematch.missing_name(article, item, weights),
        "same_person": namematch.same_person(article, item),
        "same_unit": min(1.0, 0.5 * len(article.facts.named & item.facts.named)),
        **days,
        **where,
        # To be in one place says something of what is about one subject.
        "same_place": where["same_place"] * _on(words, named, figures),
        # Of one and the same event different bodies may be named.
        "other_issuer": namematch.other_issuer(article, item) * (1 - 0.8 * days["same_day"]),
        "other_edition": namematch.other_edition(article, item),
        "other_document": namematch.other_document(article, item),
        "later": float(progress.later),
        "later_day": float(progress.later_day),
        "stage": progress.stage * about,
        "refers_back": progress.refers_back * about,
        "growth": figurematch.strength(progress.grown) * about,
        "later_as_of": float(progress.later_as_of) * about,
    }
    values |= _doubts(values, figures, 1.0 if report else min(1.0, max(0.0, len(item.body) - 500) / 500))
    # A long speech may well hold all the figures of a short report on something else.
    values["figures_back"] *= 1 - values["passing"]
    return Comparison(values, figures, common, progress)


def _about(
    words: Mapping[str, float], named: float, figures: FigureMatch, where: Mapping[str, float]
) -> float:
    """How far the article is about the item's subject, in the same place: only then a word like 收官, or a later
    "as of" day, says something of this item."""
    return _on(words, named, figures) * (1 - max(where["other_place"], where["other_city"]))


def _on(words: Mapping[str, float], named: float, figures: FigureMatch) -> float:
    """How far the article is about the item's subject."""
    subject = max(words["subject"], words["subject_back"], named, figures.strength, figures.share)
    return min(1.0, max(0.0, subject - _CHANCE) / (0.5 - _CHANCE))


# Two texts of this archive that are about different things share up to so much of a title.
_CHANCE = 0.2


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
        "missing_figures": (1 - max(values["figure_share"], values["figures_back"]))
        * figures.expected
        * (1 - figures.strength),
        "passing": broad
        * max(0.0, 1 - 2 * values["subject"])
        * (1 - values["figure_share"])
        * max(0.0, 1 - 2 * values["verbatim"]),
    }
