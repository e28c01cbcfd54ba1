"""Lines that belong to the page and not to the article: what they look like, whatever site they stand on."""

import re
from functools import lru_cache

from reading.patterns import any_of

# Field labels of the line under a title; a value runs to the next blank or separator.
_LABEL = any_of(
    "(?:发布|发表|发文|发稿|刊发|上传|更新|录入|添加|信息|公开|创建|编辑|播发|成文)?(?:时间|日期)",
    "发布于 来源于 来源 稿源 出处 转自 (?:信息|稿件|文章|新闻|内容|消息|作者)来源 作者(?:单位)?",
    "文章作者 责任编辑 责编 编辑 编审 审核人? 审签 校对 供稿(?:人|单位)? 发布(?:单位|机构|者|人)?",
    "录入[人者]? 撰稿人? 摄影 浏览(?:次数|量|数)? 点击(?:次数|量|数|率)? 阅读(?:次数|量|数)?",
    "访问(?:次数|量) 人气 字体(?:大小)? 字号 选择字号 调整字体 视力保护色? 保护视力色?",
    "分享[到至]? 我要分享 (?:所属)?栏目 信息分类 编号 评论数? 热度 打印 收藏 语音播报 记者 通讯员",
    "(?:文章)?关键[词字] 标签 Tags? TAG 版次 版面 IP属地",
)
_WIDGET = any_of(
    "打印(?:本页|本稿|此页|页面|文章|正文)? 关闭(?:窗口|本页|页面)? 返回(?:顶部|首页|列表|上页)?",
    "已?收藏(?:本页|本文)? 我要纠错 纠错 [大小中]?字号 字体(?:大小)? 缩小字体 放大字体 增大字体",
    "减小字体 特大 超大 大 中 小 默认 放大 缩小 标准 我要反馈 加入书签",
    "分享(?:让更多人看到|到(?:微信|微博|朋友圈)?|至)? 复制(?:链接|全文)? 推荐 投稿",
    "参与(?:评论|互动) 举报/?反馈 我要评论 发表评论 查看评论 评论 跟贴 点赞 赞 举报 手机(?:看|版) 新浪微博",
    "腾讯微博 微信 微博 QQ空间 QQ好友 QQ qq 人人网 朋友圈 更多 查看全文 全文 听新闻 听全文",
    "语音朗读 朗读 播放 暂停 繁体 简体 无障碍(?:浏览|阅读) 长者模式 PDF下载 pdf下载 word下载 下载",
    "TOP Top top 登录 注册 首页 [上下]一页 尾页 末页 正文 在线荐稿 记者博客 联系记者",
    r"共\s?\d{1,3}\s?页 第\s?\d{1,3}\s?页 A[+\-]? T[T+\-]? 二维码 扫码阅读 [上下]一版 版面导航",
    r"标题导航 本版导航 原创 X x 关注 已关注 阅读剩余全文 展开全文 没有了 空间 (?<!\d)(?:0|[1-9]\d{0,5})(?!\d)",
)
_WIDGETS = re.compile(_WIDGET)
_BETWEEN = " \t\u3000【】[]（）()|丨｜/<>《》·•∙:：、,，+-＞»→=…."
_LABELLED = re.compile(rf"(?<![\u4e00-\u9fff]){_LABEL}\s?[:：丨|｜(（]")
_LABEL_END = re.compile("[:：丨|｜(（]")
_META_PIECE = re.compile(
    rf"(?<![\u4e00-\u9fff]){_LABEL}\s?[:：丨|｜]\s{{0,4}}[^\s:：|丨｜]{{0,30}}|【[^】]{{0,30}}】|\[[^\]]{{0,20}}\]|"
    r"(?:19|20)\d\d\s?[年\-/.]\s?\d{1,2}\s?[月\-/.]\s?\d{1,2}\s?日?/?|\d{1,2}[:：]\d\d(?:[:：]\d\d)?|"
    r"星期[一二三四五六日]|第\s?[A-Za-z]?\d{1,3}\s?版\s?[:：]?[^\s]{0,12}|\d{1,6}\s?次|"
    rf"(?<![\u4e00-\u9fffA-Za-z0-9]){_WIDGET}(?![\u4e00-\u9fffA-Za-z0-9])|https?://\S{{1,200}}|www\.\S{{1,100}}"
)
_DATE = re.compile(r"(?:19|20)\d\d\s?[年\-/.]\s?\d{1,2}\s?[月\-/.]\s?\d{1,2}")
_STAMP = re.compile(_DATE.pattern + r"\s?日?\s{0,4}\d{1,2}[:：]\d\d")
_CREDIT = re.compile(
    r"[（(【\[［■□\s]{0,4}(?:本(?:文|期|版)|文字|图片|视频|网络|实习|见习|值班|责任|新媒体)?"
    + any_of(
        "责任编辑 责编 编辑 编审 编校 校对 审核 审读 审签 监制 主任 总编辑? 总监 编委 主编 副主编",
        "一审 二审 三审 初审 复审 终审 美编 版式 签发 策划 统筹 排版 设计 制图",
        "(?:文章|信息|新闻|稿件|内容)?来源 稿源 供稿 转自 原文链接 原标题 (?:文章)?关键[词字]",
        "标签",
    )
    + r"\s?(?:人|者|单位|人员|员)?\s?[:：丨|｜/]"
)
_NOTICE = re.compile(
    any_of(
        "版权(?:及|与)?免责 版权(?:及|与)?声明 免责声明 凡本[网站] 为加强原创内容保护",
        "关于加强新闻作品版权保护 本网站?(?:转载|所有|凡|注明) 转载请注明 刊用本网站?稿件",
        "仅供参考，不构成 平台.{0,12}用户上传并发布",
        "[未务]经.{0,12}(?:授权|许可|同意|允许).{0,16}(?:不得|禁止|请勿|严禁|转载|使用)",
        "仅提供信息存储 不代表(?:本[网站]|.{0,8}观点) 仅代表作者 如有侵权 涉及版权 网上有害信息",
        "版权归.{0,12}所有 侵权必究 侵删 如因作品内容、版权 本文(?:由|为).{0,16}原创",
        r"(?:特别|平台)声明[:：] content\sabove\s.{0,60}uploaded",
    )
)
_IMPRINT = re.compile(
    any_of(
        r"版权所有 ICP[备证] [公网]安备 Copyright © All\sRights\sReserved 经营许可证 许可证(?:编号|号)",
        "网站标识码 技术支持[:：] 主办单位[:：] 承办单位[:：] ^(?:主办|承办|运维|协办)[:：]",
        "举报(?:电话|邮箱|热线) 违法和不良信息 新闻热线[:：] ^联系(?:我们|方式) 备案号",
        "建议使用.{0,20}浏览 网站地图 本网站支持IPv6 ^(?:地址|邮编|传真|电话|邮箱)[:：] 报料[:：]",
    ),
    re.I,
)
_TAIL = re.compile(
    r"[【\[>»·\s/]{0,6}"
    + any_of(
        "(?:相关|类似|关联)(?:新闻|链接|阅读|文章|推荐|报道|稿件|信息|资讯|专题|内容|文档|政策|解读)",
        "延伸阅读 推荐阅读 阅读推荐 往期回顾 热[点门](?:推荐|新闻|文章|图片|排行|关注|资讯)",
        "猜你喜欢 精彩推荐 (?:更多|阅读更多)(?:新闻|精彩|相关|文章) [上下]一[篇条则页] 阅读下一篇",
        "(?:点击|阅读|新闻|热门|热点)排行 为[您你]推荐 今日热点 最新动态 图片聚焦 频道精选 小编推荐",
        r"最新(?:新闻|文章|资讯) 友情链接 \d{1,6}\s?条(?:评论|回复|留言|跟贴)",
        r"(?:网友|最新|我要|全部|热门|精彩)?(?:评论|跟贴|留言)[\s(（)）\d条参与]{0,12}$",
    )
)
_PROMOTION = re.compile(
    r"[【\[>»·\s/]{0,6}"
    + any_of(
        "分享让更多人看到 扫一扫 扫描?二维码 长按.{0,8}二维码 扫码下载 打开.{0,10}(?:APP|客户端) 客户端下载",
        "下载.{0,10}客户端 阅读原文 戳这里 点击(?:下方|图片|阅读原文|上方) 关注.{0,6}公众号[:：]",
    )
)
_IMAGE_NAME = re.compile(r"[^\s，。；]{1,60}\.(?:jpe?g|png|gif|bmp|webp)", re.I)
_CRUMB = re.compile(
    r"[\s>＞»]{0,4}(?:您?(?:的|现在的?)?(?:当前|所在|现在|所处)?(?:所?在)?(?:的)?位置(?:是)?|当前栏目)\s?[:：]"
)
_FILE = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|zip|rar|7z|wps|et|ofd|txt)(?![A-Za-z])|^[【（(]?附件", re.I)
_SENTENCE = re.compile("[，。；！？]")
_LONGEST_META, _LONGEST_STAMP = 200, 40
# Menus and footers are the same on every page of a site: what a line is, is worth remembering.
_remembered = lru_cache(maxsize=4096)


@_remembered
def is_widget(text: str) -> bool:
    """Buttons and words around an article: 打印, 字体：大 中 小, 扫一扫, page numbers, where one is."""
    if len(text) > 80:
        return False
    promoted = len(text) <= 40 and _PROMOTION.match(text) is not None
    return promoted or not _WIDGETS.sub("", text).strip(_BETWEEN) or _CRUMB.match(text) is not None


@_remembered
def is_meta(text: str) -> bool:
    """A line of labelled fields and nothing else (时间：… 来源：…), or a name with day and minute."""
    if len(text) > _LONGEST_META or _SENTENCE.search(text) or not _LABEL_END.search(text):
        return False
    if len(text) <= _LONGEST_STAMP and _STAMP.search(text):
        return True
    if not _LABELLED.search(text):
        return False
    return len(_META_PIECE.sub("", text).strip(_BETWEEN)) <= 8


def is_dated(text: str) -> bool:
    """A short line that is about a date, labelled or not: what stands between a title and its text."""
    return len(text) <= 80 and _DATE.search(text) is not None and not _SENTENCE.search(text)


@_remembered
def is_credit(text: str) -> bool:
    """责任编辑：…, 来源：…, 原标题：… on a line of their own."""
    return len(text) <= 120 and _CREDIT.match(text) is not None


@_remembered
def is_notice(text: str) -> bool:
    """A declaration of rights: the same text under every article of a site."""
    return _NOTICE.search(text) is not None


@_remembered
def is_imprint(text: str) -> bool:
    """The foot of a page: owner, licences, telephone numbers."""
    return len(text) <= 300 and _IMPRINT.search(text) is not None


def opens_tail(text: str) -> bool:
    """A heading such as 相关新闻 or 上一篇 after which nothing of the article follows."""
    return len(text) <= 60 and _TAIL.match(text) is not None


def is_crumb(text: str) -> bool:
    """当前位置：首页 > 新闻."""
    return _CRUMB.match(text) is not None


def is_image_name(text: str) -> bool:
    """大场景.jpg: the name of a picture, left as text by an import."""
    return _IMAGE_NAME.fullmatch(text) is not None


def names_file(text: str) -> bool:
    """附件1：申报表.doc: the text of a link to a file, which is part of a notice."""
    return _FILE.search(text) is not None
