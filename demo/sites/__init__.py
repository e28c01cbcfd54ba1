"""The sites of the replica, one module per kind of site."""

from demo.bulk import generated
from demo.content import Library
from demo.sites.enorth import gansudaily
from demo.sites.gswomen import Gswomen
from demo.sites.platform import wsjk
from demo.web import Site


def build(library: Library, bulk: int = 0) -> list[Site]:
    """Every site of the replica; `bulk` generated articles stand at 每日甘肃."""
    return [gansudaily(library, generated(bulk) if bulk else None), wsjk(library), Gswomen(library)]
