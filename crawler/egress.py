"""The one egress gate. Nothing leaves this program for the web but through it.

It stands in the download handler, below every middleware, so that spiders, robots.txt, each hop of a
redirect, the browser's own requests and pasted links all meet it, and in the resolver, so that a registered
name that points into the office's network is never connected to.
"""

import ipaddress
import logging
from typing import Any
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.outlet import covers

logger = logging.getLogger(__name__)

REPLICA_HOST = "127.0.0.1"
_PORTS = {"http": 80, "https": 443}
# RFC 6052: how a network without IPv4 writes an IPv4 address. RFC 4291: all other public IPv6 addresses.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")


class EgressRefused(IgnoreRequest):
    """The gate refused a request; the text says why. Never retried; counted as `egress/refused`."""


class NotPublic(EgressRefused):
    """A registered name that leads into an inner network."""


def check_url(url: str, hosts: tuple[str, ...]) -> None:
    """Raise EgressRefused unless `url` is http(s), on a registered host, on its usual port."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise EgressRefused(f"{url[:200]!r} is no address") from None
    host = (parts.hostname or "").lower()
    if parts.scheme not in _PORTS:
        raise EgressRefused(f"the scheme of {url[:200]!r} is not http or https")
    if parts.username is not None or parts.password is not None:
        raise EgressRefused(f"an address with a user name, at {host}")
    if port is not None and port != _PORTS[parts.scheme]:
        raise EgressRefused(f"port {port} at {host}")
    if not host or _is_literal(host):
        raise EgressRefused(f"{host or 'an empty host'} is a bare network address, not a registered host")
    if not covers(hosts, host):
        raise EgressRefused(f"{host} is not one of this outlet's registered hosts")


def _is_literal(host: str) -> bool:
    """Whether a resolver would take `host` for an address; it takes 127.1, 0x7f000001 and 2130706433."""
    last = host.rstrip(".").rpartition(".")[2]
    return ":" in host or last.isdigit() or last.startswith("0x")


def is_public(address: str) -> bool:
    """Whether the address is on the open internet, and so is an IPv4 address that it stands for.

    >>> [is_public(a) for a in ("93.184.215.14", "100.64.1.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1")]
    [True, False, False, False]
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:  # also fe80::1%eth0: an address with a zone is never a public one
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global and not ip.is_multicast and not ip.is_reserved
    if ip in _NAT64:
        return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    if ip not in _GLOBAL_UNICAST or not ip.is_global:
        return False
    return ip.sixtofour is None or is_public(str(ip.sixtofour))


@implementer(IHostnameResolver)
class PublicResolver:
    """Answers a name's public addresses only; `refused` remembers names that had none.

    Scrapy installs it (setting TWISTED_DNS_RESOLVER). Twisted connects to nothing but what it answers, so
    there is no second look-up in which a name could change its mind.
    """

    def __init__(self, reactor: Any, replica: bool = False) -> None:
        self._reactor = reactor
        self._own = {REPLICA_HOST} if replica else set()
        self._inner: Any = reactor.nameResolver
        self.refused: dict[str, list[str]] = {}

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> "PublicResolver":
        """As Scrapy builds it. With a replica, requests go to loopback; `check_url` lets no page say so."""
        return cls(reactor, replica=crawler.settings["SHIYI"].replica_port is not None)

    def install_on_reactor(self) -> None:
        """Make the reactor ask this resolver."""
        self._reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802 (Twisted's name)
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Any = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        """See IHostnameResolver."""
        receiver = resolutionReceiver
        if hostName not in self._own:
            receiver = _PublicOnly(receiver, hostName, self.refused)
        return self._inner.resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)


@implementer(IResolutionReceiver)
class _PublicOnly:
    """Passes public addresses on."""

    def __init__(self, receiver: Any, host: str, refused: dict[str, list[str]]) -> None:
        self._receiver, self._host, self._refused = receiver, host, refused
        self._dropped: list[str] = []
        self._passed = False

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        if is_public(address.host):
            self._passed = True
            self._receiver.addressResolved(address)
        else:
            self._dropped.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        if self._dropped and not self._passed:
            self._refused[self._host] = self._dropped
            logger.warning("%s resolves to %s only: refused", self._host, ", ".join(self._dropped))
        else:
            self._refused.pop(self._host, None)
        self._receiver.resolutionComplete()
