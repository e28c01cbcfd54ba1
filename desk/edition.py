"""A draft as an issue: what would be printed now, and what is missing before it can be."""

from collections.abc import Mapping
from typing import Any

from base.errors import UsageError
from base.settings import BulletinSettings
from bulletins.edition import Edition, Fonts, Imprint, Picture
from bulletins.model import Issue, Item, Kind, Section
from desk.reviews import UNREVIEWED, is_reviewed, printed
from storage.models import Draft, DraftItem


def edition_of(draft: Draft, settings: BulletinSettings) -> Edition:
    """What would be printed now, marked 未审 before the last review."""
    items = printed(draft)
    pictures = {
        position: Picture(item.picture.data, item.picture.width, item.picture.height)
        for position, item in enumerate(items, 1)
        if item.picture is not None
    }
    reviewed = is_reviewed(draft, settings.reviews)
    return Edition(
        issue_of(draft, settings), imprint_of(settings), pictures, mark="" if reviewed else UNREVIEWED
    )


def issue_of(draft: Draft, settings: BulletinSettings) -> Issue:
    """The draft as the archive keeps issues; its title is what a reader of the masthead would see."""
    kind = Kind(draft.kind)
    items = tuple(_item(item, position) for position, item in enumerate(printed(draft), 1))
    return Issue(f"{settings.name}{kind.value}", kind, draft.number, draft.issued_on, items)


def _item(item: DraftItem, position: int) -> Item:
    return Item(position, item.title, item.body, item.source, item.byline, Section(item.section))


def imprint_of(settings: BulletinSettings) -> Imprint:
    """The office's own lines, from the settings."""
    return Imprint(
        name=settings.name,
        editor=settings.editor,
        report_to=_sentence(settings.report_to),
        send_to=_sentence(settings.send_to),
        printer=settings.printer,
        mail=settings.mail,
        copies=settings.copies,
        fonts=_fonts(settings.fonts),
    )


def _sentence(names: str) -> str:
    return f"{names}。" if names and not names.endswith("。") else names


def _fonts(wanted: Mapping[Any, str]) -> Fonts:
    usual = Fonts()
    chosen = {
        use: (name, *(font for font in getattr(usual, use) if font != name)) for use, name in wanted.items()
    }
    return Fonts(**chosen)


def require_complete(draft: Draft) -> None:
    """Raise UsageError where something is missing without which an issue can't be closed as printed."""
    if not printed(draft):
        raise UsageError("本期还没有条目，不能按已印发结清。")
    if draft.issued_on is None:
        raise UsageError("请先填写印发日期，再按已印发结清。")
    if draft.number is None and draft.kind == Kind.BULLETIN:
        raise UsageError("请先填写期号，再按已印发结清。")
    untold = next((item for item in printed(draft) if not item.body), None)
    if untold is not None:
        raise UsageError(f"“{untold.title}”还没有正文，不能按已印发结清。")
