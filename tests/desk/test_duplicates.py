"""What an item repeats: of past issues, and of the same draft."""

from datetime import date

from bulletins.model import Issue, Item, Kind
from desk.duplicates import Draught, find_duplicates
from triage.archive import Archive, entry

DAY = date(2026, 11, 20)
TRAINING = (
    "安平市举办家庭教育指导培训班",
    "11月18日，安平市妇联、市教育局在安宁区联合举办家庭教育指导培训班，来自8个县区的126名骨干参加培训，发放教材1500册。",
)
RETOLD = (
    "126名骨干参加安平市家庭教育指导培训",
    "安平市妇联、市教育局11月18日在安宁区举办家庭教育指导培训班，8个县区126名骨干参加，共发放教材1500册。",
)
OTHER = ("临河县完成供暖管网改造", "11月15日，临河县供暖管网改造工程完工，惠及居民3200户，投入资金860万元。")


def _archive(*items: tuple[str, str]) -> Archive:
    archive = Archive("甘肃")
    issue = Issue("", Kind.BULLETIN, 9, date(2026, 11, 19), ())
    for number, (title, body) in enumerate(items, 1):
        archive.add(number, entry(issue, Item(number, title, body), "9.docx"))
    return archive


def test_what_was_printed_before_is_named_with_its_evidence() -> None:
    found = find_duplicates([Draught(7, *RETOLD)], _archive(OTHER, TRAINING), DAY)
    (one,) = found[7]
    assert (one.past, one.title, one.number) == (2, TRAINING[0], None)
    assert one.score > 0.5
    assert one.evidence


def test_two_items_of_one_draft_name_each_other() -> None:
    items = [Draught(1, *TRAINING), Draught(2, *RETOLD), Draught(3, *OTHER)]
    found = find_duplicates(items, _archive(), DAY)
    assert {number: [one.number for one in again] for number, again in found.items()} == {
        1: [2],
        2: [1],
        3: [],
    }


def test_an_empty_draft_repeats_nothing() -> None:
    assert find_duplicates([], _archive(TRAINING), DAY) == {}
    assert find_duplicates([Draught(1, "题", "")], _archive(), None) == {1: []}
