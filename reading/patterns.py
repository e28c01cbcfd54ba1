"""Long alternatives of regular expressions, kept readable."""


def any_of(*groups: str) -> str:
    """The regular expression that matches any of the alternatives; in a group they stand between blanks.

    >>> any_of("来源 出处", r"转自[:：]")
    '(?:来源|出处|转自[:：])'
    """
    return "(?:" + "|".join("|".join(group.split()) for group in groups) + ")"
