"""Raw pages on disk."""

import gzip
import os
from pathlib import Path

import pytest

from base.errors import BadFile
from crawler.raw import RawPages


def test_a_page_is_kept_once_under_its_content(tmp_path: Path) -> None:
    raw = RawPages(tmp_path)
    name = raw.keep(b"page")
    assert raw.keep(b"page") == name
    assert raw.read(name) == b"page"
    assert [path.relative_to(tmp_path) for path in tmp_path.rglob("*.*")] == [
        Path("raw") / name[:2] / f"{name}.gz"
    ]


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "g" * 64, "a" * 63, "A" * 64])
def test_a_name_cannot_lead_out_of_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not the name"):
        RawPages(tmp_path).path(name)


@pytest.mark.parametrize("damage", [b"", b"not gzip", gzip.compress(b"page" * 99, mtime=0)[:-9]])
def test_a_missing_or_damaged_page_is_one_clear_error(tmp_path: Path, damage: bytes) -> None:
    raw = RawPages(tmp_path)
    name = raw.keep(b"page" * 99)
    raw.path(name).write_bytes(damage)
    with pytest.raises(BadFile, match=name):
        raw.read(name)
    raw.path(name).unlink()
    with pytest.raises(BadFile, match="cannot be read"):
        raw.read(name)


def test_what_nobody_wants_any_more_is_removed(tmp_path: Path) -> None:
    pages = RawPages(tmp_path)
    kept, gone, fresh = pages.keep(b"kept"), pages.keep(b"gone"), pages.keep(b"fresh")
    partial = pages.path(gone).with_name(f"{gone}.77.part")
    partial.touch()
    for path in (pages.path(kept), pages.path(gone), partial):
        os.utime(path, (1000, 1000))
    assert pages.prune({kept}, before=2000) == 2
    assert pages.read(kept) == b"kept"
    assert pages.read(fresh) == b"fresh"
    assert not pages.path(gone).exists()
