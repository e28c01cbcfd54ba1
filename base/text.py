"""Folding of Chinese text: width, script, radicals, white space. Pure, total, deterministic.

Three strengths, weakest first:

* `tidy` keeps what an editor would call the same text: no invisible characters, single blanks.
* `fold` makes texts comparable: width, CJK radicals, traditional script, letter case.
* `squash` is `fold` without white space and punctuation: for keys, hashes and n-grams.
"""

import re
import unicodedata
from functools import cache

from opencc import OpenCC

# Characters that show nothing: zero-width, bidi controls, soft hyphen, BOM, variation selectors.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BLANKS = re.compile(r"[^\S\n]+")
_SPACE = re.compile(r"\s+")
_QUOTES = str.maketrans(
    dict.fromkeys("“”„‟〝〞「」『』＂", '"') | dict.fromkeys("‘’‚‛＇", "'") | dict.fromkeys("—–―‒─-", "-")
)
_PUNCTUATION = re.compile(r"[\W_]+")

# Radicals that PDF fonts emit instead of the character and that NFKC leaves alone (U+2E80 block).
_RADICALS = str.maketrans(
    "⺁⺇⺋⺍⺗⺟⺠⺢⺣⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺳⺶⺷⺸⺻⺼⺾⺿⻀⻁⻂⻄⻅⻆⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
    "厂几㔾小心母民水火犬王疋目示礻竹糸纟网网羊羊羊肀肉艹艹艹虎衤西见角讠贝车辶辶辶阝钅长镸长门阝青韦页风飞食饣饣马骨鬼鱼鸟卤麦黄齐齿龙龟",
)

# Kangxi radicals and compatibility ideographs: NFKC knows the character each of them stands for.
_LOOKALIKES = re.compile("[\u2f00-\u2fd5\uf900-\ufad9\U0002f800-\U0002fa1d]")

_SENTENCE_END = re.compile(r"(?<=[。！？；!?;…])(?![”’」』）)\"'])|(?<=[。！？!?…][”’」』）)\"'])|\n+")


@cache
def _simplified() -> dict[int, str]:
    """Traditional -> simplified, character by character; phrases do not matter for comparing."""
    converter = OpenCC("t2s")
    pairs = ((code, converter.convert(chr(code))) for code in range(0x3400, 0xA000))
    return {code: mapped for code, mapped in pairs if mapped != chr(code)}


def visible(text: str) -> str:
    """The text without characters that show nothing, or that turn a line around; blanks stay as they are."""
    return _CONTROL.sub("", _INVISIBLE.sub("", text))


def tidy(text: str) -> str:
    """The text without invisible and control characters, with single blanks and no blank line ends."""
    text = visible(text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(_BLANKS.sub(" ", line).strip() for line in text.split("\n")).strip("\n")


def mend(text: str) -> str:
    """The text with the characters that a PDF font's radicals stand for; nothing else is changed."""
    return _LOOKALIKES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text.translate(_RADICALS))


def fold(text: str) -> str:
    """Comparable text: NFKC width, whole characters for radicals, simplified script, lower case."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text).translate(_RADICALS))
    return text.translate(_simplified()).lower()


def squash(text: str) -> str:
    """`fold` without white space and punctuation; equal keys mean "the same words"."""
    return _PUNCTUATION.sub("", fold(text))


def canonical(text: str) -> str:
    """`fold` without white space, with one kind of quote and dash: equal means nobody would call it a change.

    Other punctuation stays, since 1.5 and 15 are not the same.
    """
    return _SPACE.sub("", fold(text).translate(_QUOTES))


def is_cjk(char: str) -> bool:
    """Whether `char` is a Chinese character (full-width punctuation is not)."""
    return (
        "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or "\U00020000" <= char <= "\U000323af"
    )


def paragraphs(text: str) -> list[str]:
    """The non-empty lines of `text`, tidied."""
    return [line for line in tidy(text).split("\n") if line]


def sentences(text: str) -> list[str]:
    """`text` cut after 。！？； and at line ends; a closing quote stays with its sentence."""
    parts = (part.strip() for part in _SENTENCE_END.split(text))
    return [part for part in parts if part]
