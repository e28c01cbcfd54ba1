"""What an answer to /robots.txt means."""

from datetime import UTC, datetime

import pytest

from crawler.robots import MAX_CRAWL_DELAY, RobotsAnswer, read_rules

NOW = datetime(2026, 11, 20, tzinfo=UTC)
URL = "https://a.example/robots.txt"
AGENT = "Shiyi/0.1 (+mailto:office@example.cn)"
WALL = b"<html><head><script>$_ts=window['$_ts'];$_ts.nsd=1</script></head><body></body></html>"
HOME = "<!DOCTYPE html><html><head><title>某网</title></head><body><ul>{}</ul></body></html>".format(
    "".join(f'<li><a href="/c/{n}.html">全省妇女工作会议在兰州召开之{n}</a></li>' for n in range(20))
).encode()


@pytest.mark.parametrize(
    ("status", "body", "answer"),
    [
        (200, b"User-agent: *\nDisallow: /admin/", RobotsAnswer.ALLOWED),
        (200, b"", RobotsAnswer.ALLOWED),
        (200, "﻿User-agent: *\nDisallow:".encode(), RobotsAnswer.ALLOWED),
        (404, b"", RobotsAnswer.ABSENT),
        (410, WALL, RobotsAnswer.ABSENT),
        (200, HOME, RobotsAnswer.ABSENT),
        (200, WALL, RobotsAnswer.CHALLENGE),
        (202, b"", RobotsAnswer.CHALLENGE),
        (302, b"", RobotsAnswer.CHALLENGE),
        (400, b"", RobotsAnswer.CHALLENGE),
        (401, b"", RobotsAnswer.CHALLENGE),
        (403, b"User-agent: *\nAllow: /", RobotsAnswer.CHALLENGE),
        (412, WALL, RobotsAnswer.CHALLENGE),
        (429, b"", RobotsAnswer.CHALLENGE),
        (500, b"", RobotsAnswer.UNREACHABLE),
        (503, WALL, RobotsAnswer.UNREACHABLE),
    ],
)
def test_only_a_file_or_its_absence_is_permission(status: int, body: bytes, answer: RobotsAnswer) -> None:
    rules = read_rules(status, body, URL, NOW)
    assert rules.answer is answer
    permitted = answer in (RobotsAnswer.ALLOWED, RobotsAnswer.ABSENT)
    assert rules.allow("https://a.example/news/1.html", AGENT) is permitted


@pytest.mark.parametrize(
    ("file", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: shiyi\nDisallow: /\n\nUser-agent: *\nAllow: /", "/a", False),
        ("User-agent: other\nDisallow: /", "/a", True),
        (
            "User-agent: *\nDisallow: /search/\nDisallow: /*?from=singlemessage",
            "/a?from=singlemessage",
            False,
        ),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/1.html", True),
    ],
)
def test_the_rules_are_obeyed(file: str, path: str, allowed: bool) -> None:
    rules = read_rules(200, file.encode(), URL, NOW)
    assert rules.allow(f"https://a.example{path}", AGENT) is allowed


@pytest.mark.parametrize(
    ("line", "seconds"),
    [("", 0), ("Crawl-delay: 3", 3), ("Crawl-delay: 0.5", 0.5), ("Crawl-delay: 86400", 60)],
)
def test_a_crawl_delay_is_kept_within_reason(line: str, seconds: float) -> None:
    rules = read_rules(200, f"User-agent: *\n{line}\nDisallow: /x".encode(), URL, NOW)
    assert rules.delay(AGENT) == seconds <= MAX_CRAWL_DELAY


def test_a_huge_file_is_read_to_its_limit_only() -> None:
    file = b"User-agent: *\nDisallow: /a\n" + b"#" * 3_000_000 + b"\nDisallow: /b"
    rules = read_rules(200, file, URL, NOW)
    assert not rules.allow("https://a.example/a", AGENT)
    assert rules.allow("https://a.example/b", AGENT)
