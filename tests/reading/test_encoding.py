import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.encoding import decode

TEXT = "临夏州妇联举办“两癌”培训班，镕、啰等字在GBK里。"


@pytest.mark.parametrize(
    ("declared", "written"),
    [
        ("utf-8", "utf-8"),
        ("gb2312", "utf-8"),  # saved again as UTF-8, the old declaration kept
        ("gb2312", "gb18030"),
        ("gbk", "gb18030"),
        ("GB2312", "gbk"),
        ("utf-8", "gb18030"),  # declared wrongly
        ("", "gb18030"),
        ("x-unknown", "gb18030"),
        ("rot13", "gb18030"),  # a codec of Python's, not a charset
    ],
)
def test_chinese_pages(declared: str, written: str) -> None:
    page = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">{TEXT}'
    decoded = decode(page.encode(written))
    assert decoded.text == page
    assert decoded.replaced == 0


def test_big5_is_read_where_it_is_declared() -> None:
    page = "<meta charset=big5>臺灣婦女權益促進會"
    assert decode(page.encode("big5")).text == page


def test_the_header_tells_what_the_page_does_not() -> None:
    assert decode("臺灣婦女權益".encode("big5"), "text/html; charset=Big5").text == "臺灣婦女權益"


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_decides(charset: str) -> None:
    assert decode(f"<meta charset=gbk>{TEXT}".encode(charset)).text.endswith(TEXT)


def test_a_page_cut_in_its_last_character_is_still_utf8() -> None:
    decoded = decode(TEXT.encode()[:-1])
    assert (decoded.charset, decoded.text) == ("utf-8", TEXT[:-1])


def test_some_wrong_bytes_are_replaced_and_counted() -> None:
    data = (TEXT * 20).encode("gb18030") + b"\xff\xff" + TEXT.encode("gb18030")
    decoded = decode(data)
    assert decoded.charset == "gb18030"
    assert 1 <= decoded.replaced <= 3
    assert decoded.text.startswith(TEXT)


@given(st.binary(max_size=400), st.none() | st.text(max_size=40))
def test_any_bytes_give_some_text(data: bytes, content_type: str | None) -> None:
    assert isinstance(decode(data, content_type).text, str)
