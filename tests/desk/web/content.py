"""What lies on a test's desk: one of everything that a page shows."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from storage.archive import IssueRow, ItemRow, add_issue
from storage.articles import Content, Fetched, ensure_article, store_content
from storage.mailbox import MailRow, folder, note_mail
from storage.models import (
    Alert,
    Article,
    ArticleState,
    Candidate,
    CandidateState,
    Change,
    Item,
    OutletState,
    Story,
    StoryArticle,
    Verdict,
    VerdictKind,
    Version,
)
from storage.outlets import OutletRow, set_state, sync_outlets

NOW = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
RAW = "a" * 64
BODY = (
    "11月18日，记者从省卫生健康委获悉，全省农村妇女“两癌”检查项目已完成46.28万人，占年度目标任务的100.6%。\n"
    "项目共检出宫颈癌及癌前病变1538例，患者治疗率达97.9%。"
)
PRINTED = "截至9月30日，全省农村妇女“两癌”检查项目完成38.64万人，占年度目标任务的84.0%。"


@dataclass
class Maker:
    """Puts articles, verdicts and candidates where a test wants them."""

    session: Session
    outlet: str = "paper"
    count: int = 0

    def outlets(self, name: str = "新甘肃") -> None:
        """One outlet that is read, one that is blocked, one that is off."""
        rows = [
            OutletRow("paper", name, "每日甘肃", "site", "甘肃", True, None, {}),
            OutletRow("union", "省总工会", None, "site", "甘肃", True, None, {}),
            OutletRow("app", "视听甘肃", None, "app", "甘肃", False, "需要客户端", {}),
        ]
        sync_outlets(self.session, rows)
        set_state(self.session, "paper", OutletState.OK, None, NOW)
        set_state(self.session, "union", OutletState.BLOCKED, "列表页是验证页", NOW)

    def article(
        self,
        title: str = "某县办家长学校",
        body: str = BODY,
        *,
        at: datetime = NOW,
        url: str = "https://paper.example/",
    ) -> Version:
        """An article with one version."""
        self.count += 1
        article = ensure_article(self.session, self.outlet, str(self.count), f"{url}{self.count}", at)
        return self.say(article, title, body, at)

    def say(self, article: Article, title: str, body: str, at: datetime) -> Version:
        """What an article says at a time."""
        content = Content(title, body, source="省卫生健康委", published_on=date(2026, 11, 19))
        how = {"title": "h1", "body": "#content"}
        store_content(self.session, article, content, Fetched(at, how, "test/1", raw=RAW))
        self.session.refresh(article)
        return article.versions[-1]

    def verdict(
        self, version: Version, kind: VerdictKind, item: Item | None = None, *, unsure: bool = False
    ) -> None:
        """A judgement with something in each field."""
        self.session.add(
            Verdict(
                version_id=version.id, kind=kind, item=item, score=0.6, confidence=0.7, unsure=unsure,
                evidence=["原文：甲｜往期：乙"], related=["往期《某条》提到此事"], new_facts=["84.0%→100.6%"],
                relevance=0.8, reasons=["主题：健康"], weights="w1", judged_at=NOW,
            )
        )  # fmt: skip

    def candidate(
        self,
        *versions: Version,
        kind: VerdictKind = VerdictKind.NEW,
        state: CandidateState = CandidateState.OPEN,
        relevance: float = 0.8,
        domain: str = "健康",
        city: str = "兰州",
    ) -> Candidate:
        """A candidate with its story; the first version's article leads."""
        story = Story(created_at=NOW)
        self.session.add(story)
        self.session.flush()
        for index, version in enumerate(versions):
            place = StoryArticle(
                story_id=story.id,
                article_id=version.article_id,
                lead=index == 0,
                note="转载" if index else "",
            )
            self.session.add(place)
        candidate = Candidate(
            story_id=story.id,
            kind=kind,
            state=state,
            relevance=relevance,
            reasons=[f"主题：{domain}"],
            domains=[domain],
            cities=[city],
            created_at=NOW - HOUR,
        )
        self.session.add(candidate)
        self.session.flush()
        return candidate

    def item(self, title: str = "全省农村妇女“两癌”检查完成过八成", body: str = PRINTED) -> Item:
        """A past issue with one item."""
        row = ItemRow(3, title, body, "每日甘肃", None, "正文")
        issue = IssueRow("f", "d", "09.txt", "简报", "简报", 9, date(2026, 10, 12), (), (row,))
        return add_issue(self.session, issue, NOW)[0].items[0]

    def everything(self, title: str = "全省农村妇女“两癌”检查提前完成", body: str = BODY) -> int:
        """One of each thing that a page shows; -> the candidate with two versions and a reprint."""
        item = self.item()
        lead = self.article(title, body, at=NOW - 3 * HOUR)
        lead = self.say(
            self.session.get_one(Article, lead.article_id),
            f"{title}了",
            body + "\n新增一段话。",
            NOW - 2 * HOUR,
        )
        self.session.add(
            Change(
                article_id=lead.article_id,
                to_number=2,
                at=NOW - 2 * HOUR,
                matters=True,
                summary=[f"标题：“{title}”改了"],
            )
        )
        reprint = self.article(f"转载：{title}", body, at=NOW - HOUR)
        candidate = self.candidate(lead, reprint, kind=VerdictKind.UPDATE, relevance=0.9)
        self.verdict(lead, VerdictKind.UPDATE, item, unsure=True)
        covered, gone = self.article(f"已刊：{title}", body), self.article(f"撤回：{title}", body)
        self.verdict(covered, VerdictKind.COVERED, item)
        article = self.session.get_one(Article, gone.article_id)
        article.state, article.withdrawn_at, article.withdrawn_reason = (
            ArticleState.WITHDRAWN,
            NOW - HOUR,
            "deleted",
        )
        self.candidate(self.article(f"折叠：{title}", body), state=CandidateState.FOLDED, relevance=0.1)
        self.session.add(
            Alert(
                kind="blocked",
                subject="union",
                text="省总工会被拦截",
                opened_at=NOW,
                last_case_at=NOW,
                cases=2,
            )
        )
        folder(self.session, "office", 1)
        mail = MailRow(
            "everything", 1, "women@anping.example", "安平市妇联", title[:80], NOW, "邮件太大，没有读"
        )
        note_mail(self.session, "office", mail)
        self.session.flush()
        return candidate.id
