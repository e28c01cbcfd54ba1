"""robots.txt: asked once a host and run, obeyed, and its answer remembered for the outlet's record."""

import asyncio
import logging
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK

from crawler.egress import EgressRefused, NotPublic, check_url
from crawler.transport import FETCH_ERRORS
from reading import PageKind, read_page

logger = logging.getLogger(__name__)

MAX_CRAWL_DELAY = 60.0
# RFC 9309, 2.5: a parser must read at least 500 KiB and may stop there.
_PARSED_BYTES = 500 * 1024
_PAGE = re.compile(r"<(?:!doctype|html|head|body|script|meta)\b", re.I)


class RobotsAnswer(StrEnum):
    """What a host's robots.txt came to, the most permissive first; an outlet's record is its worst."""

    ABSENT = "absent"
    ALLOWED = "allowed"
    DISALLOWED = "disallowed"
    UNREACHABLE = "unreachable"
    CHALLENGE = "challenge"


class RobotsRefused(IgnoreRequest):
    """A request that robots.txt forbids, or may forbid since nobody could read it."""

    def __init__(self, answer: RobotsAnswer, url: str) -> None:
        super().__init__(f"robots.txt of {urlsplit(url).hostname}: {answer}")
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Rules:
    """One host's robots.txt as it was answered."""

    answer: RobotsAnswer
    parsed: Protego | None = None

    def allow(self, url: str, user_agent: str) -> bool:
        """Whether `url` may be fetched."""
        if self.parsed is not None:
            return bool(self.parsed.can_fetch(url, user_agent))
        return self.answer is RobotsAnswer.ABSENT

    def delay(self, user_agent: str) -> float:
        """The Crawl-delay it asks for, in seconds, within reason."""
        asked = self.parsed.crawl_delay(user_agent) if self.parsed is not None else None
        return min(float(asked or 0), MAX_CRAWL_DELAY)


def read_rules(status: int, body: bytes, url: str, now: datetime) -> Rules:
    """What an answer to /robots.txt means.

    RFC 9309 lets a crawler take any 4xx for "no rules". Here only 404 and 410 are: a bot wall answers 400,
    403 or 412, and a wall's answer is no permission. A web page with status 200 is either a wall too, or a
    server's way of saying that there is no such file.
    """
    if status in (404, 410):
        return Rules(RobotsAnswer.ABSENT)
    if status == 202 or 300 <= status < 500:
        return Rules(RobotsAnswer.CHALLENGE)
    if status != 200:
        return Rules(RobotsAnswer.UNREACHABLE)
    text = body[:_PARSED_BYTES].decode("utf-8", "replace")
    if _PAGE.search(text[:2000]):
        walled = read_page(body, url, now=now, status=status).kind is PageKind.BLOCKED
        return Rules(RobotsAnswer.CHALLENGE if walled else RobotsAnswer.ABSENT)
    return Rules(RobotsAnswer.ALLOWED, Protego.parse(text))


class RobotsMiddleware:
    """Lets a request pass only if its host's robots.txt does; raises RobotsRefused otherwise.

    A request with `meta["asked_by_person"]` passes anyway: a pasted link is a person's request. The answer is
    asked for and recorded all the same. Counts `robots/refused`.
    """

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler
        self._user_agent: str = crawler.settings["USER_AGENT"]
        self._polite: bool = crawler.settings.getbool("POLITE")
        self._asked: dict[str, asyncio.Task[Rules]] = {}
        self.answers: dict[str, RobotsAnswer] = {}

    @classmethod
    def from_crawler(cls, crawler: Any) -> "RobotsMiddleware":
        """As Scrapy builds it."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise RobotsRefused where the host does not want this request."""
        if request.meta.get("is_robots"):
            return
        try:
            check_url(request.url, self._crawler.spider.outlet.hosts)
        except EgressRefused:
            return  # below, the gate itself will refuse it
        parts = urlsplit(request.url)
        host = parts.netloc
        if host not in self._asked:
            self._asked[host] = asyncio.ensure_future(self._ask(f"{parts.scheme}://{host}/robots.txt", host))
        rules = await self._asked[host]
        if rules.allow(request.url, self._user_agent):
            return
        if rules.parsed is not None:
            self.answers[host] = RobotsAnswer.DISALLOWED
        if request.meta.get("asked_by_person"):
            return
        self._crawler.stats.inc_value("robots/refused")
        raise RobotsRefused(self.answers[host], request.url)

    async def _ask(self, url: str, host: str) -> Rules:
        request = Request(url, priority=1000, meta={"is_robots": True}, callback=NO_CALLBACK)
        try:
            response = await self._crawler.engine.download_async(request)
            rules = read_rules(response.status, response.body, url, self._crawler.spider.now)
        except NotPublic:
            raise
        except FETCH_ERRORS as error:
            logger.info("%s: %s: %s", url, type(error).__name__, error)
            rules = Rules(RobotsAnswer.UNREACHABLE)
        self.answers[host] = rules.answer
        if self._polite:
            self._slow_down(urlsplit(url).hostname or "", rules.delay(self._user_agent))
        return rules

    def _slow_down(self, slot: str, delay: float) -> None:
        downloader = self._crawler.engine.downloader
        if slot in downloader.slots and delay > downloader.slots[slot].delay:
            downloader.slots[slot].delay = delay
            # Scrapy forgets slots that stood idle for a minute.
            downloader.per_slot_settings[slot] = {"delay": delay}
