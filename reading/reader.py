"""How one kind of site is read, said as data: outlets declare Readers, this package applies them."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Reader:
    """Where a kind of site keeps things. Everything left empty is read by the general rules.

    Selectors are CSS, tried in order; the first that gives a text wins. `keys` are regular expressions
    searched in the URL: the groups of the first that matches, joined by "-", are the native key. `cuts` are
    texts of this site after which nothing of an article follows. `own_source` is the source of pages that
    name none (those of a newspaper). A redesign adds a Reader with the day it came: `valid_from`.
    """

    name: str
    version: int = 1
    title: tuple[str, ...] = ()
    subtitle: tuple[str, ...] = ()
    pretitle: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    cuts: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    own_source: str | None = None
    valid_from: date | None = None

    @property
    def label(self) -> str:
        """ "name/version+rules", as versions record what read them."""
        return f"{self.name}/{self.version}+{rules()}"

    def key_of(self, url: str) -> str | None:
        """The native key in an address: the groups of the first pattern of `keys` that occurs in it."""
        for pattern in self.keys:
            if match := re.search(pattern, url):
                return "-".join(group for group in match.groups() if group) or match[0]
        return None


@cache
def rules() -> str:
    """A mark of the general rules, eight hexadecimal digits: another one whenever this package was changed.

    So a page that reads otherwise only because a rule was mended is never told as a change of its article,
    and nobody has to remember to count the rules up.
    """
    modules = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(module.read_bytes() for module in modules)).hexdigest()[:8]
