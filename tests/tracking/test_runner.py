"""Tracking on the tables: what counts as a change of an article, and what does not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from storage.articles import Content, Fetched, ensure_article, store_content
from storage.database import Database
from storage.models import Change
from storage.outlets import OutletRow, sync_outlets
from tracking.runner import track

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ONE, TWO = "a" * 64, "b" * 64


@pytest.mark.parametrize(
    ("raw", "reader", "changes"),
    [
        pytest.param(TWO, "paper/1", 1, id="another page"),
        pytest.param(TWO, "paper/2", 1, id="another page and another reader"),
        pytest.param(ONE, "paper/2", 0, id="the same page by a mended reader"),
        pytest.param(ONE, "paper/1", 1, id="the same page with another attachment"),
        pytest.param(None, "paper/2", 1, id="pages that are not kept"),
    ],
)
def test_a_mended_reader_is_no_change_of_the_article(
    database: Database, raw: str | None, reader: str, changes: int
) -> None:
    with database.session() as session:
        sync_outlets(session, [OutletRow("paper", "某报", None, "site", "甘肃", True, None, {})])
        article = ensure_article(session, "paper", "1", "https://a.example/1", NOW)
        for number, (page, read_by) in enumerate([(ONE if raw else None, "paper/1"), (raw, reader)]):
            body = f"全县办起家长学校{20 + number}所。"
            content = Content("某县办起家长学校", body, published_on=date(2026, 11, 20))
            store_content(session, article, content, Fetched(NOW + number * HOUR, {}, read_by, raw=page))
    for again in range(2):
        with database.session() as session:
            assert track(session, NOW + HOUR).changed == (0 if again else changes)
    with database.reading() as session:
        assert [change.to_number for change in session.scalars(select(Change))] == [2] * changes
