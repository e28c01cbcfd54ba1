from reading.flow import flow_of
from reading.text import article_lines, head_table
from reading.tree import parse

TITLE = "省妇联召开执委会议"
PROSE = "会议总结去年工作，安排部署今年任务，表彰了先进集体。"


def lines(html: str, *titles: str, cuts: tuple[str, ...] = ()) -> list[str]:
    root = parse(html)
    assert root is not None
    return [line.text for line in article_lines(flow_of(root).lines, titles, cuts)]


def test_title_and_meta_line_on_top_are_no_text() -> None:
    meta = "<p><span>甘肃日报</span><span>2021年05月11日</span><span>第02版:要闻</span></p>"
    assert lines(f"<h1>{TITLE}</h1><h3>表彰先进</h3>{meta}<p>{PROSE}</p>", TITLE, "表彰先进") == [PROSE]


def test_a_title_over_several_lines_is_no_text() -> None:
    assert lines(f"<p>省妇联召开</p><p>执委会议</p><p>{PROSE}</p>", TITLE) == [PROSE]


def test_the_date_under_a_document_is_text() -> None:
    assert lines(f"<p>{PROSE}</p><p>省妇联</p><p>2022年1月27日</p>", TITLE) == [
        PROSE,
        "省妇联",
        "2022年1月27日",
    ]


def test_buttons_credits_and_image_names_are_no_text() -> None:
    chrome = (
        "<p>【打印】【关闭】</p><p>IMG_1.JPG</p><p>浏览次数：33</p><p>（责任编辑：王志）</p><p>原标题：一</p>"
    )
    assert lines(f"<p>{PROSE}</p>{chrome}<p>{PROSE}</p>") == [PROSE, PROSE]


def test_what_follows_a_tail_heading_is_cut_if_it_is_little() -> None:
    assert lines(f"<p>{PROSE}</p><p>相关新闻</p><p>某地召开会议</p>") == [PROSE]
    assert len(lines(f"<p>{PROSE}</p><p>相关链接</p>" + f"<p>{PROSE}</p>" * 9)) >= 10


def test_a_declaration_of_rights_and_all_behind_it_is_cut() -> None:
    notice = "<p>版权声明</p><p>为加强原创内容保护，未经书面授权，不得转载。</p><p>某某报社</p>"
    assert lines(f"<p>{PROSE * 3}</p>{notice}") == [PROSE * 3]


def test_a_site_may_name_where_its_texts_end() -> None:
    assert lines(f"<p>{PROSE}</p><p>【本文由某平台发布】</p><p>{PROSE}</p>", cuts=("【本文由",)) == [PROSE]


def test_links_are_no_text_but_the_names_of_files_are() -> None:
    html = f"<p>{PROSE}</p><p><a href=1>推荐你看看这条新闻</a></p><p><a href=2>附件：申报表.doc</a></p>"
    assert lines(html) == [PROSE, "附件：申报表.doc"]


def test_a_table_that_stands_twice_is_kept_once() -> None:
    narrow = "<table><tr><td>索引号</td><td>1</td></tr><tr><td>文号</td><td>2</td></tr></table>"
    wide = "<table><tr><td>索引号</td><td>1</td><td>文号</td><td>2</td></tr></table>"
    assert lines(f"{narrow}{wide}<p>{PROSE}</p>") == ["索引号\t1\t文号\t2", PROSE]


def test_equal_rows_of_one_table_are_kept() -> None:
    row = "<tr><td>合计</td><td>0</td></tr>"
    assert lines(f"<table>{row}{row}</table><p>{PROSE}</p>") == ["合计\t0", "合计\t0", PROSE]


def test_the_head_table_of_a_document() -> None:
    table = "<table><tr><td>索引号</td><td>1</td></tr><tr><td>成文日期</td><td>2022-01-27</td></tr></table>"
    root = parse(f"<p>首页</p>{table}<h1>{TITLE}</h1><p>{PROSE}</p>")
    assert root is not None
    assert [line.text for line in head_table(flow_of(root).lines, 4)] == ["索引号\t1", "成文日期\t2022-01-27"]
    other = parse(f"<table><tr><td>指标</td><td>1</td></tr></table><p>{PROSE}</p>")
    assert other is not None
    assert head_table(flow_of(other).lines, 1) == []
