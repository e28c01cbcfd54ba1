"""What a single line of a bulletin can be told to be from its words alone (whom it names: `names`). Pure.

Every pattern is linear on hostile text: no nested quantifiers, and lines are matched whole or from an anchor.
"""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_CLOSERS = "”’」』）)】]》〉\"'"
_CJK_NUMBER = "一二三四五六七八九十"

_BROADEST = 200  # characters

BULLET = re.compile(
    r"^(?:[-*+]\s*)?(?:[◆◇●○■□★☆▲△►▶▷•※◎♦❖◈⬥➢➤✦✧\uf06c\uf06e\uf075\uf0d8]|·(?!\d))\s*|^[-*+]\s+"
)
"""The mark before a list's entry."""

NUMBERED = re.compile(
    rf"^(?:第?[{_CJK_NUMBER}]{{1,3}}[、章节]|[（(][{_CJK_NUMBER}]{{1,3}}[）)]|\d{{1,2}}\s?[、．]|\d{{1,2}}\.(?!\d)"
    rf"|[（(]\d{{1,2}}[）)]|[①②③④⑤⑥⑦⑧⑨⑩])\s*"
)
"""The number before a heading or a list's entry."""

_SECTION_WORDS = (
    "简讯|短讯|快讯|简明新闻|简明信息|一句话新闻|短波|动态|要闻|要情|快递|速递|速览|之窗|交流|传真|聚焦|关注|专题|专栏|信息|视点|风采"
    "|前沿|论坛|园地|荟萃|集锦|广角|扫描|播报|资讯|纵横|在线|参考|选登|一线|天地|动向|视野|时讯|热点|亮点|头条|点滴|之声|风貌|窗口"
    "|撷英|掠影|领导讲话|重要讲话|经验做法|典型经验|典型案例|政策文件|政策解读|工作部署|调查研究|调研报告|媒体报道|工作通报"
    "|地方经验|基层经验|外地经验|工作经验|地方实践|基层实践|区县实践|实践探索|基层探索|地方探索|先进典型|典型人物|榜样力量|通知公告"
)
_SECTION = re.compile(
    rf"^(?:[一二三四五六七八九十]{{1,2}}、|[（(][一二三四五六七八九十]{{1,2}}[）)])?[【\[（(〖※◎★●■◆▲—-]*[\u4e00-\u9fff]{{0,6}}?(?:{_SECTION_WORDS})"
    r"(?:[（(]?[一二三四五六七八九十\d]{1,2}[则条篇][）)]?)?[】\]）)〗※◎★●■◆▲—-]*[:：]?$"
)
_BRIEF = re.compile(r"简讯|短讯|快讯|简明|一句话|短波")

_CONTENTS = re.compile(
    r"^[【\[〖《—-]*(?:本期)?(?:目录|要目|导读|内容提要|内容导读|目次|内容要目)[】\]〗》—-]*[:：]?$"
)
_FOOTER = re.compile(
    r"^[（(]?(?:报送|抄送|抄报|呈报|呈送|分送|主送|发送|报|送|发|呈|印发|发至)\s*[:：]|"
    r"^[（(]?(?:共\s*)?印(?:数|制)?\s*[:：]?\s*\d{1,5}\s*份|^责任编辑\s*[:：]|^(?:本期)?(?:责编|编辑|审核|审签|签发|校对|核稿|主编|编审)\s*[:：]"
    r"|^(?:电子)?(?:邮箱|信箱|邮件)\s*[:：]|^E-?mail\s*[:：]|^(?:联系|值班|办公)?(?:电话|传真)\s*[:：]|^(?:通讯|通信|联系)?地址\s*[:：]"
    r"|^主\s*题\s*词\s*[:：]|^邮(?:政)?编(?:码)?\s*[:：]|^网址\s*[:：]|^(?:主办|承办|编印|印刷)(?:单位)?\s*[:：]",
    re.IGNORECASE,
)
_PRINTED = re.compile(r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日\s*(?:印发|印|编发|印制)$")
_PAGE_NUMBER = re.compile(
    r"^(?:[-—–－·•.．~_＿\s]*\d{1,3}[-—–－·•.．~_＿\s]*|第\s*\d{1,3}\s*页(?:[,，/\s]*共\s*\d{1,3}\s*页)?|\d{1,3}\s*[/／]\s*\d{1,3}"
    r"|[-—–－]\s*[一二三四五六七八九十]{1,3}\s*[-—–－]|(?:page|p\.?)\s*\d{1,3})$",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"^[（(【\[]?(?:图为|图片[:：]|上图|下图|左图|右图|图[一二三四五六七八九十\d]{1,2}[:：\s]|图[:：]|摄影[:：]|供图[:：])"
)
_OPENER = re.compile(
    r"(?:《[^》]{1,20}》|[\u4e00-\u9fff]{2,8}?)(?:指出|强调|要求|明确|提出|认为|表示|介绍)"
    r"|下一步|今后|此外|截至目前|目前|近年来|接下来|会上|活动中|活动现场|同时"
)
_SALUTATION = re.compile(r"^(?:尊敬的|各位|同志们|女士们|先生们|朋友们|大家好).{0,30}[:：！!]$")


def squeeze(text: str) -> str:
    """The text without white space."""
    return _SPACES.sub("", text)


def em_width(text: str) -> float:
    """How wide a line is in print, in Chinese characters; measured up to what no paper has room for."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text[:_BROADEST])


def is_open(text: str) -> bool:
    """Whether a line stops without the punctuation that ends a sentence."""
    return not text.rstrip(_CLOSERS + " ").endswith(tuple("。！？；：…!?;:")) or text.endswith("——")


def is_cut(text: str) -> bool:
    """Whether a line certainly stops inside a sentence: after a comma or inside a bracket."""
    if text.endswith(tuple("，、,（(《“‘〈「『【")):
        return True
    return any(text.rfind(left) > text.rfind(right) for left, right in ("《》", "（）", "“”", "‘’"))


def is_section(text: str) -> bool:
    """Whether a line is a section's heading (市州动态, 【简讯】, 一、要闻)."""
    text = squeeze(text)
    return len(text) <= 14 and bool(_SECTION.match(text))


def is_brief(text: str) -> bool:
    """Whether a section's heading promises short news."""
    return bool(_BRIEF.search(squeeze(text)))


def is_contents_head(text: str) -> bool:
    """目录 and its like."""
    return len(text) <= 20 and bool(_CONTENTS.match(squeeze(text)))


def is_footer(text: str) -> bool:
    """A line of the distribution list or the imprint at an issue's end."""
    return bool(_FOOTER.match(text) or _FOOTER.match(squeeze(text[:20]))) or bool(
        _PRINTED.search(squeeze(text[-30:]))
    )


def is_page_number(text: str) -> bool:
    """A line that is a page number alone."""
    return len(text) <= 20 and bool(_PAGE_NUMBER.match(text))


def is_caption(text: str) -> bool:
    """A line under a picture."""
    return len(text) <= 80 and bool(_CAPTION.match(text))


def is_salutation(text: str) -> bool:
    """同志们： and its like: a speech begins."""
    return len(text) <= 40 and bool(_SALUTATION.match(squeeze(text)))


def opens_sentence(text: str) -> bool:
    """Whether a line begins as a later paragraph of an article does: 会议指出, 下一步."""
    return bool(_OPENER.match(text))


def is_subheading(text: str) -> bool:
    """A heading inside an article: numbered, or a few words without punctuation."""
    if not is_open(text) or "。" in text:
        return False
    if NUMBERED.match(text):
        return em_width(text) <= 42
    return em_width(text) <= 20 and not any(char in "，；：、,;:" for char in text)
