"""What a page turned out to be, on evidence: status, challenge scripts, the words of a page that is gone.

A page with article text is never called gone or blocked for a word that stands in it: words count only where
there is little other text.
"""

import re
from dataclasses import dataclass

from lxml import etree

from reading import urls
from reading.flow import Flow
from reading.page import GoneReason, PageKind
from reading.patterns import any_of

# Refused to this visitor: the standard ones, and those of 瑞数 (412), 加速乐 (521) and other walls.
_REFUSED = frozenset((401, 403, 407, 412, 418, 421, 429, 444, 468, 493, 521, 567))
_SHORT_ANSWER = 5000
_LITTLE = 300  # characters of unlinked text: a notice, not an article

# Marks of the walls in use on Chinese sites: 瑞数, 加速乐, 阿里云, 腾讯云, 网宿, 宝塔, 安全狗, Cloudflare.
_CHALLENGE_MARKS = (
    "$_ts", "__jsl_clearance", "__jsluid", "acw_sc__v", "cf-chl", "_cf_chl", "challenge-platform", "btwaf",
    "yunsuo_session", "wzws-ray", "wzwschallenge", "wzws_cid", "tencentcaptcha", "turing.captcha", "geetest",
    "hcaptcha", "recaptcha", "safedog", "_guard/", "security_session_verify", "eval(function(p,a,c,k",
    "aliyun_waf", "slidecaptcha", "aliyuncaptcha", "edgeone", "__tst_status", "ha_protect", "waf_captcha",
)  # fmt: skip
_SETS_COOKIE = re.compile(r"document\s{0,3}(?:\.|\[[\"'])\s{0,3}cookie")
_LONGEST_CHALLENGE = 60_000
_CHALLENGE_WORDS = re.compile(
    any_of(
        "请稍候 正在(?:验证|检查您|进行安全) 安全(?:验证|检查|检测|防护) 访问验证 人机验证",
        "滑动.{0,6}验证 拖动.{0,6}(?:滑块|验证) 输入.{0,4}验证码 环境异常 完成验证后",
        r"(?:开启|启用|允许|支持)\s?(?:Java\s?Script|JS|Cookie) (?:访问|请求)(?:过于|太)?频繁 拦截",
        "防火墙 不合法(?:的)?参数 已被(?:屏蔽|禁止访问|阻断) 当前访问疑似 访问被拒绝",
        r"IP.{0,10}(?:受限|封禁|限制) Just\sa\smoment Checking\syour\sbrowser Attention\sRequired",
        r"Access\sDenied 403\sForbidden verify\syou\sare\s(?:a\s)?human unusual\straffic",
    ),
    re.I,
)
_THING = any_of("页面 网页 文件 内容 文章 信息 资源 地址 链接 网址 新闻 栏目 稿件 文档 资讯 帖子")
# A site's "不存在或已删除" covers mistyped addresses too: not found. Deleted is what says nothing else.
_GONE_WORDS = tuple(
    (reason, re.compile(words, re.I))
    for reason, words in (
        (
            GoneReason.NOT_FOUND,
            any_of(
                _THING
                + ".{0,12}(?:没有找到|没找到|找不到|未找到|不存在|不见了|走丢|丢失了|失踪|无法找到|飞走)",
                "(?:找不到|没有找到|未找到|无法找到|不存在).{0,12}" + _THING,
                "(?:访问|浏览|查看|请求|查找).{0,8}" + _THING + ".{0,10}(?:不存在|错误|出错|删除|过期|失效)",
                _THING + ".{0,8}(?:可能|或)(?:者)?已?(?:经|被)?.{0,4}(?:删除|移除|移动|更名|失效)",
                r"(?:HTTP|Error|错误|状态码?)\s?[:：]?\s?404\b ^\s?404\s?$",
                r"\b404\s?(?:Not\sFound|error|错误|页面)",
                r"(?:page|file|url|resource)[^.]{0,40}not\s(?:be\s)?found 参数错误 非法访问",
            ),
        ),
        (
            GoneReason.DELETED,
            any_of(
                _THING + "已(?:经)?(?:被)?(?:发布者|作者|管理员|用户)?(?:删除|撤销|下线|下架|撤回|撤稿|取消)",
                r"(?:has\sbeen|was)\s(?:deleted|removed)",
            ),
        ),
        (GoneReason.LINK_EXPIRED, any_of(r"链接已?(?:经)?(?:过期|失效) link\s(?:has\s)?expired")),
        (
            GoneReason.UNAVAILABLE,
            any_of(
                "(?:暂时|暂)(?:无法|不能|未能)(?:查看|访问|显示|打开|提供) 系统(?:维护|升级|繁忙)",
                "正在维护 服务(?:暂时)?不可用 网站(?:维护|升级|关闭|暂停) 服务器错误 运行时错误",
                r"数据库连接 temporarily\sunavailable Service\sUnavailable Bad\sGateway",
                r"Internal\sServer\sError",
            ),
        ),
    )
)
_TO_THE_VISITOR = re.compile("抱歉|对不起|您.{0,4}(?:访问|浏览|查看|请求|查找)")
_REFRESH = re.compile(r"\s*(\d{1,4})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?\s*([^\"'\s>]{1,1000})", re.I)
_SCRIPT_MOVES = re.compile(
    r"(?:window\.|self\.|top\.|document\.)?location(?:\.href)?\s{0,3}(?:=|\.replace\()\s{0,3}[\"'](?P<to>[^\"']{1,500})[\"']",
    re.I,
)
_LONGEST_REFRESH = 5  # seconds: slower ones are pages that reload themselves


@dataclass(frozen=True, slots=True)
class Finding:
    """A kind that is not an article, its reason where there is one, and the evidence in a few words."""

    kind: PageKind
    how: str
    gone: GoneReason | None = None


def is_challenge(raw: str) -> bool:
    """Whether a raw text is a bot protection's: short, and with the marks of its script."""
    if len(raw) > _LONGEST_CHALLENGE:
        return False
    lower = raw.lower()
    if any(mark in lower for mark in _CHALLENGE_MARKS):
        return True
    return _SETS_COOKIE.search(lower) is not None and ("location" in lower or "reload" in lower)


def by_status(status: int, raw: str) -> Finding | None:
    """What an HTTP status decides; 200 and 202 are left to the page, unless a challenge is in that."""
    if status in _REFUSED or (status >= 400 and is_challenge(raw)):
        return Finding(PageKind.BLOCKED, f"status {status}")
    if status == 202 and (len(raw) < _SHORT_ANSWER or is_challenge(raw)):
        return Finding(PageKind.BLOCKED, "status 202")
    if status in (404, 410):
        return Finding(PageKind.GONE, f"status {status}", GoneReason.NOT_FOUND)
    if status == 400 and len(raw) < _SHORT_ANSWER and "<script" in raw:
        return Finding(PageKind.BLOCKED, "status 400")
    if status >= 400:
        return Finding(PageKind.GONE, f"status {status}", GoneReason.UNAVAILABLE)
    return None


def by_redirect(url: str, requested_url: str | None) -> Finding | None:
    """An article's address that led to the front page: the article is not there any more."""
    if requested_url is None or urls.is_home(requested_url) or not urls.is_home(url):
        return None
    reason = GoneReason.NOT_FOUND if urls.same_site(url, requested_url) else GoneReason.UNAVAILABLE
    return Finding(PageKind.GONE, "redirect to a home page", reason)


def by_words(root: etree._Element, raw: str, flow: Flow, head: str, url: str) -> Finding | None:
    """What a page with little text says of itself: challenge, gone, moved on; None if nothing such."""
    plain = [line for line in flow.lines if line.linked * 2 <= len(line.text)]
    if sum(len(line.text) for line in plain) > _LITTLE and not _NOTHING_BUT.search(head):
        return None
    moved = _moved(root, url)
    if moved is not None:
        return moved
    texts = [head, *(line.text for line in plain if len(line.text) <= 120)]
    if is_challenge(raw):
        return Finding(PageKind.BLOCKED, "challenge script")
    for text in texts:
        if _CHALLENGE_WORDS.search(text):
            return Finding(PageKind.BLOCKED, f"text: {text[:40]}")
    return _farewell(texts)


def by_title(*titles: str) -> Finding | None:
    """Whether a title is no article's but tells the visitor that what he asked for is gone."""
    return _farewell([title for title in titles if _TO_THE_VISITOR.search(title)])


def _farewell(texts: list[str]) -> Finding | None:
    for text in texts:
        for reason, words in _GONE_WORDS:
            if words.search(text):
                return Finding(PageKind.GONE, f"text: {text[:40]}", reason)
    return None


# A head that says 404 is believed even where the page fills itself with other news.
_NOTHING_BUT = re.compile(
    r"^\s?"
    + any_of(
        "404 页面没有找到 您?(?:访问|查找|浏览)的页面.{0,4}不存在 找不到页面 页面不存在",
        r"Not\sFound Error 出错了? 错误(?:页面|提示)?",
    ),
    re.I,
)


def _moved(root: etree._Element, url: str) -> Finding | None:
    """A page that only sends its visitor on, by meta refresh or by one line of script."""
    for meta in root.iter("meta"):
        if (meta.get("http-equiv") or "").strip().lower() == "refresh":
            match = _REFRESH.match(meta.get("content") or "")
            if match and int(match[1]) <= _LONGEST_REFRESH:
                return _sent_to(match[2], url, "meta refresh")
    scripts = [script.text or "" for script in root.iter("script") if not script.get("src")]
    if len(scripts) == 1 and len(scripts[0]) < 1000 and "cookie" not in scripts[0]:
        match = _SCRIPT_MOVES.search(scripts[0])
        if match:
            return _sent_to(match["to"], url, "script redirect")
    return None


def _sent_to(target: str, url: str, how: str) -> Finding | None:
    address = urls.absolute(url, target)
    if address is None or address.partition("#")[0] == url.partition("#")[0]:
        return None
    lost = urls.same_site(address, url) and (
        urls.is_home(address) or re.search(r"404|error|notfound", address, re.I) is not None
    )
    reason = GoneReason.NOT_FOUND if lost else GoneReason.UNAVAILABLE
    return Finding(PageKind.GONE, f"{how} to {address[:80]}", reason)
