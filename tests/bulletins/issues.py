"""Issues made up for tests: the shapes that a printed bulletin has, in words of our own."""

from datetime import date

from hypothesis import strategies as st

from bulletins.edition import Edition, Imprint
from bulletins.model import Issue, Item, Kind, Section

IMPRINT = Imprint(
    name="青川省妇女儿童工作委员会",
    editor="青川省妇儿工委办公室",
    report_to="国务院妇儿工委办公室，分管副省长。",
    send_to="省政府妇儿工委各成员单位，各市州、县市区政府妇儿工委。",
    printer="青川省妇联办公室",
    mail="office@example.cn",
    copies=160,
)

_PLACES = ("安平市", "临河县", "青川省", "东岭区", "白石镇")
_SUBJECTS = (
    "妇女儿童发展规划监测统计培训班",
    "“爱心妈妈”结对关爱行动",
    "农村妇女“两癌”检查",
    "家庭教育宣传周",
    "未成年人网络保护主题活动",
    "普惠托育服务体系建设推进会",
    "《反家庭暴力条例》宣讲",
    "困境儿童救助保护工作",
)
_DONE = (
    "在安平举行",
    "圆满完成",
    "取得阶段性成效",
    "全面启动",
    "有序推进",
    "惠及12.6万人",
    "覆盖率达到98.7%",
)
_SENTENCES = (
    "10月12日，全省培训班在安平市举办，来自14个市州的126名业务骨干参加培训",
    "会议要求，各地要把监测统计作为规划实施的基础工作，指标一项一项核对，数据一级一级审核",
    "截至9月底，全省完成检查38.64万人，占年度任务的84.0%，确诊的患者全部纳入随访管理",
    "活动以“家校同心 护航成长”为主题，开设亲子阅读、心理辅导、法律咨询三类服务",
    "当地妇联组织216名志愿者与留守儿童结对，每周通一次电话，每月见一次面",
    "近年来，省级财政累计投入资金1.72亿元，新建托育机构93家，新增托位4200个",
    "《方案》明确，到2027年每个县至少建成一所公办托育服务中心，由卫生健康部门统一管理",
    "下一步，将健全部门联动机制，推动服务向乡镇和村（社区）延伸",
)
_SOURCES = ("青川妇女网", "每日青川", "青川省卫生健康委", "安平市妇联", "青川省教育厅", "青川日报")

titles = st.builds("{}{}{}".format, *(st.sampled_from(words) for words in (_PLACES, _SUBJECTS, _DONE)))
paragraphs = st.lists(st.sampled_from(_SENTENCES), min_size=1, max_size=3, unique=True).map(
    lambda found: "。".join(found) + "。"
)
plain = st.lists(paragraphs, min_size=1, max_size=4, unique=True)
_HEADINGS = ("一、提高认识，压实责任", "二、突出重点，补齐短板", "三、强化保障，务求实效")
_LEADS = ("（一）摸清底数。", "（二）建好台账。", "（三）跟踪问效。", "1.", "2.", "3.")


def _with_headings(found: list[str]) -> list[str]:
    """一、二、三 over the paragraphs, （一） or 1. before some."""
    lines = []
    for number, paragraph in enumerate(found):
        lines += [_HEADINGS[number % 3], _LEADS[number % 6] + paragraph]
    return lines


bodies = st.one_of(plain, plain.map(_with_headings)).map("\n".join)
_SUBTITLES = ("——安平市“爱心妈妈”工作侧记", "——在全省妇女儿童工作会议上的发言")
_BYLINES = ("副省长 李明华", "安平市人民政府", "青川省教育厅")


@st.composite
def issues(draw: st.DrawFn) -> Issue:
    """A 简报 or a 专刊 of two to seven items, the last of them perhaps short news."""
    count = draw(st.integers(2, 7))
    briefs = draw(st.integers(0, count - 1))
    wanted = draw(st.lists(titles, min_size=count, max_size=count, unique=True))
    items = [
        Item(
            position=position,
            title=title + draw(st.sampled_from(("", "", *_SUBTITLES))),
            body=draw(bodies),
            source=draw(st.sampled_from(_SOURCES)),
            byline=draw(st.sampled_from((None, None, *_BYLINES))),
            section=Section.BRIEF if position > count - briefs else Section.MAIN,
        )
        for position, title in enumerate(wanted, 1)
    ]
    special = draw(st.booleans())
    return Issue(
        title="",
        kind=Kind.SPECIAL if special else Kind.BULLETIN,
        number=None if special else draw(st.integers(1, 99)),
        date=draw(st.dates(date(2015, 1, 1), date(2035, 12, 31))),
        items=tuple(items),
    )


def example(count: int = 4) -> Edition:
    """One edition that is always the same: `count` items, the last one short news."""
    items = tuple(
        Item(
            position,
            f"{_PLACES[position % 5]}{_SUBJECTS[position]}{_DONE[position % 7]}",
            "\n".join(f"{_SENTENCES[(position + n) % 8]}。" for n in range(3)),
            _SOURCES[position % 6],
            section=Section.BRIEF if position == count else Section.MAIN,
        )
        for position in range(1, count + 1)
    )
    return Edition(Issue("", Kind.BULLETIN, 10, date(2026, 11, 15), items), IMPRINT)
