"""Feeds: each candidate once, and nothing that a page says can break them."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from base.settings import Settings
from desk.content import Content, Piece, Proposal
from desk.deliver import write_feeds
from desk.feeds import FORMS, Entry, as_atom, as_json_feed, as_rss, candidates
from storage.database import Database
from storage.models import Digest
from tests.conftest import Servers

NOW = datetime(2026, 11, 19, 23, 45, tzinfo=UTC)
DAY = timedelta(days=1)
HOME, ADDRESS = "https://desk.example/", "https://desk.example/feeds/candidates.atom"
HOSTILE = ']]>&<script>\x00\x08\ufffe\ud800甘肃 & "妇联" 🎉'
ATOM = "{http://www.w3.org/2005/Atom}"


def proposal(number: int, title: str = "某县办家长学校", url: str = "https://a.example/1") -> Proposal:
    piece = Piece(number, title, "新甘肃", "新甘肃", "2026-11-19", url)
    return Proposal(
        candidate=number, story=number, rank=1, kind="new", state="open", shown=0, lead=piece, excerpt=title,
        relevance=0.8, reasons=["主题：家庭"], relation="往期没有相近的条目", item=None, evidence=[],
        related=[], new_facts=[], unsure=False, first=piece, reprints=[],
    )  # fmt: skip


def entry(title: str = "某县办家长学校", url: str = "https://a.example/1") -> Entry:
    return Entry("urn:shiyi:candidate:7", title, url, "新甘肃", "new", "摘要", NOW)


def test_a_candidate_stands_in_the_feed_once_with_the_day_it_came(servers: Servers) -> None:
    database: Database = servers.make("sqlite", tables=True)
    with database.session() as session:
        for number, proposals in enumerate(
            [[proposal(1)], [proposal(1), proposal(2)], [proposal(2, HOSTILE)]]
        ):
            day = date(2026, 11, 18) + number * DAY
            content = Content(day.isoformat(), NOW.isoformat(), None, None, candidates=proposals)
            said = json.loads(json.dumps(content.as_json()))
            session.add(
                Digest(day=day, cutoff=NOW, created_at=NOW + number * DAY, content=said, html="", text="")
            )
        session.flush()
        found = candidates(session)
    database.close()
    assert [(entry.key, entry.at) for entry in found] == [
        ("urn:shiyi:candidate:2", NOW + DAY),
        ("urn:shiyi:candidate:1", NOW),
    ]
    assert "往期没有相近的条目" in found[0].text


Make = Callable[[Sequence[Entry], str, str], bytes]


@pytest.mark.parametrize("make", [as_atom, as_rss, as_json_feed])
@pytest.mark.parametrize("entries", [[], [entry()]])
def test_a_feed_is_well_formed(make: Make, entries: list[Entry]) -> None:
    data = make(entries, HOME, ADDRESS)
    if make is as_json_feed:
        assert len(json.loads(data)["items"]) == len(entries)
        return
    root = ElementTree.fromstring(data)
    nodes = root.findall(f"{ATOM}entry") if make is as_atom else root.findall("channel/item")
    assert len(nodes) == len(entries)


def test_what_readers_need_is_there() -> None:
    atom = ElementTree.fromstring(as_atom([entry()], HOME, ADDRESS))
    assert atom.findtext(f"{ATOM}updated") == "2026-11-19T23:45:00Z"
    assert [link.get("href") for link in atom.findall(f"{ATOM}link")] == [ADDRESS, HOME]
    rss = ElementTree.fromstring(as_rss([entry()], HOME, ADDRESS))
    assert rss.findtext("channel/item/guid") == "urn:shiyi:candidate:7"
    assert rss.findtext("channel/item/pubDate") == "Thu, 19 Nov 2026 23:45:00 +0000"
    [item] = json.loads(as_json_feed([entry()], HOME, ADDRESS))["items"]
    assert (item["url"], item["date_published"]) == ("https://a.example/1", "2026-11-19T23:45:00Z")


def test_only_web_addresses_become_links() -> None:
    from desk.feeds import _entry

    found = _entry(proposal(1, url="javascript:alert(1)"), NOW)
    assert found.url == ""
    for make in (as_atom, as_rss, as_json_feed):
        assert b"javascript" not in make([found], HOME, ADDRESS)


@pytest.mark.parametrize("make", [as_atom, as_rss])
def test_no_title_can_break_a_feed(make: Make) -> None:
    from desk.feeds import _entry

    found = _entry(
        proposal(1, HOSTILE.encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass")), NOW
    )
    text = "".join(ElementTree.fromstring(make([found], HOME, ADDRESS)).itertext())
    assert '甘肃 & "妇联" 🎉' in text
    assert "<script>" in text, "as text, escaped"


def test_feeds_are_files_too(tmp_path: Path) -> None:
    files = write_feeds(Settings(home=tmp_path, desk_url="https://desk.example"), [entry()])
    assert [file.name for file in files] == [f"candidates.{form.ending}" for form in FORMS]
    assert b"https://desk.example/feeds/candidates.rss" in files[1].read_bytes()
