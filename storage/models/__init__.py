"""The tables: one for every word of the design (docs/develop.md lists the words)."""

from storage.models.base import Base
from storage.models.bulletins import Issue, Item
from storage.models.desk import (
    Decision,
    DecisionKind,
    Digest,
    DigestEntry,
    Draft,
    DraftItem,
    InboxLink,
    InboxState,
)
from storage.models.outlets import (
    URL_LIMIT,
    Address,
    Article,
    ArticleState,
    Check,
    Column,
    Outlet,
    OutletState,
    Version,
)
from storage.models.runs import Alert, Run, RunKind, RunState
from storage.models.triage import (
    Candidate,
    CandidateState,
    Change,
    Story,
    StoryArticle,
    Verdict,
    VerdictKind,
)

__all__ = [
    "URL_LIMIT",
    "Address",
    "Alert",
    "Article",
    "ArticleState",
    "Base",
    "Candidate",
    "CandidateState",
    "Change",
    "Check",
    "Column",
    "Decision",
    "DecisionKind",
    "Digest",
    "DigestEntry",
    "Draft",
    "DraftItem",
    "InboxLink",
    "InboxState",
    "Issue",
    "Item",
    "Outlet",
    "OutletState",
    "Run",
    "RunKind",
    "RunState",
    "Story",
    "StoryArticle",
    "Verdict",
    "VerdictKind",
    "Version",
]
