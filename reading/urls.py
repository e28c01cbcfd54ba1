"""What an address says: the day in its path, whether it is a front page, what a relative one means."""

import re
from datetime import date, datetime
from urllib.parse import urljoin, urlsplit

from base.clock import china

_FULL = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)[/\-_]?(?P<month>0[1-9]|1[0-2])[/\-_]?(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"
)
_LOOSE = re.compile(r"/(?P<year>20\d\d)[/\-_](?P<month>1[0-2]|[1-9])[/\-_](?P<day>[12]\d|3[01]|[1-9])(?=/)")
_MONTH = re.compile(r"/(?P<year>20\d\d)[\-/]?(?P<month>0[1-9]|1[0-2])(?=/)")
_SECOND_LEVEL = frozenset(("com.cn", "gov.cn", "org.cn", "net.cn", "edu.cn", "ac.cn", "com.hk", "com.tw"))
_HOME = re.compile(r"/(?:(?:index|default|home|main)\.\w{2,6})?", re.I)


def absolute(base: str, href: str) -> str | None:
    """`href` as an http(s) address, or None: javascript:, data:, mailto: and broken ones lead nowhere."""
    href = "".join(href.split("\n")).strip()[:2000]
    try:
        address = urljoin(base, href)
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.netloc else None


def day_in(url: str, now: datetime) -> date | None:
    """The day that stands in the path; the last one, since a column's name may hold a year before it."""
    path = _path(url)
    for pattern in (_FULL, _LOOSE):
        for match in reversed(list(pattern.finditer(path))):
            try:
                day = date(int(match["year"]), int(match["month"]), int(match["day"]))
            except ValueError:
                continue
            if day <= china(now).date():
                return day
    return None


def month_in(url: str) -> tuple[int, int] | None:
    """Year and month in a path that names no day (/202201/)."""
    match = _MONTH.search(_path(url))
    return (int(match["year"]), int(match["month"])) if match else None


def is_home(url: str) -> bool:
    """Whether an address is the front page of its host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    routed = parts.fragment.startswith(("/", "!"))  # a single-page site's own paths
    return _HOME.fullmatch(parts.path or "/") is not None and not parts.query and not routed


def same_site(one: str, other: str) -> bool:
    """Whether two addresses belong to one registered domain (www.a.gov.cn and b.a.gov.cn)."""
    domains = [_domain(url) for url in (one, other)]
    return domains[0] == domains[1] != ""


def _domain(url: str) -> str:
    try:
        labels = (urlsplit(url).hostname or "").split(".")
    except ValueError:
        return ""
    return ".".join(labels[-3:] if ".".join(labels[-2:]) in _SECOND_LEVEL else labels[-2:])


def _path(url: str) -> str:
    try:
        return urlsplit(url).path[:2000]
    except ValueError:
        return ""
