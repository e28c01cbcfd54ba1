from reading.founder import read_property

COMMENT = (
    "<!--enpproperty <articleid>308067</articleid><date>2016-03-13 00:00:00:0</date><author>张永生</author>"
    "<title>农家女办起&amp;刺绣厂</title><keyword></keyword><subtitle></subtitle><introtitle>新春走基层</introtitle>"
    "<url>http://a.cn/1</url>/enpproperty-->"
)


def test_the_fields_of_the_comment() -> None:
    assert read_property(f"<html>{COMMENT}<body></body></html>") == {
        "articleid": "308067",
        "date": "2016-03-13 00:00:00:0",
        "author": "张永生",
        "title": "农家女办起&刺绣厂",
        "introtitle": "新春走基层",
    }


def test_a_page_without_it_and_one_cut_off() -> None:
    assert read_property("<html></html>") == {}
    assert read_property("<!--enpproperty <date>2016-03-13</date><title>农") == {"date": "2016-03-13"}
