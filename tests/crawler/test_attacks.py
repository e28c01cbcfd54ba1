"""What hostile servers and names try, each by what it must not achieve. One probe process for each kind."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.crawler.conftest import Spawn
from tests.crawler.origin import HOST, PAGE_LIMIT, REDIRECTS, Origin, serving

HOSTS = f"{HOST},walled.gswomen.example,other.gswomen.example"
PATHS = [
    *REDIRECTS,
    "/plain",
    "/refresh",
    "/big",
    "/announced-big",
    "/gzip-bomb",
    "/deflate-bomb",
    "/nested-bomb",
]
NAMES = {
    "to-loopback.example": ["127.0.0.1"],
    "to-metadata.example": ["169.254.169.254"],
    "to-carrier-nat.example": ["100.64.1.1"],
    "to-private.example": ["10.0.0.1", "192.168.0.1"],
    "to-mapped.example": ["::ffff:10.0.0.1"],
    "to-link-local.example": ["fe80::1"],
    "to-nat64.example": ["64:ff9b::7f00:1"],
    "to-nowhere.example": ["0.0.0.0"],
    "to-both.example": ["127.0.0.1", "240.0.0.1", "::1"],
}


@pytest.fixture(scope="module")
def origin() -> Iterator[Origin]:
    with serving() as server:
        yield server


@pytest.fixture(scope="module")
def probed(origin: Origin, spawn_in: Callable[[Path], Spawn], empty_home: Path) -> dict[str, Any]:
    """What became of all paths at the hostile server."""
    urls = [f"http://{HOST}{path}" for path in PATHS]
    urls += [
        "http://walled.gswomen.example/a",
        f"http://{HOST}/forbidden",
        "http://10.0.0.1/",
        "file:///etc/passwd",
    ]
    return spawn_in(empty_home)(
        "tests.crawler.probe",
        HOSTS,
        *urls,
        SHIYI_REPLICA_PORT=str(origin.port),
        SHIYI_PAGE_LIMIT=str(PAGE_LIMIT),
    )


@pytest.fixture(scope="module")
def resolved(spawn_in: Callable[[Path], Spawn], empty_home: Path) -> dict[str, Any]:
    """What became of names that point inward."""
    urls = [f"https://{name}/" for name in NAMES]
    return spawn_in(empty_home)("tests.crawler.probe", ",".join(NAMES), *urls, PROBE_NAMES=json.dumps(NAMES))


def test_an_ordinary_page_and_a_chain_of_redirects_arrive(probed: dict[str, Any]) -> None:
    assert probed["answers"][f"http://{HOST}/plain"] == [200, 33]
    assert probed["answers"][f"http://{HOST}/chain"] == [200, 33]


@pytest.mark.parametrize("path", [path for path in REDIRECTS if path.startswith("/to-")])
def test_no_redirect_leads_off_the_registered_hosts(probed: dict[str, Any], path: str) -> None:
    answer = probed["answers"][f"http://{HOST}{path}"]
    if path in ("/to-file", "/to-data"):  # Scrapy leaves the redirect itself, with nothing in it
        assert answer == [302, 0]
    else:
        assert answer.startswith("EgressRefused: ")


def test_a_redirect_cannot_smuggle_a_header(probed: dict[str, Any], origin: Origin) -> None:
    assert probed["answers"][f"http://{HOST}/split"] == [200, 33]
    assert not [asked for asked in origin.asked if "Injected" in asked]


def test_a_redirect_loop_ends(probed: dict[str, Any], origin: Origin) -> None:
    assert "redirections" in probed["answers"][f"http://{HOST}/loop"]
    assert origin.asked.count(f"{HOST}/loop") <= 6


def test_a_meta_refresh_is_not_followed(probed: dict[str, Any]) -> None:
    assert probed["answers"][f"http://{HOST}/refresh"][0] == 200


@pytest.mark.parametrize("path", ["/big", "/announced-big", "/gzip-bomb", "/deflate-bomb", "/nested-bomb"])
def test_no_body_grows_beyond_the_limit(probed: dict[str, Any], path: str) -> None:
    answer = probed["answers"][f"http://{HOST}{path}"]
    assert isinstance(answer, str)
    assert answer.startswith(("DownloadCancelledError", "IgnoreRequest"))


def test_no_body_fills_the_memory(probed: dict[str, Any]) -> None:
    assert probed["peak"] < 400 * 1024 * 1024


def test_a_challenge_in_place_of_robots_txt_is_no_permission(probed: dict[str, Any], origin: Origin) -> None:
    assert probed["answers"]["http://walled.gswomen.example/a"].startswith("RobotsRefused: ")
    assert "walled.gswomen.example/a" not in origin.asked


def test_what_robots_txt_forbids_is_not_asked_for(probed: dict[str, Any], origin: Origin) -> None:
    assert probed["answers"][f"http://{HOST}/forbidden"].endswith("disallowed")
    assert f"{HOST}/forbidden" not in origin.asked


def test_robots_txt_is_asked_for_once_a_host(probed: dict[str, Any], origin: Origin) -> None:
    assert probed["exit"] == 0
    assert origin.asked.count(f"{HOST}/robots.txt") == 1


@pytest.mark.parametrize("url", ["http://10.0.0.1/", "file:///etc/passwd"])
def test_an_address_of_its_own_is_refused_too(probed: dict[str, Any], url: str) -> None:
    assert probed["answers"][url].startswith("EgressRefused: ")


def test_every_refusal_is_counted(probed: dict[str, Any]) -> None:
    refused = [a for a in probed["answers"].values() if str(a).startswith("EgressRefused")]
    assert probed["stats"]["egress/refused"] == len(refused)


@pytest.mark.parametrize("name", NAMES)
def test_no_registered_name_leads_into_the_inner_network(resolved: dict[str, Any], name: str) -> None:
    answer = resolved["answers"][f"https://{name}/"]
    assert answer.startswith("NotPublic: ")
    assert "not on the internet" in answer
