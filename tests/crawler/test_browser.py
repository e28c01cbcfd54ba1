"""A rendered page reaches nothing but what the crawler itself fetches for it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.render import find_chromium
from tests.crawler.conftest import Spawn
from tests.crawler.origin import HOST, PAGE_LIMIT, Origin, serving

pytestmark = pytest.mark.timeout(400)

PAGES = ("/scripted", "/many", "/to-private", "/big", "/endless")


@pytest.fixture(scope="module")
def rendered(spawn_in: Callable[[Path], Spawn], empty_home: Path) -> tuple[dict[str, Any], Origin]:
    if find_chromium(None) is None:
        pytest.skip("Chromium is not installed; to run these tests too: apt install chromium")
    with serving() as origin:
        said = spawn_in(empty_home)(
            "tests.crawler.probe",
            HOST,
            *(f"http://{HOST}{path}" for path in PAGES),
            PROBE_RENDER="1",
            SHIYI_REPLICA_PORT=str(origin.port),
            SHIYI_PAGE_LIMIT=str(PAGE_LIMIT),
            SHIYI_REQUEST_TIMEOUT="4",
        )
    return said, origin


def outcomes(rendered: tuple[dict[str, Any], Origin]) -> dict[str, str]:
    words = rendered[0]["answers"][f"http://{HOST}/scripted"][1].split()
    return dict(word.split(":", 1) for word in words)


def test_a_page_gets_its_own_data(rendered: tuple[dict[str, Any], Origin]) -> None:
    said = outcomes(rendered)
    assert (said["own"], said["post"]) == ("ok", "ok")
    assert f"POST {HOST}/data" in rendered[1].asked


@pytest.mark.parametrize("name", ["loopback", "private", "foreign", "file", "forbidden", "put"])
def test_a_page_gets_nothing_else(rendered: tuple[dict[str, Any], Origin], name: str) -> None:
    assert outcomes(rendered)[name] == "no"


def test_the_browser_itself_never_connects(rendered: tuple[dict[str, Any], Origin]) -> None:
    direct = [asked for asked in rendered[1].asked if HOST not in asked]
    assert direct == []


def test_sockets_workers_and_peers_are_closed(rendered: tuple[dict[str, Any], Origin]) -> None:
    said = outcomes(rendered)
    assert (said["socket"], said["rtc"]) == ("closed", "undefined")
    assert said.get("worker") != "ok"


def test_pictures_films_and_styles_are_not_loaded(rendered: tuple[dict[str, Any], Origin]) -> None:
    names = ("picture", "film", "style", "prefetched", "popup", "beacon", "worker.js")
    assert not [asked for asked in rendered[1].asked for name in names if name in asked]


def test_a_page_may_ask_for_so_much_only(rendered: tuple[dict[str, Any], Origin]) -> None:
    assert len([asked for asked in rendered[1].asked if "/one?" in asked]) < 100


@pytest.mark.parametrize("path", ["/to-private", "/big", "/endless"])
def test_what_cannot_be_rendered_is_a_failure(rendered: tuple[dict[str, Any], Origin], path: str) -> None:
    errors = ("DownloadCancelledError", "DownloadTimeoutError", "EgressRefused")
    assert str(rendered[0]["answers"][f"http://{HOST}{path}"]).startswith(errors)


def test_without_a_browser_an_outlet_says_so(
    spawn_in: Callable[[Path], Spawn], empty_home: Path, tmp_path: Path
) -> None:
    with serving() as origin:
        said = spawn_in(empty_home)(
            "crawler.run",
            "gsgh",
            "--now",
            "2026-11-20",
            SHIYI_REPLICA_PORT=str(origin.port),
            SHIYI_CHROMIUM=str(tmp_path / "nothing"),
        )
    assert (said["exit"], said["state"], said["error"]) == (3, "unreachable", None)
    assert "没有 Chromium 浏览器" in said["note"]
