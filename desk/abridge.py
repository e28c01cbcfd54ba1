"""A proposed abridgement: whole sentences of the article, in its order, none invented. Pure.

The lead stays, and then the sentences with figures, with what was decided or done, and with what the title
speaks of; what people are quoted to say, lists of who attended, and empty phrases go first. An editor
finishes it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from base.text import fold, squash
from desk.sentences import Sentence, read_sentences
from triage import figures

LIMIT = 40_000
"""So many characters of an article are looked at."""

_SPOKEN = re.compile(
    r"“[^”]{10,}”[^。]{0,30}(?:说|表示|告诉|感慨|坦言)|(?:说|告诉记者|表示|感慨|介绍)道?[：:，]?“|告诉记者"
)
_OWN_VOICE = re.compile(r"(?:^|[，。“：])(?:我|我们|咱们?)(?![省国市县区州])")
_ATTENDED = re.compile(
    r"^会[前后]|与会人员|合影|(?:出席|参加).{0,8}(?:会议|会|活动|仪式|开幕式|论坛)[。；，]|等领导|陪同"
)
_DEPENDENT = re.compile(
    r"(?:其中|同时|此外|另外|对此|为此|因此|随后|接着|然而|但|而且|并且|该|这|他|她|它|据此|与此同时|[一二三四五六七八九]是|其[一二三四五]|第[二三四五六]，)"
)
_RESOLVED = re.compile(
    r"(?:会议|》|通知|方案|规划|意见|办法)(?:还)?(?:指出|要求|强调|明确|提出|规定)|(?:要求|强调|明确)，"
)
_PLANNED = re.compile(r"下一步|\d年底?前|月底前|力争|计划到|将于")
_DONE = re.compile(
    "举行|召开|启动|印发|出台|发布|建成|揭牌|实现|完成|达到|累计|新增|覆盖|投入|培训|发放|救助|惠及"
)
_EMPTY = re.compile(
    "如下。|奠定.{0,8}基础|注入.{0,6}动力|营造.{0,10}氛围|受到.{0,8}好评|掌声|纷纷|脸上|笑容|阳光|彩旗|横幅|伴随着|气温|依旧"
)
# The lead is one of so many first sentences.
_TOP = 6
# A sentence of which this share of bigrams was chosen before says nothing new.
_REPEATED = 0.6
# Below this a sentence is not taken once the text is long enough.
_WORTH_TAKING = 0.6


@dataclass(frozen=True, slots=True)
class Target:
    """How long the result should be, in characters: from `least` on only what matters comes in, to `most`."""

    least: int = 220
    most: int = 450


BRIEF = Target(100, 220)
"""For the group of short news."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """One sentence as the article has it, in which of its paragraphs, and why it was taken (Chinese)."""

    paragraph: int
    text: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Abridgement:
    """The proposal. `of` is the length of the article's text in characters."""

    sentences: tuple[Chosen, ...]
    of: int

    @property
    def body(self) -> str:
        """Paragraphs joined by "\\n": sentences of one paragraph of the article stay together."""
        lines: dict[int, str] = {}
        for sentence in self.sentences:
            lines[sentence.paragraph] = lines.get(sentence.paragraph, "") + sentence.text
        return "\n".join(lines.values())


@dataclass(slots=True)
class _Weighed:
    """A sentence with what speaks for it. `leans`: it can't stand without the one before it."""

    sentence: Sentence
    bigrams: frozenset[str]
    leans: bool
    score: float = 0.0
    why: list[str] = field(default_factory=list)

    def add(self, points: float, why: str = "") -> None:
        self.score += points
        if why:
            self.why.append(why)


def abridge(title: str, body: str, target: Target = Target()) -> Abridgement:
    """Choose whole sentences of an article; every one of them stands in `body` as it is."""
    found = _weigh(title, read_sentences(body[:LIMIT]))
    taken = [found[at] for at in sorted(_choose(found, target))]
    chosen = (Chosen(one.sentence.paragraph, one.sentence.text, tuple(one.why)) for one in taken)
    return Abridgement(tuple(chosen), len(squash(body)))


def _bigrams(text: str) -> frozenset[str]:
    squashed = squash(text)
    return frozenset(squashed[at : at + 2] for at in range(len(squashed) - 1))


def _weigh(title: str, sentences: Sequence[Sentence]) -> list[_Weighed]:
    wanted = _bigrams(title)
    found = []
    for number, sentence in enumerate(sentences):
        leans = number > 0 and bool(_DEPENDENT.match(sentence.text))
        one = _Weighed(sentence, _bigrams(sentence.text), leans)
        _weigh_words(one, sentence.text)
        if sentence.first:
            one.add(0.5)
        shared = len(wanted & one.bigrams) / max(len(wanted), 1)
        if shared:
            one.add(2.0 * shared, "与标题相关" if shared >= 0.2 else "")
        # What stands late in a news piece is background more often than not.
        one.add(-0.6 * number / len(sentences))
        found.append(one)
    # Features set a scene first; the lead is the sentence near the top that says most.
    if found:
        top = max(range(len(found[:_TOP])), key=lambda at: found[at].score - 0.3 * at)
        found[top].add(4.0, "导语")
    return found


def _weigh_words(one: _Weighed, text: str) -> None:
    said = figures.find(figures.join_digits(fold(text)))
    if said:
        one.add(min(0.45 * len(said), 1.6), "数字：" + "、".join(figure.text for figure in said[:3]))
    if _RESOLVED.search(text):
        one.add(0.9, "写明要求")
    if done := _DONE.search(text):
        one.add(0.5, f"写明“{done[0]}”")
    if "《" in text:
        one.add(0.3, "提到文件")
    if _PLANNED.search(text):
        one.add(0.5, "写明安排")
    if not one.why:
        one.add(-0.5)  # nothing in it that could be checked
    for pattern, points in ((_SPOKEN, -2.2), (_ATTENDED, -1.2), (_EMPTY, -0.9), (_OWN_VOICE, -1.2)):
        if pattern.search(text):
            one.add(points)
    if text.endswith(("？", "！", "?", "!", "”")):
        one.add(-0.5)
    if len(text) > 180:
        one.add(-0.4)


def _choose(found: Sequence[_Weighed], target: Target) -> set[int]:
    """The best sentences that fit, the lead first; one that leans on another comes only with that."""
    chosen: set[int] = set()
    known: frozenset[str] = frozenset()
    length = 0
    for at in sorted(range(len(found)), key=lambda at: (-found[at].score, at)):
        group = _with_support(found, at) - chosen
        size = sum(len(found[other].sentence.text) for other in group)
        bigrams = frozenset().union(*(found[other].bigrams for other in group))
        if not group or (chosen and length + size > target.most):
            continue
        if chosen and len(bigrams & known) >= _REPEATED * max(len(bigrams), 1):
            continue
        worth = sum(found[other].score for other in group) / len(group)
        if chosen and worth < (_WORTH_TAKING if length >= target.least else 0.0):
            continue
        chosen |= group
        known |= bigrams
        length += size
    return chosen


def _with_support(found: Sequence[_Weighed], at: int) -> set[int]:
    """A sentence and those before it that it leans on."""
    group = {at}
    while found[at].leans and at > 0:
        at -= 1
        group.add(at)
    return group
