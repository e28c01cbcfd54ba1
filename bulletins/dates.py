"""Numbers and dates in the forms that mastheads use. Pure."""

import re
from datetime import date

_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "O": 0,
    "o": 0,
}
_N = r"[\d〇○零Oo一二三四五六七八九十]"
_DATE = re.compile(
    rf"(?P<year>(?:[12]\d|[一二][〇○零Oo九])[\d〇○零Oo一二三四五六七八九]{{2}})(?P<sep>年|[-./．—])"
    rf"(?P<month>{_N}{{1,2}}|十[一二])(?:月|(?P=sep))(?P<day>{_N}{{1,3}})日?"
)
_NUMBER = rf"({_N}{{1,4}}|[一二三四五六七八九]?百[〇零]?{_N}{{0,3}})"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<!总)第{_NUMBER}(?:[-—、,，~至]第?{_N}{{1,3}})?[期号辑]",
        rf"[〔\[（(【](?:19|20)\d\d年?[〕\]）)】]第?{_NUMBER}[期号]",
        rf"(?:19|20)\d\d年?[·.，,]?{_NUMBER}期",
        rf"^[（(]?{_NUMBER}期[）)]?$",
        rf"\bNo[.．:]?{_NUMBER}\b",
        rf"№{_NUMBER}",
        rf"总第?{_NUMBER}期",
    )
)
_JOINT = re.compile(rf"第{_N}{{1,4}}[-—、,，~至]第?{_N}{{1,3}}[期号辑]|合刊")


def chinese_number(text: str) -> int | None:
    """10, 一〇, 十二, 二十一, 一百零三 -> int; None for anything else."""
    if re.fullmatch(r"[0-9]{1,6}", text):
        return int(text)
    if "百" in text:
        hundreds, _, rest = text.partition("百")
        low = chinese_number(rest.lstrip("零〇")) if rest.lstrip("零〇") else 0
        return None if low is None else _DIGITS.get(hundreds or "一", 1) * 100 + low
    if "十" in text:
        tens, _, ones = text.partition("十")
        if (tens and tens not in _DIGITS) or (ones and ones not in _DIGITS):
            return None
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    digits = [str(_DIGITS[char]) if char in _DIGITS else char for char in text]
    return int("".join(digits)) if digits and all(re.fullmatch("[0-9]", digit) for digit in digits) else None


def find_date(text: str) -> date | None:
    """The first date in a text without white space.

    Forms: 2021年11月15日, 二〇二一年十一月十五日, 2021-11-15, 2021.11.15, 2021/11/15.
    """
    for found in _DATE.finditer(text):
        year, month, day = (chinese_number(found[part]) for part in ("year", "month", "day"))
        if year and month and day and 1949 <= year <= 2100 and month <= 12 and day <= 31:
            try:
                return date(year, month, day)
            except ValueError:
                continue
    return None


def find_number(text: str) -> int | None:
    """The issue's number in a text without white space; 总第…期 only if there is no other."""
    for form in _FORMS:
        for found in form.finditer(text):
            number = chinese_number(found[1])
            if number:
                return number
    return None


def is_joint(text: str) -> bool:
    """Whether several issues were printed as one (第10-11期合刊)."""
    return bool(_JOINT.search(text))


def is_date(text: str) -> bool:
    """Whether a line is a date alone, perhaps in brackets."""
    bare = re.sub(r"\s+|^\s*[（(]|[）)]\s*$", "", text) if len(text) <= 24 else ""
    return bool(_DATE.fullmatch(bare)) and find_date(bare) is not None
