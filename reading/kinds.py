"""What a page turned out to be, on evidence: status, challenge scripts, the words of a page that is gone.

A page with article text is never called gone or blocked for a word that stands in it: words count only where
there is little other text.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from reading import urls
from reading.flow import Flow
from reading.page import GoneReason, PageKind

_LITTLE = 300  # characters of unlinked text: a notice, not an article

# Scripts of the protections in use on Chinese sites (瑞数, 加速乐, 阿里云, 腾讯云, 百度云, 宝塔, Cloudflare, 360, 安全狗).
_CHALLENGE_SCRIPT = re.compile(
    r"\$_ts\b|__jsl_clearance|__jsluid|acw_sc__v[23]|var arg1=|cf-chl|_cf_chl|challenge-platform|yunsuo_session|"
    r"btwaf|_waf_|WZWS-RAY|wzwschallenge|TencentCaptcha|turing\.captcha|geetest|hcaptcha|recaptcha|safedog|"
    r"security_session_verify|eval\(function\(p,a,c,k|document\.cookie\s{0,3}=[^;]{0,300};[^<]{0,300}location|aliyun_waf|_guard/|slidecaptcha",
    re.I,
)
_CHALLENGE_WORDS = re.compile(
    r"请稍[候后]|正在(?:验证|检查|进行安全)|安全(?:验证|检查|检测|防护)|访问验证|人机验证|滑动.{0,6}验证|输入.{0,4}验证码|环境异常|完成验证后|"
    r"(?:开启|启用|允许|支持)\s?(?:Java\s?Script|JS|Cookie)|Just a moment|Checking your browser|Attention Required|Access Denied|"
    r"访问(?:过于|太)?频繁|请求(?:过于|太)频繁|被拦截|拦截提示|已被(?:屏蔽|禁止访问|阻断)|Web应用防火墙|403 Forbidden|verify you are (?:a )?human|"
    r"unusual traffic|当前访问疑似|访问被拒绝|IP.{0,10}(?:受限|封禁|限制)",
    re.I,
)
_GONE_WORDS = (
    (GoneReason.DELETED, re.compile(
        r"已被?(?:发布者|作者|管理员|原作者|用户)?\s?(?:删除|下线|下架|撤稿|撤回)|has been deleted|was deleted|deleted by the author|"
        r"(?:文章|内容|稿件|页面|新闻|信息|帖子)已(?:被)?(?:删除|撤销|下线|取消)", re.I)),
    (GoneReason.NOT_FOUND, re.compile(
        r"(?:页面|网页|文件|内容|文章|信息|资源|地址|链接|网址|新闻|栏目|稿件).{0,12}(?:没有找到|没找到|找不到|未找到|不存在|不见了|走丢|丢失了|失踪|无法找到|失效)|"
        r"(?:找不到|没有找到|未找到|无法找到|不存在).{0,12}(?:页面|网页|文件|内容|文章|信息|资源|链接|网址)|"
        r"(?:访问|浏览|查看|请求|查找).{0,8}(?:页面|网页|内容|文章|地址|信息).{0,10}(?:不存在|错误|出错|删除|过期|失效|飞走)|"
        r"(?:HTTP|Error|错误|状态码?|^)\s?[:：]?\s?404\b|\b404\s?(?:Not Found|error|错误|页面|-|_|$)|(?:page|file|url|resource)[^.]{0,40}not (?:be )?found|"
        r"参数错误|非法访问", re.I)),
    (GoneReason.LINK_EXPIRED, re.compile(r"链接已?(?:经)?(?:过期|失效)|link (?:has )?expired", re.I)),
    (GoneReason.UNAVAILABLE, re.compile(
        r"(?:暂时|暂)(?:无法|不能|未能)(?:查看|访问|显示|打开|提供)|系统(?:维护|升级|繁忙)|正在维护|网站(?:维护|升级|关闭|暂停)|服务(?:暂时)?不可用|"
        r"temporarily unavailable|Service Unavailable|Bad Gateway|Internal Server Error|服务器错误|运行时错误|数据库连接", re.I)),
)  # fmt: skip
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
    """Whether a raw text holds the script of a bot protection."""
    return _CHALLENGE_SCRIPT.search(raw) is not None


def by_status(status: int, raw: str) -> Finding | None:
    """What an HTTP status alone decides. 200, 202 and 400 are left to the page unless a challenge is in it."""
    challenged = len(raw) < 60_000 and is_challenge(raw)
    if status in (401, 403, 407, 412, 418, 421, 429, 444, 468, 493, 521, 567) or (
        status >= 400 and challenged
    ):
        return Finding(PageKind.BLOCKED, f"status {status}")
    if status == 202 and (challenged or len(raw) < 2000):
        return Finding(PageKind.BLOCKED, "status 202")
    if status in (404, 410):
        return Finding(PageKind.GONE, f"status {status}", GoneReason.NOT_FOUND)
    if status == 400 and len(raw) < 5000 and "<script" in raw:
        return Finding(PageKind.BLOCKED, "status 400")
    if status >= 400:
        return Finding(PageKind.GONE, f"status {status}", GoneReason.UNAVAILABLE)
    return None


def by_redirect(url: str, requested_url: str | None) -> Finding | None:
    """An article's address that led to the front page: the article is not there any more."""
    if requested_url is None or urls.is_home(requested_url) or not urls.is_home(url):
        return None
    return Finding(PageKind.GONE, "redirect to the home page", GoneReason.NOT_FOUND)


def by_words(root: etree._Element, raw: str, flow: Flow, head: str, url: str) -> Finding | None:
    """What a page with little text says of itself: challenge, gone, moved on; None if it says nothing such."""
    plain = [line for line in flow.lines if line.linked * 2 <= len(line.text)]
    if sum(len(line.text) for line in plain) > _LITTLE and not _NOTHING_BUT.search(head):
        return None
    moved = _moved(root, url)
    if moved is not None:
        return moved
    texts = [head, *(line.text for line in plain if len(line.text) <= 120)]
    if len(raw) < 60_000 and is_challenge(raw):
        return Finding(PageKind.BLOCKED, "challenge script")
    for text in texts:
        if _CHALLENGE_WORDS.search(text):
            return Finding(PageKind.BLOCKED, f"text: {text[:40]}")
    for text in texts:
        for reason, words in _GONE_WORDS:
            if words.search(text):
                return Finding(PageKind.GONE, f"text: {text[:40]}", reason)
    return None


# A head that says 404 is believed even where the page fills itself with other news.
_NOTHING_BUT = re.compile(
    r"^\s?(?:404|页面没有找到|您?(?:访问|查找|浏览)的页面.{0,4}不存在|找不到页面|页面不存在|Not Found|Error|出错了?|错误(?:页面|提示)?)",
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
    if address is None or address.split("#")[0] == url.split("#")[0]:
        return None
    same_host = urlsplit(address).hostname == urlsplit(url).hostname
    lost = same_host and (
        urls.is_home(address) or re.search(r"404|error|notfound", address, re.I) is not None
    )
    reason = GoneReason.NOT_FOUND if lost else GoneReason.UNAVAILABLE
    return Finding(PageKind.GONE, f"{how} to {address[:80]}", reason)
