"""What a mail says, and that a hostile one says it within bounds."""

import time
import zipfile
from base64 import b64encode
from email.message import EmailMessage
from io import BytesIO

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from desk.received import MOST_LINKS, Piece, Unreadable, head_of, received, unit_of
from tests.base.pdf_maker import Print, make_pdf

BODY = "11月18日，安平市妇联在安宁区举办家庭教育指导培训班，来自8个县区的126名骨干参加培训。" * 3
_WIDE = [BODY[start : start + 26] for start in range(0, len(BODY), 26)]
_PRINTS = [Print(92, 120 + 28 * number, 16, line) for number, line in enumerate(_WIDE)]
PDF = make_pdf([[Print(180, 80, 22, "安平市妇联举办培训班"), *_PRINTS]])
HEAD = b"From: =?gb2312?B?sLLGvcrQuL7Bqg==?= <Women@Anping.Example>\r\nSubject: "


def word(charset: str, text: str, really: str) -> bytes:
    """An encoded word (RFC 2047) that says it is written in a charset."""
    return f"=?{charset}?B?{b64encode(text.encode(really)).decode()}?=".encode()


def head(subject: bytes) -> str:
    return head_of(HEAD + subject + b"\r\n\r\n", None).subject


def mail(text: str = "请查收。", subject: str = "投稿：安平市妇联举办培训班", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "安平市妇联 <women@anping.example>"
    message["Subject"] = subject
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def attached(name: str, data: bytes, kind: str = "octet-stream") -> EmailMessage:
    message = mail()
    message.add_attachment(data, "application", kind, filename=name)
    return message


def document(*lines: str, centred: int = 0) -> bytes:
    made = Document()
    for number, line in enumerate(lines):
        paragraph = made.add_paragraph(line)
        if number < centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    written = BytesIO()
    made.save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"=?utf-8?B?5Z+56K6t54+t?=", "培训班"),
        (word("gb2312", "培训班", "gb18030"), "培训班"),
        (word("gb2312", "镕基", "gb18030") + b"\r\n " + word("GBK", "路", "gbk"), "镕基路"),
        (word("utf-8", "培训班", "gb18030"), "培训班"),
        ("培训班".encode(), "培训班"),
        ("培训班".encode("gb18030"), "培训班"),
        (word("no-such", "培训班", "utf-8"), "培训班"),
        (b"=?utf-8?B?###?= x", "x"),
        (b"one\r\n two", "one two"),
        (b"", ""),
    ],
)
def test_a_subject_is_read_whatever_it_is_written_in(raw: bytes, said: str) -> None:
    assert head(raw) == said


def test_the_sender_is_the_address_not_the_name() -> None:
    assert head_of(HEAD + b"x\r\n\r\n", None).sender == "women@anping.example"
    spoofed = b'From: "women@anping.example" <thief@elsewhere.example>\r\n\r\n'
    assert head_of(spoofed, None).sender == "thief@elsewhere.example"


@pytest.mark.parametrize(
    "lines",
    [
        b"",
        b"From: women@anping.example, thief@elsewhere.example\r\n",
        b"From: <thief@elsewhere.example> <women@anping.example>\r\n",
        b"From: thief@elsewhere.example\r\nFrom: women@anping.example\r\n",
        b"From: <women@anping.example>, thief@elsewhere.example\r\n",
        b"From: women(@elsewhere.example)@anping.example\r\n",
        b"From: " + b"(" * 100_000 + b"\r\n",
    ],
    ids=["none", "two", "two in brackets", "two lines", "one and one", "comment", "long"],
)
def test_a_sender_that_can_be_read_in_two_ways_is_nobody(lines: bytes) -> None:
    with pytest.raises(Unreadable):
        head_of(lines + b"Subject: x\r\n\r\n", None)


@pytest.mark.parametrize(
    ("results", "checked"),
    [
        (["mx.office.example; dmarc=pass header.from=anping.example"], True),
        (["mx.office.example 1; spf=fail; dkim=pass (2048-bit) header.d=Anping.Example"], True),
        (["mx.office.example; spf=pass smtp.mailfrom=women@anping.example"], True),
        (["mx.office.example; dmarc=pass header.from=elsewhere.example"], False),
        (["mx.office.example; dkim=fail header.d=anping.example"], False),
        (["mx.thief.example; dmarc=pass header.from=anping.example"], False),
        # Only the topmost of our server's name is its own.
        (
            ["mx.office.example; dmarc=fail", "mx.office.example; dmarc=pass header.from=anping.example"],
            False,
        ),
        (["mx.office.example; (dmarc=pass header.from=anping.example) none"], False),
        ([], False),
    ],
)
def test_what_our_own_server_found_out_about_the_sender(results: list[str], checked: bool) -> None:
    lines = "".join(f"Authentication-Results: {result}\r\n" for result in results)
    assert head_of(lines.encode() + HEAD + b"x\r\n\r\n", "mx.office.example").checked is checked


def test_a_mail_is_the_same_wherever_it_lies() -> None:
    relayed = b"Received: by x\r\n" + HEAD + b"x\r\nX-Later: y\r\n\r\n"
    assert head_of(HEAD + b"x\r\n\r\n", None).key == head_of(relayed, None).key
    assert head_of(HEAD + b"y\r\n\r\n", None).key != head_of(relayed, None).key


def test_an_address_or_its_domain_says_which_unit_it_is() -> None:
    senders = {"women@anping.example": "安平市妇联", "@Union.example": "省总工会"}
    assert unit_of("women@anping.example", senders) == "安平市妇联"
    assert unit_of("anybody@union.example", senders) == "省总工会"
    assert unit_of("other@anping.example", senders) is None
    assert unit_of("thief@sub.union.example", senders) is None


def test_the_text_of_a_mail_is_a_piece_under_its_subject() -> None:
    text = f"安平市妇联举办培训班\n\n{BODY}\n第二段。\n发自我的iPhone\n"
    found = received(bytes(mail(text)), "转发：【投稿】安平市妇联举办培训班")
    assert found.pieces == (Piece("安平市妇联举办培训班", f"{BODY}\n第二段。"),)
    assert found.notes == ()


def test_a_forwarded_text_loses_what_the_mail_program_wrote() -> None:
    text = f"------------------ 原始邮件 ------------------\n发件人: a\n收件人: b\n主题: c\n\n{BODY}"
    assert received(bytes(mail(text)), "Fw: 标题").pieces == (Piece("标题", BODY),)


def test_a_mail_that_is_html_alone_is_read_as_text() -> None:
    message = EmailMessage()
    page = f"<p>{BODY}</p><script>alert(1)</script><p><a href='https://mp.weixin.qq.com/s/a?b=1&amp;c=2'>原文</a></p>"
    message.set_content(page, subtype="html")
    found = received(bytes(message), "标题")
    assert found.pieces == (Piece("标题", f"{BODY}\n原文"),)
    assert found.links == ("https://mp.weixin.qq.com/s/a?b=1&c=2",)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("安平.docx", document("安平市妇联举办培训班", BODY)),
        ("安平.pdf", PDF),
        ("安平.txt", f"安平市妇联举办培训班\n{BODY}".encode("gb18030")),
    ],
    ids=["docx", "pdf", "txt"],
)
def test_an_attachment_is_a_piece_and_the_letter_with_it_is_none(name: str, data: bytes) -> None:
    (piece,) = received(bytes(attached(name, data)), "投稿").pieces
    assert (piece.title, piece.name) == ("安平市妇联举办培训班", name)
    assert piece.body.replace("\n", "") == BODY


@pytest.mark.parametrize(
    ("lines", "centred", "title"),
    [
        (("凝心聚力", "砥砺前行", "（安平市妇联）", BODY), 3, "凝心聚力 砥砺前行"),
        (
            ("安平市妇联举办培训班", "——家庭教育指导进乡村", BODY),
            0,
            "安平市妇联举办培训班——家庭教育指导进乡村",
        ),
        ((BODY, BODY), 0, "来稿"),
        (("安平市妇联举办培训班", "一、主要做法", BODY), 0, "安平市妇联举办培训班"),
    ],
)
def test_the_title_of_an_attachment(lines: tuple[str, ...], centred: int, title: str) -> None:
    (piece,) = received(bytes(attached("来稿.docx", document(*lines, centred=centred))), "投稿").pieces
    assert piece.title == title


def test_a_covering_letter_alone_is_no_piece() -> None:
    found = received(bytes(mail("您好，稿件稍后发来，请查收。")), "投稿")
    assert (found.pieces, found.links) == ((), ())
    assert found.notes == ("没有稿件：正文太短，也没有附件和链接",)


def test_links_are_taken_once_and_not_without_end() -> None:
    text = "看 https://a.example/1，和https://a.example/1。\n" + "\n".join(
        f"https://a.example/{n}" for n in range(99)
    )
    found = received(bytes(mail(text)), "链接")
    assert found.links[:2] == ("https://a.example/1", "https://a.example/0")
    assert len(found.links) == MOST_LINKS


def bomb() -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 200_000_000)
    return written.getvalue()


def nested(depth: int) -> bytes:
    """Parts in parts in parts."""
    lines = []
    for number in range(depth):
        lines.append(f'Content-Type: multipart/mixed; boundary="b{number}"\r\n\r\n--b{number}\r\n')
    return "".join(lines).encode() + b"\r\n" + BODY.encode()


def many_parts(count: int) -> bytes:
    return b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--b\r\n\r\nx\r\n" * count


@pytest.mark.parametrize(
    "data", [nested(5000), many_parts(100_000), b"Content-Type: message/rfc822\n\n" * 9000]
)
def test_a_mail_that_is_all_structure_is_not_read(data: bytes) -> None:
    with pytest.raises(Unreadable, match="过于复杂"):
        received(data, "x")


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (attached("炸弹.docx", bomb()), "解压后过大"),
        (attached("空.pdf", b"%PDF-1.4 nothing"), "空.pdf"),
        (attached("图.docx", b"\x89PNG\r\n\x1a\n"), "图片"),
        (attached("../../etc/passwd", b"Rar!\x1a\x07"), "passwd 是压缩包"),
    ],
    ids=["bomb", "broken", "picture", "archive"],
)
def test_an_attachment_that_cannot_be_read_is_named(message: EmailMessage, said: str) -> None:
    found = received(bytes(message), "投稿")
    assert found.pieces == ()
    assert said in "".join(found.notes)


@pytest.mark.parametrize("charset", ["utf-7", "no-such", "x" * 5000])
def test_a_wrong_charset_is_not_believed(charset: str) -> None:
    data = f"Content-Type: text/plain; charset={charset}\r\n\r\n".encode() + BODY.encode("gb18030")
    assert received(data, "标题").pieces == (Piece("标题", BODY),)


def test_only_the_first_ten_attachments_are_read() -> None:
    message = mail()
    for number in range(12):
        message.add_attachment(f"标题{number}\n{BODY}".encode(), "text", "plain", filename=f"{number}.txt")
    found = received(bytes(message), "投稿")
    assert len(found.pieces) == 10
    assert found.notes == ("附件超过 10 个，其余没有读",)


@pytest.mark.parametrize(
    "data",
    [
        b"From: " + b"a," * 2_000_000,
        b"Subject: " + b"=?utf-8?q?" * 500_000 + b"\r\n\r\nx",
        b"\r\n" + b"<a href=" * 1_000_000,
        b"\r\n" + b"https://" * 1_000_000,
        b"Content-Type: text/html; " + b"a=b; " * 500_000 + b"\r\n\r\nx",
    ],
    ids=["addresses", "words", "hrefs", "links", "parameters"],
)
def test_no_crafted_mail_takes_long(data: bytes) -> None:
    began = time.process_time()
    try:
        head_of(data[: 64 * 1024], "mx.office.example")
        received(data, "x")
    except Unreadable:
        pass
    assert time.process_time() - began < 20  # the cure took a second; what it cures took hours
