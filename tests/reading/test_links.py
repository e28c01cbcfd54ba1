import pytest

from reading.body import Block
from reading.flow import flow_of
from reading.links import find_attachments, find_images, find_next
from reading.tree import parse

URL = "http://www.example.gov.cn/xw/202201/t20220128_1.html"
HERE = "http://www.example.gov.cn/xw/202201/"


def flow_and_block(html: str) -> tuple[object, Block]:
    root = parse(html)
    assert root is not None
    flow = flow_of(root)
    return flow, Block(0, len(flow.lines), "whole")


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("<img src=./W1.jpg>", f"{HERE}W1.jpg"),
        ("<img src=//img.example.cn/1.png width=600>", "http://img.example.cn/1.png"),
        (
            '<img data-src="https://a.cn/1?wx_fmt=jpeg" src="data:image/gif;base64,R0">',
            "https://a.cn/1?wx_fmt=jpeg",
        ),
        ("<img data-original=/1.jpg src=/static/loading.gif>", "http://www.example.gov.cn/1.jpg"),
        ("<img src=/images/qrcode.png>", None),
        ("<img src=/images/icon_pdf.gif>", None),
        ("<img src=/a.jpg width=16 height=16>", None),
        ("<img src='data:image/png;base64,iVBOR'>", None),
        ("<img src='javascript:alert(1)'>", None),
        ("<img>", None),
    ],
)
def test_pictures(tag: str, expected: str | None) -> None:
    flow, block = flow_and_block(f"<p>一</p>{tag}")
    assert find_images(flow, block, URL) == ((expected,) if expected else ())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("<a href=./P1.pdf>附件</a>", f"{HERE}P1.pdf"),
        ("<a href=/files/0a1b.docx?v=1>申报表</a>", "http://www.example.gov.cn/files/0a1b.docx?v=1"),
        ("<a href='/document/download?fileUrl=x&fileName=y'>下载</a>",
         "http://www.example.gov.cn/document/download?fileUrl=x&fileName=y"),
        ("<a href='/system/download.jsp?owner=1&wbfileid=8'>名单.xls</a>",
         "http://www.example.gov.cn/system/download.jsp?owner=1&wbfileid=8"),
        ("<a href=/get/88>附件1：申报表.wps</a>", "http://www.example.gov.cn/get/88"),
        ("<a href=t1.html>下载中心启用</a>", None),
        ("<a href='javascript:download(1)'>附件.doc</a>", None),
    ],
)  # fmt: skip
def test_files(tag: str, expected: str | None) -> None:
    flow, block = flow_and_block(f"<p>一</p><p>{tag}</p>")
    assert find_attachments(flow, block, URL) == ((expected,) if expected else ())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<a href=t_1.html>1</a> <a href=t_2.html>下一页</a>", f"{HERE}t_2.html"),
        ("<a href=t_2.html>【下一页】</a>", f"{HERE}t_2.html"),
        ("<a href=t_2.html>下页 &gt;&gt;</a>", f"{HERE}t_2.html"),
        ("<a href=t_2.html><img alt=下一页 src=n.gif></a>", f"{HERE}t_2.html"),
        ("<a href=t_2.html>下一篇：某地召开会议</a>", None),
        ("<a href='javascript:next()'>下一页</a>", None),
        ("<a href=#top>下一页</a>", None),
    ],
)
def test_the_next_page_of_an_article(html: str, expected: str | None) -> None:
    flow, block = flow_and_block(f"<p>一</p><p>{html}</p>")
    assert find_next(flow, block, URL) == expected  # type: ignore[arg-type]
