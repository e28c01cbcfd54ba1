"""A made-up archive of any size for the bench: items as long and as varied as a bulletin's, and their sources.

Words are drawn by a Zipf law from a made-up vocabulary, so that common ones are as common as in Chinese news;
every item has figures, a day and places of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bulletins.model import Item
from triage.archive import Entry
from triage.model import Article, ItemRef

_VOCABULARY = 60_000
_PLACES = [
    "兰州市",
    "白银市",
    "天水市",
    "武威市",
    "张掖市",
    "平凉市",
    "酒泉市",
    "庆阳市",
    "定西市",
    "陇南市",
    "会宁县",
    "民勤县",
    "敦煌市",
    "礼县",
    "环县",
]
_UNITS = ("人", "名", "户", "个", "所", "万元", "场次", "件")
_SENTENCES = 8


@dataclass
class Corpus:
    """Draws texts. The same seed gives the same texts."""

    seed: int

    def __post_init__(self) -> None:
        self._random = np.random.default_rng(self.seed)
        characters = np.array([chr(code) for code in range(0x4E00, 0x4E00 + 2500)])
        letters = self._random.choice(characters, (_VOCABULARY, 2))
        self._words = [first + second for first, second in letters]
        rank = np.arange(1, _VOCABULARY + 1)
        self._shares = np.cumsum(1 / rank) / np.sum(1 / rank)

    def _sentence(self) -> str:
        random = self._random
        words = [
            self._words[at]
            for at in np.searchsorted(self._shares, random.random(int(random.integers(12, 24))))
        ]
        if random.random() < 0.7:
            value, unit = int(10 ** random.uniform(1, 5)), _UNITS[random.integers(len(_UNITS))]
            words.insert(len(words) // 2, f"{value}{unit}")
        half = len(words) // 3
        return "".join(words[:half]) + "，" + "".join(words[half:]) + "。"

    def source(self) -> tuple[str, list[str]]:
        """(title, sentences) of a full report."""
        place = _PLACES[self._random.integers(len(_PLACES))]
        month, day = self._random.integers(1, 13), self._random.integers(1, 29)
        sentences = [self._sentence() for _ in range(_SENTENCES)]
        sentences[0] = f"{month}月{day}日，{place}" + sentences[0]
        return place + sentences[0].split("，", 2)[1][:14], sentences

    def pairs(self, count: int) -> Iterator[tuple[Entry, tuple[str, list[str]]]]:
        """Items, each an abridged source (the first sentence and half of the rest), with that source."""
        for number in range(count):
            title, sentences = self.source()
            kept = sentences[:1] + [one for one in sentences[1:] if self._random.random() < 0.5]
            item = Item(number + 1, title, "".join(kept), "每日甘肃")
            yield (
                Entry(ItemRef("bench.txt", number + 1, title), item, "甘肃", report=False),
                (title, sentences),
            )

    def article(self, id_: str, source: tuple[str, list[str]]) -> Article:
        """A page that holds a source, with a title and a sentence more."""
        title, sentences = source
        return Article(id_, title + self._sentence()[:6], "".join([*sentences, self._sentence()]), "甘肃日报")
