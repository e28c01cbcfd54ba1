"""Articles of WeChat public accounts (mp.weixin.qq.com), all templates since 2018, and their farewell pages.

Everything is taken from the raw HTML: `#js_content` is hidden by style until a script shows it, the visible
time is empty or relative, and picture and text messages (item_show_type 8 and 10) exist only inside
`window.cgiDataNew`, whose strings are decoded as data, never evaluated.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from reading import dates
from reading.dates import When
from reading.fragment import read_element, read_fragment
from reading.page import GoneReason, Page, PageKind
from reading.reader import Reader
from reading.tree import select, text_of

READER = Reader("wechat").label

_HOST = "mp.weixin.qq.com"
_GONE = (
    (
        GoneReason.DELETED,
        re.compile(r"已被发布者删除|已被?作者删除|deleted by the (?:author|publisher)", re.I),
    ),
    (
        GoneReason.VIOLATION,
        re.compile(
            r"违规|违反|投诉|侵权|不符合|涉嫌|被屏蔽|已停止访问|账号已(?:被)?(?:封|冻结|注销|迁移)|"
            r"violat|complain|infring|been (?:blocked|banned|suspended)|reported",
            re.I,
        ),
    ),
    (GoneReason.LINK_EXPIRED, re.compile(r"已过期|expired", re.I)),
    (
        GoneReason.UNAVAILABLE,
        re.compile(
            r"无法查看|已迁移|系统(?:出错|错误|繁忙)|参数错误|不存在|unavailable|(?:system|parameter) error|"
            r"not exist|unable to view|can(?:not|'t) be viewed",
            re.I,
        ),
    ),
)
_CHALLENGE = re.compile(
    r"环境异常|完成验证|访问过于频繁|请在微信客户端打开|unusual|abnormal|verif(?:y|ication)|secitptpage|"
    r"wappoc_appmsgcaptcha",
    re.I,
)
_NOTICES = ".weui-msg, .mesg-block, .page_msg, .global_error_msg, .text_area"

# Where the publication time stands: what precedes it in the raw page, and the form of the value.
_TIMES = (
    ("var ct", re.compile(r"""\s*=\s*["'](\d{10})["']""")),
    ("ori_create_time", re.compile(r"""\s*[:=]\s*["'](\d{10})["']""")),
    ("createTime", re.compile(r"""\s*=\s*["'](\d{4}-\d\d-\d\d \d\d:\d\d)["']""")),
    ("create_time", re.compile(r"""\s*[:=]\s*(?:JsDecode\()?["'](\d{10}|\d{4}-\d\d-\d\d \d\d:\d\d)["']""")),
)
_ASSIGNED = re.compile(r"""\s*=\s*(?:["']["']\s*\|\|\s*){0,4}(?:htmlDecode\()?["']([^"'\n]{1,300})["']""")
_STRING = re.compile(r"\s*:\s*(?:JsDecode\(\s*)?'((?:[^'\\]++|\\.)*+)'", re.S)
_ESCAPE = re.compile(r"\\x([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\\([nrt'\"\\/])")
_PLAIN_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
_MOST_OCCURRENCES = 200
_LONGEST_DATA = 2_000_000
_SHORT_FORM = re.compile(r"/s/([\w\-]{16,32})")


def is_wechat(url: str) -> bool:
    """Whether the address is one of WeChat's public platform."""
    try:
        return urlsplit(url).hostname == _HOST
    except ValueError:
        return False


def key_of(url: str, raw: str = "") -> str | None:
    """`biz-mid-idx` from the address, else from the page; if neither tells, the id of the short form."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    short = _SHORT_FORM.fullmatch(parts.path)
    data = _data(raw)
    for named in (
        [query.get(name, [""])[0] for name in ("__biz", "mid", "idx")],
        [_assigned(raw, f"var {name}") for name in ("biz", "mid", "idx")],
        [_field(data, name) for name in ("bizuin", "mid", "idx")],
    ):
        if all(named):
            return "-".join(str(value).strip() for value in named)
    return short[1] if short else None


def read(root: etree._Element, raw: str, url: str, now: datetime) -> Page:
    """One page of the platform."""
    content = next(iter(select(root, "#js_content")), None)
    data = _data(raw)
    if content is None and not data:
        return _farewell(root, raw, url)
    how: dict[str, str] = {}
    pictures: Iterator[str]
    if content is not None and (text_of(content) or next(content.iter("img"), None) is not None):
        content.tag, content.tail = "div", None  # whatever holds the text, it is a block of its own
        content.set("style", "")  # hidden until a script has run
        text, pictures = read_element(content, url), iter(())
        how["body"] = "css:#js_content"
    else:
        text = read_fragment(_as_html(_field(data, "content_noencode") or _field(data, "desc") or ""), url)
        pictures = _pictures(data)
        how["body"] = "script:cgiDataNew"
    images = tuple(dict.fromkeys((*text.images, *pictures)))
    if not text.body and not images:
        return Page(url, PageKind.EMPTY, key_of(url, raw), how={"kind": "no text"}, reader=READER)
    title, how["title"] = _title(root, data, text.body)
    when = _published(raw, data, now)
    if when:
        published_at, how["published_at"] = when
    source, how["source"] = _account(root, raw, data)
    author, how["author"] = _author(root, data)
    return Page(
        url,
        PageKind.ARTICLE,
        key_of(url, raw),
        title=title,
        published_at=published_at if when else None,
        source=source,
        author=author,
        body=text.body,
        images=images,
        attachments=text.attachments,
        how={name: where for name, where in how.items() if where},
        reader=READER,
    )


def _farewell(root: etree._Element, raw: str, url: str) -> Page:
    """A page without an article says why: all of these answer 200."""
    notices = select(root, _NOTICES) or select(root, "body")
    notice = " ".join(text_of(each) for each in notices)[:400]
    key = key_of(url, raw)
    how = {"kind": f"text: {notice[:40]}"}
    if _CHALLENGE.search(notice) or (not notice and _CHALLENGE.search(raw)):
        return Page(url, PageKind.BLOCKED, key, how=how, reader=READER)
    for reason, words in _GONE:
        if words.search(notice):
            return Page(url, PageKind.GONE, key, reason, how=how, reader=READER)
    return Page(url, PageKind.EMPTY, key, how={"kind": "no text"}, reader=READER)


def _title(root: etree._Element, data: str, body: str) -> tuple[str | None, str]:
    """og:title is the whole text of a text message: its first line is taken then."""
    for title, how in (
        (_field(data, "title"), "script:title"),
        (_meta(root, "og:title"), "meta:og:title"),
        (_text(root, "#activity-name"), "css:#activity-name"),
        (_text(root, "title"), "title"),
    ):
        if title and title.strip():
            return " ".join(title.strip().split("\n", 1)[0].split()), how
    first = body.split("\n", 1)[0][:80]
    return (first, "body") if first else (None, "")


def _published(raw: str, data: str, now: datetime) -> tuple[When, str] | None:
    for text in (data, raw):
        for name, form in _TIMES:
            for value in _values(text, name, form):
                when = dates.parse(value, now)
                if when is not None:
                    return when, f"script:{name.removeprefix('var ')}"
    return None


def _account(root: etree._Element, raw: str, data: str) -> tuple[str | None, str]:
    for name, how in (
        (_text(root, "#js_name"), "css:#js_name"),
        (_text(root, "#post-user"), "css:#post-user"),
        (_field(data, "nick_name"), "script:nick_name"),
        (_assigned(raw, "var nickname"), "script:nickname"),
        (_text(root, ".profile_nickname"), "css:.profile_nickname"),
    ):
        if name:
            return unescape(name).strip(), how
    return None, ""


def _author(root: etree._Element, data: str) -> tuple[str | None, str]:
    for name, how in (
        (_meta(root, "author"), "meta:author"),
        (_field(data, "author"), "script:author"),
        (_text(root, "#js_author_name"), "css:#js_author_name"),
    ):
        if name:
            return name.strip(), how
    return None, ""


def _data(raw: str) -> str:
    """The text from the object literal of `window.cgiDataNew` on; "" when the page has none."""
    for at in _occurrences(raw, "window.cgiDataNew"):
        if raw[at : at + 4].lstrip().startswith("="):
            return raw[at : at + _LONGEST_DATA]
    return ""


def _field(data: str, name: str) -> str | None:
    """The first non-empty string field of that name, its escapes decoded as JsDecode does, entities too."""
    return next((_decoded(value) for value in _values(data, name, _STRING) if value), None)


def _assigned(raw: str, name: str) -> str | None:
    """The string that a script assigns to a variable, "" alternatives skipped."""
    return next(_values(raw, name, _ASSIGNED), None)


def _values(text: str, name: str, form: re.Pattern[str]) -> Iterator[str]:
    """What stands behind each whole-word `name`, in the given form."""
    for at in _occurrences(text, name):
        match = form.match(text, at)
        before = text[at - len(name) - 1 : at - len(name)]
        if match and not (before.isalnum() or before in ("_", ".")):
            yield match[1]


def _occurrences(text: str, name: str) -> Iterator[int]:
    """The positions behind `name`; a plain search, since a page has up to 4 MB of script."""
    at = 0
    for _ in range(_MOST_OCCURRENCES):
        at = text.find(name, at)
        if at < 0:
            return
        at += len(name)
        yield at


def _decoded(text: str) -> str:
    def char(match: re.Match[str]) -> str:
        if match[3]:
            return _PLAIN_ESCAPES.get(match[3], match[3])
        return chr(int(match[1] or match[2], 16))

    return unescape(_ESCAPE.sub(char, text))


def _as_html(text: str) -> str:
    """The lines of a text message as paragraphs; HTML stays HTML."""
    if "<p" in text or "<section" in text:
        return text
    return "".join(f"<p>{line}</p>" for line in text.split("\n") if line.strip())


def _pictures(data: str) -> Iterator[str]:
    start = data.find("picture_page_info_list")
    if start >= 0:
        for value in _values(data[start : start + 200_000], "cdn_url", _STRING):
            if value:
                yield _decoded(value).replace("&amp;", "&")


def _meta(root: etree._Element, name: str) -> str | None:
    for meta in root.iter("meta"):
        if name in (meta.get("property"), meta.get("name")):
            return (meta.get("content") or "").strip() or None
    return None


def _text(root: etree._Element, selector: str) -> str | None:
    element = next(iter(select(root, selector)), None)
    return (text_of(element) or None) if element is not None else None
