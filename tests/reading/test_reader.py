import re

from reading import Reader, read_page
from tests.reading.saved import NOW


def test_a_label_names_the_reader_its_version_and_the_general_rules() -> None:
    label = Reader("paper", version=2).label
    assert re.fullmatch(r"paper/2\+[0-9a-f]{8}", label)
    page = read_page("<p>会议，召开。</p>".encode(), "http://a.gov.cn/1.html", now=NOW)
    assert page.reader == Reader("generic").label
    assert page.reader.partition("+")[2] == label.partition("+")[2]
