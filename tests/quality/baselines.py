"""Plain text similarities that triage is set beside: an article against every item, the best one counts."""

from collections import Counter
from collections.abc import Callable, Sequence
from math import log

import numpy as np
import numpy.typing as npt
from datasketch import MinHash
from sklearn.feature_extraction.text import TfidfVectorizer

from base.text import squash

Scores = npt.NDArray[np.float64]
# Rows are articles, columns items.
Similarity = Callable[[Sequence[str], Sequence[str]], Scores]


def _fourgrams(text: str) -> set[str]:
    text = squash(text)
    return {text[at : at + 4] for at in range(len(text) - 3)}


def containment(articles: Sequence[str], items: Sequence[str]) -> Scores:
    """The share of an item's 4-grams that the article has."""
    its = [_fourgrams(item) for item in items]
    return np.array(
        [[len(mine & one) / max(1, len(one)) for one in its] for mine in map(_fourgrams, articles)]
    )


def minhash(articles: Sequence[str], items: Sequence[str]) -> Scores:
    """Estimated Jaccard similarity of 4-grams, 128 permutations."""

    def sketch(text: str) -> MinHash:
        made = MinHash(num_perm=128)
        made.update_batch([gram.encode() for gram in sorted(_fourgrams(text))])
        return made

    its = [sketch(item) for item in items]
    return np.array([[mine.jaccard(one) for one in its] for mine in map(sketch, articles)])


def tfidf(articles: Sequence[str], items: Sequence[str]) -> Scores:
    """Cosine of TF-IDF vectors over character bigrams."""
    model = TfidfVectorizer(analyzer="char", ngram_range=(2, 2), preprocessor=squash, sublinear_tf=True)
    its = model.fit_transform(items)
    return np.asarray((model.transform(articles) @ its.T).todense())


def bm25(articles: Sequence[str], items: Sequence[str]) -> Scores:
    """BM25 over character bigrams, by the score that the item would have for itself."""
    its = [_bigrams(item) for item in items]
    frequency = Counter(gram for item in its for gram in item)
    rarity = {gram: log(1 + (len(its) - count + 0.5) / (count + 0.5)) for gram, count in frequency.items()}
    mean = sum(sum(item.values()) for item in its) / len(its)

    def score(query: Counter[str], item: Counter[str]) -> float:
        weight = 1.5 * (0.25 + 0.75 * sum(item.values()) / mean)
        return sum(rarity[gram] * item[gram] * 2.5 / (item[gram] + weight) for gram in query if gram in item)

    best = [score(item, item) for item in its]
    return np.array(
        [
            [score(mine, one) / top for one, top in zip(its, best, strict=True)]
            for mine in map(_bigrams, articles)
        ]
    )


def _bigrams(text: str) -> Counter[str]:
    text = squash(text)
    return Counter(text[at : at + 2] for at in range(len(text) - 1))


SIMILARITIES: dict[str, Similarity] = {
    "4-gram containment": containment,
    "MinHash (128)": minhash,
    "TF-IDF cosine": tfidf,
    "BM25": bm25,
}
