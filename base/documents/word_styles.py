"""How a Word paragraph looks: its own properties over those of its style over the document's defaults."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from lxml import etree

from base.documents.model import Align

Element: TypeAlias = etree._Element

_ALIGNS = {
    "center": Align.CENTER,
    "right": Align.RIGHT,
    "end": Align.RIGHT,
    "left": Align.LEFT,
    "start": Align.LEFT,
    "both": Align.LEFT,
    "distribute": Align.LEFT,
}
_HEADING = re.compile(r"^(?:heading|标题)\s*([1-6])$", re.IGNORECASE)
_MAX_CHAIN = 12  # styles may be based on each other in a circle


def tag(element: Element) -> str:
    """The local name: strict and transitional documents differ in namespaces alone."""
    return str(etree.QName(element).localname)


def value(element: Element, name: str = "val") -> str | None:
    """An attribute by its local name."""
    found = (text for key, text in element.attrib.items() if etree.QName(key).localname == name)
    return next((str(text) for text in found), None)


@dataclass(frozen=True, slots=True)
class Look:
    """Properties that tell a title from body text; None means not said. `size` is in points. `list_id` and
    `list_level` name the list that numbers the paragraph; the list "0" is none."""

    align: Align | None = None
    bold: bool | None = None
    size: float | None = None
    heading: int | None = None
    indent_chars: float | None = None
    indent_points: float | None = None
    list_id: str | None = None
    list_level: int | None = None

    def over(self, other: "Look") -> "Look":
        """This look, with what it leaves unsaid taken from `other`."""
        own = {name: getattr(self, name) for name in self.__slots__ if getattr(self, name) is not None}
        return replace(other, **own)

    def indent_of(self, size: float | None) -> float | None:
        """The first line's indent in characters of `size` points."""
        if self.indent_chars is not None:
            return self.indent_chars
        return self.indent_points / (size or 12.0) if self.indent_points is not None else None


def read_look(properties: Element | None) -> Look:
    """What a `pPr` or `rPr` says itself; broken numbers count as unsaid."""
    look = Look()
    for child in properties if properties is not None else ():
        kind, text = tag(child), value(child)
        if kind == "jc":
            look = replace(look, align=_ALIGNS.get(text or ""))
        elif kind == "b":
            look = replace(look, bold=text not in ("0", "false", "off", "none"))
        elif kind == "sz" and (half := _number(text)):
            look = replace(look, size=half / 2)
        elif kind == "outlineLvl" and (level := _number(text)) is not None and level < 6:
            look = replace(look, heading=int(level) + 1)
        elif kind == "numPr":
            said = {tag(part): value(part) for part in child}
            look = replace(look, list_id=said.get("numId"), list_level=whole_number(said.get("ilvl")))
        elif kind == "ind":
            chars, points = _number(value(child, "firstLineChars")), _number(value(child, "firstLine"))
            look = replace(
                look,
                indent_chars=None if chars is None else chars / 100,
                indent_points=None if points is None else points / 20,
            )
    return look


def whole_number(text: str | None) -> int | None:
    """A count that is not absurd; None for anything else."""
    return int(text) if text and re.fullmatch(r"\d{1,4}", text) else None


def _number(text: str | None) -> float | None:
    return float(text) if text and re.fullmatch(r"-?\d{1,6}(?:\.\d{1,4})?", text) else None


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of one document, each already laid over what it is based on."""

    looks: Mapping[str, Look] = field(default_factory=dict)
    default: Look = Look()

    @classmethod
    def of(cls, root: Element | None) -> "Styles":
        """From `styles.xml`; a document without one has no styles."""
        default = Look()
        own: dict[str, tuple[str | None, Look]] = {}
        for element in root if root is not None else ():
            if tag(element) == "docDefaults":
                for properties in element.iter():
                    if tag(properties) in ("pPr", "rPr"):
                        default = read_look(properties).over(default)
            elif tag(element) == "style":
                own[value(element, "styleId") or ""] = _style(element)
                if value(element, "default") in ("1", "true") and value(element, "type") == "paragraph":
                    default = _style(element)[1].over(default)
        return cls({key: _chain(key, own) for key in own}, default)

    def paragraph(self, properties: Element | None) -> Look:
        """The look of a paragraph with these `pPr`; its mark's `rPr` is not that of its text."""
        return read_look(properties).over(self._named(properties, "pStyle")).over(self.default)

    def run(self, properties: Element | None, around: Look) -> Look:
        """The look of a run with these `rPr` inside a paragraph that looks like `around`."""
        return read_look(properties).over(self._named(properties, "rStyle")).over(around)

    def _named(self, properties: Element | None, kind: str) -> Look:
        for child in properties if properties is not None else ():
            if tag(child) == kind:
                return self.looks.get(value(child) or "", Look())
        return Look()


def _style(element: Element) -> tuple[str | None, Look]:
    based, look = None, Look()
    for child in element:
        kind = tag(child)
        if kind == "basedOn":
            based = value(child)
        elif kind == "name":
            name = (value(child) or "").strip()
            found = _HEADING.match(name)
            if found or name.lower() in ("title", "标题"):
                look = replace(look, heading=int(found[1]) if found else 1)
        elif kind in ("pPr", "rPr"):
            look = read_look(child).over(look)
    return based, look


def _chain(key: str, own: Mapping[str, tuple[str | None, Look]]) -> Look:
    look = Look()
    following: str | None = key
    for _ in range(_MAX_CHAIN):
        if following is None or following not in own:
            break
        following, base = own[following]
        look = look.over(base)
    return look
