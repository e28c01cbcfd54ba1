"""Generated articles for benches: many, large, plain, and the same for the same number."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from demo.web import CHINA, render

PAGE_BYTES = 60_000
ROWS_A_PAGE = 50
_FIRST_ID = 39_000_001
_START = datetime(2026, 11, 9, 8, 0, tzinfo=CHINA)
_PLACES = ("兰州", "嘉峪关", "金昌", "白银", "天水", "武威", "张掖", "平凉", "酒泉", "庆阳", "定西", "陇南")
_SUBJECTS = ("社区食堂", "乡村公路", "学前教育", "养老服务", "职业培训", "节水灌溉", "就业服务", "老旧小区")
_SENTENCES = (
    "{place}把{subject}列入今年为民办实事清单，目前已完成投资{a}万元，惠及群众{b}户。",
    "记者在{place}走访时看到，与{subject}有关的{c}个项目正在加紧推进，现场共有工人{a}名。",
    "“过去办这件事要跑好几趟，现在方便多了。”{place}居民对{subject}的变化感受最深。",
    "据介绍，{place}今年前三季度围绕{subject}开展专项督查{c}次，整改问题{a}个。",
    "下一步，{place}将继续完善{subject}的长效机制，年底前再建成示范点{c}处。",
    "{place}有关负责人表示，{subject}关系千家万户，要把群众满意不满意作为衡量标准。",
)


@dataclass(frozen=True, slots=True)
class BulkArticle:
    """One generated article."""

    key: str
    title: str
    published: datetime
    body: tuple[str, ...]


@dataclass(frozen=True)
class Bulk:
    """The generated articles by key, oldest first, and the page into which they are put."""

    articles: dict[str, BulkArticle]

    @cached_property
    def _page(self) -> list[str]:
        page = render("enorth/bulk.html")
        short = max(0, PAGE_BYTES - len(page.encode()) - 3_000)
        filler = ".rmd{position:relative;float:left;width:300px;margin:0 0 10px}\n" * (short // 62)
        return page.replace("/*FILLER*/", filler).split("@@")

    def page(self, article: BulkArticle) -> str:
        """The article's page, about PAGE_BYTES long."""
        head, title, date, foot = self._page
        body = "".join(f"<p>　　{line}</p>\n" for line in article.body)
        date_text = f"{article.published:%Y/%m/%d/ %H:%M}"
        return f"{head}{article.title}{title}{article.title}{date}{date_text}{foot.replace('$$', body)}"


def generated(count: int) -> Bulk:
    """`count` articles, always the same, published one a minute from 2026-11-09 08:00 on."""
    rng = random.Random(20261109)
    articles = {}
    for number in range(count):
        place, subject = rng.choice(_PLACES), rng.choice(_SUBJECTS)
        lines = []
        for _ in range(8):
            facts = {"a": rng.randrange(20, 9000), "b": rng.randrange(100, 90_000), "c": rng.randrange(3, 90)}
            chosen = rng.sample(_SENTENCES, 3)
            lines.append("".join(line.format(place=place, subject=subject, **facts) for line in chosen))
        key = f"{_FIRST_ID + number:09d}"
        title = f"{place}：{subject}建设见实效（{number + 1}）"
        articles[key] = BulkArticle(key, title, _START + timedelta(minutes=number), tuple(lines))
    return Bulk(articles)
