"""One picture for an editor: fetched the way of every fetch, refused where that refuses."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from base.clock import CHINA
from base.errors import ShiyiError
from base.settings import Settings
from bulletins.picture import read_picture
from crawler.picture import fetch_picture
from demo.replica import Replica

NOW = datetime(2026, 11, 20, 9, tzinfo=CHINA)


@pytest.fixture(scope="module")
def replica() -> Iterator[Replica]:
    with Replica(NOW) as replica:
        yield replica


@pytest.fixture
def settings(replica: Replica, empty_home: Path) -> Settings:
    return Settings(home=empty_home, replica_port=replica.port)


def test_a_picture_of_an_outlet_is_fetched(settings: Settings) -> None:
    data = fetch_picture(settings, "gansudaily", "https://gansu.gansudaily.com.cn/pic/0/31/412/a.jpg")
    assert (read_picture(data, "a").width, read_picture(data, "a").height) == (480, 320)


@pytest.mark.parametrize("url", ["https://elsewhere.example/a.jpg", "file:///etc/passwd"])
def test_what_is_no_picture_of_the_outlet_is_refused(settings: Settings, replica: Replica, url: str) -> None:
    with pytest.raises(ShiyiError, match="取不到这张图片"):
        fetch_picture(settings, "gansudaily", url)
    assert not [hit for hit in replica.log if "elsewhere" in str(hit)]
