"""Raw pages: what a server sent, compressed, under SHIYI_HOME/raw/ab/<sha256>.gz."""

import gzip
import hashlib
import os
import re
from collections.abc import Container
from pathlib import Path

from base.errors import BadFile

# Pages of 4 MB and more are common at WeChat; a little less compression is three times as fast.
_LEVEL = 3
_NAME = re.compile(r"[0-9a-f]{64}")


class RawPages:
    """The folder of raw pages."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "raw"

    def path(self, name: str) -> Path:
        """Where the page with this name (the SHA-256 of its bytes, in hex) lies."""
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is not the name of a raw page")
        return self._folder / name[:2] / f"{name}.gz"

    def keep(self, page: bytes) -> str:
        """Store a page, whole or not at all; -> its name. The same page twice is stored once."""
        name = hashlib.sha256(page).hexdigest()
        path = self.path(name)
        if path.exists():
            path.touch()  # wanted again, however old it is: see `prune`
        else:
            partial = path.with_name(f"{name}.{os.getpid()}.part")
            packed = gzip.compress(page, _LEVEL, mtime=0)
            try:
                partial.write_bytes(packed)
            except FileNotFoundError:
                path.parent.mkdir(parents=True, exist_ok=True)
                partial.write_bytes(packed)
            partial.replace(path)
        return name

    def prune(self, wanted: Container[str], before: float) -> int:
        """Remove pages that nobody wants and that were stored before a moment (seconds since 1970); how many.

        Remains of a write that was cut short go too.
        """
        removed = 0
        for path in self._folder.glob("[0-9a-f][0-9a-f]/*"):
            if path.name.removesuffix(".gz") not in wanted and path.stat().st_mtime < before:
                path.unlink(missing_ok=True)
                removed += 1
        return removed

    def read(self, name: str) -> bytes:
        """The page's bytes. Raises BadFile where it is not there any more, or is damaged."""
        path = self.path(name)
        try:
            page = gzip.decompress(path.read_bytes())
        except (OSError, EOFError) as error:
            raise BadFile(f"The raw page {path} cannot be read: {error}.") from None
        if hashlib.sha256(page).hexdigest() != name:
            raise BadFile(f"The raw page {path} cannot be read: it is not what was stored.")
        return page
