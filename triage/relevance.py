"""Would the bulletin print this? A chance, and reasons in the editors' words.

Two questions, and the second must not drown the first: is it about the home province, and is its subject the
office's? The subject is told by the bulletin's own domains, by who acts, by likeness to past items, and by the
marks of ordinary provincial news; the weights are shipped. Decisions then teach what the words cannot tell.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from math import exp, fsum, log1p

from triage import learning, places
from triage.archive import Archive
from triage.learning import Lessons
from triage.names import PROVINCIAL
from triage.piece import Piece
from triage.weights import Weights

# Provinces besides home whose experience the editors want to see.
WATCHED = ("内蒙古",)
_TITLE_WEIGHT = 3.0
# How sure the office's interest is in what surely was printed before.
_PRINTED = 0.9
# What was learned is named as a reason from this shift (log odds) on.
_NOTABLE = 0.25
# A past item is named as a reason from this likeness on.
_ALIKE = 0.12


@dataclass(frozen=True, slots=True)
class Relevance:
    """`chance` 0..1, and why, best reason first; the subjects and the cities that editors filter by."""

    chance: float
    reasons: tuple[str, ...]
    domains: tuple[str, ...]
    cities: tuple[str, ...]


@cache
def _words() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    data = json.loads(files("triage").joinpath("data/domains.json").read_text("utf-8"))
    groups = {
        name: {key: tuple(words.split()) for key, words in data[name].items()}
        for name in ("domains", "ordinary")
    }
    groups["single"] = {
        name: tuple(data[name].split()) for name in ("core", "interest", "members", "livelihood", "routine")
    }
    return groups


def _density(words: Iterable[str], title: str, body: str) -> float:
    """How much of a text its words are about: distinct ones count, those in the title most."""
    count = 0.0
    for word in words:
        if word in title:
            count += _TITLE_WEIGHT
        elif (times := body.count(word)) > 0:
            count += min(1.0 + 0.3 * (times - 1), 2.0)
    return log1p(count * 600 / (600 + len(body)))


@dataclass(frozen=True)
class Subject:
    """What the subject of a text is, as numbers, and the words for it."""

    values: Mapping[str, float]
    domains: tuple[str, ...]
    actor: str | None


def subject(article: Piece) -> Subject:
    """The features of an article's subject."""
    words, title, body = _words(), article.head, article.body[:3000]
    domains = {name: _density(known, title, body) for name, known in words["domains"].items()}
    ordinary = {name: _density(known, title, body) for name, known in words["ordinary"].items()}
    ranked = sorted(domains, key=lambda name: (-domains[name], name))
    single = words["single"]
    issuers = {o.body: o.level for o in article.facts.issuers}
    actors = [body for body in single["interest"] if body in issuers]
    member = any(body in issuers for body in single["members"])
    values = {
        "best_domain": domains[ranked[0]],
        "domains": log1p(sum(domains.values())),
        "core": _density(single["core"], title, body),
        "livelihood": _density(single["livelihood"], title, body),
        "actor": float(bool(actors)),
        "member": float(member),
        # What an office does for itself, whatever its field: notices, recruiting, purchases, party meetings, drills.
        "routine": float(any(word in title for word in single["routine"])),
        **{f"ordinary_{name}": value for name, value in ordinary.items()},
    }
    actor = actors[0] if actors else None
    if actor and issuers[actor] == PROVINCIAL and not actor.startswith("团"):
        actor = f"省{actor}"
    return Subject(values, tuple(name for name in ranked[:2] if domains[name] >= 0.7), actor)


def place(article: Piece, home: str) -> str:
    """Where an article's subject is: "home", "watched", "other", "nation" or "unknown"."""
    facts = article.facts
    found = {places.province(name) for name in facts.head_places or facts.places}
    kinds = ((home, "home"), *((watched, "watched") for watched in WATCHED), (places.NATION, "nation"))
    for name, kind in kinds:
        if name in found:
            return kind
    return "other" if found else "unknown"


def _cities(article: Piece) -> tuple[str, ...]:
    """Where the subject is: cities by their short names, else provinces."""
    return tuple(dict.fromkeys(places.label(places.city(name) or name) for name in article.facts.focus))


@dataclass(frozen=True)
class Ranker:
    """Relevance by the shipped weights, the given archive, and the decisions learned from, if any."""

    archive: Archive
    weights: Weights
    lessons: Lessons = learning.NONE

    @cached_property
    def key(self) -> str:
        """Equal for two rankers that say the same of every text."""
        known = (self.weights.version, self.archive.home, sorted(self.archive.entries), self.lessons.key)
        return hashlib.sha256(repr(known).encode()).hexdigest()

    def learn(self, decisions: Sequence[tuple[str, bool]]) -> "Ranker":
        """A ranker that knows these decisions: texts, their titles on the first line, and whether accepted."""
        if not decisions:
            return self
        printed = [f"{known.item.title}\n{known.item.body}" for known in self.archive.entries.values()]
        return replace(self, lessons=learning.learn(decisions, printed))

    def rank(self, article: Piece, *, same: float = 0.0, reprints: int = 0) -> Relevance:
        """The chance that the editors would print `article`, which stands in `reprints` further outlets.

        `same` is the chance that it reports what was printed before: of that the office surely wants to know.
        """
        told = subject(article)
        where = place(article, self.archive.home)
        settings = self.weights.relevance
        alike, likeness = self.most_alike(article)
        values = {**told.values, "likeness": likeness, "reprints": min(1.0, reprints / 4)}
        score = settings["bias"] + sum(
            settings["weights"].get(name, 0.0) * value for name, value in values.items()
        )
        text = f"{article.title}\n{article.body}"
        shift = self.lessons.shift(text)
        score += shift
        chance = settings["place"][where] / (1 + exp(-score))
        chance += (1 - chance) * same * _PRINTED
        reasons = self._reasons(told, where, alike if likeness >= _ALIKE else None, reprints)
        reasons += self._learned(text, shift)
        return Relevance(chance, reasons, told.domains, _cities(article))

    def _learned(self, text: str, shift: float) -> tuple[str, ...]:
        """What the editors' decisions say of a text, and how many they are."""
        reasons = []
        if abs(shift) >= _NOTABLE:
            told = "靠前" if shift > 0 else "靠后"
            reasons.append(f"按编辑已作的{self.lessons.count}个决定，排得{told}")
        if decided := self.lessons.reason(text):
            reasons.append(decided)
        return tuple(reasons)

    def most_alike(self, article: Piece, without: int | None = None) -> tuple[str | None, float]:
        """The past item (but `without` that one) whose lead is most like the article's, and how much (0..1)."""
        best, likeness = None, 0.0
        for number in self.archive.near(article)[:5]:
            if number == without:
                continue
            entry = self.archive.entries[number]
            ours, its = article.lead, entry.whole.lead
            common = fsum(map(self.weights.rarity, ours & its))
            total = min(fsum(map(self.weights.rarity, ours)), fsum(map(self.weights.rarity, its)))
            if total and common / total > likeness:
                best, likeness = entry.ref.title, common / total
        return best, likeness

    def _reasons(self, told: Subject, where: str, alike: str | None, reprints: int) -> tuple[str, ...]:
        reasons = []
        if told.domains:
            reasons.append("主题：" + "、".join(told.domains))
        if told.actor:
            reasons.append(f"{told.actor}主办或参与")
        if alike:
            reasons.append(f"像往期条目《{alike[:30]}》")
        if reprints:
            reasons.append(f"被{reprints}家转载")
        if where == "watched":
            reasons.append("外省经验")
        elif where in ("other", "nation"):
            reasons.append("不是本省的事" if where == "other" else "全国性消息")
        return tuple(reasons)
