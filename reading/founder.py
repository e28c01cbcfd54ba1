"""The comment of Founder's newspaper systems (方正) in an article: `<!--enpproperty <date>..</date>...-->`.

It often holds date and title when the visible page does not. Fields as seen: articleid, date, author, title,
keyword, subtitle, introtitle (引题), siteid, nodeid, nodename, sourcename, url.
"""

import re
from collections.abc import Mapping
from html import unescape

_FIELD = re.compile(
    r"<(articleid|date|author|title|subtitle|introtitle|pretitle|sourcename)>([^<]{0,400})</\1>", re.I
)

_LONGEST = 8000


def read_property(raw: str) -> Mapping[str, str]:
    """The non-empty fields of the first such comment, by lower-case name; empty when there is none."""
    start = raw.find("<!--enpproperty")
    if start < 0:
        return {}
    end = raw.find("-->", start)
    comment = raw[start : end if end > 0 else start + _LONGEST][:_LONGEST]
    fields = ((match[1].lower(), unescape(match[2]).strip()) for match in _FIELD.finditer(comment))
    return {name: value for name, value in fields if value}
