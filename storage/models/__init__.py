"""The tables: one for every word of the design (docs/develop.md lists the words)."""

from storage.models.alerts import Alert
from storage.models.base import Base
from storage.models.bulletins import Issue, Item
from storage.models.desk import (
    Decision,
    DecisionKind,
    Digest,
    DigestEntry,
    InboxLink,
    InboxState,
)
from storage.models.drafts import (
    EDITOR_LIMIT,
    Catch,
    Caught,
    Deed,
    Draft,
    DraftChange,
    DraftItem,
    Picture,
    Review,
)
from storage.models.outbox import Message, MessageKind, MessageState
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
from storage.models.runs import FETCHING, Run, RunKind, RunState, SignOfLife
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
    "EDITOR_LIMIT",
    "FETCHING",
    "NAME_LIMIT",
    "URL_LIMIT",
    "Address",
    "Alert",
    "Article",
    "ArticleState",
    "Base",
    "Candidate",
    "CandidateState",
    "Catch",
    "Caught",
    "Change",
    "Check",
    "Column",
    "Decision",
    "DecisionKind",
    "Deed",
    "Digest",
    "DigestEntry",
    "Draft",
    "DraftChange",
    "DraftItem",
    "FailedTry",
    "InboxLink",
    "InboxState",
    "Issue",
    "Item",
    "Message",
    "MessageKind",
    "MessageState",
    "Outlet",
    "OutletState",
    "Picture",
    "Review",
    "Role",
    "Run",
    "RunKind",
    "RunState",
    "SignIn",
    "SignOfLife",
    "Story",
    "StoryArticle",
    "Token",
    "User",
    "Verdict",
    "VerdictKind",
    "Version",
]
