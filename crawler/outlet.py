"""What a spider declares: the outlet, its columns, the hosts it may be fetched from, and its readers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

from reading import Reader
from storage.outlets import OutletRow


class OutletKind(StrEnum):
    """How an outlet publishes."""

    SITE = "site"
    EPAPER = "epaper"
    WECHAT = "wechat"
    APP = "app"
    SUBMISSION = "submission"


@dataclass(frozen=True, slots=True)
class Column:
    """One list page. `url` is the address a person would open; it names the column in the database.

    `feed` is the address its rows are fetched from where that is another one (a JSON list behind the page).
    """

    url: str
    name: str
    feed: str | None = None


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who publishes. About ten lines in `spiders/`; docs/add-an-outlet.md says how to write one.

    `hosts` are exact names, or `*.example.cn` for every host under example.cn; nothing else is ever fetched
    for the outlet. An outlet without `columns` has no list: editors forward its links, or enter its text.
    `off_reason` (Chinese, shown to editors) says why an outlet is not crawled although it is declared.
    `note` says what else its readers should know.
    `delay` is the least number of seconds between two requests to a host, where the setting is not enough.
    """

    key: str
    name: str
    kind: OutletKind = OutletKind.SITE
    province: str = "甘肃"
    bulletin_name: str | None = None
    aliases: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    readers: tuple[Reader, ...] = ()
    off_reason: str | None = None
    delay: float | None = None
    note: str | None = None

    @property
    def enabled(self) -> bool:
        """Whether it is crawled unless the operator says otherwise."""
        return self.off_reason is None

    def covers(self, url: str) -> bool:
        """Whether the address is on one of the outlet's hosts."""
        return covers(self.hosts, urlsplit(url).hostname or "")

    def names(self, url: str) -> bool:
        """Whether the address's host is registered by its full name, not only by a pattern."""
        return (urlsplit(url).hostname or "").lower() in self.hosts

    def reader(self, url: str, day: date) -> Reader | None:
        """The reader for a page of this address that was fetched on `day`: the newest that was valid then."""
        valid = [reader for reader in self.readers if (reader.valid_from or date.min) <= day]
        fitting = [reader for reader in valid if reader.key_of(url)] or valid
        return max(fitting, key=lambda reader: reader.valid_from or date.min, default=None)

    def key_of(self, url: str) -> str | None:
        """The native key of the article at this address; None where it is no article's address."""
        keys = (reader.key_of(url) for reader in self.readers)
        return next((key for key in keys if key), None)

    def row(self, enabled: bool) -> OutletRow:
        """The outlet as the database keeps it."""
        return OutletRow(
            key=self.key,
            name=self.name,
            bulletin_name=self.bulletin_name,
            kind=self.kind,
            province=self.province,
            enabled=enabled,
            off_reason=self.off_reason,
            columns={column.url: column.name for column in self.columns},
            aliases=self.aliases,
        )


def covers(hosts: tuple[str, ...], host: str) -> bool:
    """Whether `host` is one of `hosts`; `*.example.cn` stands for every name under example.cn.

    >>> covers(("gswomen.org.cn", "*.gansudaily.com.cn"), "szb.gansudaily.com.cn")
    True
    >>> covers(("*.gansudaily.com.cn",), "gansudaily.com.cn.evil.example")
    False
    """
    host = host.lower()
    return any(
        host.endswith(pattern[1:]) if pattern.startswith("*.") else host == pattern for pattern in hosts
    )


def lanes_of(outlets: Iterable[Outlet]) -> dict[str, str]:
    """Outlets with a host in common are one lane, named after one of them: nobody is asked by two at once."""
    lanes: list[tuple[list[str], set[str]]] = []
    for outlet in outlets:
        keys, hosts = [outlet.key], set(outlet.hosts)
        for lane in [lane for lane in lanes if _share_a_host(lane[1], hosts)]:
            lanes.remove(lane)
            keys, hosts = lane[0] + keys, lane[1] | hosts
        lanes.append((keys, hosts))
    return {key: keys[0] for keys, _ in lanes for key in keys}


def _share_a_host(one: set[str], other: set[str]) -> bool:
    return any(covers(tuple(one), host) for host in other) or any(covers(tuple(other), host) for host in one)
