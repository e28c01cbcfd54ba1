"""Bytes of a page -> what the page says. Pure: no network, no database, no clock but the one passed in.

For others to call:

* `read_page(data, url, *, now, status, content_type, reader, listed, requested_url) -> Page`: one page.
* `Reader`: how one kind of site is read, said as data (selectors, cuts, key patterns).
* `rows_from_json`, `rows_from_records` (大汉 jpage), `rows_from_feed` -> `ListPage`.
* `load_json`, `dig`: JSON and JSONP as data. `parse_listed`: a list's date, resolved by the fetch day.
"""

from reading.dates import parse_listed
from reading.engine import read_page
from reading.feeds import rows_from_feed
from reading.lists import dig, load_json, rows_from_json, rows_from_records
from reading.page import GoneReason, ListPage, Page, PageKind, Row
from reading.reader import Reader

__all__ = [
    "GoneReason",
    "ListPage",
    "Page",
    "PageKind",
    "Reader",
    "Row",
    "dig",
    "load_json",
    "parse_listed",
    "read_page",
    "rows_from_feed",
    "rows_from_json",
    "rows_from_records",
]
