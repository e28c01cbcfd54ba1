"""Finding words: two characters, one, parts of figures, several words; the current version only."""

from datetime import UTC, date, datetime, timedelta

import pytest

from storage.articles import Content, Fetched, ensure_article, store_content
from storage.database import Database
from storage.outlets import OutletRow, sync_outlets
from storage.search import Hits, query_words, search

NOW = datetime(2026, 11, 20, tzinfo=UTC)
TEXTS = (
    ("关于开展“两癌”检查的通知", "全省今年免费检查14350名农村妇女，覆盖率达98.5%。"),
    ("兰州市举办家庭教育讲座", "讲座在城关区举行，家长学校校长参加。"),
    ("凝心聚力 砥砺前行", "大家庭，教育为本。通，知识也。"),
    ("ＷＴＯ与婦女發展", "研讨会。"),
)


@pytest.fixture
def filled(database: Database) -> Database:
    with database.session() as session:
        rows = [OutletRow(key, key, None, "site", "甘肃", True, None, {}) for key in ("a", "b")]
        sync_outlets(session, rows)
        for number, (title, body) in enumerate(TEXTS):
            outlet = "b" if number == 1 else "a"
            article = ensure_article(session, outlet, str(number), f"https://x.example/{number}", NOW)
            content = Content(title, body, published_on=date(2026, 11, 10 + number))
            store_content(session, article, content, Fetched(NOW, {}, "test/1"))
    return database


def titles(hits: Hits) -> list[str]:
    return [hit.version.title for hit in hits.found]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("通知", [0]),
        ("家", [2, 1]),
        ("家庭", [2, 1]),
        ("家庭教育", [1]),
        ("砥砺前行", [2]),
        ("心聚力砥", [2]),
        ("14350", [0]),
        ("435", [0]),
        ("98.5%", [0]),
        ("wto", [3]),
        ("妇女发展", [3]),
        ("免费 农村妇女", [0]),
        ("通知 讲座", []),
        ("“两癌”检查", [0]),
        ("没有的词", []),
        ("'; DROP TABLE search --", []),
        ('" OR *', []),
    ],
)
def test_words_are_found_wherever_they_stand(filled: Database, query: str, found: list[int]) -> None:
    with filled.reading() as session:
        hits = search(session, query_words(query))
    assert titles(hits) == [TEXTS[number][0] for number in found]
    assert hits.next is None


@pytest.mark.parametrize("query", ["", "  ", "，。！", "\u200b"])
def test_a_query_without_words_finds_nothing(filled: Database, query: str) -> None:
    assert query_words(query) == []
    with filled.reading() as session:
        assert search(session, []).found == []


def test_only_what_an_article_says_now_is_found(filled: Database) -> None:
    with filled.session() as session:
        article = ensure_article(session, "a", "0", "https://x.example/0", NOW)
        content = Content("关于开展检查的公告", TEXTS[0][1])
        store_content(session, article, content, Fetched(NOW + timedelta(hours=1), {}, "test/1"))
    with filled.reading() as session:
        assert titles(search(session, ["通知"])) == []
        assert titles(search(session, ["公告"])) == ["关于开展检查的公告"]


def test_by_outlet_by_day_and_page_by_page(filled: Database) -> None:
    with filled.reading() as session:
        assert titles(search(session, ["家"], outlet="b")) == [TEXTS[1][0]]
        assert titles(search(session, ["家"], since=date(2026, 11, 12))) == [TEXTS[2][0]]
        first = search(session, ["家"], count=1)
        assert titles(first) == [TEXTS[2][0]]
        assert first.next is not None
        assert titles(search(session, ["家"], start=first.next, count=1)) == [TEXTS[1][0]]


def test_a_long_query_is_cut() -> None:
    assert len(query_words(" ".join(f"词{n}" for n in range(50)))) == 8
    assert sum(map(len, query_words("字" * 5000))) == 100
