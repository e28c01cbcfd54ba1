"""An office for tests of the next issue: outlets, articles, candidates, two editors."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from desk.draft import candidate_accepted, current
from desk.wording import Editor
from storage.archive import IssueRow, ItemRow, add_issue
from storage.articles import Content, Fetched, ensure_article, store_content
from storage.models import (
    Article,
    Candidate,
    CandidateState,
    Draft,
    DraftItem,
    Issue,
    Story,
    StoryArticle,
    VerdictKind,
    Version,
)
from storage.outlets import OutletRow, sync_outlets

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
LI, WANG, ZHAO, QIAN = "李编辑", "王编辑", "赵主任", "钱主任"

BODY = """11月18日，安平市妇联、市教育局在安宁区联合举办家庭教育指导培训班，来自8个县区的126名骨干参加培训。
培训班邀请省内专家授课，围绕亲子沟通、心理健康、网络素养开设12门课程，发放教材1500册。
市妇联表示，明年将新建家长学校60所，力争2027年底前实现乡镇全覆盖。"""


@dataclass
class Office:
    """Puts articles and accepted candidates where a test wants them."""

    session: Session
    count: int = 0

    def outlets(self) -> None:
        """甘肃妇女网, which prints under its own name; 新甘肃, which prints as 每日甘肃; one that is off."""
        rows = [
            OutletRow("women", "甘肃妇女网", None, "site", "甘肃", True, None, {}),
            OutletRow("paper", "新甘肃", "每日甘肃", "site", "甘肃", True, None, {}),
            OutletRow("union", "省总工会", None, "site", "甘肃", False, "需要浏览器", {}),
        ]
        sync_outlets(self.session, rows)

    def article(
        self,
        title: str = "安平市举办家庭教育指导培训班",
        body: str = BODY,
        *,
        outlet: str = "women",
        at: datetime = NOW,
        source: str | None = None,
    ) -> Article:
        """One article, read at `at`."""
        self.count += 1
        article = ensure_article(self.session, outlet, str(self.count), f"https://a.example/{self.count}", at)
        content = Content(title, body, source=source, published_on=at.date())
        store_content(self.session, article, content, Fetched(at, {}, "test/1"))
        return article

    def changed(self, article: Article, body: str, at: datetime = NOW + HOUR) -> Version:
        """The article says something else."""
        content = Content(article.versions[-1].title, body, published_on=article.published_on)
        store_content(self.session, article, content, Fetched(at, {}, "test/1"))
        self.session.refresh(article, ["versions"])
        return article.versions[-1]

    def candidate(
        self, *articles: Article, kind: VerdictKind = VerdictKind.NEW, at: datetime = NOW
    ) -> Candidate:
        """An accepted candidate; the first article leads."""
        story = Story(created_at=at)
        self.session.add(story)
        self.session.flush()
        for index, article in enumerate(articles):
            self.session.add(StoryArticle(story_id=story.id, article_id=article.id, lead=index == 0))
        candidate = Candidate(
            story_id=story.id,
            kind=kind,
            state=CandidateState.ACCEPTED,
            relevance=0.8,
            reasons=["主题：家庭"],
            created_at=at,
        )
        self.session.add(candidate)
        self.session.flush()
        return candidate

    def item(self, *articles: Article, by: str = LI) -> DraftItem:
        """An accepted candidate's item in the draft."""
        made = candidate_accepted(self.session, self.candidate(*(articles or (self.article(),))), NOW, by=by)
        assert made is not None
        return made

    def draft(self) -> Draft:
        """The open draft."""
        return current(self.session, NOW)

    def issue(self, number: int = 9, day: date = date(2026, 11, 2), *items: ItemRow) -> Issue:
        """A past issue."""
        rows = items or (ItemRow(1, "往期条目", "往期正文。", "每日甘肃", None, "正文"),)
        row = IssueRow(
            f"简报/{number}", f"d{number}", f"{number}.docx", "简报", "简报", number, day, (), rows
        )
        return add_issue(self.session, row, NOW)[0]


def editor(name: str = LI, *, stages: int = 0, at: datetime = NOW) -> Editor:
    """Somebody at the desk."""
    return Editor(name, at, stages)
