"""Articles of WeChat public accounts (mp.weixin.qq.com), all templates since 2018, and their pages of farewell.

Everything is taken from the raw HTML: `#js_content` is hidden by style until a script shows it, the visible
time is empty or relative, and picture and text messages (item_show_type 8 and 10) exist only inside
`window.cgiDataNew`, whose strings are decoded as data, never evaluated.
"""

import re
from collections.abc import Callable
from datetime import datetime
from html import unescape
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from reading import dates
from reading.dates import When
from reading.flow import Line
from reading.page import GoneReason, Page, PageKind
from reading.tree import text_of

READER = "wechat/1"
_HOST = "mp.weixin.qq.com"
_Fragment = Callable[[str, str], tuple[list[Line], tuple[str, ...], tuple[str, ...]]]

_GONE = (
    (GoneReason.DELETED, re.compile(r"已被发布者删除|has been deleted by the author|deleted by the (?:author|publisher)", re.I)),
    (GoneReason.VIOLATION, re.compile(
        r"违规|违反|投诉|侵权|不符合|涉嫌|被屏蔽|账号已(?:被)?(?:封|冻结|注销|迁移)|"
        r"violat|complain|infring|been (?:blocked|banned|suspended)|reported by", re.I)),
    (GoneReason.LINK_EXPIRED, re.compile(r"链接已过期|已过期|link (?:has )?expired|expired", re.I)),
    (GoneReason.UNAVAILABLE, re.compile(
        r"暂时无法查看|无法查看|系统(?:出错|错误|繁忙)|参数错误|不存在|停止访问|temporarily unavailable|unavailable|"
        r"system error|parameter error|not exist|unable to view", re.I)),
)  # fmt: skip
_CHALLENGE = re.compile(
    r"环境异常|完成验证后即可继续访问|访问过于频繁|请在微信客户端打开|unusual (?:activity|environment)|environment is (?:abnormal|unusual)|"
    r"complete (?:the )?verification|verify (?:your|you)|secitptpage|wappoc_appmsgcaptcha", re.I
)  # fmt: skip
_CT = re.compile(r"""\bvar\s+ct\s*=\s*["'](\d{10})["']""")
_CREATED = re.compile(r"""\bcreateTime\s*=\s*["'](\d{4}-\d\d-\d\d \d\d:\d\d)["']""")
_ORIGINAL = re.compile(r"""\b(?:ori_create_time|create_time|create_timestamp)\s*[:=]\s*["'](\d{10})["']""")
_CREATED_DATA = re.compile(r"""\bcreate_time\s*:\s*JsDecode\(\s*'(\d{4}-\d\d-\d\d \d\d:\d\d)'""")
_QUOTED = r"""["']([^"'\n]{1,80})["']"""
_VARIABLE = {
    name: re.compile(rf"""\bvar\s+{name}\s*=\s*(?:["']["']\s*\|\|\s*){{0,4}}{_QUOTED}""")
    for name in ("biz", "mid", "idx", "nickname")
}
_DATA_VALUE = re.compile(r"'((?:[^'\\]++|\\.)*+)'")
_HTML_DECODED = re.compile(
    r"""\bvar\s+(?:nickname|msg_title)\s*=\s*(?:htmlDecode\()?["']([^"'\n]{1,300})["']"""
)
_ESCAPE = re.compile(r"\\x([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\\([nrt'\"\\/])")
_PLAIN_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
_LONGEST_DATA = 2_000_000


def is_wechat(url: str) -> bool:
    """Whether the address is one of WeChat's public platform."""
    try:
        return urlsplit(url).hostname == _HOST
    except ValueError:
        return False


def key_of(url: str, raw: str = "") -> str | None:
    """`biz-mid-idx` from the address or from the page; the 22 characters of the short form if neither tells."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    named = [query.get(name, [""])[0] for name in ("__biz", "mid", "idx")]
    if not all(named):
        named = [_variable(raw, name) or "" for name in ("biz", "mid", "idx")]
    if not all(named):
        data = _data(raw)
        named = [_field(data, name) or "" for name in ("bizuin", "mid", "idx")]
    if all(named):
        return "-".join(value.strip() for value in named)
    short = re.fullmatch(r"/s/([\w\-]{16,32})", parts.path)
    return short[1] if short else None


def read(root: etree._Element, raw: str, url: str, now: datetime, fragment: _Fragment) -> Page:
    """One page of the platform; `fragment` reads the HTML of a text."""
    gone = _gone(root, raw, url)
    if gone is not None:
        return gone
    data = _data(raw)
    content = _first(root, "//*[@id='js_content']")
    how: dict[str, str] = {}
    if content is not None:
        content.attrib.pop("style", None)
        html = etree.tostring(content, encoding="unicode", with_tail=False)
        how["body"] = "css:#js_content"
    else:
        html = _as_html(_field(data, "content_noencode") or _field(data, "desc") or "")
        how["body"] = "script:cgiDataNew"
    lines, images, attachments = fragment(html, url)
    if content is None:
        images = (*images, *(image for image in _pictures(data) if image not in images))
    body = "\n".join(line.text for line in lines)
    if not body and not images:
        return Page(url, PageKind.EMPTY, key_of(url, raw), how={"kind": "no text"}, reader=READER)
    title = _title(root, raw, data, body)
    when = _published(raw, data, now)
    if when:
        how["published_at"] = when[1]
    source, how["source"] = _account(root, raw, data)
    author = _meta(root, "author") or _field(data, "author") or _text(root, "//*[@id='js_author_name']")
    return Page(
        url, PageKind.ARTICLE, key_of(url, raw), title=title, published_at=when[0] if when else None, source=source,
        author=author or None, body=body, images=images, attachments=attachments, how=how, reader=READER,
    )  # fmt: skip


def _gone(root: etree._Element, raw: str, url: str) -> Page | None:
    """The page's notice, if it is one: all of them answer 200."""
    if _first(root, "//*[@id='js_content']") is not None or "cgiDataNew" in raw:
        return None
    notice = " ".join(
        text_of(element)
        for element in _all(
            root,
            "//*[contains(@class,'weui-msg') or contains(@class,'mesg-block') or contains(@class,'page_msg') or contains(@class,'text_area')]",
        )
    )
    body = _first(root, "//body")
    notice = notice or (text_of(body) if body is not None else "")
    notice = notice[:400]
    key = key_of(url, raw)
    if _CHALLENGE.search(notice) or (not notice and _CHALLENGE.search(raw)):
        return Page(url, PageKind.BLOCKED, key, how={"kind": f"text: {notice[:40]}"}, reader=READER)
    for reason, words in _GONE:
        if words.search(notice):
            return Page(url, PageKind.GONE, key, reason, how={"kind": f"text: {notice[:40]}"}, reader=READER)
    return Page(url, PageKind.EMPTY, key, how={"kind": "no text"}, reader=READER)


def _title(root: etree._Element, raw: str, data: str, body: str) -> str | None:
    for title in (
        _field(data, "title"),
        _meta(root, "og:title"),
        _text(root, "//*[@id='activity-name']"),
        _text(root, "//title"),
    ):
        if title and title.strip():
            first = title.strip().split("\n")[0]
            return " ".join(first.split())
    return body.split("\n")[0][:80] or None


def _published(raw: str, data: str, now: datetime) -> tuple[When, str] | None:
    for pattern, text, how in (
        (_CT, raw, "script:ct"),
        (_ORIGINAL, data, "script:ori_create_time"),
        (_CREATED, raw, "script:createTime"),
        (_CREATED_DATA, data, "script:create_time"),
        (_ORIGINAL, raw, "script:create_time"),
    ):
        match = pattern.search(text)
        when = dates.parse(match[1], now) if match else None
        if when is not None:
            return when, how
    return None


def _account(root: etree._Element, raw: str, data: str) -> tuple[str | None, str]:
    name = _text(root, "//*[@id='js_name']") or _text(root, "//*[@id='post-user']")
    if name:
        return name, "css:#js_name"
    name = _field(data, "nick_name")
    if name:
        return name, "script:nick_name"
    match = _HTML_DECODED.search(raw)
    return (unescape(match[1]), "script:nickname") if match else (None, "")


def _data(raw: str) -> str:
    """The object literal of `window.cgiDataNew`, as text."""
    start = raw.find("window.cgiDataNew")
    while start >= 0:
        end = start + len("window.cgiDataNew")
        if raw[end : end + 4].lstrip().startswith("="):
            return raw[start : start + _LONGEST_DATA]
        start = raw.find("window.cgiDataNew", end)
    return ""


def _field(data: str, name: str) -> str | None:
    """The first string field of that name, its escapes decoded as JsDecode does, entities too."""
    for match in re.finditer(rf"\b{name}\s*:\s*(?:JsDecode\(\s*)?(?=')", data):
        value = _DATA_VALUE.match(data, match.end())
        if value and value[1]:
            return _decoded(value[1])
    return None


def _decoded(text: str) -> str:
    def char(match: re.Match[str]) -> str:
        if match[3]:
            return _PLAIN_ESCAPES.get(match[3], match[3])
        return chr(int(match[1] or match[2], 16))

    return unescape(_ESCAPE.sub(char, text))


def _as_html(text: str) -> str:
    """Lines of a text message as paragraphs; its inline tags stay tags."""
    return "".join(f"<p>{line}</p>" for line in text.split("\n") if line.strip())


def _pictures(data: str) -> list[str]:
    start = data.find("picture_page_info_list")
    if start < 0:
        return []
    found = re.findall(r"\bcdn_url\s*:\s*JsDecode\(\s*'([^']{1,600})'", data[start : start + 200_000])
    return list(dict.fromkeys(_decoded(each).replace("&amp;", "&") for each in found))


def _variable(raw: str, name: str) -> str | None:
    match = _VARIABLE[name].search(raw)
    return match[1] if match else None


def _meta(root: etree._Element, name: str) -> str | None:
    for meta in root.iter("meta"):
        if name in (meta.get("property"), meta.get("name")):
            return (meta.get("content") or "").strip() or None
    return None


def _text(root: etree._Element, path: str) -> str | None:
    element = _first(root, path)
    return (text_of(element) or None) if element is not None else None


def _first(root: etree._Element, path: str) -> etree._Element | None:
    found = _all(root, path)
    return found[0] if found else None


def _all(root: etree._Element, path: str) -> list[etree._Element]:
    found = root.xpath(path)
    return [each for each in found if isinstance(each, etree._Element)] if isinstance(found, list) else []
