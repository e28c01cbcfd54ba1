"""What an editor is told before printing: facts, news of the source, what is printed already."""

from bulletins.model import Issue, Item, Kind
from desk.check import Standing
from desk.draft import add_by_hand, edit
from desk.proof import proof, proofs, repeats
from desk.wording import Wording
from storage.archive import ItemRow
from storage.models import ArticleState, Change
from tests.desk.office import BODY, HOUR, NOW, Office, editor
from triage.archive import Archive, entry


def test_a_proposed_item_agrees_with_its_source(office: Office) -> None:
    found = proof(office.session, office.item(), "甘肃")
    assert found.marks
    assert {mark.standing for mark in found.marks} == {Standing.FOUND}
    assert (found.doubtful, found.notices) == ((), ())


def test_a_figure_that_an_editor_mistyped_is_marked(office: Office) -> None:
    item = office.item()
    words = Wording(item.title, item.body.replace("126名", "162名"))
    edit(office.session, item, 0, words, editor())
    (mark,) = proof(office.session, item, "甘肃").doubtful
    assert (mark.text, mark.standing) == ("162名", Standing.MISSING)


def test_a_figure_that_the_source_changed_since_is_marked(office: Office) -> None:
    article = office.article()
    item = office.item(article)
    office.changed(article, BODY.replace("126名", "162名"))
    office.session.add(
        Change(
            article_id=article.id,
            to_number=2,
            at=NOW + HOUR,
            matters=True,
            summary=["数字改动：126名 → 162名"],
        )
    )
    office.session.flush()
    found = proof(office.session, item, "甘肃")
    (mark,) = found.doubtful
    assert (mark.text, mark.standing) == ("126名", Standing.CHANGED)
    assert found.notices == ("来源已改动：数字改动：126名 → 162名",)


def test_what_only_a_sister_report_says_is_told(office: Office) -> None:
    sister = office.article("家庭教育培训班开班", "培训经费36万元由市财政安排。", outlet="paper")
    item = office.item(office.article(), sister)
    edit(office.session, item, 0, Wording("培训班开班", "培训经费36万元。"), editor())
    (mark,) = (mark for mark in proof(office.session, item, "甘肃").marks if mark.text == "36万元")
    assert (mark.standing, mark.note) == (Standing.SISTER, "来源原文没有，见于新甘肃")


def test_a_source_that_was_taken_back_is_told(office: Office) -> None:
    article = office.article()
    item = office.item(article)
    article.state, article.withdrawn_reason = ArticleState.WITHDRAWN, "deleted"
    assert proof(office.session, item, "甘肃").notices == ("来源已撤稿：发布者已删除。",)


def test_a_piece_by_hand_cannot_be_looked_up(office: Office) -> None:
    item = add_by_hand(office.session, office.draft(), Wording("来稿", "培训126人。"), editor())
    found = proofs(office.session, office.draft(), "甘肃")[item.id]
    assert (found.marks, len(found.notices)) == ((), 1)


def test_what_the_bulletin_printed_and_what_stands_twice_is_told(office: Office) -> None:
    issue = office.issue(
        9, NOW.date(), ItemRow(1, "安平市举办家庭教育指导培训班", BODY, "每日甘肃", None, "正文")
    )
    again, twice = office.item(), office.item(office.article(outlet="paper"))
    other = office.item(office.article("全省冬季供暖工作会议召开", "会议对供暖工作作出安排。"))
    archive = Archive("甘肃")
    row, past = issue.items[0], Issue("", Kind.BULLETIN, 9, issue.issued_on, ())
    archive.add(row.id, entry(past, Item(1, row.title, row.body), "9.docx"))
    found = repeats(office.session, office.draft(), archive)
    assert [(one.where, one.number) for one in found[again.id]] == [("2026年第9期", None), ("本期", twice.id)]
    assert found[other.id] == []
