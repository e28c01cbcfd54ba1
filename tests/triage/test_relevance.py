"""Relevance: the place is close to a condition, the subject orders the rest, decisions teach at once."""

from datetime import date

import pytest

from bulletins.model import Issue, Item, Kind
from triage.archive import Archive
from triage.model import Article
from triage.piece import of_article
from triage.relevance import Ranker, Relevance
from triage.weights import shipped

ISSUE = Issue(
    "简报",
    Kind.BULLETIN,
    1,
    date(2023, 1, 15),
    (
        Item(1, "全省农村供水保障能力提升", "全省投资12亿元实施农村供水工程，惠及群众86万人。", "每日甘肃"),
        Item(2, "会宁县建成儿童书屋21所", "会宁县妇联建成儿童书屋21所，藏书2.1万册。", "白银市妇联"),
    ),
)
RANKER = Ranker(Archive.of([("01.txt", ISSUE)]), shipped())


def rank(title: str, text: str, outlet: str | None = None, ranker: Ranker = RANKER) -> Relevance:
    return ranker.rank(of_article(Article("1", title, text, outlet), "甘肃"))


WANTED = [
    ("天水市妇联慰问困境儿童", "6月1日，天水市妇联走访慰问困境儿童120名，送去书包和文具。"),
    ("全省幼儿园学位增加3.1万个", "今年全省新建公办幼儿园86所，新增学位3.1万个，普惠性幼儿园覆盖率达到92%。"),
    ("甘肃城乡低保标准提高", "省民政厅提高城乡低保标准，惠及困难群众160万人。"),
    ("甘肃农村自来水普及率达到94%", "全省实施农村供水工程，保障120万农村群众饮水安全。"),
]
ORDINARY = [
    ("省政府常务会议召开", "省政府召开常务会议，研究部署稳增长和人事事项，审议有关规划。"),
    ("兰州足球联赛开赛", "兰州足球联赛开赛，16支球队参赛，揭幕战主场球队2比1取胜。"),
    ("连霍高速发生追尾事故", "连霍高速甘肃段发生车祸，造成3人受伤，交警正在调查。"),
    ("甘肃省气象台发布大风预警", "预计明日河西有7级大风，气温下降8摄氏度。"),
    ("敦煌景区客流创新高", "暑期敦煌景区接待游客120万人次，旅游收入增长三成。"),
]


@pytest.mark.parametrize("wanted", WANTED, ids=[title for title, _ in WANTED])
def test_the_offices_subjects_come_before_ordinary_news(wanted: tuple[str, str]) -> None:
    assert rank(*wanted).chance > max(rank(*other).chance for other in ORDINARY)
    assert rank(*wanted).chance > 0.5


@pytest.mark.parametrize(("title", "text"), WANTED)
def test_another_provinces_news_comes_after_ordinary_news_of_the_home_subject(title: str, text: str) -> None:
    away = title.replace("天水", "西宁").replace("甘肃", "青海").replace("全省", "青海省")
    moved = text.replace("天水", "西宁").replace("全省", "青海省").replace("省民政厅", "青海省民政厅")
    assert rank(away, moved, "青海日报").chance < 0.2 < rank(title, text).chance


def test_a_watched_province_stands_between() -> None:
    text = "呼和浩特市妇联走访慰问困境儿童120名，送去书包和文具。"
    watched = rank("内蒙古妇联慰问困境儿童", text, "内蒙古日报")
    away = rank("青海省妇联慰问困境儿童", text.replace("呼和浩特", "西宁"), "青海日报")
    home = rank(*WANTED[0])
    assert away.chance < watched.chance < home.chance
    assert "外省经验" in watched.reasons and "不是本省的事" in away.reasons


def test_reasons_are_the_editors_words() -> None:
    told = RANKER.rank(
        of_article(Article("1", "靖远县妇联建成儿童书屋", "靖远县妇联建成儿童书屋12所，藏书1万册。"), "甘肃"),
        reprints=4,
    )
    assert any(reason.startswith("主题：") for reason in told.reasons)
    assert "妇联主办或参与" in told.reasons and "被4家转载" in told.reasons
    assert "像往期条目《会宁县建成儿童书屋21所》" in told.reasons


def test_what_was_printed_before_is_relevant() -> None:
    piece = of_article(Article("1", "一条通知", "近日，有关方面作出安排。"), "甘肃")
    assert RANKER.rank(piece, same=0.95).chance > 0.8 > RANKER.rank(piece).chance


def test_decisions_teach_at_once_and_the_same_ones_the_same() -> None:
    rejected = [
        (f"{place}举办广场舞大赛\n{place}举办广场舞大赛，{n}支代表队参加。", False)
        for n, place in enumerate(["礼县", "康县", "文县"])
    ]
    accepted = [(f"{title}\n{text}", True) for title, text in WANTED]
    learned = RANKER.learn(rejected + accepted)
    dance = ("甘谷县妇联举办广场舞大赛", "甘谷县妇联举办广场舞大赛，20支代表队参加。")
    before, after = rank(*dance), rank(*dance, ranker=learned)
    assert after.chance < before.chance
    assert any(reason.startswith("与未采用过的") for reason in after.reasons)
    assert rank(*dance, ranker=RANKER.learn(accepted + rejected)) == after
    assert learned.lessons.count == 7
    assert "按编辑已作的7个决定，排得靠后" in after.reasons


def test_no_decisions_teach_nothing() -> None:
    assert RANKER.learn([]) is RANKER
