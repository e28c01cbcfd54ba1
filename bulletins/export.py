"""An edition as a file: Word, plain text, a page. Pure; whatever came from a page comes out inert."""

from base64 import b64encode
from enum import StrEnum

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from bulletins.edition import Edition, Picture, clean, clean_paragraphs
from bulletins.model import Item, Kind
from bulletins.typeset import levels, split_title, title_lines
from bulletins.word import as_docx

__all__ = ["Format", "as_docx", "as_html", "as_text", "export", "file_name"]

_INDENT = "　　"
_environment = Environment(
    loader=PackageLoader("bulletins", "templates"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters |= {"clean": clean, "paragraphs": clean_paragraphs, "levels": levels}


class Format(StrEnum):
    """What an issue is exported as."""

    DOCX = "docx"
    TEXT = "txt"
    HTML = "html"


def export(edition: Edition, format_: Format) -> bytes:
    """The bytes of a file of that format."""
    if format_ is Format.DOCX:
        return as_docx(edition)
    text = as_html(edition) if format_ is Format.HTML else as_text(edition)
    return text.encode()


def file_name(edition: Edition, format_: Format) -> str:
    """2021年第10期.docx; 专刊2021-05-26.docx where there is no number; with （未审） where it is marked."""
    issue = edition.issue
    day = issue.date
    if issue.number is not None:
        name = f"{day.year}年第{issue.number}期" if day else f"第{issue.number}期"
    else:
        name = f"{day.isoformat() if day else ''}"
    special = "专刊" if issue.kind is Kind.SPECIAL else "" if issue.number is not None else "简报"
    mark = f"（{edition.mark}）" if edition.mark else ""
    return f"{special}{name}{mark}.{format_}"


def as_text(edition: Edition) -> str:
    """The issue as plain text, one paragraph a line, indented as in print."""
    imprint = edition.imprint
    lines = [f"（{edition.mark_line}）", ""] if edition.mark else []
    lines += [
        clean(imprint.name),
        edition.kind_word,
        edition.number_line,
        edition.editor_line,
        edition.date_line,
    ]
    lines += ["", "目　录", ""]
    for item in edition.main:
        lines.append(f"◆{clean(item.title)}")
    if edition.briefs:
        lines += ["简讯：", *(f"　◆{clean(item.title)}" for item in edition.briefs)]
    for item in edition.main:
        lines += ["", "", *_item_lines(item)]
    if edition.briefs:
        lines += ["", "", "简　讯"]
    for item in edition.briefs:
        lines += ["", "", *_item_lines(item)]
    lines += [
        "",
        "",
        *edition.addressees,
        "",
        *(part for part in edition.printed_line if part),
        *edition.last_lines,
    ]
    return "\n".join(lines).strip("\n") + "\n"


def _item_lines(item: Item) -> list[str]:
    lines = title_lines(clean(item.title))
    lines += [clean(item.byline)] if item.byline else []
    lines += ["", *(f"{_INDENT}{paragraph}" for paragraph in clean_paragraphs(item.body))]
    return [*lines, "", f"信息来源：{clean(item.source)}"] if item.source else lines


def as_html(edition: Edition) -> str:
    """The issue as one self-contained page, without script."""
    title = "".join((clean(edition.imprint.name), edition.kind_word, edition.number_line)).replace("　", "")
    groups = [(None, edition.main), ("简　讯", edition.briefs)]
    return _environment.get_template("issue.html").render(
        edition=edition,
        title=title,
        groups=[(heading, items) for heading, items in groups if items],
        head=lambda item: split_title(clean(item.title)),
        source=_data_url,
    )


def _data_url(picture: Picture) -> str:
    kind = "png" if picture.data.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{b64encode(picture.data).decode()}"
