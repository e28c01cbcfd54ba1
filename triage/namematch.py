"""Names that an article and an item share, and bodies, editions and documents that contradict each other."""

from triage import places
from triage.facts import LEAD, VENUE
from triage.names import LOCAL, NATIONAL, PROVINCIAL, campaigns
from triage.piece import Piece, grams
from triage.weights import Weights
from triage.wordmatch import share


def common(article: Piece, item: Piece) -> set[str]:
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


def same_person(article: Piece, item: Piece) -> float:
    """A person whom one side names with a post, and the other at least by name."""
    mine = any(name in item.body or name in item.head for name in article.facts.persons)
    return float(mine or any(name in article.body or name in article.head for name in item.facts.persons))


def missing_name(article: Piece, item: Piece, weights: Weights) -> float:
    """The item's title calls its subject by a name in quotes of which the article has nothing."""
    names = [
        name
        for name in campaigns(item.head)
        if len(name) <= _SLOGAN and weights.name_worth(f"“{name}”") >= _NAMED
    ]
    return float(
        bool(names) and all(share(grams(name, 2), article.bigrams, weights) < _KNOWN for name in names)
    )


# A name from this worth on is a name; it is known where this share of it stands in a text. What is longer than
# so many characters is a slogan, which a report may well leave out.
_NAMED, _KNOWN, _SLOGAN = 0.5, 0.3, 8


def other_issuer(article: Piece, item: Piece) -> float:
    """The national body where the item has the provincial one, a city's where it has the province's, or back."""
    mine, its = _acting(article), _acting(item)
    if not mine or not its or mine & its:
        return 0.0
    levels = {level for _, level in mine}, {level for _, level in its}
    if levels[0] & levels[1]:
        return 0.6 if _other_actor(article, item) else 0.1
    national = (levels[0] == {NATIONAL}) != (levels[1] == {NATIONAL})
    local = {*levels[0], *levels[1]} == {LOCAL, PROVINCIAL}
    return 1.0 if national else 0.6 if local else 0.3


def _acting(piece: Piece) -> set[tuple[str, str]]:
    """The bodies that act, with their levels: those of the title, else of the first words, else of the lead."""
    known = [o for o in piece.facts.organisations if o.level]
    for end in (len(piece.head), len(piece.head) + VENUE, len(piece.head) + LEAD):
        if found := {(o.body, o.level) for o in known if o.start <= end}:
            return found
    return set()


def _other_actor(article: Piece, item: Piece) -> bool:
    """Whether each title names bodies of which the other text, all of it, has none (总工会, 妇联)."""
    named = [{o.body for o in piece.facts.organisations} for piece in (article, item)]
    acting = [
        {o.body for o in piece.facts.organisations if o.start < len(piece.head)} for piece in (article, item)
    ]
    return bool(acting[0] and acting[1]) and not acting[0] & named[1] and not acting[1] & named[0]


def other_edition(article: Piece, item: Piece) -> float:
    mine = {edition.kind: set[int]() for edition in article.facts.editions}
    for edition in article.facts.editions:
        mine[edition.kind].add(edition.number)
    for edition in item.facts.editions:
        if edition.kind in mine and edition.number not in mine[edition.kind]:
            return 1.0
    return 0.0


def other_document(article: Piece, item: Piece) -> float:
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
    levels = {level for _, level in _acting(piece)}
    return levels == {NATIONAL} or (not levels and places.NATION in piece.facts.focus)
