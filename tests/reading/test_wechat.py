from datetime import datetime

import pytest

from base.clock import CHINA
from reading import GoneReason, PageKind, read_page
from reading.wechat import is_wechat, key_of
from tests.reading.saved import NOW

SHORT = "https://mp.weixin.qq.com/s/Ab3dEfGh1jKlMn0pQrStUv"
LONG = "https://mp.weixin.qq.com/s?__biz=MzA5MjcwNTUwMw==&mid=2650871234&idx=2&sn=0#rd"
CONTENT = (
    "<div id=js_content style='visibility: hidden; opacity: 0;'><p>巾帼宣讲进万家，</p><p>说变化。</p></div>"
)
VARIABLES = 'var biz = "" || "MzA5MjcwNTUwMw=="; var mid = "2650871234" || ""; var idx = "2" || "";'


def article(script: str = "", head: str = "", content: str = CONTENT, url: str = SHORT):  # type: ignore[no-untyped-def]
    body = f"<h1 id=activity-name>宣讲</h1>{content}<script>{script}</script>"
    return read_page(f"<html><head>{head}</head><body>{body}</body></html>".encode(), url, now=NOW)


def test_text_that_is_hidden_by_style_is_read() -> None:
    page = article()
    assert (page.kind, page.body) == (PageKind.ARTICLE, "巾帼宣讲进万家，\n说变化。")
    assert page.reader.startswith("wechat/1+")


@pytest.mark.parametrize(
    "script",
    ['var ct = "1667984520";', "var createTime = '2022-11-09 17:02';", "var ori_create_time = '1667984520';",
     "window.cgiDataNew = { title: JsDecode('宣讲'), create_time: JsDecode('2022-11-09 17:02'), };",
     "function createTime(a) {} var create_time = \"1667984520\" * 1;"],
)  # fmt: skip
def test_the_time_of_any_template(script: str) -> None:
    assert article(script).published_at == datetime(2022, 11, 9, 17, 2, tzinfo=CHINA)


def test_a_time_in_the_future_is_none() -> None:
    assert article('var ct = "4102444800";').published_at is None


def test_both_addresses_of_an_article_have_one_key() -> None:
    key = "MzA5MjcwNTUwMw==-2650871234-2"
    assert key_of(LONG) == key
    assert article(VARIABLES).key == key
    assert article(VARIABLES, url=LONG).key == key
    assert (
        article("window.cgiDataNew = { bizuin: JsDecode('Mz=='), mid: '7' * 1, idx: '1' * 1, }").key
        == "Mz==-7-1"
    )
    assert article().key == "Ab3dEfGh1jKlMn0pQrStUv"
    assert key_of("https://mp.weixin.qq.com/s?timestamp=1&signature=2") is None


@pytest.mark.parametrize(
    ("head", "source"),
    [("<a id=js_name> 酒泉妇女 </a>", "酒泉妇女"), ("<a id=post-user>共产党员</a>", "共产党员")],
)
def test_the_account_is_the_source(head: str, source: str) -> None:
    assert article(content=f"{head}{CONTENT}").source == source
    assert article('var nickname = htmlDecode("平凉妇女");').source == "平凉妇女"


def test_the_author_is_who_signed() -> None:
    assert article(head='<meta name="author" content="魏玲">').author == "魏玲"
    assert article(content=f"<span id=js_author_name>魏玲</span>{CONTENT}").author == "魏玲"
    assert article().author is None


def test_data_are_decoded_and_never_run() -> None:
    text = r"今天\x0a\x0a“六一”\x26lt;\x22快乐\x22 \x3ca href=x\x3e\x27童年\x27\x3c/a\x3e\u4e00"
    script = (
        f"window.cgiDataNew = {{ title: JsDecode('甲\\x26amp;乙'), content_noencode: JsDecode('{text}'), }};"
    )
    page = article(script, content="")
    assert page.title == "甲&乙"
    assert page.body == "今天\n“六一”<\"快乐\" '童年'一"
    assert page.how["body"] == "script:cgiDataNew"


def test_the_first_line_of_a_text_message_is_its_title() -> None:
    script = (
        r"window.cgiDataNew = { title: '', content_noencode: JsDecode('招聘会明天举行\x0a欢迎参加。'), };"
    )
    page = read_page(f"<script>{script}</script>".encode(), SHORT, now=NOW)
    assert (page.title, page.body) == ("招聘会明天举行", "招聘会明天举行\n欢迎参加。")


@pytest.mark.parametrize(
    ("notice", "kind", "reason"),
    [
        ("该内容已被发布者删除", "gone", GoneReason.DELETED),
        ("The content has been deleted by the author.", "gone", GoneReason.DELETED),
        ("此内容因违规无法查看", "gone", GoneReason.VIOLATION),
        ("此内容被投诉且经审核涉嫌侵权，无法查看。", "gone", GoneReason.VIOLATION),
        ("Unable to view this content because it violates regulations", "gone", GoneReason.VIOLATION),
        ("链接已过期", "gone", GoneReason.LINK_EXPIRED),
        ("The link has expired", "gone", GoneReason.LINK_EXPIRED),
        ("该内容暂时无法查看", "gone", GoneReason.UNAVAILABLE),
        ("系统出错", "gone", GoneReason.UNAVAILABLE),
        ("参数错误", "gone", GoneReason.UNAVAILABLE),
        ("该公众号已迁移", "gone", GoneReason.UNAVAILABLE),
        ("当前环境异常，完成验证后即可继续访问。", "blocked", None),
        ("Weixin: complete verification to continue", "blocked", None),
        ("", "empty", None),
    ],
)
def test_farewell_pages(notice: str, kind: str, reason: GoneReason | None) -> None:
    html = f'<div class="weui-msg"><h2 class="weui-msg__title">{notice}</h2></div>'
    page = read_page(html.encode(), SHORT, now=NOW)
    assert (page.kind, page.gone_reason, page.key) == (kind, reason, "Ab3dEfGh1jKlMn0pQrStUv")


def test_the_hosts_of_the_platform() -> None:
    assert is_wechat(SHORT)
    assert not is_wechat("https://mp.weixin.qq.com.evil.example/s/x")
    assert not is_wechat("http://[")
