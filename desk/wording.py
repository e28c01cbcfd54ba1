"""The words of an item: what may stand in it, what is proposed for it, and who changes it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from base.errors import ShiyiError, UsageError
from bulletins.edition import clean, clean_paragraphs
from bulletins.model import Section
from desk.abridge import BRIEF, Target, abridge
from desk.cited import printed_name
from storage.models import Article, DraftItem, Outlet, Version

# 【媒体聚焦】 before a title says where it stands, not what happened.
_LABEL = re.compile(r"^(?:【[^】]{1,12}】|\[[^\]]{1,12}\])\s*(?=.{6})")
TITLE_LIMIT, BODY_LIMIT, SOURCE_LIMIT = 300, 30_000, 60


class Conflict(ShiyiError):
    """Somebody else changed it in between: it must be looked at again before it is changed."""

    def __init__(self) -> None:
        super().__init__("这里刚刚被别人改过，您的改动没有保存。请看过最新内容再改。")


@dataclass(frozen=True, slots=True)
class Wording:
    """What an item says. An empty source or byline is not printed."""

    title: str
    body: str
    source: str = ""
    byline: str = ""
    section: Section = Section.MAIN

    def cleaned(self) -> "Wording":
        """As it is kept. Raises UsageError."""
        made = replace(
            self,
            title=clean(self.title),
            body="\n".join(clean_paragraphs(self.body)),
            source=clean(self.source),
            byline=clean(self.byline),
        )
        if not made.title:
            raise UsageError("条目要有标题。")
        for label, text, limit in (
            ("标题", made.title, TITLE_LIMIT),
            ("正文", made.body, BODY_LIMIT),
            ("信息来源", made.source, SOURCE_LIMIT),
            ("署名", made.byline, SOURCE_LIMIT),
        ):
            if len(text) > limit:
                raise UsageError(f"{label}超过{limit}字，请缩短。")
        return made

    @classmethod
    def of(cls, item: DraftItem) -> "Wording":
        """What an item says now."""
        return cls(item.title, item.body, item.source or "", item.byline or "", Section(item.section))


@dataclass(frozen=True, slots=True)
class Editor:
    """Who changes something, and when. `stages` is how many approvals the office wants."""

    name: str
    at: datetime
    stages: int = 0


def target_of(most: int) -> Target:
    """How long an abridgement of at most `most` characters should be."""
    return Target(min(Target().least, most), most)


def proposal(
    article: Article, version: Version, outlets: Sequence[Outlet], *, section: Section, most: int
) -> Wording:
    """The words proposed for an article: its title, an abridgement of at most `most` characters, 信息来源."""
    target = BRIEF if section is Section.BRIEF else target_of(most)
    body = abridge(version.title, version.body, target).body
    title = _LABEL.sub("", clean(version.title))[:TITLE_LIMIT] or "（无标题）"
    source = clean(printed_name(article.outlet, version.source, outlets))[:SOURCE_LIMIT]
    return Wording(title, body[:BODY_LIMIT], source, section=section).cleaned()
