"""Trying again, with patience, what is only temporary."""

import asyncio
from email.utils import parsedate_to_datetime
from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response

MAX_PATIENCE = 60.0


class PatientRetryMiddleware(RetryMiddleware):
    """Waits before a retry: what Retry-After asks for, else RETRY_BACKOFF seconds and then twice that.

    No longer than a minute: a server that asks for more is left alone until the next run.
    """

    def __init__(self, settings: Any) -> None:
        super().__init__(settings)
        self._backoff: float = settings.getfloat("RETRY_BACKOFF")

    async def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        """A later request for what answered 429 or 5xx, or the answer itself when patience ran out."""
        asked = retry_after(response)
        if asked is not None and asked > MAX_PATIENCE:
            return response
        result = super().process_response(request, response)
        if isinstance(result, Request):
            await asyncio.sleep(max(asked or 0.0, self._wait(request)))
        return result

    async def process_exception(  # type: ignore[override]
        self, request: Request, exception: Exception
    ) -> Request | Response | None:
        """A later request for what timed out or broke off."""
        result = super().process_exception(request, exception)
        if isinstance(result, Request):
            await asyncio.sleep(self._wait(request))
        return result

    def _wait(self, request: Request) -> float:
        before = int(request.meta.get("retry_times", 0))
        return min(self._backoff * float(2**before), MAX_PATIENCE)


def retry_after(response: Response) -> float | None:
    """Seconds the server asks to wait (RFC 9110, 10.2.3: a number, or a date beside its own)."""
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if not value:
        return None
    if value.isdigit():
        return float(value[:9])
    try:
        until = parsedate_to_datetime(value)
        sent = parsedate_to_datetime((response.headers.get("Date") or b"").decode("latin-1"))
        return max(0.0, (until - sent).total_seconds())
    except (ValueError, TypeError):
        return None
