"""The real pages of ../shared are read as their index says."""

import pytest

from tests.quality.reading import character_f1
from tests.reading.saved import Saved, in_contract, shared_pages

PAGES = shared_pages()


@pytest.mark.skipif(not PAGES, reason="The real pages in ../shared are not on this machine.")
@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_real_page(page: Saved) -> None:
    read = page.read()
    for field in ("kind", "title", "published_at", "source", "author"):
        if field in page.known:
            assert (field, in_contract(read, field)) == (field, page.known[field])
    if "source_any" in page.known:
        assert read.source in page.known["source_any"]
    if "body" in page.known:
        assert character_f1(read.body, page.known["body"], read.title) >= 0.88
