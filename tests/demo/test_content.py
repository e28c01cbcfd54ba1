"""What is planted, and that it is as the issue texts and the truth say."""

import tomllib
from collections import Counter
from datetime import datetime

import pytest

from demo import BULLETINS
from demo.content import Article, library
from demo.truth import load
from demo.web import CHINA

FIRST_OUTLETS = {"gansudaily", "wsjk", "gswomen"}
ARTICLES = [article for article in library().articles if article.outlet in FIRST_OUTLETS]
ITEMS = {"8": 9, "9": 10}


def test_enough_of_each_kind() -> None:
    own = [article for article in ARTICLES if not article.plant.reprint_of]
    kinds = Counter(article.plant.verdict for article in own)
    assert len(ARTICLES) >= 80
    assert kinds["covered"] >= 15
    assert kinds["update"] == 4
    assert kinds["noise"] >= 25
    assert sum(1 for article in ARTICLES if article.plant.reprint_of) == 6
    assert sum(1 for article in ARTICLES if article.change) == 3
    assert sum(1 for article in ARTICLES if article.deleted_at) == 1
    assert sum(1 for article in ARTICLES if article.plant.trap) >= 10


def test_fresh_candidates_for_the_last_digests() -> None:
    fresh = [a for a in ARTICLES if a.plant.verdict == "new" and a.published.day >= 18 and not a.plant.trap]
    assert len({article.plant.story for article in fresh}) >= 10


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.key)
def test_article_is_in_order(article: Article) -> None:
    assert datetime(2026, 11, 9, tzinfo=CHINA) <= article.published < datetime(2026, 11, 21, tzinfo=CHINA)
    if article.plant.story != "jiuquan-photos":  # pictures alone
        assert 250 <= sum(map(len, article.body)) <= 1300
    if article.plant.verdict in {"covered", "update"}:
        issue, position = article.plant.item.split("/")
        assert 1 <= int(position) <= ITEMS[issue]


@pytest.mark.parametrize("article", [a for a in ARTICLES if a.change], ids=lambda article: article.key)
def test_every_change_takes_effect_at_its_time(article: Article) -> None:
    assert article.change is not None
    before, after = article, article.at(article.change.at)
    for old, new in article.change.pairs:
        assert old in before.title + "".join(before.body)
        assert new in after.title + "".join(after.body)
        assert old not in after.title + "".join(after.body)


def test_a_reprint_repeats_its_original() -> None:
    originals = {f"{article.outlet}/{article.key}": article for article in library().articles}
    for article in library().articles:
        if article.plant.reprint_of:
            first = originals[article.plant.reprint_of]
            assert article.body == first.body
            assert article.published > first.published
            assert article.plant.story == first.plant.story
            assert article.plant.verdict == first.plant.verdict


def test_keys_and_addresses_are_one_to_one() -> None:
    truths = load()
    assert len({(truth.outlet, truth.key) for truth in truths}) == len({t.url for t in truths}) == len(truths)


def test_a_planted_item_is_in_the_printed_issues() -> None:
    eighth = tomllib.loads(BULLETINS[0].with_suffix(".toml").read_text("utf-8"))
    ninth = BULLETINS[1].read_text("utf-8")
    assert len(eighth["item"]) == ITEMS["8"]
    assert ninth.count("信息来源：") == ITEMS["9"]
