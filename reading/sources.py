"""Source and author: who the page says it has the piece from, who wrote it, and how the page says so.

Order for the source: the meta tag, the line under the title, a line 来源：… under the text, the dateline
(每日甘肃网兰州5月10日讯; 本报讯（新甘肃·甘肃日报记者…）). A page that names none has none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reading import chrome, metas
from reading.flow import Flow, Line
from reading.metas import Metas

LABEL = re.compile(
    r"(?:信息|稿件|文章|新闻|内容|消息|本文|原文)?(?:来\s{0,4}源(?:于|自)?|稿\s{0,4}源|出处)\s{0,4}[:：丨｜|]|(?:转自|摘自)\s{0,2}[:：]"
)
_VALUE_ENDS = re.compile(
    r"\s{2,}|[\t|丨｜]|\s?(?:作\s?者|记\s?者|通讯员|编\s?辑|责任编辑|责编|发布时间|发布日期|发表时间|发布者|发布人|时\s?间|日\s?期|更新时间|浏览|点击|"
    r"阅读|访问|字体|字号|大\s中\s小|分享|打印|关闭|人气|审核|校对|录入|栏目|评论|收藏|【|\[字|摄影|类型|分类)|(?:19|20)\d\d\s?[年\-/.]|\s-\s"
)
_STRIP = " \t　:：;；,，。、|丨｜·•()（）[]【】<>《》“”\"'-—"
_NO_SOURCE = re.compile(
    r"(?:https?:|www\.|打印|关闭|无|未知|暂无|null|none|undefined|佚名|\d+|点击|更多|参考|见附件)", re.I
)
_MEDIUM = re.compile(
    r"(?:网|报|社|台|新闻|发布|在线|客户端|频道|传媒|融媒体?|中心|观察|报道|周刊|杂志|电视|广播|号|[厅局委办院校部会处科]|政府|妇联|大学|学院|医院|公司|街道|集团|党支部|日报|视界|工作室)(?:微信公众号|公众号|官网|网站)?$"
)
_QUOTED = re.compile(r"[“\"「]\s?(?:来源|稿源|转自)|(?:注明|标注|署名)")
_REFERENCE = re.compile(r"(?:资料|数据|图片|视频|图表|图文|照片|文字|部分内容)\s?(?:来源|综合自)")
_MEDIA_NAME = r"[\u4e00-\u9fffA-Za-z·]{1,14}?(?:新闻网|新闻社|通讯社|电视台|广播网|日报|晚报|晨报|早报|商报|时报|都市报|经济报|法治报|[\u4e00-\u9fff]报|网|社|新闻客户端|客户端|新闻|融媒体?|在线)"
_DATELINE = re.compile(
    rf"[\s（(【\[]*(?P<name>{_MEDIA_NAME})[\u4e00-\u9fff·、/\s]{{0,16}}?\s?(?:(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}日)?\s?(?:讯|电|消息)(?=[\s（(:：丨|】\]，,\u4e00-\u9fff]|$)"
)
_OWN_PAPER = re.compile(r"[\s（(【]*本(?:报|网|台|站)")
_REPORTER_OF = re.compile(
    r"(?P<names>[\u4e00-\u9fffA-Za-z·/]{2,30}?)(?:首席|特派|全媒体|特约|见习|实习|融媒体)*(?:记者|通讯员)"
)
_PEOPLE = r"[\u4e00-\u9fff·]{2,4}(?:[\s、,，/]{1,3}[\u4e00-\u9fff·]{2,4}(?![\u4e00-\u9fff])){0,5}"
_BYLINE = re.compile(
    rf"(?:记者|通讯员|作者|撰文|文)\s{{0,3}}[:：/丨|]?\s{{0,3}}(?P<people>{_PEOPLE})\s{{0,3}}(?:[)）】]|/?文|摄影|图|$|通讯员|摄|报道)"
)
_SIGNED = re.compile(rf"[（(]\s{{0,2}}(?:(?:记者|通讯员|作者)\s{{0,2}})?(?P<people>{_PEOPLE})\s{{0,2}}[)）]$")
_AUTHOR_LABEL = re.compile(
    r"(?:^|[\s\t|丨｜　（(])(?:作\s{0,4}者|撰\s?稿|撰文|供稿)\s{0,3}[:：]\s{0,3}(?P<value>[^\t|丨｜【\[]{2,40})"
)
_AUTHOR_ENDS = re.compile(
    r"\s{2,}|\s?(?:来源|编辑|责编|责任编辑|时间|日期|浏览|点击|阅读|审核|发布|字体|字号|摄影|人气|(?:19|20)\d\d)"
)
_SITE_AUTHOR = re.compile(r"[,，;]|www\.|\.com|\.cn|https?:|版权|admin|管理员|网站|^网易$|^腾讯|^新浪", re.I)
_LONGEST_SOURCE = 40
_LONGEST_AUTHOR = 30


@dataclass(frozen=True, slots=True)
class Named:
    """A name and where it was read."""

    name: str
    how: str


def find_source(
    flow: Flow, page_metas: Metas, near: range, body: range, text: Sequence[Line]
) -> Named | None:
    """The source. `near` are the lines around title and meta line, `text` the lines of the article itself."""
    for meta in page_metas.every(metas.SOURCE):
        name = clean_source(LABEL.sub("", meta.value, count=1))
        if name:
            return Named(name, f"meta:{meta.name}")
    for stretch, how in ((near, "text"), (range(max(body.stop - 6, body.start), body.stop + 8), "text:end")):
        name = _labelled(flow, stretch)
        if name:
            return Named(name, how)
    name = _beside_date(flow, near)
    if name:
        return Named(name, "text:beside date")
    return _from_dateline(text)


def clean_source(value: str) -> str | None:
    """A source's name out of what stands behind the label; None when that is no name."""
    value = value.strip(_STRIP)
    end = _VALUE_ENDS.search(value)
    if end:
        value = value[: end.start()]
    value = " ".join(value.split()).strip(_STRIP)
    if (
        not 2 <= len(value) <= _LONGEST_SOURCE
        or _NO_SOURCE.fullmatch(value)
        or value.startswith(("http", "www"))
    ):
        return None
    return value


def _labelled(flow: Flow, stretch: range) -> str | None:
    for at in stretch:
        if not 0 <= at < len(flow.lines):
            continue
        line = flow.lines[at]
        if line.hidden or len(line.text) > 200 or _QUOTED.search(line.text) or _REFERENCE.search(line.text):
            continue
        match = LABEL.search(line.text)
        if match is None or (match.start() > 0 and len(line.text) > 120):
            continue
        value = line.text[match.end() :]
        if not value.strip(_STRIP) and at + 1 < len(flow.lines) and len(flow.lines[at + 1].text) <= 20:
            value = flow.lines[at + 1].text if not chrome.is_meta(flow.lines[at + 1].text) else ""
        name = clean_source(value)
        if name:
            return name
    return None


def _beside_date(flow: Flow, near: range) -> str | None:
    """A medium's name in a meta line without a label: 2019-05-17 · 苏皖城市报道."""
    for at in near:
        line = flow.lines[at] if 0 <= at < len(flow.lines) else None
        if (
            line is None
            or line.hidden
            or len(line.text) > 60
            or not re.search(r"(?:19|20)\d\d\s?[年\-/.]\s?\d", line.text)
        ):
            continue
        rest = re.sub(r"(?:19|20)\d\d[年\-/.\d月日\s:：]{4,24}", " | ", line.text)
        for part in re.split(r"[|·•丨｜\t]", rest):
            name = part.strip(_STRIP)
            if (
                3 <= len(name) <= 16
                and not re.search(r"[:：]|第.{1,4}版", name)
                and _MEDIUM.search(name)
                and not chrome.is_widget(name)
            ):
                return name
    return None


def _from_dateline(text: Sequence[Line]) -> Named | None:
    for line in text[:4]:
        head = line.text[:80]
        match = _DATELINE.match(head)
        if match and not _OWN_PAPER.match(head):
            return Named(match["name"].strip("·"), "dateline")
        if _OWN_PAPER.match(head):
            reporter = re.search(r"[（(](?P<inside>[^）)]{2,40})", head)
            found = _REPORTER_OF.match(reporter["inside"]) if reporter else None
            name = found["names"].split("·")[-1].split("/")[-1] if found else ""
            if len(name) > 2 and _MEDIUM.search(name):
                return Named(name, "dateline")
    return None


def find_author(flow: Flow, page_metas: Metas, near: range, text: Sequence[Line]) -> Named | None:
    """Who wrote it: the meta tag, 作者：… under the title, or the byline in the first or last lines."""
    for meta in page_metas.every(metas.AUTHOR):
        name = clean_author(meta.value)
        if name and not _SITE_AUTHOR.search(name):
            return Named(name, f"meta:{meta.name}")
    for at in near:
        if 0 <= at < len(flow.lines) and not flow.lines[at].hidden:
            match = _AUTHOR_LABEL.search(flow.lines[at].text)
            name = clean_author(match["value"]) if match else None
            if name:
                return Named(name, "text")
    for line in [*text[:3], *text[-3:]]:
        part = line.text if len(line.text) <= 80 else f"{line.text[:60]}\n{line.text[-40:]}"
        match = _BYLINE.search(part) or _SIGNED.search(part)
        if match:
            return Named(" ".join(re.split(r"[\s、,，/]+", match["people"])), "byline")
    return None


def clean_author(value: str) -> str | None:
    """A name; a number (an editor's id) is none."""
    end = _AUTHOR_ENDS.search(value)
    value = (value[: end.start()] if end else value).strip(_STRIP)
    value = re.sub(r"^(?:作者|记者)\s?[:：]?\s?", "", value)
    if not 2 <= len(value) <= _LONGEST_AUTHOR or re.fullmatch(r"[\d\s]+", value):
        return None
    return value
