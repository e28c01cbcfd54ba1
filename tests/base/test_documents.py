"""Documents of every kind, whole, odd and hostile."""

import importlib.util
import shutil
import subprocess
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from base.documents import MAX_BYTES, Align, Document, Format, pdf, read_document
from base.errors import BadFile, TooLarge
from tests.base.pdf_maker import Print, assemble, make_pdf, make_stream

_TEXT = "青河省妇儿工委办公室编辑\n\n　　第一段文字，写于2023年。\n第二段。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le-sig"])
def test_text_in_the_usual_encodings(encoding: str) -> None:
    data = b"\xff\xfe" + _TEXT.encode("utf-16-le") if encoding == "utf-16-le-sig" else _TEXT.encode(encoding)
    document = read_document(data, "a.doc")
    assert document.format is Format.TXT
    assert [block.text for block in document.blocks] == [
        "青河省妇儿工委办公室编辑",
        "第一段文字，写于2023年。",
        "第二段。",
    ]
    assert [block.spaced for block in document.blocks] == [False, True, False]
    assert [block.indent for block in document.blocks] == [0.0, 2.0, 0.0]
    assert not document.warnings


def test_form_feeds_are_pages() -> None:
    document = read_document("第一页\n- 1 -\n\f第二页\n".encode(), "a.txt")
    assert [(block.page, block.text) for block in document.blocks] == [
        (1, "第一页"),
        (1, "- 1 -"),
        (2, "第二页"),
    ]
    assert document.pages == 2


def test_a_cut_file_is_read_with_a_warning() -> None:
    document = read_document((_TEXT * 20).encode()[:-2], "a.txt")
    assert document.blocks[0].text == "青河省妇儿工委办公室编辑"
    assert "1 处坏字节" in document.warnings[0]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "空文件"),
        (b"\xef\xbb\xbf \r\n", "空文件"),
        (b"\x00" * 5000, "空文件"),
        (bytes(range(256)) * 40, "编码认不出来"),
        (b"\x01\x02\x03\x04\x05\x06" * 100, "不是文本文件"),
        ("很久很久以前".encode("big5", "ignore") * 50 + "個國學".encode("big5") * 99, "编码认不出来"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "是图片"),
        (b"Rar!\x1a\x07\x00" + b"\x00" * 100, "是压缩包"),
        (b"PK\x03\x04" + b"\x07" * 100, "已损坏"),
        (b"%PDF-1.4\n" + b"\x07" * 100, "已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "不是 Word 文档"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "设有密码"),
        (b"<html><body><script>1</script></body></html>", "没有文字"),
    ],
)
def test_what_is_no_document_is_one_clear_error(data: bytes, message: str) -> None:
    with pytest.raises(BadFile, match=message) as caught:
        read_document(data, "/some/where/期刊.docx")
    assert str(caught.value).startswith("期刊.docx")


def test_a_file_that_is_too_large_is_not_looked_at() -> None:
    with pytest.raises(TooLarge, match="请拆分"):
        read_document(b"a" * (MAX_BYTES + 1), "a.txt")


# --- Word ---


def _word() -> BytesIO:
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(16)
    document.add_heading("标题一行", level=2)
    centred = document.add_paragraph()
    centred.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = centred.add_run("大标题")
    run.bold, run.font.size = True, Pt(22)
    text = document.add_paragraph("正文")
    text.paragraph_format.first_line_indent = Pt(32)
    text.add_run("第一段").add_break(WD_BREAK.PAGE)
    text._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>，补上的字</w:t></w:r></w:ins>"))
    text._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>删去的字</w:delText></w:r></w:del>"))
    box = (
        f"<w:r {nsdecls('w')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
        " xmlns:v='urn:schemas-microsoft-com:vml'><mc:AlternateContent>"
        "<mc:Choice Requires='wps'><w:txbxContent><w:p><w:r><w:t>框里的刊头</w:t></w:r></w:p></w:txbxContent>"
        "</mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>框里的刊头</w:t></w:r></w:p></w:txbxContent>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    document.add_paragraph("页末")._p.append(parse_xml(box))
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "指标", "92项"
    layout = document.add_table(rows=1, cols=1)
    layout.cell(0, 0).text = "报：省领导"
    stream = BytesIO()
    document.save(stream)
    return stream


def test_word_text_with_its_looks() -> None:
    document = read_document(_word().getvalue(), "a.txt")
    assert document.format is Format.DOCX
    looks = {block.text: block for block in document.blocks}
    assert list(looks) == [
        "标题一行", "大标题", "正文第一段\n，补上的字", "框里的刊头", "页末", "指标\t92项", "报：省领导",
    ]  # fmt: skip
    assert looks["标题一行"].heading == 2
    title = looks["大标题"]
    assert (title.align, title.bold, title.size) == (Align.CENTER, True, 22.0)
    text = looks["正文第一段\n，补上的字"]
    assert (text.bold, text.size, text.indent, text.page) == (False, 16.0, 2.0, 1)
    assert looks["页末"].page == 2
    assert looks["指标\t92项"].row
    assert not looks["报：省领导"].row


_WORD = _word().getvalue()


def test_word_numbers_stand_before_their_paragraphs() -> None:
    document = docx.Document()
    document.add_paragraph("加强领导", style="List Number")
    document.add_paragraph("没有编号")
    document.add_paragraph("压实责任", style="List Number")
    document.add_paragraph("一点", style="List Bullet")
    stream = BytesIO()
    document.save(stream)
    texts = [block.text for block in read_document(stream.getvalue(), "a.docx").blocks]
    assert texts == ["1.加强领导", "没有编号", "2.压实责任", "●一点"]


def _repacked(change: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(_word()) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in change:
                new.writestr(name, old.read(name))
        for name, content in change.items():
            new.writestr(name, content)
    return stream.getvalue()


_ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    b"<w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (_repacked({"word/document.xml": b"<a>" + b" " * 30_000_000 + b"</a>"}), "解压后过大"),
        (_repacked({"word/document.xml": b"<a>" + b" " * 3_000_000 + b"</a>"}), "解压后过大"),
        (_repacked({"word/document.xml": _ENTITIES}), "DTD"),
        (_repacked({"word/document.xml": _ENTITIES.decode().encode("utf-16")}), "DTD|已损坏"),
        (_repacked({"word/document.xml": b"<w:document"}), "已损坏"),
        (_repacked({f"word/media/{n}.png": b"" for n in range(6000)}), "部件"),
        (_word().getvalue()[:3000], "已损坏"),
    ],
)
def test_hostile_word_files(data: bytes, message: str) -> None:
    with pytest.raises(BadFile, match=message):
        read_document(data, "a.docx")


def test_a_zip_that_lies_about_its_sizes() -> None:
    data = bytearray(_repacked({"word/document.xml": b"<a>" + b" " * 30_000_000 + b"</a>"}))
    honest = (30_000_007).to_bytes(4, "little")
    assert data.count(honest) == 2
    lying = data.replace(honest, (900).to_bytes(4, "little"))
    with pytest.raises(BadFile):
        read_document(bytes(lying), "a.docx")


def test_a_zip_that_is_no_word_file() -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(BadFile, match="不是 Word 文档"):
        read_document(stream.getvalue(), "a.docx")


@pytest.mark.skipif(
    shutil.which("soffice") is None,
    reason="LibreOffice is not installed; to run this test too: apt install libreoffice-writer",
)
def test_old_word_files_by_way_of_libreoffice(tmp_path: Path) -> None:
    source = tmp_path / "a.docx"
    source.write_bytes(_word().getvalue())
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "doc", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=100)
    document = read_document((tmp_path / "a.doc").read_bytes(), "a.doc")
    assert document.format is Format.DOC
    assert "大标题" in document.text.split("\n")


def test_old_word_files_without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")
    with pytest.raises(BadFile, match="安装 LibreOffice；或请用 Word 另存为"):
        read_document(data, "a.doc")


# --- HTML ---


def test_html_blocks() -> None:
    page = """<!DOCTYPE html><html><head><meta charset="gbk"><title>不要</title><style>p{}</style></head>
    <body><nav><a>首页</a></nav><h2>标题<br>第二行</h2>
    <p style="text-align:center;font-size:22pt"><b>居中</b></p>
    <p>一段 <a href="x">链接</a>&nbsp;文字<!-- 注 --></p><script>alert(1)</script>外面的字
    <table><tr><td>指标</td><td><p>92项</p></td></tr>
    <tr><td><p>版面一</p><p>版面二</p></td><td></td></tr></table>
    <div>甲<div>乙</div>丙</div></body></html>"""
    document = read_document(page.encode("gb18030"), "a.html")
    assert document.format is Format.HTML
    assert [block.text for block in document.blocks] == [
        "标题\n第二行", "居中", "一段 链接 文字", "外面的字", "指标\t92项", "版面一", "版面二",
        "甲", "乙", "丙",
    ]  # fmt: skip
    heading, centred = document.blocks[:2]
    assert heading.heading == 2
    assert (centred.align, centred.bold, centred.size) == (Align.CENTER, True, 22.0)
    assert document.blocks[4].row


def test_text_with_a_tag_is_text_unless_it_is_a_page() -> None:
    assert read_document(b"a < b and <p> c", "a.txt").format is Format.TXT
    assert read_document(b"<p>a</p><p>b</p>", "a.htm").format is Format.HTML


# --- PDF ---


def _page(number: int, *paragraphs: str) -> list[Print]:
    """A page of 20 characters a line with a running head and a page number."""
    lines = [Print(200, 50, 10, "青河省妇女儿童工作简报"), Print(290, 800, 12, f"- {number} -")]
    y = 120.0
    for paragraph in paragraphs:
        for start in range(0, len(paragraph), 20):
            row = paragraph[start : start + 20]
            indent = len(row) - len(row.lstrip("　"))
            lines.append(Print(100 + 16 * indent, y, 16, row.lstrip("　")))
            y += 28
    return lines


def test_pdf_lines_become_paragraphs_across_pages() -> None:
    first = "　　会议指出，本轮规划实施三年来，九十二项主要指标中已有七十一项提前达标，"
    second = "其余指标进展顺利。"
    third = "　　会议要求，各地要逐项查找短板，按时完成自查。"
    document = read_document(
        make_pdf([_page(1, first + "一二三"), _page(2, second, third), _page(3, third)]), "a.pdf"
    )
    assert document.format is Format.PDF
    assert document.pages == 3
    assert [(block.page, block.text) for block in document.blocks] == [
        (1, (first + "一二三" + second).strip("　")),
        (2, third.strip("　")),
        (3, third.strip("　")),
    ]
    assert [block.indent for block in document.blocks] == [2.0, 2.0, 2.0]


def test_pdf_headings_and_the_imprint_begin_paragraphs_without_an_indent() -> None:
    text = "　　会议要求，各地要逐项查找短板，按时完成各项自查任务。"
    rows = ["二、突出重点，补齐短板", "报：国务院妇儿工委办公室。", "◆云州市新建托育机构三十六家3", "简讯"]
    document = read_document(make_pdf([_page(1, text, rows[0], text, *rows[1:])]), "a.pdf")
    assert (
        [block.text for block in document.blocks][1:]
        == [  # after the running head
            text.strip("　"),
            rows[0],
            text.strip("　"),
            *rows[1:],
        ]
    )


def test_pdf_looks() -> None:
    lines = [
        Print(180, 70, 20, "居中的大标题啊啊"),
        *_page(1, "　　" + "正文一段" * 12)[2:],
        Print(356, 250, 16, "来源某某"),
    ]
    document = read_document(make_pdf([lines]), "a.pdf")
    assert [(block.text[:4], block.align, block.size) for block in document.blocks] == [
        ("居中的大", Align.CENTER, 20.0),
        ("正文一段", Align.LEFT, 16.0),
        ("来源某某", Align.RIGHT, 16.0),
    ]


def test_pdf_columns_are_read_one_after_the_other() -> None:
    left = [Print(60, 100 + 16 * row, 10, f"左栏第{row}行" + "左" * 15) for row in range(10)]
    right = [Print(330, 107 + 16 * row, 10, f"右栏第{row}行" + "右" * 15) for row in range(10)]
    head = [Print(60, 70, 20, "通栏的大标题通栏的大标题通栏的大标题")]
    mixed = [line for pair in zip(left, right, strict=True) for line in pair]
    text = read_document(make_pdf([[*head, *mixed]]), "a.pdf").text.replace("\n", "")
    assert text.startswith("通栏")
    assert [text.index(line.text) for line in left + right] == sorted(
        text.index(line.text) for line in left + right
    )


def test_pdf_radicals_are_mended() -> None:
    assert (
        read_document(make_pdf([[Print(100, 100, 16, "⼯作会议⻓期举⾏")]]), "a.pdf").text
        == "工作会议长期举行"
    )


def _one_page(contents: bytes, *more: bytes, resources: bytes = b"") -> bytes:
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << %s >> >>" % resources
    )
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return assemble([b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, contents, *more])


def _much_in_little(chunks: int) -> bytes:
    """A page whose contents unpack to as many times 16 MiB of blanks; made without unpacking them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(b"\0" * 2**24) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = (chunks * 2**24 % 65521) << 16 | 1
    packed = b"\x78\x9c" + block * chunks + b"\x03\x00" + checksum.to_bytes(4, "big")
    return _one_page(make_stream(packed, b" /Filter /FlateDecode"))


def _endless() -> bytes:
    """A page whose form draws another ten times, and so on, eight deep."""
    forms = []
    for number in range(5, 13):
        inner = b"<< /XObject << /F %d 0 R >> >>" % (number + 1)
        content = b"/F Do " * 10 if number < 12 else b"0 0 1 1 re f "
        forms.append(
            make_stream(content, b" /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources " + inner)
        )
    return _one_page(make_stream(b"/F Do"), *forms, resources=b"/XObject << /F 5 0 R >>")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (make_pdf([[]] * 500), "500 页，超过 200 页"),
        (make_pdf([[Print(1, 1, 9, "字")]], encrypted=True), "设有密码"),
        (make_pdf([[Print(1, 1, 9, "字")]])[:700], "已损坏|没有文字层"),
    ],
)
def test_pdf_files_that_cannot_be_read(data: bytes, message: str) -> None:
    with pytest.raises(BadFile, match=message):
        read_document(data, "a.pdf")


def test_a_pdf_that_unpacks_to_too_much_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    data = _much_in_little(chunks=40)
    assert len(data) < 2**20
    monkeypatch.setattr(pdf, "MEMORY", 400 * 2**20)
    with pytest.raises(BadFile, match="已损坏或过于复杂"):
        read_document(data, "a.pdf")


def test_a_pdf_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 1.0)
    with pytest.raises(BadFile, match="用了超过 1 秒"):
        read_document(_endless(), "a.pdf")


@pytest.mark.skipif(
    importlib.util.find_spec("rapidocr") is not None,
    reason="The OCR extra is installed here; this test is of a machine without it.",
)
def test_a_scan_names_the_extra_that_reads_it() -> None:
    with pytest.raises(BadFile, match=r"pip install 'shiyi\[ocr\]'"):
        read_document(make_pdf([[], []]), "a.pdf")


def test_a_pdf_with_a_page_that_is_a_picture_says_so() -> None:
    document = read_document(make_pdf([[Print(100, 100, 16, "有字的一页")], []]), "a.pdf")
    assert document.text == "有字的一页"
    assert "第 2 页没有文字" in document.warnings[0]


# --- anything ---


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace"))
    )
)
def test_any_bytes_are_a_document_or_a_bad_file(data: bytes) -> None:
    _read_or_refuse(data)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 20_000), st.binary(min_size=1, max_size=40))
def test_any_damage_to_a_word_file_is_a_document_or_a_bad_file(at: int, junk: bytes) -> None:
    data = _WORD[: at % len(_WORD)] + junk + _WORD[at % len(_WORD) + len(junk) :]
    _read_or_refuse(data)


@settings(max_examples=6, deadline=None)
@given(st.integers(9, 3000), st.binary(min_size=1, max_size=40))
def test_any_damage_to_a_pdf_is_a_document_or_a_bad_file(at: int, junk: bytes) -> None:
    data = make_pdf([_page(1, "　　" + "正文一段" * 12)])
    _read_or_refuse(data[:at] + junk + data[at + len(junk) :])


def _read_or_refuse(data: bytes) -> None:
    try:
        document = read_document(data, "a.docx")
    except BadFile:
        return
    assert isinstance(document, Document)
    assert document.blocks
