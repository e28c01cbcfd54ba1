"""Whom a line of a bulletin names: its source, its speaker, an organisation. Pure."""

import re

from bulletins.marks import NUMBERED, squeeze

_SOURCE_WORDS = (
    "信息来源|稿件来源|文章来源|消息来源|资料来源|新闻来源|内容来源|来源|稿源|供稿单位|供稿|信息提供|信息报送|报送单位"
    "|来稿单位|来稿|转载自|摘编自|摘自|转自|选自"
)
_COLON = "[:：∶﹕︰]"
_SOURCE_LINE = re.compile(rf"^[\s【\[（(〔—–-]*(?:{_SOURCE_WORDS})\s*{_COLON}\s*(.{{0,60}})$")
_SOURCE_FROM = re.compile(r"^[\s【\[（(〔—–-]*(?:摘编自|摘自|转自|转载自|选自)\s*(《.{1,30})$")
_SOURCE_SPACED = re.compile(r"^[\s【\[（(〔]*(?:信息来源|稿件来源|供稿单位)\s+(\S.{0,40})$")
_SUPPLY = re.compile(r"\s*(?:供稿|来稿)$")
_BRACKETED = re.compile(r"^[（(【\[〔]\s*([^，。；：:（）()【】]{2,30}?)\s*[】\]）)〕]$")
_SOURCE_TAIL = re.compile(
    rf"(?:^|(?<=[。！？”’）)…\s（(【\[〔]))(?:{_SOURCE_WORDS})\s*{_COLON}\s*([^。；]{{1,60}})$|"
    r"[（(【\[〔]\s*([^，。；：:（(【\[〔]{2,40}?)\s*(?:供稿|来稿)\s*[】\]）)〕]\s*$"
)
_ORG_TAIL = re.compile(r"(?<=[。！？”’])\s*[（(]([^，。；：:、（(）)]{2,24})[）)]$")
_EDITOR = re.compile(r"\s+(?:责任)?编辑\s*[:：]")
_TAIL = 90  # characters at a paragraph's end in which its source may stand

_ORG = (
    "政府|委员会|办公室|办公厅|联合会|联谊会|研究会|促进会|基金会|协会|学会|工会|妇联|团委|团省委|工委|妇儿工委办|妇工委办"
    "|厅|局|委|组织部|宣传部|统战部|教育部|党校|大学|学院|中学|小学|幼儿园|中心|法院|检察院|银行|集团|公司|医院|保健院|支队|总队"
    "|日报|晚报|早报|晨报|时报|报社|网|网站|电视台|广播电台|总台|客户端|公众号|新华社|中新社|通讯社"
)
_IS_ORG = re.compile(
    rf"^[\u4e00-\u9fff（）()·]{{1,38}}(?:{_ORG})$"
    r"|^[\u4e00-\u9fff]{1,20}(?:妇联|总工会|团委|[厅委局会院校办])[\u4e00-\u9fff]{2,12}(?<![东西南北中全])[部处科股室]$"
    rf"|^[\u4e00-\u9fff]{{1,7}}(?<![全各本我省县社园校景山小街灾学片辖])[省市州县区旗盟]$"
    r"|^(?:新华社|央视新闻|新甘肃|人民网|新华网)$"
)
_VERB = re.compile(
    r"召开|举[办行]|开展|启动|印发|推[进动]|走[进访]|组织(?!部)|联合(?!会|国)|发布|出台|实施|建[立设成](?!厅|局|委)|打造|加强|赴"
    r"|关爱|慰问|深入|完成|落实|获|成立|揭牌|启用|投用|上线|亮相|覆盖|惠及|织密|筑牢|护航|助力|赋能|开[通设]|举行|签[订约发]"
    r"|推出|出炉|实现|迎来|达到|突破|走[出向]|免费|发放"
)
_POST = (
    "书记|省长|市长|州长|盟长|区长|县长|旗长|主席|主任|厅长|局长|部长|会长|院长|校长|秘书长|处长|常委|委员|组长|理事长|行长|检察长"
    "|专员|巡视员|教授|所长|站长|社长|总编辑|董事长|总经理"
)
_NAME = r"[\u4e00-\u9fff](?:\s?[\u4e00-\u9fff·]){1,5}"
_PERSON = re.compile(rf"^.{{0,40}}(?:{_POST})\s+{_NAME}$|^[\u4e00-\u9fff·]{{2,6}}\s+\S.{{0,38}}(?:{_POST})$")
_BARE_PERSON = re.compile(rf"^(?:.{{0,40}}(?:{_POST}))?[\u4e00-\u9fff](?:\s?[\u4e00-\u9fff]){{1,2}}$")
_AUTHOR = re.compile(r"^[（(]?(?:作者|文|执笔|撰稿人?|讲话人|发言人)\s*[:：/]\s*([^，。]{2,40}?)[）)]?$")
_REPORTER = re.compile(
    r"^[（(□■◎\s]*((?:本刊|本报|见习|特约|实习)?(?:记者|通讯员)\s*[:：]?\s*[^，。]{2,40}?)[）)]?$"
)


def source_of(text: str) -> str | None:
    """What a source line names, "" if it names nothing (the name stands on the next line), else None."""
    for line in (text, squeeze(text) if len(text) < 80 else text):
        for pattern in (_SOURCE_LINE, _SOURCE_FROM, _SOURCE_SPACED):
            if found := pattern.match(line):
                return _bare(found[1], line)
    bare = _SUPPLY.sub("", in_brackets(text) or text)
    return bare if bare != text and is_org(bare) else None


def in_brackets(text: str) -> str | None:
    """What stands in the brackets that are a whole line, else None."""
    found = _BRACKETED.match(text)
    return found[1] if found else None


def source_at_end(text: str) -> tuple[str, str] | None:
    """A paragraph and the source at its end: （供稿：…）, （…供稿）, 来源：…, （an organisation)."""
    head, tail = text[:-_TAIL], text[-_TAIL:]
    if found := _SOURCE_TAIL.search(tail):
        rest = (head + tail[: found.start()]).rstrip(" （(【[〔—-")
        return rest, _bare(found[1] or found[2], tail)
    if (found := _ORG_TAIL.search(tail)) and is_org(found[1]):
        return head + tail[: found.start()], found[1].strip()
    return None


def _bare(name: str, line: str) -> str:
    """The name without the bracket that closes the whole source line, and without who edited it."""
    name = _EDITOR.split(name, maxsplit=1)[0].strip()
    for left, right in ("（）", "()", "【】", "[]", "〔〕"):
        if name.endswith(right) and name.count(left) < name.count(right) and left in line:
            name = name[:-1].strip()
    return name


def is_org(text: str) -> bool:
    """Whether a line is the name of an office, a place, a paper: nothing in it happens."""
    text = squeeze(text)
    return bool(_IS_ORG.match(text)) and not _VERB.search(text)


def byline_of(text: str) -> str | None:
    """The speaker, author or organisation that a line under a title names, else None."""
    text = text.strip()
    if not 2 <= len(text) <= 45 or text.endswith(tuple("。！？；，、：")) or NUMBERED.match(text):
        return None
    if found := _AUTHOR.match(text) or _REPORTER.match(text):
        return found[1].strip()
    return text if _PERSON.match(text) or is_org(text) else None


def is_bare_person(text: str) -> bool:
    """Whether a line may be a name, or a post and a name, without a blank between: weak on its own."""
    return len(text) <= 40 and bool(_BARE_PERSON.match(text.strip()))
