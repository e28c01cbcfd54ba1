import pytest

from reading import GoneReason, PageKind, read_page
from tests.reading.saved import NOW

URL = "http://www.example.gov.cn/xw/t20220211_1.html"
PROSE = "<p>会议总结去年工作，安排部署今年任务，表彰了先进集体。</p>" * 4


def kind(
    body: str, *, status: int = 200, requested_url: str | None = None, url: str = URL
) -> tuple[str, str | None]:
    page = read_page(body.encode(), url, now=NOW, status=status, requested_url=requested_url)
    return page.kind, page.gone_reason


@pytest.mark.parametrize(
    ("status", "expected"),
    [(404, ("gone", "not_found")), (410, ("gone", "not_found")), (500, ("gone", "unavailable")),
     (503, ("gone", "unavailable")), (403, ("blocked", None)), (412, ("blocked", None)),
     (521, ("blocked", None)), (429, ("blocked", None)), (202, ("blocked", None)),
     (400, ("gone", "unavailable"))],
)  # fmt: skip
def test_statuses(status: int, expected: tuple[str, str | None]) -> None:
    assert kind("<h1>x</h1>", status=status) == expected


def test_a_challenge_is_one_with_any_status_and_never_an_article() -> None:
    script = "<script>document.cookie='x=1';location.reload()</script>"
    for status in (200, 202, 400, 503):
        assert kind(script, status=status) == ("blocked", None)


def test_a_real_article_behind_202_is_an_article() -> None:
    page = f"<h1>会议在兰州召开</h1><p>2022-02-11</p><div id=zoom>{PROSE * 20}</div>{'<!-- -->' * 600}"
    assert kind(page, status=202) == ("article", None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("您访问的页面不存在", ("gone", "not_found")),
        ("对不起，找不到您要的页面", ("gone", "not_found")),
        ("该文章可能已被删除或移动", ("gone", "not_found")),
        ("404", ("gone", "not_found")),
        ("Page not found", ("gone", "not_found")),
        ("该文章已被删除", ("gone", "deleted")),
        ("稿件已撤回", ("gone", "deleted")),
        ("链接已失效", ("gone", "link_expired")),
        ("系统维护中，请稍后再试", ("gone", "unavailable")),
        ("请稍候……", ("blocked", None)),
        ("请完成安全验证", ("blocked", None)),
        ("Just a moment...", ("blocked", None)),
        ("", ("empty", None)),
    ],
)
def test_what_a_page_with_little_text_says(text: str, expected: tuple[str, str | None]) -> None:
    assert kind(f"<html><body><a href=/>首页</a><p>{text}</p></body></html>") == expected


@pytest.mark.parametrize(
    "title", ["关于网站维护期间暂停服务的公告", "该链接已失效？反诈民警提醒", "登录须完成安全验证"]
)
def test_an_article_about_such_things_is_an_article(title: str) -> None:
    head = f"<title>{title}</title><h1>{title}</h1><p>发布时间：2022-02-11 来源：省妇联</p>"
    assert kind(f"{head}<div id=zoom><p>{title}，请大家注意。</p></div>")[0] == "article"


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("https://live.example.com/1", ("gone", "unavailable")),
        ("/", ("gone", "not_found")),
        ("/404.html", ("gone", "not_found")),
        ("t20220211_1_new.html", ("gone", "unavailable")),
    ],
)
def test_a_page_that_only_sends_on(target: str, expected: tuple[str, str | None]) -> None:
    assert kind(f'<meta http-equiv="Refresh" content="0; url={target}">') == expected
    assert kind(f"<script>window.location.href='{target}'</script>") == expected


def test_a_page_that_reloads_itself_is_read() -> None:
    page = f"<h1>会议在兰州召开</h1><p>2022-02-11</p><div id=zoom>{PROSE}</div>"
    assert kind(f"<meta http-equiv=refresh content='300'>{page}") == ("article", None)


def test_a_redirect_to_the_home_page_is_no_article() -> None:
    home = "http://www.example.gov.cn/"
    assert kind(PROSE, url=home, requested_url=URL) == ("gone", "not_found")
    assert kind(PROSE, url="https://www.moved.example.org/", requested_url=URL) == ("gone", "unavailable")
    assert kind(PROSE, url=URL, requested_url=URL.replace("http:", "https:")) == ("article", None)


@pytest.mark.parametrize("data", [b"%PDF-1.7 x", b"PK\x03\x04 x", b"\x89PNG\r\n", b"\xd0\xcf\x11\xe0 x"])
def test_a_file_is_no_page(data: bytes) -> None:
    page = read_page(data, URL, now=NOW)
    assert (page.kind, page.how) == (PageKind.EMPTY, {"kind": "not a web page"})


def test_only_explicit_words_withdraw_an_article() -> None:
    page = read_page("<p>该文章已被删除</p>".encode(), URL, now=NOW)
    assert page.gone_reason is GoneReason.DELETED
    assert page.how["kind"].startswith("text: 该文章已被删除")
