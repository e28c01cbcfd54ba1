"""The saved pages of the tests: the project's own, and the real ones in ../shared where they are."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reading import Page, read_page

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
OWN = Path(__file__).with_name("pages")
SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "pages"
_ASKED = ("url", "status", "requested_url", "note")


@dataclass(frozen=True)
class Saved:
    """One saved page, how it is to be read, and what is known of it: the contract's fields."""

    name: str
    data: bytes
    url: str
    known: dict[str, Any]
    status: int = 200
    requested_url: str | None = None

    def read(self) -> Page:
        """The page as the reader sees it."""
        return read_page(self.data, self.url, now=NOW, status=self.status, requested_url=self.requested_url)


def own_pages() -> list[Saved]:
    """The project's own pages."""
    return [_saved(file, json.loads(file.read_text())) for file in sorted(OWN.glob("*.expected.json"))]


def shared_pages() -> list[Saved]:
    """The real pages, with the text that is known of some of them under "body"; none if they are not here."""
    file = SHARED / "expected.json"
    expected: dict[str, dict[str, Any]] = json.loads(file.read_text()) if file.is_file() else {}
    pages = []
    for name, known in expected.items():
        truth = SHARED / name.replace(".html", ".truth.json")
        if known.pop("text_known", False):
            known["body"] = json.loads(truth.read_text())["cleaned"]
        pages.append(_saved(SHARED / name, known))
    return pages


def in_contract(page: Page, field: str) -> Any:
    """A field's value as `shiyi article read --json` writes it."""
    value = getattr(page, field)
    if field == "published_at":
        return value.isoformat() if value else None
    return list(value) if isinstance(value, tuple) else value


def _saved(file: Path, known: dict[str, Any]) -> Saved:
    name = file.name.split(".")[0]
    return Saved(
        name,
        file.with_name(f"{name}.html").read_bytes(),
        known["url"],
        {field: value for field, value in known.items() if field not in _ASKED},
        known.get("status", 200),
        known.get("requested_url"),
    )
