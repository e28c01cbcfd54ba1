"""A claim is true or not: what was planted, how much of it came out right, and what else is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Claim:
    """What is claimed, how much was planted, how much came out right, and what is wrong (empty: nothing)."""

    what: str
    planted: int
    right: int
    wrong: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether all that was planted came out right, and nothing else is wrong."""
        return self.planted == self.right and not self.wrong


def show(console: Console, claims: Sequence[Claim], title: str) -> None:
    """The table, and below it what is wrong, a line each."""
    table = Table("claim", "planted", "right", "", title=title, title_justify="left")
    for claim in claims:
        table.add_row(claim.what, str(claim.planted), str(claim.right), "ok" if claim.holds else "WRONG")
    console.print(table)
    for claim in claims:
        if not claim.holds:
            lines = (f"{claim.what}: {claim.right} of {claim.planted}", *claim.wrong[:_SHOWN])
            console.print("\n    ".join(lines), markup=False, highlight=False)
