"""The posting index and the shelf: found whatever the size, the same after saving, bounded in what it reads."""

from pathlib import Path

import numpy as np
import pytest

from base.errors import BadFile
from triage.index import PostingIndex, name_keys, text_keys
from triage.piece import Piece, piece
from triage.shelf import Shelf, passages


def filled(count: int) -> PostingIndex:
    index = PostingIndex()
    random = np.random.default_rng(0)
    for _ in range(count):
        index.add(np.unique(random.integers(0, 2**32, 40, dtype=np.uint32)))
    return index


@pytest.mark.parametrize("count", [1, 255, 256, 257, 1030])
def test_a_document_is_found_among_any_number(count: int) -> None:
    index = filled(count)
    wanted = text_keys("老旧小区改造惠及居民十二万户")
    number = index.add(wanted)
    assert number == count and len(index) == count + 1
    assert index.scores(wanted).argmax() == number


def test_adding_changes_no_earlier_number() -> None:
    one, other = filled(600), filled(300)
    random = np.random.default_rng(0)
    first = np.unique(random.integers(0, 2**32, 40, dtype=np.uint32))
    assert one.scores(first).argmax() == other.scores(first).argmax() == 0


def test_the_same_text_has_the_same_keys() -> None:
    assert (text_keys("妇女儿童") == text_keys("妇女儿童")).all()
    assert len(text_keys("妇")) == 0
    assert len(name_keys(["人=25688", "人=25688"])) == 1


def text(title: str, body: str) -> Piece:
    return piece(title, body, day=None, home="甘肃")


SHELF = {
    1: ("老旧小区改造", "全省改造城镇老旧小区3454个，惠及居民43.07万户，累计完成投资84.08亿元。"),
    2: ("网络安全宣传周", "10月11日，网络安全宣传周在敦煌启动，为期一周，六个主题日活动陆续举行。"),
    3: ("留守儿童关爱", "皋兰县50名困难留守儿童收到爱心书籍和文具。"),
}


def shelf() -> Shelf:
    made = Shelf()
    for id_, (title, body) in SHELF.items():
        made.add(id_, title, body, text(title, body))
    return made


def test_facts_find_what_wording_does_not() -> None:
    reworded = text(
        "四十三万家庭住进新居",
        "三年里近三千五百个旧院落焕然一新，八十四亿元花在百姓身上，43.07万户人家受益。",
    )
    assert shelf().near(reworded, 1) == [1]


def test_discarded_and_replaced_texts_are_not_found() -> None:
    made = shelf()
    wanted = text(*SHELF[1])
    made.discard(1)
    assert 1 not in made.near(wanted, 3)
    made.add(2, *SHELF[1], wanted)
    assert made.near(wanted, 1) == [2]
    assert made.ids == {2, 3}


def test_saved_and_loaded_it_is_the_same(tmp_path: Path) -> None:
    made = shelf()
    made.discard(3)
    made.save(tmp_path / "items.npz")
    loaded = Shelf.load(tmp_path / "items.npz")
    assert loaded.ids == {1, 2}
    wanted = text(*SHELF[2])
    assert loaded.near(wanted, 2) == made.near(wanted, 2)
    loaded.add(4, *SHELF[3], text(*SHELF[3]))
    assert loaded.near(text(*SHELF[3]), 1) == [4]


@pytest.mark.parametrize("content", [b"", b"junk", b"PK\x03\x04junk"])
def test_a_broken_file_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "items.npz"
    file.write_bytes(content)
    with pytest.raises(BadFile, match=r"items\.npz"):
        Shelf.load(file)


def test_long_texts_are_cut_into_passages() -> None:
    found = passages("标题", "\n".join(["这是一段话。" * 30] * 10))
    assert len(found) > 3 and max(map(len, found)) < 1000
    assert passages("标题", "") == ["标题"]


def test_a_shelf_without_texts_finds_nothing() -> None:
    assert Shelf().near(text("标题", "正文"), 5) == []
