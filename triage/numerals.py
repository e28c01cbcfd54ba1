"""Numbers as Chinese texts write them, and how exactly they are meant."""

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
SCALES = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10_000, "亿": 100_000_000}


def chinese_number(words: str) -> float | None:
    """两万五千 -> 25000, 五点四四 -> 5.44, 一千六 -> 1600. None where the words are no number (一二三)."""
    whole, point, decimals = words.partition("点")
    if point:
        scale = LARGE.get(decimals[-1:], 1)
        value = _whole(whole)
        digits = "".join(str(DIGITS[char]) for char in decimals if char in DIGITS)
        return None if value is None or not digits else (value + float(f"0.{digits}")) * scale
    return _whole(words)


def _whole(words: str) -> float | None:
    total = section = 0
    digit: int | None = None
    last = large = 0
    for char in words:
        if char in DIGITS:
            if digit:
                return None
            digit = DIGITS[char]
            last = 1 if digit == 0 else last
        elif char in SCALES:
            section += (1 if digit is None else digit) * SCALES[char]
            digit, last = None, SCALES[char]
        else:
            section += digit or 0
            if LARGE[char] > large:  # 三万亿: all so far counts in 亿
                total, large = (total + section or 1) * LARGE[char], LARGE[char]
            else:  # 一亿三千六百万
                total += section * LARGE[char]
            section, digit, last = 0, None, LARGE[char]
    # 一千六 is 1600, 两万七 is 27,000; but 一千零六 is 1006.
    rest = (digit or 0) * (last // 10 if last >= 100 else 1)
    return float(total + section + rest)


def scale(text: str | None) -> float:
    """What 万, 亿, 百万 ... multiply by."""
    factor = 1.0
    for char in text or "":
        factor *= SCALES.get(char) or LARGE[char]
    return factor


def significant(text: str) -> tuple[int, float]:
    """The count of significant digits of an Arabic number, and the worth of its last one: 12,000 -> 2, 1000."""
    plain = text.replace(",", "")
    if "." in plain:
        decimals = len(plain.split(".")[1])
        return len(plain.replace(".", "").lstrip("0")) or 1, 10.0**-decimals
    stripped = plain.rstrip("0") or "0"
    return len(stripped.lstrip("0")) or 1, 10.0 ** (len(plain) - len(stripped))


def interval(
    value: float, step: float, unit: float, *, prefix: str, more: bool, at_least: bool
) -> tuple[float, float]:
    """What a writer who says `value` may mean; `step` is the worth of its last significant digit, `unit` that of
    its last written one where it counts in 万 or 亿, else 0: 80亿 is 8 of 10亿 and means 79.5亿 to 80.5亿.

    `prefix` is the word before it (近, 约, 超 ...), `more` says that 余 or 多 follows, `at_least` that 以上 does.
    """
    if prefix == "近":
        return value * 0.9, value
    if prefix in ("约", "大约"):
        return value * 0.95, value * 1.05
    if more:
        return value - (0 if step == value else step / 2), value + step
    if at_least or prefix:
        return value, value + max(step, value * 0.1)
    if step < value:  # 2.57万; a plain 2万 is meant as it stands
        return value - unit / 2, value + unit / 2
    return value, value
