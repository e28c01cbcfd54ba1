"""信息来源: which outlet a name means, and which name is printed for an article. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from base.text import squash
from storage.models import Outlet

_LONGEST = 120
_MEDIA = re.compile(
    r"(?:网|网站|日报|晚报|早报|晨报|时报|商报|都市报|经济报|报|周刊|客户端|公众号|电视台|广播|融媒|云|在线|新闻|发布|新华社|中新社"
    r"|通讯社|学习强国|App)$",
    re.IGNORECASE,
)
_DRESS = re.compile(r"[《》“”\"「」]|(?:微信)?公众号|客户端|（.*?）|\(.*?\)")
_PARTS = re.compile(r"[·•、/|\s]+")
# 妇幼健康处, 办公室: a part of the outlet, whose own name says more.
_DEPARTMENT = re.compile(r"^[\u4e00-\u9fff]{0,8}(?:处|科|室|办公室|宣传部|编辑部|信息中心|新闻中心)$")
_WHOSE = re.compile(r"[省市州县区旗盟国]|妇联|工会")


@dataclass(frozen=True, slots=True)
class Cited:
    """What a name means. `outlet` is its key where it is declared; `media`: it is that of a medium."""

    name: str | None
    outlet: str | None = None
    watched: bool = False
    media: bool = False
    submits: bool = False
    off_reason: str = ""


def resolve(name: str | None, outlets: Sequence[Outlet]) -> Cited:
    """Whom 信息来源 names: an outlet by any of its names, else a medium or an office that nobody watches."""
    if not name or not squash(name):
        return Cited(None)
    outlet = _outlet(name, outlets)
    if outlet is not None:
        submits = outlet.kind == "submission"
        return Cited(name, outlet.key, outlet.enabled, submits=submits, off_reason=outlet.off_reason or "")
    return Cited(name[:_LONGEST], media=bool(_MEDIA.search(_DRESS.sub("", name).strip())))


def printed_name(outlet: Outlet, named: str | None, outlets: Sequence[Outlet]) -> str:
    """What is printed for an article of an outlet: its bulletin's name, else the source named on the page.

    A source that is itself an outlet prints as that one does; a mere department as the outlet it is part of.
    """
    if outlet.bulletin_name:
        return outlet.bulletin_name
    if not named or not squash(named) or (_DEPARTMENT.match(named) and not _WHOSE.search(named)):
        return outlet.name
    for part in (named, *_PARTS.split(named)):
        if known := _outlet(part, outlets):
            return known.bulletin_name or known.name
    return named


def _outlet(name: str, outlets: Sequence[Outlet]) -> Outlet | None:
    wanted = _bare(name)
    for outlet in outlets:
        names = (outlet.name, outlet.bulletin_name or "", *outlet.aliases)
        if wanted and wanted in map(_bare, names):
            return outlet
    return None


def _bare(name: str) -> str:
    """A name without its dress: 甘肃妇女网站 and 甘肃妇女网 are one."""
    return squash(_DRESS.sub("", name)).removesuffix("站")
