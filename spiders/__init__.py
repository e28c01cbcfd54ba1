"""The outlets. Each module beside `families/` declares some, as spiders that Scrapy finds by their keys."""

import pkgutil
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from base.clock import china_date

if TYPE_CHECKING:
    from crawler.outlet import Outlet
    from crawler.spider import OutletSpider
    from reading import Reader


@cache
def spiders() -> dict[str, "type[OutletSpider]"]:
    """Every outlet's spider by its key. Scrapy is imported by the first call, not with this package."""
    from crawler.spider import OutletSpider  # noqa: PLC0415

    found: dict[str, type[OutletSpider]] = {}
    for module in pkgutil.iter_modules(__path__):
        if module.ispkg:
            continue
        for value in vars(import_module(f"spiders.{module.name}")).values():
            if isinstance(value, type) and issubclass(value, OutletSpider) and "outlet" in vars(value):
                if value.outlet.key in found:
                    raise ValueError(f"two outlets have the key {value.outlet.key}")
                found[value.outlet.key] = value
    return dict(sorted(found.items()))


def outlets() -> "list[Outlet]":
    """Every outlet that is declared, by key."""
    return [spider.outlet for spider in spiders().values()]


def outlet_for(url: str) -> "Outlet | None":
    """The outlet to which an address belongs; of several on one host, the one that knows it as an article's.

    None where no outlet has the host. An account on a platform shows only in its pages: the platform has it.
    """
    parts = {part.key for spider in spiders().values() for part in spider.parts}
    able = [outlet for outlet in outlets() if outlet.covers(url) and outlet.key not in parts]
    return max(able, key=lambda outlet: (outlet.key_of(url) is not None, outlet.names(url)), default=None)


def reader_for(url: str, at: datetime) -> "Reader | None":
    """The reader for a page of this address that was fetched at `at`; None means the generic one."""
    outlet = outlet_for(url)
    return outlet.reader(url, china_date(at)) if outlet else None
