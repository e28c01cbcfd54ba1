"""Stories: reports of one event together, whatever the order; unlike articles never chained."""

from datetime import date
from itertools import permutations

from triage.model import Article
from triage.piece import of_article
from triage.stories import Story, authority, group
from triage.weights import shipped

SOURCE = Article(
    "source",
    "永昌县“银发课堂”进社区",
    "9月6日，永昌县妇联在城关镇和平社区开办“银发课堂”，48名老人学习手机挂号、防诈骗知识，志愿者一对一辅导。"
    "年内将在12个社区举办36期。",
    "甘肃妇女网",
    date(2023, 9, 7),
)
REPRINT = Article(
    "reprint",
    "“银发课堂”走进永昌社区",
    "9月6日，永昌县妇联在城关镇和平社区开办“银发课堂”，48名老人学习手机挂号、防诈骗知识，志愿者一对一辅导。"
    "年内将在12个社区举办36期。（来源：甘肃妇女网）",
    "金昌日报",
    date(2023, 9, 9),
)
REWORDED = Article(
    "reworded",
    "老人也上手机课",
    "昨日，永昌县和平社区的48位老人走进“银发课堂”，学会了用手机挂号，也听了防诈骗课。县妇联说，36期课程年内办进12个社区。",
    "金昌晚报",
    date(2023, 9, 7),
)
SISTER = Article(
    "sister",
    "永昌县妇联举办月嫂培训班",
    "9月6日，永昌县妇联在城关镇举办月嫂培训班，60名妇女参加为期10天的培训，合格者推荐就业。",
    "金昌日报",
    date(2023, 9, 7),
)
ELSEWHERE = Article(
    "elsewhere",
    "高台县“银发课堂”开讲",
    "9月8日，高台县妇联在巷道镇开办“银发课堂”，35名老人学习手机使用知识。",
    "张掖日报",
    date(2023, 9, 9),
)
ALL = (SOURCE, REPRINT, REWORDED, SISTER, ELSEWHERE)


def stories(*articles: Article) -> list[Story]:
    return group([(article, of_article(article, "甘肃")) for article in articles], shipped())


def test_reports_of_one_event_are_one_story_and_others_are_not() -> None:
    found = {frozenset(story.members) for story in stories(*ALL)}
    assert found == {
        frozenset({"source", "reprint", "reworded"}),
        frozenset({"sister"}),
        frozenset({"elsewhere"}),
    }


def test_the_order_of_the_articles_does_not_matter() -> None:
    expected = sorted(stories(*ALL), key=lambda story: story.lead)
    for order in list(permutations(ALL))[::17]:
        assert sorted(stories(*order), key=lambda story: story.lead) == expected


def test_the_most_authoritative_and_fullest_leads_and_reprints_are_folded() -> None:
    story = next(story for story in stories(*ALL) if len(story.members) == 3)
    assert (story.lead, story.reprints) == ("source", ("reprint",))


def test_authority() -> None:
    outlets = ["甘肃妇女网", "甘肃日报", "金昌日报", None]
    assert [authority(outlet) for outlet in outlets] == sorted(map(authority, outlets), reverse=True)


def test_a_chain_of_likenesses_makes_no_story() -> None:
    base = "5月{day}日，{place}妇联举办家庭教育讲座，{count}名家长参加，专家围绕亲子沟通授课。"
    given = [
        Article(str(n), f"{place}举办家庭教育讲座", base.format(day=day, place=place, count=count))
        for n, (place, day, count) in enumerate(
            [("靖远县", 10, 120), ("会宁县", 10, 86), ("会宁县", 18, 95), ("景泰县", 18, 64)]
        )
    ]
    assert all(len(story.members) == 1 for story in stories(*given))
