"""What one run showed of an outlet. History (quiet, late) is not its business: `tracking/` judges that."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from reading import Page, PageKind
from storage.models import OutletState

# So many pages must all lack something before it says anything about the outlet.
_ENOUGH = 3


class ListOutcome(StrEnum):
    """What became of one column's list. The later ones outweigh the earlier."""

    SAME = "same"
    READ = "read"
    UNREACHABLE = "unreachable"
    CHANGED = "changed"
    BLOCKED = "blocked"
    DISALLOWED = "disallowed"


_WEIGHT = {outcome: weight for weight, outcome in enumerate(ListOutcome)}
_STATES = {
    ListOutcome.UNREACHABLE: OutletState.UNREACHABLE,
    ListOutcome.CHANGED: OutletState.CHANGED,
    ListOutcome.BLOCKED: OutletState.BLOCKED,
    ListOutcome.DISALLOWED: OutletState.DISALLOWED,
}
_SAID = {
    ListOutcome.UNREACHABLE: "打不开",
    ListOutcome.CHANGED: "没有读到任何条目，页面可能已改版",
    ListOutcome.BLOCKED: "被网站防护拦截",
    ListOutcome.DISALLOWED: "robots.txt 不允许抓取",
}
_LOOKED = ("read", "unchanged", "gone", "blocked", "empty", "list", "unreachable", "unavailable")
_FIELDS = {"title": "标题", "date": "日期", "body": "正文"}


@dataclass(slots=True)
class Tally:
    """What a run has seen so far. `lists` is by the column's name; `why` keeps what was said of a trouble."""

    lists: dict[str, ListOutcome] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def list_seen(self, column: str, outcome: ListOutcome, why: str = "") -> None:
        """Note a column's list; of several pages of one list the weightiest outcome stays."""
        before = self.lists.get(column)
        if before is None or _WEIGHT[outcome] > _WEIGHT[before]:
            self.lists[column] = outcome
            self.why[column] = why

    def look_kept(self, kept: str, page: Page | None) -> None:
        """Note an article that was looked at, what came of it and what it lacks."""
        self.counts[kept] += 1
        if page is None or page.kind is not PageKind.ARTICLE:
            return
        self.counts["read"] += 1
        # A picture story has no words to lose.
        body = page.body or page.images or page.attachments
        source = page.source if page.how.get("source") != "reader" else None  # named by us, not by the page
        lacks = {"title": page.title, "date": page.published_at, "body": body, "source": source}
        for name, value in lacks.items():
            self.counts[f"without_{name}"] += not value


def judge(tally: Tally) -> tuple[OutletState, str | None]:
    """The outlet's state after this run, and a note for the operator where it is not ok.

    A list that could not be reached for once weighs only when no other could either; a wall, a ban or an
    empty shell is not a passing thing and counts at once.
    """
    troubles = {name: outcome for name, outcome in tally.lists.items() if outcome in _STATES}
    if troubles:
        worst = max(troubles.values(), key=_WEIGHT.__getitem__)
        note = _lists_note(tally, troubles, worst)
        if worst is ListOutcome.UNREACHABLE and len(troubles) < len(tally.lists):
            return OutletState.OK, note
        return _STATES[worst], note
    return _judge_articles(tally.counts, enough=_ENOUGH if tally.lists else 1)


def _lists_note(tally: Tally, troubles: Mapping[str, ListOutcome], worst: ListOutcome) -> str:
    names = [name for name, outcome in troubles.items() if outcome is worst]
    why = next((tally.why[name] for name in names if tally.why[name]), "")
    shown = "、".join(names[:3]) + ("等" if len(names) > 3 else "")
    return f"{len(tally.lists)} 个栏目中有 {len(names)} 个{_SAID[worst]}：{shown}" + (
        f"（{why}）" if why else ""
    )


def _judge_articles(counts: Mapping[str, int], enough: int) -> tuple[OutletState, str | None]:
    looked = sum(counts[kind] for kind in _LOOKED)
    if looked >= enough:
        if counts["blocked"] == looked:
            return OutletState.BLOCKED, f"{looked} 篇稿件全部被网站防护拦截"
        if counts["unreachable"] + counts["unavailable"] == looked:
            return OutletState.UNREACHABLE, f"{looked} 篇稿件全部打不开"
    if looked >= _ENOUGH and counts["empty"] + counts["list"] == looked:
        return OutletState.CHANGED, f"{looked} 篇稿件都没有读到正文，页面可能已改版"
    for name, said in _FIELDS.items():
        if counts["read"] >= _ENOUGH and counts[f"without_{name}"] == counts["read"]:
            return OutletState.CHANGED, f"{counts['read']} 篇稿件都没有读到{said}，页面可能已改版"
    return OutletState.OK, None
