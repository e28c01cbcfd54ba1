"""Who wrote a piece: 作者：… under the title, the meta tag, or the byline of its first and last lines."""

import re
from collections.abc import Sequence

from reading import metas
from reading.flow import Flow, Line
from reading.metas import Metas, Named
from reading.patterns import any_of

_NO_NAME = any_of("通讯员 记者 摄影 实习 图片 整合 综合 报道 编辑 供图 供稿")
_ONE = rf"(?!{_NO_NAME})[\u4e00-\u9fff·]{{2,4}}(?![\u4e00-\u9fff])(?<!摄)"
_FIRST = rf"(?:{_ONE}|[\u4e00-\u9fff]{{2,3}}(?=通讯员|实习|摄影|报道|[文图摄]))"
_NAMES = rf"{_FIRST}(?:[\s\u3000、,，/]{{1,3}}{_ONE}){{0,5}}"
_ROLE = (
    any_of("首席 特派 全媒体 特约 见习 实习 融媒体 职工 本报 本网 本台")
    + "{0,2}"
    + any_of("记者 通讯员 作者 撰文 撰稿人?")
)
# （记者 王铭禹）, (新甘肃·甘肃日报记者 李欣瑶 通讯员 王平)
_IN_BRACKETS = re.compile(
    rf"[（(【][^）)】]{{0,24}}?{_ROLE}\s{{0,3}}[:：]?\s{{0,3}}(?P<names>{_NAMES})\s{{0,3}}"
    r"(?:[）)】]|通讯员|实习|摄|文|图|报道|整合)"
)
# □ 本报记者 葛灵丹; 新甘肃·甘肃日报记者 伏晓琪; 河南商报记者马俊峰/文
_ON_A_LINE = re.compile(
    rf"[\s□■◎●○◆▲\-—]{{0,4}}[\u4e00-\u9fffA-Za-z·/ ]{{0,16}}?{_ROLE}\s{{0,3}}[:：/]?"
    rf"\s{{0,3}}(?P<names>{_NAMES})"
    r"\s{0,3}(?:$|/?\s?[文图摄](?![\u4e00-\u9fff])|摄影|通讯员|实习|[/（(])"
)
_SIGNED = re.compile(rf"[（(]\s{{0,2}}(?P<names>{_NAMES})\s{{0,2}}[)）]$")
_LABEL = re.compile(
    r"(?:作\s{0,4}者|撰\s?稿人?|撰\s?文|供\s?稿人?)\s{0,3}[:：]\s{0,3}(?P<value>[^\t|丨｜【\[]{2,40})"
)
_EDITOR = re.compile(r"(?:责任编辑|责编|编辑|责任校对)\s{0,3}[:：]\s{0,3}(?P<value>[^\s\t【】\]）)]{2,12})")
_ENDS = re.compile(
    r"\s{2,}|\s?"
    + any_of(
        "来源 稿源 编辑 责编 责任编辑 时间 日期 浏览 点击 阅读 审核 校对 发布 字体 字号 摄影 人气 录入",
        r"(?:19|20)\d\d",
    )
)
_NO_PERSON = re.compile(
    r"[,，;；]|www\.|\.com|\.cn|https?:|版权|admin|管理员|网站|^(?:网易|腾讯|新浪|搜狐|凤凰|null|none|佚名|无|本站|原创)|网$|\d{3,}|^[A-Z_]+[-_]",
    re.I,
)
_STRIP = " \t\u3000:：;；,，。、|丨｜·•()（）[]【】<>《》\"'-—/"
_LONGEST = 30
_LONGEST_META = 80
_BYLINE_HEAD, _BYLINE_TAIL = 80, 40


def find_author(flow: Flow, page_metas: Metas, near: range, text: Sequence[Line]) -> Named | None:
    """The author; `near` are the lines around the title, `text` the lines of the article."""
    for at in near:
        line = flow.lines[at]
        if not line.hidden and (match := _LABEL.search(line.spaced)):
            name = clean_author(match["value"])
            if name:
                return Named(name, "text")
    editors = {match["value"] for line in flow.lines for match in [_EDITOR.search(line.spaced)] if match}
    for meta in page_metas.every(metas.AUTHOR):
        name = clean_author(meta.value)
        if name and name not in editors:
            return Named(name, f"meta:{meta.name}")
    for line in (flow.lines[at] for at in near):
        names = _beside_title(line)
        if names:
            return Named(names, "text")
    for line in [*text[:3], *text[-3:]]:
        names = _byline(line)
        if names:
            return Named(names, "byline")
    signed = _SIGNED.search(text[-1].text[-_BYLINE_TAIL:]) if text else None
    return Named(_joined(signed["names"]), "byline") if signed else None


def clean_author(value: str) -> str | None:
    """A name; a number (an editor's id), a site or several sites are none."""
    value = re.sub(r"^\s*(?:作者|记者)\s?[:：]?\s?", "", value)
    end = _ENDS.search(value)
    value = (value[: end.start()] if end else value).strip(_STRIP)
    return value if 2 <= len(value) <= _LONGEST and not _NO_PERSON.search(value) else None


def _beside_title(line: Line) -> str | None:
    """A reporter in a cell of a meta line, or a name alone in an element that is called author."""
    if line.hidden or line.linked * 2 > len(line.text) or len(line.text) > _LONGEST_META:
        return None
    for cell in line.spaced.split("\t"):
        if len(cell) <= _BYLINE_TAIL and (match := _ON_A_LINE.match(cell)):
            return _joined(match["names"])
    label = f"{line.element.get('id') or ''} {line.element.get('class') or ''}"
    match = re.fullmatch(_NAMES, line.text) if "author" in label.lower() else None
    return _joined(line.text) if match else None


def _byline(line: Line) -> str | None:
    if line.hidden:
        return None
    head, tail = line.text[:_BYLINE_HEAD], line.text[-_BYLINE_TAIL:]
    match = _IN_BRACKETS.search(head) or _IN_BRACKETS.search(tail)
    if match is None and len(line.text) <= _BYLINE_TAIL:
        match = _ON_A_LINE.match(line.text)
    return _joined(match["names"]) if match else None


def _joined(names: str) -> str:
    return " ".join(re.split(r"[\s\u3000、,，/]+", names))
