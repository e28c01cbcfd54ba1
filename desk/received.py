"""What a mail that came in says: who sent it, its text, its attachments, its links. Pure.

A mail is hostile. What its parts claim to be (type, charset, name) is not believed: `base.documents` decides
by content, and reads within bounds. Headers are decoded by hand: the standard library's structured parser
takes time and depth without end on crafted ones.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.policy import compat32
from html import unescape
from typing import TypeAlias

from base.documents import read_document
from base.errors import BadFile
from base.text import squash, tidy, visible
from bulletins.joining import Joiner
from bulletins.lines import Line, lines_of
from bulletins.phrases import join_title

MOST_ATTACHMENTS, MOST_LINKS = 10, 20
_MOST_PARTS, _MOST_DEPTH = 500, 50
_HEADER_LIMIT, _SUBJECT_LIMIT, _NAME_LIMIT = 4000, 200, 120
_LONGEST_TITLE, _MOST_TITLE_LINES = 60, 3
# A shorter text is a covering letter.
_SHORTEST = 80

_ADDRESS = re.compile(r"[^\s@<>,;:\"()]{1,64}@[\w.-]{1,190}")
_COMMENT = re.compile(r"\([^()]*\)")
_PREFIX = re.compile(
    r"^(?:(?:re|fw|fwd|回复|答复|转发|投稿|来稿|报送)\s*[:：]\s*|[【\[](?:投稿|来稿|稿件|信息报送)[】\]]\s*)+",
    re.IGNORECASE,
)
_URL = re.compile(r"https?://[^\s<>\"'，。；、！？（）《》【】”’]+")
_HREF = re.compile(r"href\s{0,9}=\s{0,9}[\"']?(https?://[^\"'\s<>]+)", re.IGNORECASE)
# What mail programs put between and under the texts.
_DRESS = re.compile(
    r"^(?:>.*|-{2,}.*(?:原始邮件|转发邮件|Original|Forwarded).*|(?:发件人|发送时间|收件人|抄送|主题|日期)[:：].*"
    r"|发自我的.*|--)$"
)
# （安平市妇联）, 【2026年11月20日】: under a title, and no part of it.
_NOTES = ("（", "(", "【")
_SENTENCE_END = tuple("。；，：,;:")
_SILENT = ("image", "audio", "video")
_CHARSETS = {"gb2312": "gb18030", "gbk": "gb18030"}


class Unreadable(Exception):
    """A mail that is not read; the text says why, to editors."""


@dataclass(frozen=True, slots=True)
class Head:
    """Who sent a mail, and what it is called. `domain` is the sender's; `checked`: see `head_of`."""

    key: str
    sender: str
    subject: str
    checked: bool

    @property
    def domain(self) -> str:
        """What stands after the @."""
        return self.sender.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Piece:
    """A text of a mail. `name` is that of its attachment, "" for the mail's own text."""

    title: str
    body: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """What a mail holds. `notes` say, to editors, what of it could not be read."""

    pieces: tuple[Piece, ...]
    links: tuple[str, ...]
    notes: tuple[str, ...]


def head_of(data: bytes, checked_by: str | None) -> Head:
    """Read a mail's header. Raises Unreadable where it names no sender, or more than one.

    `checked_by` is the name under which the office's own server writes Authentication-Results (RFC 8601);
    `checked` says whether it found that the mail comes from the domain it claims to come from.
    """
    message = BytesHeaderParser(policy=compat32).parsebytes(data)
    values: dict[str, list[str]] = {}
    for name, value in message.raw_items():
        values.setdefault(name.lower(), []).append(_raw(value))
    sender = _sender(values.get("from", []))
    named = "\n".join(values.get(name, [""])[0] for name in ("message-id", "date", "from", "subject"))
    subject = _decoded(values.get("subject", [""])[0])[:_SUBJECT_LIMIT]
    results = values.get("authentication-results", [])
    checked = checked_by is not None and _is_checked(results, checked_by, sender.rpartition("@")[2])
    return Head(hashlib.sha256(named.encode()).hexdigest(), sender, subject, checked)


def _raw(value: object) -> str:
    """A header's value on one line; bytes that are not ASCII as UTF-8 or GB 18030 has them."""
    data = str(value)[:_HEADER_LIMIT].encode("utf-8", "surrogateescape")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("gb18030", "replace")
    return " ".join(text.split())


def _sender(froms: Sequence[str]) -> str:
    """The one address of the one From line; a line that programs may read in two ways is refused."""
    if len(froms) != 1 or froms[0].count("<") > 1:
        raise Unreadable("发件人不止一个，或没有写明")
    line = froms[0]
    address = line.rpartition("<")[2].removesuffix(">") if "<" in line else line
    if not _ADDRESS.fullmatch(address):
        raise Unreadable("发件人不止一个，或没有写明")
    return address.lower()


def _decoded(value: str) -> str:
    """Encoded words (RFC 2047) as text, on one line, visible characters alone."""
    try:
        parts = decode_header(value)
    except (HeaderParseError, ValueError):
        parts = [(value, None)]
    said = "".join(part if isinstance(part, str) else _bytes(part, charset) for part, charset in parts)
    return " ".join(tidy(said).split())


def _bytes(data: bytes, charset: str | None) -> str:
    """As the word says it is written, else as it really is."""
    named = (charset or "utf-8").lower()
    for codec in (_CHARSETS.get(named, named), "utf-8", "gb18030"):
        with suppress(LookupError, ValueError):
            return data.decode(codec)
    return data.decode("gb18030", "replace")


def _is_checked(results: Sequence[str], by: str, domain: str) -> bool:
    """Whether our server's own line, the topmost of its name, says that the domain stands for the mail."""
    for line in results:
        server, _, said = _COMMENT.sub(" ", line).partition(";")
        if server.lower().split()[:1] == [by.lower()]:
            return any(_passes(result.lower().split(), domain) for result in said.split(";"))
    return False


def _passes(words: Sequence[str], domain: str) -> bool:
    """One result, as `dkim=pass header.d=office.example.cn`."""
    proofs = {
        "dmarc=pass": (f"header.from={domain}",),
        "dkim=pass": (f"header.d={domain}", f"header.i=@{domain}"),
        "spf=pass": (f"smtp.mailfrom={domain}",),
    }
    proof = proofs.get(words[0] if words else "", ())
    return any(word == one or word.endswith(f"@{domain}") for one in proof for word in words[1:])


def unit_of(sender: str, senders: Mapping[str, str]) -> str | None:
    """The unit that writes from an address: by the whole address, else by `@` and its domain."""
    known = {address.lower(): unit for address, unit in senders.items()}
    return known.get(sender) or known.get(f"@{sender.rpartition('@')[2]}")


def received(data: bytes, subject: str) -> Received:
    """Read a whole mail. Raises Unreadable.

    Each attachment that holds text is a piece. The mail's own text is one where there is no such
    attachment and it is more than a covering letter.
    """
    bodies, files = _parts(_parsed(data))
    own = _own_lines(bodies)
    pieces: list[Piece] = []
    notes: list[str] = []
    texts = ["\n".join(line.text for line in own)]
    for name, content in files[:MOST_ATTACHMENTS]:
        try:
            lines = lines_of(read_document(content, name)).lines
        except BadFile as error:
            notes.append(str(error))
            continue
        texts.append("\n".join(line.text for line in lines))
        if piece := _piece(lines, name):
            pieces.append(piece)
        else:
            notes.append(f"{name} 只有标题，没有正文")
    if len(files) > MOST_ATTACHMENTS:
        notes.append(f"附件超过 {MOST_ATTACHMENTS} 个，其余没有读")
    links = _links(texts, bodies)
    if not pieces and (piece := _own_piece(own, subject)):
        pieces.append(piece)
    if not (pieces or links or notes):
        notes.append("没有稿件：正文太短，也没有附件和链接")
    return Received(tuple(pieces), links, tuple(notes))


def _parsed(data: bytes) -> "Message[str, str]":
    lower = data.lower()
    depth = lower.count(b"boundary") + lower.count(b"message/")
    if depth > _MOST_DEPTH or data.count(b"\n--") > _MOST_PARTS:
        raise Unreadable("邮件结构过于复杂，没有读")
    return BytesParser(policy=compat32).parsebytes(data)


_File: TypeAlias = tuple[str, bytes]


def _parts(message: "Message[str, str]") -> tuple[list[_File], list[_File]]:
    """The mail's own text (plain before html), and its attachments, each with a name."""
    plain: list[_File] = []
    html: list[_File] = []
    files: list[_File] = []
    for part in message.walk():
        content = part.get_payload(decode=True)
        if part.is_multipart() or not isinstance(content, bytes) or part.get_content_maintype() in _SILENT:
            continue
        name = _file_name(part)
        if name or part.get_content_maintype() != "text":
            if content.strip():
                files.append((name or "附件", content))
        elif part.get_content_subtype() == "html":
            html.append(("正文.html", content))
        else:
            plain.append(("正文.txt", content))
    return plain[:1] + html[:1], files


def _file_name(part: "Message[str, str]") -> str:
    name = part.get_filename()
    return _decoded(_raw(name)).replace("/", "／").replace("\\", "＼")[:_NAME_LIMIT] if name else ""


def _own_lines(bodies: Sequence[_File]) -> list[Line]:
    """The mail's own text, without what mail programs write."""
    if not bodies:
        return []
    try:
        name, content = bodies[0]
        lines = lines_of(read_document(content, name)).lines
    except BadFile:
        return []
    return [line for line in lines if not _DRESS.match(line.text)]


def _own_piece(lines: Sequence[Line], subject: str) -> Piece | None:
    title = _PREFIX.sub("", subject).strip()
    if lines and squash(lines[0].text) == squash(title):
        lines = lines[1:]
    if sum(len(squash(_URL.sub("", line.text))) for line in lines) < _SHORTEST:
        return None
    return Piece(title, _body(lines)) if title else _piece(lines, "来信")


def _piece(lines: Sequence[Line], name: str) -> Piece | None:
    """A document as a piece: the short lines at its head are the title, else its file's name is."""
    heads = list(_title_lines(lines))
    title = join_title(heads, None, ()) if heads else name.rpartition(".")[0] or name
    body = _body(lines[len(heads) :])
    return Piece(title, body, name) if squash(body) else None


def _body(lines: Sequence[Line]) -> str:
    """Whole paragraphs, however the file breaks its lines."""
    return "\n".join(paragraph.text for paragraph in Joiner.of(lines).paragraphs(lines))


def _title_lines(lines: Sequence[Line]) -> Iterator[str]:
    """The first line, where it looks like a title, and those that go on with it: centred as it is, or ——."""
    for number, line in enumerate(lines[:_MOST_TITLE_LINES]):
        centred = line.centered and lines[0].centered and not line.text.startswith(_NOTES)
        if len(line.text) > _LONGEST_TITLE or line.text.endswith(_SENTENCE_END):
            return
        if number and not (centred or line.text.startswith("——")):
            return
        yield line.text


def _links(texts: Sequence[str], bodies: Sequence[_File]) -> tuple[str, ...]:
    """The addresses in what was read, and those under the words of html."""
    found = [url for text in texts for url in _URL.findall(text)]
    for _, data in bodies:
        found += [unescape(url) for url in _HREF.findall(data.decode("utf-8", "replace"))]
    tidied = (visible(url).rstrip(".,;!?)]}") for url in found)
    return tuple(dict.fromkeys(tidied))[:MOST_LINKS]
