"""What every page needs: the settings, the database, the clock, and what lies outside the desk."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request

from base.settings import Settings
from desk.nearest import Nearest
from storage.database import Database

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Outside:
    """What the desk may not know by itself, and is told by `commands/`.

    `outlet_of` gives the key of the outlet that has this address, None where nobody watches it; `raw_text`
    gives a stored page, decoded, as the text it is (BadFile where it is not kept any more); `picture` fetches
    one picture of an outlet's article (ShiyiError where that cannot be done).
    """

    outlet_of: Callable[[str], str | None]
    raw_text: Callable[[str], str]
    picture: Callable[[str, str], bytes]


@dataclass(frozen=True, slots=True)
class Desk:
    """One running desk."""

    settings: Settings
    database: Database
    clock: Clock
    outside: Outside
    nearest: Nearest


def desk_of(request: Request) -> Desk:
    """The desk that answers this request."""
    desk: Desk = request.app.state.desk
    return desk


TheDesk = Annotated[Desk, Depends(desk_of)]
