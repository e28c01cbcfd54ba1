"""The source: whom the page says it has the piece from, and how the page says so.

In this order: the meta tag made for it, the line under the title, a line 来源：… under the text, a medium's name beside
the date, the dateline (每日甘肃网兰州5月10日讯; 本报兰州5月10日讯（新甘肃·甘肃日报记者…）).
A page may name none.
"""

import re
from collections.abc import Sequence

from reading import chrome, metas
from reading.flow import Flow, Line
from reading.metas import Metas, Named

_LABEL = re.compile(
    r"(?:信息|稿件|文章|新闻|内容|消息|本文|原文|作者)?(?:来\s{0,4}源(?:于|自)?|稿\s{0,4}源|出\s{0,4}处)\s{0,4}[:：丨｜|]|"
    r"(?:转自|摘自)\s{0,2}[:：]"
)
_CELL_LABEL = re.compile(r"(?:(?<=\t)|^)((?:信息|稿件|文章)?来\s{0,4}源|稿\s{0,4}源)\t")
_OTHER_LABEL = (
    r"作\s{0,2}者|记\s{0,2}者|通讯员|编\s{0,2}辑|责任编辑|责\s{0,2}编|审\s{0,2}核|校\s{0,2}对|录\s{0,2}入|摄\s{0,2}影|时\s{0,4}间|"
    r"日\s{0,4}期|(?:发布|发表|更新|刊发)(?:时间|日期|者|人|机构)?|浏览|点击|阅读|访问|字体|字号|分享|打印|关闭|人气|栏目|评论|收藏|参与|"
    r"类型|分类|举报|我要|关注|大\s中\s小"
)
_ENDS = re.compile(
    rf"\s{{2,}}|[\t|丨｜]|\s?[【\[]|\s?(?:{_OTHER_LABEL})|\s?(?:19|20)\d\d\s?[年\-/.]\s?\d|\s[-∙•·]\s|[>＞»]|\s[（(]?\d"
)
_SEPARATORS = " \t\u3000:：;；,，。、|丨｜·•∙\"'-—/"
_BRACKETS = {
    "（": "）",
    "(": ")",
    "【": "】",
    "[": "]",
    "《": "》",
    "“": "”",
    "<": ">",
    "〔": "〕",
    "「": "」",
}
_NO_NAME = re.compile(
    r"(?:https?:.*|www\..*|打印|关闭|无|未知|暂无|null|none|undefined|佚名|[\d\s:：.\-]+|点击|更多|参考|见附件|转载|管理员|admin)",
    re.I,
)
_MEDIUM = re.compile(
    r"(?:网|报|社|台|新闻|发布|在线|客户端|频道|传媒|融媒体?|融媒体中心|中心|观察|报道|周刊|杂志|电视|广播|[厅局委办院校部会处]|政府|妇联|"
    r"大学|学院|医院|公司|街道|集团|支部|视界|工作室|头条号|搜狐号|网易号)(?:微信公众号|公众号|官网|网站)?$"
)
_QUOTED = re.compile(r"[“\"「]\s?(?:来源|稿源|转自)|(?:注明|标注|署名)")
_REFERENCE = re.compile(
    r"(?:资料|数据|图片|视频|图表|图文|照片|文字|部分内容|收入|资金|货源|水|能|污染|传染|感染)\s?(?:来源|综合自)"
)
_DATE = re.compile(r"(?:19|20)\d\d\s?[年\-/.]\s?\d[年\-/.\d月日\s:：]{3,24}")
_NAME = (
    r"[\u4e00-\u9fffA-Za-z·]{1,14}?(?:新闻网|新闻社|通讯社|电视台|广播网|日报|晚报|晨报|早报|商报|时报|都市报|经济报|"
    r"法[治制]报|[\u4e00-\u9fff]报|网|社|新闻客户端|客户端|新闻|融媒体?|在线)"
)
_DATELINE = re.compile(
    rf"[\s（(【\[]{{0,4}}(?P<name>{_NAME})[\u4e00-\u9fff·、/\s]{{0,16}}?\s?(?:(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}日)?\s?"
    r"(?:讯|电|消息)(?=[\s（(:：丨|】\]，,\u4e00-\u9fff]|$)"
)
_OWN = re.compile(r"[\s（(【]{0,4}本(?:报|网|台|站|刊)")
_REPORTER_OF = re.compile(
    r"[（(](?P<names>[\u4e00-\u9fffA-Za-z·/]{2,30}?)(?:首席|特派|全媒体|特约|见习|实习|融媒体){0,2}(?:记者|通讯员)"
)
_LONGEST = 40
_UNDER_TEXT = 8  # lines under the text in which its source may stand


def find_source(
    flow: Flow, page_metas: Metas, near: range, body: range, text: Sequence[Line]
) -> Named | None:
    """The source. `near` are the lines around title and meta line, `text` the lines of the article itself."""
    told = _in_metas(page_metas, metas.SOURCE)
    if told:
        return told
    after = range(max(body.stop - _UNDER_TEXT, body.start), min(body.stop + _UNDER_TEXT, len(flow.lines)))
    for stretch, how in ((near, "text"), (after, "text:end")):
        name = _labelled(flow, stretch)
        if name:
            return Named(name, how)
    told = _in_metas(page_metas, metas.SITE_SOURCE)
    if told:
        return told
    name = _beside_date(flow, near)
    return Named(name, "text:beside date") if name else _from_dateline(text)


def _in_metas(page_metas: Metas, names: tuple[str, ...]) -> Named | None:
    for meta in page_metas.every(names):
        name = clean_source(meta.value)
        if name:
            return Named(name, f"meta:{meta.name}")
    return None


def clean_source(value: str) -> str | None:
    """A source's name out of a labelled value; None when it holds no name."""
    value = _LABEL.sub("", value, count=1)
    value = value.strip(_SEPARATORS)
    end = _ENDS.search(value)
    if end:
        value = value[: end.start()]
    value = _trimmed(" ".join(value.split()))
    return value if 2 <= len(value) <= _LONGEST and not _NO_NAME.fullmatch(value) else None


def _trimmed(value: str) -> str:
    """Without separators at its ends, without brackets around it or brackets of which half is missing."""
    for _ in range(4):
        value = value.strip(_SEPARATORS)
        if not value:
            break
        closer = _BRACKETS.get(value[0])
        if closer and (value.find(closer) in (-1, len(value) - 1)):
            value = value[1:].removesuffix(closer)
        elif any(value[-1] == end and start not in value for start, end in _BRACKETS.items()):
            value = value[:-1]
        else:
            break
    return value


def _labelled(flow: Flow, stretch: range) -> str | None:
    for at in stretch:
        line = flow.lines[at]
        if line.hidden or len(line.text) > 200 or _QUOTED.search(line.text) or _REFERENCE.search(line.text):
            continue
        spaced = _labels_with_colons(line.text) if line.row else line.spaced
        match = _LABEL.search(spaced)
        if match is None or (match.start() > 0 and chrome.is_notice(line.text)):
            continue
        value = spaced[match.end() :]
        if not value.strip(_SEPARATORS) and at + 1 < len(flow.lines):
            following = flow.lines[at + 1].spaced
            value = following if len(following) <= 20 and not re.search("[:：]", following) else ""
        name = clean_source(value)
        if name:
            return name
    return None


def _labels_with_colons(row: str) -> str:
    """A table's row with a colon after the cell 来源, as other lines have it."""
    return _CELL_LABEL.sub(r"\1：", row)


def _beside_date(flow: Flow, near: range) -> str | None:
    """A medium's name in a meta line without a label: 2019-05-17 · 苏皖城市报道."""
    for at in near:
        line = flow.lines[at]
        if line.hidden or len(line.text) > 60 or not _DATE.search(line.spaced):
            continue
        # The other cells of a table's row tell other things.
        beside = "|".join(filter(_DATE.search, line.text.split("\t"))) if line.row else line.spaced
        for part in re.split(r"[|丨｜\t]|\s[·•]|\s", _DATE.sub("|", beside)):
            name = part.strip(_SEPARATORS)
            if 3 <= len(name) <= 16 and _MEDIUM.search(name) and not re.search(r"[:：]|第.{1,4}版", name):
                return None if chrome.is_widget(name) else name
    return None


def _from_dateline(text: Sequence[Line]) -> Named | None:
    for line in text[:4]:
        head = line.text[:80]
        if _OWN.match(head):
            reporter = _REPORTER_OF.search(head)
            names = re.split("[·/]", reporter["names"]) if reporter else [""]
            if len(names[-1]) > 2 and _MEDIUM.search(names[-1]):
                return Named(names[-1], "dateline")
        elif match := _DATELINE.match(head):
            return Named(match["name"].strip("·"), "dateline")
    return None
