"""Lines that belong to the page and not to the article: what they look like, whatever site they stand on."""

import re

# Field labels of the line under a title. A value runs to the next blank or separator.
_LABEL = (
    r"(?:(?:发布|发表|发文|发稿|刊发|上传|更新|录入|添加|信息|公开|创建|编辑|播发)?(?:时间|日期)|信息来源|稿件来源|文章来源|新闻来源|"
    r"内容来源|消息来源|来源于|来源|稿源|出处|转自|作者|编辑|责任编辑|责编|编审|审核人?|审签|供稿人?|供稿单位|发布单位|发布机构|发布者|"
    r"发布人|录入人?|录入者|撰稿人?|撰稿|摄影|作者单位|浏览次数|浏览量|浏览|点击次数|点击数|点击量|点击率?|阅读次数|阅读量|阅读数|阅读|"
    r"访问次数|访问量|人气|字体大小|字体|字号|选择字号|调整字体|视力保护色?|保护视力色?|分享到|分享至|分享|我要分享|栏目|所属栏目|"
    r"信息分类|编号|评论数?|热度|打印|收藏|语音播报|记者|通讯员)"
)
_WIDGET = (
    r"(?:打印(?:本页|本稿|此页|页面|文章|正文)?|关闭(?:窗口|本页|页面)?|返回(?:顶部|首页|列表|上页)?|已?收藏(?:本页|本文)?|我要纠错|纠错|"
    r"字体(?:大小)?|[大小中]?字号|缩小字体|放大字体|增大字体|减小字体|特大|超大|大|中|小|默认|放大|缩小|"
    r"分享(?:让更多人看到|到(?:微信|微博|朋友圈)?)?|复制(?:链接|全文)?|推荐|投稿|参与评论|我要评论|发表评论|查看评论|评论|跟贴|点赞|赞|"
    r"举报|手机(?:看|版)|新浪微博|腾讯微博|微信|微博|QQ空间|QQ好友|QQ|qq|人人网|更多|全文|听新闻|听全文|语音朗读|朗读|播放|暂停|繁体|简体|"
    r"无障碍浏览|PDF下载|pdf下载|word下载|下载|TOP|Top|top|登录|注册|首页|[上下]一页|尾页|末页|正文|在线荐稿|记者博客|联系记者|"
    r"共\s?\d{1,3}\s?页|第\s?\d{1,3}\s?页|A[+\-]?|T[T+\-]?|二维码|扫码阅读|[上下]一版|版面导航|标题导航|本版导航|原创|X|x|\d{1,6})"
)
_META_PIECE = re.compile(
    rf"{_LABEL}\s?[:：丨|]\s?[^\s:：|丨]{{0,30}}|【[^】]{{0,30}}】|\[[^\]]{{0,20}}\]|"
    r"(?:19|20)\d\d\s?[年\-/.]\s?\d{1,2}\s?[月\-/.]\s?\d{1,2}\s?日?/?|\d{1,2}[:：]\d\d(?:[:：]\d\d)?|星期[一二三四五六日]|"
    rf"(?<![\u4e00-\u9fffA-Za-z0-9]){_WIDGET}(?![\u4e00-\u9fffA-Za-z0-9])|"
    r"\d{1,6}\s?次|第\s?[A-Za-z]?\d{1,3}\s?版[:：]?[^\s]{0,12}|https?://\S{1,200}|www\.\S{1,100}"
)
_LABELLED = re.compile(rf"{_LABEL}\s?[:：丨|]")
_WIDGETS = re.compile(_WIDGET)
_BETWEEN = " \t\u3000【】[]（）()|丨/<>《》·•:：、,，+-＞»"
_CREDIT = re.compile(
    r"[（(【\[［]?\s?(?:本(?:文|期|版))?(?:责任编辑|责编|编辑|实习编辑|网络编辑|值班编辑|校对|责任校对|审核|审读|监制|值班主任|值班总编|"
    r"值班编委|总编辑?|主编|副主编|一审|二审|三审|初审|复审|终审|美编|版式|签发|编审|策划|统筹|排版|设计|制图|"
    r"文章来源|信息来源|新闻来源|稿件来源|内容来源|来源|稿源|供稿|转自|原文链接|原标题)\s?(?:人|者|单位)?\s?[:：丨|｜/]"
)
_NOTICE = re.compile(
    r"版权声明|免责声明|版权与免责|凡本[网站]|为加强原创内容保护|关于加强新闻作品版权保护|本网站?(?:转载|所有|凡)|转载请注明|"
    r"未经.{0,12}(?:授权|许可|同意|允许).{0,12}(?:不得|禁止|请勿|严禁)|仅供参考，不构成|平台.{0,12}用户上传并发布|"
    r"本平台仅提供信息存储|不代表本[网站]|如有侵权|涉及版权|违法和不良信息|网上有害信息|版权归.{0,12}所有|"
    r"如因作品内容、版权|本文(?:由|为).{0,16}原创|特别声明[:：]"
)
_IMPRINT = re.compile(
    r"版权所有|ICP[备证]|[公网]安备|Copyright|©|All Rights Reserved|经营许可证|许可证(?:编号|号)|网站标识码|技术支持[:：]|"
    r"主办单位[:：]|承办单位[:：]|主办[:：]|承办[:：]|举报(?:电话|邮箱|热线)|新闻热线|联系(?:我们|方式)|备案号|建议使用.{0,20}浏览|分辨率|网站地图",
    re.I,
)
_TAIL = re.compile(
    r"[【\[>»·\s]*(?:相关(?:新闻|链接|阅读|文章|推荐|报道|稿件|信息|资讯|专题|内容|附件|文档|政策|解读)|延伸阅读|推荐阅读|"
    r"热[点门](?:推荐|新闻|文章|图片|排行|关注)|猜你喜欢|精彩推荐|更多(?:新闻|精彩|相关)|上一[篇条则页]|下一[篇条则]|网友评论|最新评论|我要评论|"
    r"点击排行|阅读排行|新闻排行|往期回顾|为您推荐|今日热点|最新动态|图片聚焦|频道精选|小编推荐|最新(?:新闻|文章|资讯)|分享让更多人看到|扫一扫|"
    r"扫描?二维码|长按.{0,8}二维码|打开.{0,10}(?:APP|客户端)|客户端下载|友情链接|阅读原文)"
)
_IMAGE_NAME = re.compile(r"[^\s，。；]{1,60}\.(?:jpe?g|png|gif|bmp|webp)", re.I)
_CRUMB = re.compile(r"[\s>＞»]*(?:您?(?:的|现在的?)?(?:当前|所在|现在)?(?:的)?位置(?:是)?|当前栏目)\s?[:：]")
_FILE = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|zip|rar|7z|wps|et|ofd|txt)\b|^[【（(]?附件", re.I)


def is_widget(text: str) -> bool:
    """Buttons and words around an article: 打印, 关闭窗口, 字体：大 中 小, page numbers."""
    if len(text) > 80:
        return text.startswith(("打开APP", "特别声明"))
    return not _WIDGETS.sub("", text).strip(_BETWEEN) or bool(_CRUMB.match(text))


def is_meta(text: str) -> bool:
    """The line under a title: 时间：… 来源：… 浏览次数：…, and nothing else."""
    if len(text) > 160:
        return False
    rest = _META_PIECE.sub("", text)
    if len(rest) == len(text):
        return False
    rest = rest.strip(" \t【】[]（）()|丨｜·:：、,，/-")
    return len(rest) <= (8 if _LABELLED.search(text) else 0)


def is_credit(text: str) -> bool:
    """责任编辑：…, 来源：…, 原标题：… on a line of their own."""
    return len(text) <= 120 and _CREDIT.match(text) is not None


def is_notice(text: str) -> bool:
    """A declaration of rights: the same text under every article of a site."""
    return _NOTICE.search(text) is not None


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
