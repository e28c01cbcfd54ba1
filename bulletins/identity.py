"""When two readings are of the same issue, and whether they say the same. Pure."""

import hashlib
import json
from dataclasses import asdict

from base.text import squash
from bulletins.model import Issue, Kind

_LONGEST = 64


def fingerprint(issue: Issue) -> str:
    """What makes two readings readings of one issue; equal for a corrected text of it.

    Kind, name and number with the year; without a number the day; without either (a fragment) the titles.
    At most 64 characters, readable so that a log shows what is meant: 简报/青河省妇儿工委简报/2021/10.
    """
    parts = [issue.kind.value, squash(issue.title)]
    if issue.number is not None and issue.kind is not Kind.NEWSPAPER:
        parts += [str(issue.date.year) if issue.date else "", str(issue.number)]
    elif issue.date is not None and issue.title:
        parts.append(issue.date.isoformat())
    else:
        titles = "\n".join(squash(item.title) or squash(item.body)[:40] for item in issue.items)
        parts.append(_digest(titles)[:16])
    whole = "/".join(parts)
    return whole if len(whole) <= _LONGEST else f"{whole[: _LONGEST - 17]}~{_digest(whole)[:16]}"


def content_digest(issue: Issue) -> str:
    """A hash of all that an issue says; a corrected reading has another one. Warnings do not count."""
    said = [issue.title, issue.number, issue.date.isoformat() if issue.date else None]
    return _digest(json.dumps([said, [asdict(item) for item in issue.items]], ensure_ascii=False))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
