"""Whole sentences out of an article: each as it stands there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.text import tidy
from desk.sentences import cut, read_sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["会议召开。", "会议要求抓落实。"],
        ["会议要求：“抓住重点。补上短板。”", "会后通报了情况。"],
        ["一是摸清底数；二是建好台账；三是跟踪问效。"],
        ["指标（截至9月底。下同）达到目标。"],
        ["真的吗？！", "是的。"],
        ["没有句号的一行"],
        ["“引号没有合上。后面还有。" + "长" * 400 + "。", "最后一句。"],
    ],
)
def test_a_paragraph_is_cut_after_its_sentences(sentences: list[str]) -> None:
    assert list(cut("".join(sentences))) == sentences


_NEWS = "10月12日，全省培训班在安平市举办。"


@pytest.mark.parametrize(
    "head",
    [
        "本报安平10月12日讯（记者 张三）",
        "新华社安平10月12日电（记者张三、李四）",
        "新青川·青川日报安平10月12日讯（新青川·青川日报记者 张三）",
        "每日青川网讯 （记者 张三 通讯员 李四）",
        "本网消息 ",
        "（本报记者 张三）",
        "记者从省妇联获悉，",
        "本报记者近日从全省推进会上了解到，",
        "每日青川网10月12日讯 记者今天从省教育厅获悉，",
    ],
)
def test_datelines_and_bylines_go(head: str) -> None:
    assert [sentence.text for sentence in read_sentences(head + _NEWS)] == [_NEWS]


@pytest.mark.parametrize(
    "line",
    [
        "来源：青川日报",
        "（责任编辑：张三）",
        "图为培训班现场。",
        "▲参训人员在交流。",
        "培训现场",
        "各市州、县市区妇联，省直有关单位：",
        "（张三）",
        "一、时间地点。",
        "长按识别二维码关注我们。",
    ],
)
def test_what_is_no_sentence_of_the_text_goes(line: str) -> None:
    assert [sentence.text for sentence in read_sentences(f"{_NEWS}\n{line}")] == [_NEWS]


@pytest.mark.parametrize(
    "line",
    ["通讯员队伍建设取得新进展。", "记者节当天，省妇联看望了新闻工作者。", "12日通电的变电站惠及三个乡镇。"],
)
def test_words_like_those_of_a_dateline_stay(line: str) -> None:
    assert [sentence.text for sentence in read_sentences(line)] == [line]


@given(st.text(alphabet="会议要求，。！？；：“”（）《》记者讯电10月12日 \n本报", max_size=200))
def test_every_sentence_stands_in_the_text(body: str) -> None:
    at = 0
    whole = tidy(body)
    for sentence in read_sentences(body):
        found = whole.find(sentence.text, at)
        assert found >= 0
        at = found + len(sentence.text)
