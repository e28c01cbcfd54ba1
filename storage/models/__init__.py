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
from storage.models.users import NAME_LIMIT, FailedTry, Role, SignIn, Token, User

__all__ = [
    "NAME_LIMIT",
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
    "FailedTry",
    "InboxLink",
    "InboxState",
    "Issue",
    "Item",
    "Outlet",
    "OutletState",
    "Role",
    "Run",
    "RunKind",
    "RunState",
    "SignIn",
    "Story",
    "StoryArticle",
    "Token",
    "User",
    "Verdict",
    "VerdictKind",
    "Version",
]
