"""Every way in which the replica can misbehave, seen from the wire."""

import gzip
import http.client
import time
from datetime import timedelta

import pytest

from demo.faults import HUGE_BYTES, FaultKind
from demo.replica import Replica
from tests.demo.client import Answer, fetch

HOST = "gansu.gansudaily.com.cn"
LIST = f"https://{HOST}/gsbb/index.shtml"
ROBOTS = f"https://{HOST}/robots.txt"


@pytest.mark.parametrize(
    ("kind", "status", "mark"),
    [
        ("soft_404", 200, "页面没有找到"),
        ("challenge", 412, "$_ts"),
        ("empty_shell", 200, '<div id="app"></div>'),
        ("meta_refresh", 200, "http-equiv"),
        ("500", 500, "500"),
        ("layout_changed", 200, 'class="v2-newslist"'),
        ("fields_gone", 200, '<a href="javascript:void(0)"></a>'),
    ],
)
def test_answers(replica: Replica, kind: str, status: int, mark: str) -> None:
    replica.fault(HOST, kind)
    answer = fetch(replica, LIST)
    assert (answer.status, mark in answer.text) == (status, True)


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("redirect_private", "http://192.168.10.1/admin/index.html"),
        ("redirect_foreign", "http://www.example.net/copy.html"),
        ("redirect_home", f"https://{HOST}/"),
    ],
)
def test_redirects(replica: Replica, kind: str, target: str) -> None:
    replica.fault(HOST, kind, path="/gsbb/")
    answer = fetch(replica, LIST)
    assert (answer.status, answer.headers["Location"]) == (302, target)


def test_a_redirect_loop_has_no_end(replica: Replica) -> None:
    replica.fault(HOST, "redirect_loop")
    url, seen = LIST, []
    for _ in range(5):
        url = fetch(replica, url).headers["Location"]
        seen.append(url)
    assert len(set(seen)) == 2


def test_flapping(replica: Replica) -> None:
    replica.fault(HOST, "404_flap")
    assert [fetch(replica, LIST).status for _ in range(4)] == [404, 200, 404, 200]


def test_a_fault_ends_by_the_clock(replica: Replica) -> None:
    replica.fault(HOST, "500", until=replica.now + timedelta(hours=2))
    assert fetch(replica, LIST).status == 500
    replica.now += timedelta(hours=2)
    assert fetch(replica, LIST).status == 200


def test_a_fault_on_a_path_leaves_the_rest_alone(replica: Replica) -> None:
    replica.fault(HOST, "500", path="/bwyc/")
    assert fetch(replica, LIST).status == 200
    assert fetch(replica, f"https://{HOST}/bwyc/").status == 500


@pytest.mark.parametrize(("kind", "status"), [("challenge", 412), ("robots_challenge", 412), ("500", 500)])
def test_robots_under_faults_of_the_whole_host(replica: Replica, kind: str, status: int) -> None:
    replica.fault(HOST, kind)
    assert fetch(replica, ROBOTS).status == status


def test_robots_under_faults_of_pages(replica: Replica) -> None:
    replica.fault(HOST, "soft_404")
    replica.fault(HOST, "robots_challenge")
    assert "页面没有找到" in fetch(replica, LIST).text
    replica.clear_faults()
    replica.fault(HOST, "soft_404")
    assert fetch(replica, ROBOTS).text.startswith("User-agent")


@pytest.mark.parametrize(
    ("kind", "declared", "real"),
    [("declares_gb2312", "gb2312", "utf-8"), ("declares_utf8", "utf-8", "gb18030")],
)
def test_wrong_encodings(replica: Replica, kind: str, declared: str, real: str) -> None:
    replica.fault(HOST, kind)
    answer = fetch(replica, LIST)
    assert answer.headers["Content-Type"].endswith(f"charset={declared}")
    text = answer.body.decode(real)
    assert "甘肃播报" in text
    assert f"charset={declared}" in text
    with pytest.raises(UnicodeDecodeError):
        answer.body.decode(declared)


def test_an_empty_or_renamed_json_list(replica: Replica) -> None:
    url = "https://wsjk.gansu.gov.cn/common/search/5d8f0c1b7a934e6fb2c47c0a9e6d3f21?_isJson=true&page=1"

    def rows(answer: Answer) -> object:
        return answer.json()["data"]["results"]

    replica.fault("wsjk.gansu.gov.cn", "empty_shell")
    assert rows(fetch(replica, url)) == []
    replica.fault("wsjk.gansu.gov.cn", "fields_gone")
    assert set(map(str, rows(fetch(replica, url)))) == {"{}"}  # type: ignore[call-overload]
    replica.fault("wsjk.gansu.gov.cn", "layout_changed")
    assert "dataV2" in fetch(replica, url).json()


def test_slow(replica: Replica) -> None:
    replica.fault(HOST, "slow", seconds=0.3)
    began = time.monotonic()
    assert fetch(replica, LIST).status == 200
    assert time.monotonic() - began >= 0.3


def test_reset(replica: Replica) -> None:
    replica.fault(HOST, "reset")
    with pytest.raises(ConnectionResetError) as caught:
        fetch(replica, LIST)
    assert caught.type is not http.client.RemoteDisconnected
    assert not replica.errors
    assert replica.log[-1].status == 0


def test_a_huge_body_is_streamed(replica: Replica) -> None:
    replica.fault(HOST, "huge_body")
    connection = http.client.HTTPConnection("127.0.0.1", replica.port, timeout=10)
    connection.request("GET", "/gsbb/", headers={"Host": HOST})
    answer = connection.getresponse()
    assert answer.headers["Transfer-Encoding"] == "chunked"
    assert len(answer.read(9_000_000)) == 9_000_000
    answer.close()
    connection.close()


def test_a_small_body_that_unpacks_to_200_mb(replica: Replica) -> None:
    replica.fault(HOST, "gzip_bomb")
    answer = fetch(replica, LIST)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.body) < 400_000
    assert len(gzip.decompress(answer.body)) > HUGE_BYTES


def test_every_kind_can_be_asked_for(replica: Replica) -> None:
    for kind in FaultKind:
        replica.fault(HOST, kind.value, seconds=0.0)
