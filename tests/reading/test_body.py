import pytest

from reading.body import Block, find_block
from reading.flow import Flow, flow_of
from reading.tree import parse

PROSE = "<p>会议总结去年工作，安排部署今年任务，表彰了先进集体。</p>"
LINKS = "".join(f"<li><a href={n}>全省文明村镇创建工作推进会召开之{n}</a></li>" for n in range(8))


def found(html: str, title_at: int | None = None) -> tuple[Flow, Block]:
    root = parse(html)
    assert root is not None
    flow = flow_of(root)
    block = find_block(flow, title_at)
    assert block is not None
    return flow, block


def text(html: str, title_at: int | None = None) -> str:
    flow, block = found(html, title_at)
    return "".join(line.text for line in flow.lines[block.start : block.end])


@pytest.mark.parametrize(
    "page",
    [
        "<ul>{links}</ul><div>{text}</div><ul>{links}</ul><p>版权所有 陇ICP备05000341号 地址：兰州市</p>",
        "<table><tr><td>{links}</td><td><div>{text}</div></td></tr></table>",
        "<div><div class=side>{links}</div><article>{text}</article></div>",
        "<div class=main>{text}</div><div class=comments><p>{comment}</p><p>{comment}</p></div>",
    ],
)
def test_the_article_is_where_the_prose_is(page: str) -> None:
    comment = "每次开会都要封路，不过看到家乡的变化还是很高兴的，希望越来越好，大家一起努力。"
    html = page.format(links=LINKS, text=PROSE * 3, comment=comment)
    assert text(html) == "会议总结去年工作，安排部署今年任务，表彰了先进集体。" * 3


def test_prose_in_two_parts_is_taken_with_what_is_between() -> None:
    table = "<table><tr><td>1</td><td>2</td></tr></table>"
    html = f"<div id=a><div>{PROSE * 2}</div>{table}<div>{PROSE * 2}</div></div>"
    assert found(html)[1].element is not None
    assert text(html).count("会议总结") == 4


def test_the_name_of_an_element_settles_what_is_close() -> None:
    html = f"<div><p>省妇联宣传部</p><div class=TRS_Editor>{PROSE * 4}</div></div>"
    assert found(html)[1].how == "density:TRS_Editor"
    assert text(html).startswith("会议总结")


def test_comments_of_the_content_system_settle_it_too() -> None:
    html = f"<div><p>省妇联宣传部</p><!--enpcontent-->{PROSE * 4}<!--/enpcontent--><p>扫码看版面</p></div>"
    assert found(html)[1].how == "comment"
    assert text(html).startswith("会议总结")


def test_a_short_notice_is_found_by_the_name_of_its_element() -> None:
    assert text("<h1>名单公布</h1><p>某某大学新闻中心</p><div id=zoom><p>见附件</p></div>", 0) == "见附件"


def test_a_page_of_links_has_no_article() -> None:
    root = parse(f"<ul>{LINKS}</ul>")
    assert root is not None
    assert find_block(flow_of(root), None) is None


def test_a_picture_belongs_to_the_element_that_holds_it() -> None:
    flow, block = found(f"<div id=zoom>{PROSE * 3}<img src=a.jpg></div><img src=b.jpg>")
    assert [block.holds(at, element) for at, element in flow.images] == [True, False]
