import pytest

from reading import chrome


@pytest.mark.parametrize(
    "text",
    ["【打印本页】【关闭窗口】", "字体：大 中 小", "分享到：微信 微博", "返回顶部", "1 2 3 下一页", "A+ A-",
     "当前位置：首页 > 新闻动态 > 市县动态", "您的位置：首页 - 医院新闻", "【字号 大 中 小】", "[1] [2] [3]"],
)  # fmt: skip
def test_widgets(text: str) -> None:
    assert chrome.is_widget(text)


@pytest.mark.parametrize(
    "text", ["大中小学开学", "打印机坏了", "推荐三名同志", "分享会在兰州举行", "中午十一点"]
)
def test_text_with_the_same_words_is_no_widget(text: str) -> None:
    assert not chrome.is_widget(text)


@pytest.mark.parametrize(
    "text",
    ["时间:2017-09-04 来源: 作者: 浏览次数:", "发布时间：2023-11-03 来源：妇幼健康处 浏览次数：1287",
     "发布日期：2022-02-11 08:52\t分享到：", "来源：本站原创 作者：医技药剂党支部", "标签：孤儿"],
)  # fmt: skip
def test_meta_lines(text: str) -> None:
    assert chrome.is_meta(text)


@pytest.mark.parametrize(
    "text",
    ["公示时间：2023年2月20日至2月24日（5个工作日）。公示期内，请以书面形式反映。", "2022年12月26日",
     "联系人：李建国 联系电话：0931-0000000，传真同上", "一、活动时间：1月至3月，地点在各县区广场和乡镇集市"],
)  # fmt: skip
def test_lines_of_a_document_are_no_meta_lines(text: str) -> None:
    assert not chrome.is_meta(text)


@pytest.mark.parametrize(
    "text",
    [
        "责任编辑：孙重远",
        "(责编：萧潇、张妍)",
        "【编辑：姚昊】",
        "来源丨酒泉妇联",
        "原标题：江苏多地开学",
        "[ 责编：刘嘉 ]",
    ],
)
def test_credits(text: str) -> None:
    assert chrome.is_credit(text)


@pytest.mark.parametrize("text", ["来源可靠的消息说", "编辑部搬了家", "记者 刘涛"])
def test_text_is_no_credit(text: str) -> None:
    assert not chrome.is_credit(text)


@pytest.mark.parametrize(
    "text", ["相关新闻", "【相关链接】", "上一篇：某地召开会议", "3条评论", "评论（6）", "推荐阅读"]
)
def test_tails(text: str) -> None:
    assert chrome.opens_tail(text)


def test_promotions_are_widgets_and_sentences_are_not() -> None:
    assert chrome.is_widget("扫一扫在手机打开当前页")
    assert chrome.is_widget("打开某某新闻APP查看全文")
    assert not chrome.is_widget(
        "扫一扫就能查到检查结果，异常人员由乡镇卫生院专人随访，全程不收一分钱，也不用再跑路。"
    )
    assert not chrome.opens_tail("评论员文章：把工作做到妇女身边")


@pytest.mark.parametrize(
    "text",
    [
        "版权声明 为加强原创内容保护",
        "凡本网注明“来源：某某网”的作品",
        "未经书面授权，不得转载",
        "如有侵权请联系删除",
    ],
)
def test_notices(text: str) -> None:
    assert chrome.is_notice(text)


def test_names_of_files() -> None:
    assert chrome.is_image_name("IMG_9244.JPG")
    assert chrome.is_image_name("大场景.jpg")
    assert not chrome.is_image_name("会议合影，见 photo.jpg")
    assert chrome.names_file("附件1：申报表.doc")
    assert not chrome.names_file("省妇联召开会议")
