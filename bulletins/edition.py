"""An issue as it is to be printed: what it says, and the office's own lines around it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from base.text import tidy
from bulletins.model import Issue, Item, Kind, Section

# What XML cannot hold and tidying leaves: halves of pairs and the two characters that are none.
_ILLEGAL = re.compile("[\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Fonts:
    """Names of East Asian fonts by use: the wanted one first, then those that may stand in for it."""

    title: tuple[str, ...] = ("方正小标宋简体", "方正小标宋_GBK", "华文中宋", "宋体")
    body: tuple[str, ...] = ("仿宋", "仿宋_GB2312", "华文仿宋", "方正仿宋_GBK")
    heading: tuple[str, ...] = ("黑体", "方正黑体_GBK", "华文黑体")
    kai: tuple[str, ...] = ("楷体", "楷体_GB2312", "华文楷体", "方正楷体_GBK")
    song: tuple[str, ...] = ("宋体", "方正书宋_GBK", "华文宋体")

    @property
    def families(self) -> tuple[tuple[str, ...], ...]:
        """All five, each with its stand-ins."""
        return self.title, self.body, self.heading, self.kai, self.song


@dataclass(frozen=True, slots=True)
class Imprint:
    """The office's own lines: the masthead's and the footer's. What is empty is not printed."""

    name: str
    editor: str
    report_to: str = ""
    send_to: str = ""
    printer: str = ""
    mail: str = ""
    copies: int | None = None
    fonts: Fonts = Fonts()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as JPEG or PNG bytes that were made here, with its size in pixels."""

    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Edition:
    """An issue with what it needs in print.

    `pictures` are by the item's position. `mark` stands over every page (未审). `pages` are those on which
    the items begin, in their order, where they are known.
    """

    issue: Issue
    imprint: Imprint
    pictures: Mapping[int, Picture] = field(default_factory=dict)
    mark: str = ""
    pages: tuple[int, ...] = ()

    @property
    def mark_line(self) -> str:
        """What stands over every page of a marked issue."""
        return f"内部{clean(self.mark)}稿 请勿印发" if self.mark else ""

    @property
    def kind_word(self) -> str:
        """简　报 or 专　刊, as the masthead has it."""
        return "专　刊" if self.issue.kind is Kind.SPECIAL else "简　报"

    @property
    def number_line(self) -> str:
        """第 10 期, or nothing for an issue without a number."""
        return "" if self.issue.number is None else f"第 {self.issue.number} 期"

    @property
    def editor_line(self) -> str:
        """Who edits it: 某办公室编辑."""
        editor = clean(self.imprint.editor)
        return editor if not editor or editor.endswith("编辑") else f"{editor}编辑"

    @property
    def date_line(self) -> str:
        """2021年11月15日, or nothing where no date was set."""
        day = self.issue.date
        return f"{day.year}年{day.month}月{day.day}日" if day else ""

    @property
    def addressees(self) -> tuple[str, ...]:
        """The distribution list: 报：… and 发：…."""
        lines = (("报", self.imprint.report_to), ("发", self.imprint.send_to))
        return tuple(f"{word}：{clean(names)}" for word, names in lines if names)

    @property
    def printed_line(self) -> tuple[str, str]:
        """Who prints it, and when it goes out."""
        day = self.date_line
        return clean(self.imprint.printer or self.imprint.editor), f"{day}印发" if day else ""

    @property
    def last_lines(self) -> tuple[str, ...]:
        """What stands below the imprint: the mail address and the number of copies."""
        lines = [f"电子邮箱：{clean(self.imprint.mail)}"] if self.imprint.mail else []
        return (*lines, f"（印{self.imprint.copies}份）") if self.imprint.copies else tuple(lines)

    @property
    def main(self) -> tuple[Item, ...]:
        """The items before the group of short news."""
        return tuple(item for item in self.issue.items if item.section is Section.MAIN)

    @property
    def briefs(self) -> tuple[Item, ...]:
        """The group of short news."""
        return tuple(item for item in self.issue.items if item.section is Section.BRIEF)

    @property
    def in_order(self) -> tuple[Item, ...]:
        """All items as they are printed."""
        return self.main + self.briefs


def clean(text: str) -> str:
    """Text as it may stand on one line in print: nothing invisible, nothing that XML cannot hold."""
    return tidy(_ILLEGAL.sub("", text)).replace("\n", " ").strip()


def clean_paragraphs(text: str) -> list[str]:
    """The paragraphs of a body, cleaned; empty lines are left out."""
    return [line for line in tidy(_ILLEGAL.sub("", text)).split("\n") if line]
