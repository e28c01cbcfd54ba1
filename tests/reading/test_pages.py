"""Every saved page is read as what it is; one test a field, so that a break names the field."""

from functools import cache
from typing import Any

import pytest

from reading import Page, PageKind
from reading.text import compact
from tests.reading.saved import in_contract, own_pages

PAGES = {page.name: page for page in own_pages()}


@cache
def read(name: str) -> Page:
    return PAGES[name].read()


def cases(field: str) -> list[Any]:
    known = {name: page.known for name, page in PAGES.items() if field in page.known}
    return [pytest.param(name, fields[field], id=name) for name, fields in known.items()]


@pytest.mark.parametrize(("name", "kind"), cases("kind"))
def test_kind(name: str, kind: str) -> None:
    assert read(name).kind == kind


@pytest.mark.parametrize(("name", "reason"), cases("gone_reason"))
def test_gone_reason(name: str, reason: str) -> None:
    assert read(name).gone_reason == reason


@pytest.mark.parametrize(("name", "title"), cases("title"))
def test_title(name: str, title: str) -> None:
    assert read(name).title == title


@pytest.mark.parametrize(("name", "subtitle"), cases("subtitle"))
def test_subtitle(name: str, subtitle: str) -> None:
    assert read(name).subtitle == subtitle


@pytest.mark.parametrize(("name", "pretitle"), cases("pretitle"))
def test_pretitle(name: str, pretitle: str) -> None:
    assert read(name).pretitle == pretitle


@pytest.mark.parametrize(("name", "when"), cases("published_at"))
def test_published_at(name: str, when: str) -> None:
    assert in_contract(read(name), "published_at") == when


@pytest.mark.parametrize(("name", "source"), cases("source"))
def test_source(name: str, source: str | None) -> None:
    assert read(name).source == source


@pytest.mark.parametrize(("name", "author"), cases("author"))
def test_author(name: str, author: str | None) -> None:
    assert read(name).author == author


@pytest.mark.parametrize(("name", "body"), cases("body"))
def test_body(name: str, body: str) -> None:
    lines = read(name).body.split("\n")
    assert [compact(line) for line in lines] == [compact(line) for line in body.split("\n")]


@pytest.mark.parametrize(("name", "images"), cases("images"))
def test_images(name: str, images: list[str]) -> None:
    assert in_contract(read(name), "images") == images


@pytest.mark.parametrize(("name", "attachments"), cases("attachments"))
def test_attachments(name: str, attachments: list[str]) -> None:
    assert in_contract(read(name), "attachments") == attachments


@pytest.mark.parametrize(("name", "key"), cases("key"))
def test_key(name: str, key: str) -> None:
    assert read(name).key == key


@pytest.mark.parametrize(("name", "next_url"), cases("next_url"))
def test_next_page(name: str, next_url: str) -> None:
    assert read(name).next_url == next_url


@pytest.mark.parametrize("name", PAGES)
def test_only_an_article_has_content(name: str) -> None:
    page = read(name)
    if page.kind is not PageKind.ARTICLE:
        assert (page.body, page.images, page.published_at, page.source) == ("", (), None, None)


@pytest.mark.parametrize("name", PAGES)
def test_how_names_where_each_found_field_was_read(name: str) -> None:
    page = read(name)
    found = {field for field in ("title", "published_at", "source", "author") if getattr(page, field)}
    if page.kind is PageKind.ARTICLE:
        assert found <= page.how.keys()
    elif page.kind is not PageKind.LIST:
        assert "kind" in page.how
