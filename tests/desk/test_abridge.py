"""The proposed abridgement: nothing invented, the lead and the facts kept, the chatter gone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.text import tidy
from desk.abridge import BRIEF, Target, abridge

TITLE = "青川省启动农村妇女“两癌”免费检查"
BODY = """本报安平9月2日讯（记者 张三）清晨的白石镇，薄雾还没有散去。
9月1日，青川省2026年农村妇女“两癌”免费检查项目在安平市白石镇启动，年内将完成宫颈癌检查46万人、乳腺癌检查44万人。
“以前要坐两个小时的车去县城，现在车开到了村口。”村民李桂花笑着说，“我们姐妹几个一早就来排队了。”
省卫生健康委、省妇联有关负责同志，各市州卫生健康委分管负责同志，县市区妇幼保健院负责同志共160余人参加启动仪式。
据介绍，项目自2012年实施以来，全省累计检查农村妇女386.5万人次，确诊宫颈癌及癌前病变1.28万例、乳腺癌2130例，治疗率达到96.8%。其中，去年一年检查61.3万人次。
《实施方案》要求，各地组织县级妇幼保健机构把检查车开到乡镇集市和村卫生室，对行动不便的妇女预约接送；对确诊的困难患者，会同民政、妇联落实救助金。
活动为保障妇女健康营造了良好氛围，受到群众一致好评。现场彩旗飘扬，掌声不断。
下一步，全省将建立筛查、诊断、治疗、救助一体的信息平台，2027年底前覆盖所有县区。
（责任编辑：李四）"""  # fmt: skip


def _chosen(target: Target = Target()) -> list[str]:  # noqa: B008
    return [sentence.text for sentence in abridge(TITLE, BODY, target).sentences]


def test_the_lead_and_the_facts_stay() -> None:
    body = abridge(TITLE, BODY).body
    for fact in ("9月1日，青川省2026年农村妇女", "386.5万人次", "96.8%", "《实施方案》要求", "2027年底前"):
        assert fact in body


@pytest.mark.parametrize("words", ["李桂花", "记者", "薄雾", "160余人", "彩旗", "好评", "责任编辑"])
def test_the_chatter_goes(words: str) -> None:
    assert words not in abridge(TITLE, BODY).body


@pytest.mark.parametrize("target", [Target(), BRIEF, Target(300, 600)])
def test_the_length_is_kept(target: Target) -> None:
    length = sum(map(len, _chosen(target)))
    assert length <= target.most
    assert length >= min(target.least, 200)


def test_every_choice_says_why() -> None:
    chosen = abridge(TITLE, BODY).sentences
    assert sum("导语" in sentence.why for sentence in chosen) == 1
    assert all(sentence.why for sentence in chosen[:2])


def test_a_sentence_that_leans_on_another_comes_only_with_it() -> None:
    for least in range(60, 480, 20):
        chosen = _chosen(Target(least, least + 60))
        leaning = [at for at, text in enumerate(chosen) if text.startswith("其中")]
        assert all(chosen[at - 1].startswith("据介绍") for at in leaning)


def test_paragraphs_stay_in_their_order() -> None:
    numbers = [sentence.paragraph for sentence in abridge(TITLE, BODY).sentences]
    assert numbers == sorted(numbers)
    assert len(abridge(TITLE, BODY).body.split("\n")) == len(set(numbers))


def test_what_says_the_same_twice_is_taken_once() -> None:
    twice = "9月1日，青川省农村妇女免费检查项目在安平市启动，年内将完成检查46万人。"
    again = "据悉，9月1日，青川省农村妇女免费检查项目在安平市启动，年内将完成检查46万人。"
    assert abridge(TITLE, f"{twice}\n{again}").body == twice


@pytest.mark.parametrize("body", ["", "\n\n", "来源：某网", "标题一行"])
def test_an_article_without_sentences_gives_nothing(body: str) -> None:
    assert abridge(TITLE, body).sentences == ()


def test_a_single_long_sentence_is_not_cut() -> None:
    long = "会议强调，" + "要抓好落实，" * 200 + "务求实效。"
    assert abridge(TITLE, long).body == long


@given(st.text(alphabet="会议要求，。！？；“”其中3万人12%9月启动\n ", max_size=400))
def test_nothing_is_invented(body: str) -> None:
    whole = tidy(body)
    at = 0
    for sentence in abridge("会议启动", body).sentences:
        found = whole.find(sentence.text, at)
        assert found >= 0
        at = found + len(sentence.text)
