"""How long a server asks to wait."""

import pytest
from scrapy.http import Response

from crawler.retry import retry_after

DATE = "Fri, 20 Nov 2026 08:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "30"}, 30),
        ({"Retry-After": " 5 "}, 5),
        ({"Retry-After": "99999999999999999999"}, 999999999),
        ({"Retry-After": "-1"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "Fri, 20 Nov 2026 08:00:20 GMT", "Date": DATE}, 20),
        ({"Retry-After": "Fri, 20 Nov 2026 07:00:00 GMT", "Date": DATE}, 0),
        ({"Retry-After": "Fri, 20 Nov 2026 08:00:20 GMT"}, None),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(Response("http://a.example/", headers=headers)) == seconds
