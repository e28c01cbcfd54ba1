from reading.flow import Flow, flow_of
from reading.tree import parse


def flow(html: str) -> Flow:
    root = parse(html)
    assert root is not None
    return flow_of(root)


def texts(html: str) -> list[str]:
    return [line.text for line in flow(html).lines]


def test_blocks_and_breaks_make_lines_and_inline_elements_do_not() -> None:
    assert texts("<div>一<span>二</span><p>三<b>四</b><br>五</p>六</div>") == ["一二", "三四", "五", "六"]


def test_text_behind_a_comment_is_text() -> None:
    assert texts("<td><!-- 来源 begin -->东区办事处<!-- 来源 end --></td>") == ["东区办事处"]


def test_lines_of_preformatted_text_are_lines() -> None:
    assert texts("<p>一\n二</p><pre>三\n　四<b>五</b>\n</pre>六\n七") == ["一 二", "三", "四五", "六 七"]


def test_a_comment_stands_behind_the_line_that_is_being_written() -> None:
    found = flow("<div>一<br>二<!-- end --><br>三</div>")
    assert found.comments == [(2, " end ")]


def test_what_shows_no_text_is_left_out() -> None:
    assert texts("<p>一</p><script>x</script><style>y</style><select><option>z</select><p>二</p>") == [
        "一",
        "二",
    ]


def test_hidden_lines_are_marked() -> None:
    lines = flow('<p>一</p><div style="display: none"><p>二</p></div><p>三</p>').lines
    assert [(line.text, line.hidden) for line in lines] == [("一", False), ("二", True), ("三", False)]


def test_characters_in_links_are_counted() -> None:
    line = flow("<li>· <a href=x>省妇联 召开会议</a> 03-28</li>").lines[0]
    assert line.linked == len("省妇联召开会议")


def test_the_gap_between_inline_elements_is_kept_beside_the_text() -> None:
    line = flow("<div><span>2022-02-11</span><span>来源：<a>新华社</a></span></div>").lines[0]
    assert line.text == "2022-02-11来源：新华社"
    assert line.spaced == "2022-02-11\t来源：\t新华社"


def test_a_row_of_data_is_one_line() -> None:
    html = (
        "<table><tr><th>指标<th>2021年</tr><tr><td><p>筛查率</p><p>（%）</p></td><td>61.4</td></tr></table>"
    )
    assert texts(html) == ["指标\t2021年", "筛查率 （%）\t61.4"]


def test_a_table_for_the_layout_falls_apart() -> None:
    side = "<td><ul><li><a>要闻</a></li></ul></td>"
    assert texts(f"<table><tr>{side}<td><p>一</p><p>二</p></td></tr></table>") == ["要闻", "一", "二"]
    assert texts(f"<table><tr><td> </td><td><p>{'长' * 500}</p></td></tr></table>") == ["长" * 500]


def test_spans_tell_which_lines_an_element_holds() -> None:
    found = flow("<div id=a><p>一</p><div id=b><p>二</p><p>三</p></div></div>")
    held = {span.element.get("id"): (span.start, span.end) for span in found.spans if span.element.get("id")}
    assert held == {"b": (1, 3), "a": (0, 3)}


def test_images_and_links_know_their_line() -> None:
    found = flow("<p>一</p><p><img src=x></p><p>二<a href=y>三</a></p>")
    assert ([at for at, _ in found.images], [at for at, _ in found.links]) == ([1], [1])


def test_a_page_that_hides_its_text_can_be_unhidden() -> None:
    found = flow(f'<p>页</p><div style="display:none"><p>{"正文" * 200}</p></div>')
    assert found.hides_its_text()
    found.unhide()
    assert not found.lines[1].hidden
    assert not flow(f'<p>{"正文" * 200}</p><div style="display:none">{"隐" * 300}</div>').hides_its_text()


def test_a_page_without_end_is_broken_off() -> None:
    found = flow("<div id=a>" + "<p>一</p>" * 30_000 + "</div>")
    assert len(found.lines) <= 10_001
    assert found.spans[-1].end == len(found.lines)
