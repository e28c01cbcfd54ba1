"""A digest as one self-contained page, and as plain text. Whatever came from a page is escaped."""

from collections.abc import Iterable
from datetime import date, datetime

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from base.text import tidy
from desk.content import Content, Piece, Proposal

_WEEKDAYS = "一二三四五六日"
_environment = Environment(
    loader=PackageLoader("desk", "templates"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def day_text(iso: str) -> str:
    """2026-11-20 -> 2026年11月20日 星期五."""
    day = date.fromisoformat(iso)
    return f"{day.year}年{day.month}月{day.day}日 星期{_WEEKDAYS[day.weekday()]}"


def when_text(iso: str | None) -> str:
    """2026-11-19T15:30+08:00 -> 11月19日 15:30; a bare date without the time."""
    if iso is None:
        return "日期不详"
    moment = datetime.fromisoformat(iso)
    time = f" {moment:%H:%M}" if "T" in iso else ""
    return f"{moment.month}月{moment.day}日{time}"


def safe_link(url: str) -> str | None:
    """Only web addresses become links; anything else is shown as the text it is."""
    return url if url.startswith(("http://", "https://")) else None


_environment.filters |= {"day": day_text, "when": when_text, "link": safe_link, "tidy": tidy}


def as_html(content: Content) -> str:
    """The page: no script, no address but the articles' own links."""
    return _environment.get_template("digest.html").render(digest=content)


def as_text(content: Content) -> str:
    """The same for a terminal or a plain mail."""
    lines = [
        f"拾遗 · 每日候选　{day_text(content.day)}",
        _summary(content),
        content.health,
        *content.notes,
        "",
    ]
    if content.nothing:
        lines += ["今天没有新的候选稿。", ""]
    for heading, proposals in (("新候选", content.candidates), ("有进展", content.updates)):
        lines += _section(heading, (_proposal(p) for p in proposals))
    lines += _section(
        "稿件改动",
        (
            [f"{_head(c.piece)}{'' if c.matters else '（措辞）'}", *_indent(c.summary)]
            for c in content.changed
        ),
    )
    lines += _section("撤稿", ([f"{_head(w.piece)}：{w.reason}"] for w in content.withdrawn))
    lines += _section(
        "往期已刊",
        (
            [
                f"{_head(c.piece)}{'（拿不准）' if c.unsure else ''}",
                *_indent([f"{c.item.issue}《{c.item.title}》"]),
            ]
            for c in content.covered
            if c.item
        ),
    )
    lines += _section("折叠", ([f"{_head(p.lead)}"] for p in content.folded))
    lines += _section(
        "媒体",
        ([f"{o.name}：{o.label}，新稿 {o.new} 篇{'。' + o.note if o.note else ''}"] for o in content.outlets),
    )
    return "\n".join(lines).rstrip() + "\n"


def _summary(content: Content) -> str:
    counts = (
        ("新候选", content.candidates),
        ("有进展", content.updates),
        ("改动", content.changed),
        ("撤稿", content.withdrawn),
        ("已刊", content.covered),
        ("折叠", content.folded),
    )
    return "，".join(f"{label} {len(found)}" for label, found in counts)


def _section(heading: str, entries: Iterable[list[str]]) -> list[str]:
    found = [line for lines in entries for line in (f"· {tidy(lines[0])}", *lines[1:])]
    return [f"【{heading}】", *found, ""] if found else []


def _proposal(proposal: Proposal) -> list[str]:
    again = f"　第 {proposal.shown + 1} 次列出" if proposal.shown else ""
    lines = [f"{proposal.rank}. {_head(proposal.lead)}{again}", *_indent([proposal.excerpt])]
    lines += _indent([f"理由：{'；'.join(proposal.reasons)}", f"往期：{proposal.relation}"])
    lines += _indent([f"新情况：{fact}" for fact in proposal.new_facts])
    if proposal.reprints:
        lines += _indent([f"另有 {len(proposal.reprints)} 篇同题稿件，最早见于{proposal.first.outlet}"])
    return [*lines, *_indent([proposal.lead.url])]


def _head(piece: Piece) -> str:
    return f"{piece.title}（{piece.outlet}，{when_text(piece.published)}）"


def _indent(lines: Iterable[str]) -> list[str]:
    return [f"    {tidy(line).replace(chr(10), ' ')}" for line in lines]
