"""How much wording an article and an item share, and whether the article is about what the item is about."""

import re
from math import exp, fsum

from triage.piece import Piece
from triage.weights import Weights

# Titles of texts that are about everything at once; and what of its title an item must have to be its subject.
_BROAD = re.compile(
    "工作报告|总结会|工作总结|综述|盘点|工作要点|执委会议|执委会$|全体会议|工作会议|情况通报|大事记|观察|回眸|巡礼|年报"
    "|(?:季度|上半年|全年|年度).{0,16}情况"
)
_ABOUT = 0.3


def share(part: frozenset[str], whole: frozenset[str], weights: Weights) -> float:
    """Which part of `part`, by rarity, stands in `whole` too."""
    known = weights.words.get  # called a hundred thousand times for a hundred articles
    # Sets have another order in every process; an exact sum has none.
    total = fsum([known(gram, 1.0) for gram in part])
    return fsum([known(gram, 1.0) for gram in part & whole]) / total if total else 0.0


def match(article: Piece, item: Piece, weights: Weights) -> dict[str, float]:
    """`verbatim` and `echo` (of the item's, of the article's 4-grams), `subject` (of the item's title, first of all
    in the article's lead), `subject_back`, `lead`, `rare` and `aside`, each of 0..1."""
    shared = len(article.fourgrams & item.fourgrams)
    back = share(article.subject, item.bigrams, weights)
    first = share(item.subject, article.lead, weights)
    anywhere = share(item.subject, article.bigrams, weights)
    return {
        "verbatim": shared / max(20, len(item.fourgrams)),
        "echo": shared / max(20, len(article.fourgrams)),
        "subject": max(first, 0.7 * anywhere),
        # An article that comes to the item's subject only far down mentions it in passing.
        "aside": 1.0 if _BROAD.search(article.head) and back < _ABOUT else max(0.0, anywhere - 2 * first),
        "subject_back": back,
        "rare": _rare(article, item, weights),
        # A short report is held against a long item, and the other way round.
        "lead": max(share(item.lead, article.bigrams, weights), share(article.lead, item.bigrams, weights)),
    }


def _rare(article: Piece, item: Piece, weights: Weights) -> float:
    """How much rare wording both share, places and figures aside, on a scale of 0..1."""
    known = weights.words.get
    shared = article.trigrams & item.trigrams
    return 1 - exp(-fsum([(known(gram[:2], 1.0) * known(gram[1:], 1.0)) ** 2 for gram in shared]) / 8)
