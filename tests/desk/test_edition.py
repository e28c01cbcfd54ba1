"""What would be printed now, with the office's own lines from the settings."""

import pytest

from base.settings import BulletinSettings
from bulletins.edition import Picture
from bulletins.export import Format, as_docx, file_name
from desk.arrange import hold
from desk.draft import set_picture
from desk.edition import edition_of, imprint_of
from desk.reviews import approve
from tests.desk.office import NOW, WANG, Office, editor


def test_an_issue_that_was_not_reviewed_is_marked(office: Office) -> None:
    item = office.item()
    draft = office.draft()
    once = BulletinSettings(reviews=1)
    assert edition_of(draft, once).mark == "未审"
    assert "未审" in file_name(edition_of(draft, once), Format.DOCX)
    approve(office.session, draft, 1, {item.id: 0}, stages=1, by=WANG, at=NOW)
    assert edition_of(draft, once).mark == ""
    assert edition_of(draft, BulletinSettings(reviews=2)).mark == "未审"
    assert edition_of(draft, BulletinSettings(reviews=0)).mark == ""


def test_what_is_held_is_not_printed_and_pictures_follow_their_items(office: Office) -> None:
    held, kept = office.item(), office.item(office.article("第二篇", "第二篇的正文。"))
    hold(office.session, held, 0, editor(), held=True)
    set_picture(office.session, kept, 0, Picture(b"x", 40, 30), editor())
    edition = edition_of(office.draft(), BulletinSettings())
    assert [(item.position, item.title) for item in edition.issue.items] == [(1, "第二篇")]
    assert edition.pictures == {1: Picture(b"x", 40, 30)}


def test_another_office_prints_its_own_lines() -> None:
    settings = BulletinSettings(
        name="内蒙古自治区妇女儿童工作委员会",
        editor="自治区妇儿工委办公室",
        report_to="国务院妇儿工委办公室。",
        send_to="",
        copies=80,
        fonts={"body": "仿宋_GB2312"},
    )
    imprint = imprint_of(settings)
    assert (imprint.name, imprint.copies) == ("内蒙古自治区妇女儿童工作委员会", 80)
    assert (imprint.report_to, imprint.send_to) == ("国务院妇儿工委办公室。", "")
    assert imprint.fonts.body[:2] == ("仿宋_GB2312", "仿宋")
    assert imprint.fonts.title[0] == "方正小标宋简体"


@pytest.mark.parametrize("reviews", [0, 3])
def test_an_empty_draft_can_be_exported(office: Office, reviews: int) -> None:
    assert as_docx(edition_of(office.draft(), BulletinSettings(reviews=reviews)))
